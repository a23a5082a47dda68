// How much work may be done for something that others make as large as they like: counted, not timed.
#pragma once

#include <cstdint>

namespace stator::base {

// One thread at a time.
class WorkBudget {
 public:
  // A step is about a nanosecond.
  explicit WorkBudget(std::uint64_t steps) : left_(steps) {}

  // Before the work is done. False: it is more than is left; then the budget is spent, and stays so.
  bool spend(std::uint64_t steps) {
    if (spent_ || steps > left_) {
      spent_ = true;
      return false;
    }
    left_ -= steps;
    return true;
  }
  bool spent() const { return spent_; }
  std::uint64_t left() const { return left_; }

 private:
  std::uint64_t left_;
  bool spent_ = false;
};

}  // namespace stator::base
