// How fast a bulk put writes (MaxWriteRequestUnits).
#pragma once

#include <algorithm>
#include <cstdint>

namespace stator::transfer {

// What was used up is waited for afterwards; unused time is not saved. Used by one coroutine at a time.
class BulkPace {
 public:
  // Units a second; 0: no limit.
  explicit BulkPace(std::int64_t units) : units_(units) {}

  // How long to wait, in nanoseconds, after this many units at this moment of a steady clock. The wait counts
  // as done.
  std::int64_t wait_nanos(double units, std::int64_t now_nanos) {
    if (units_ == 0) return 0;
    constexpr double kNanos = 1e9;
    const auto cost = static_cast<std::int64_t>(units * kNanos / static_cast<double>(units_));
    const std::int64_t wait = std::max<std::int64_t>(last_nanos_ + cost - now_nanos, 0);
    last_nanos_ = now_nanos + wait;
    return wait;
  }
  // Before the first unit.
  void begin(std::int64_t now_nanos) { last_nanos_ = now_nanos; }

 private:
  const std::int64_t units_;
  std::int64_t last_nanos_ = 0;  // when what was used before was paid
};

}  // namespace stator::transfer
