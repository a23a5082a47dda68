// For lines of the log that clients can cause as often as they like: so many a minute from each place.
#pragma once

#include <chrono>
#include <mutex>

namespace stator::base {

// Thread-safe. One for each place, of static storage.
class LogLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int kLines = 20;
  static constexpr std::chrono::minutes kTime{1};

  // False: kLines were written since the first of them, less than kTime ago.
  bool may_log(Clock::time_point now = Clock::now()) {
    std::lock_guard lock(mutex_);
    if (lines_ == 0 || now - first_ >= kTime) {
      first_ = now;
      lines_ = 0;
    }
    if (lines_ == kLines) return false;
    ++lines_;
    return true;
  }

 private:
  std::mutex mutex_;
  Clock::time_point first_;
  int lines_ = 0;
};

}  // namespace stator::base
