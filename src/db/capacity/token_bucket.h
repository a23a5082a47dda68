// Capacity units that may be consumed: they flow in at a rate, and what is not used is saved up to a limit.
// A consumer is let in while there is any capacity at all and then takes what it needs, which may leave a
// debt: what a request costs is known only afterwards, and an item may cost more than a bucket ever holds.
// So no request is too large, and in the long run nobody consumes more than the rate.
//
// Not thread-safe. Time is passed in, and may be of any clock that does not run backwards.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace stator::db::capacity {

struct Rate {
  double units_per_second = 0;
  double seconds_saved = 1;  // of unused capacity

  double most() const { return units_per_second * seconds_saved; }
};

class TokenBucket {
 public:
  // Lets flow in what is due. A bucket that is used for the first time gets the capacity of `first_seconds`.
  // The rate may change from call to call.
  void refill(const Rate& rate, double first_seconds, std::int64_t now_nanos) {
    const double seconds = at_nanos_ == kUnused ? first_seconds : seconds_between(at_nanos_, now_nanos);
    units_ = std::min(units_ + seconds * rate.units_per_second, rate.most());
    at_nanos_ = now_nanos;
  }
  bool empty() const { return units_ <= 0; }
  double units() const { return units_; }
  void take(double units) { units_ -= units; }

 private:
  static constexpr std::int64_t kUnused = std::numeric_limits<std::int64_t>::min();

  static double seconds_between(std::int64_t from, std::int64_t to) {
    return static_cast<double>(std::max<std::int64_t>(to - from, 0)) / 1e9;
  }

  double units_ = 0;
  std::int64_t at_nanos_ = kUnused;  // of the last refill
};

}  // namespace stator::db::capacity
