// For lines of the log that clients can cause as often as they like: one a minute from each place.
#pragma once

#include <atomic>
#include <chrono>

namespace stator::base {

// Thread-safe. One for each place, of static storage.
class LogLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::minutes kPause{1};

  // False: a line was written less than kPause ago.
  bool may_log(Clock::time_point now = Clock::now()) {
    const Clock::rep time = now.time_since_epoch().count();
    Clock::rep next = next_.load(std::memory_order_relaxed);
    if (time < next) return false;
    return next_.compare_exchange_strong(next, (now + kPause).time_since_epoch().count(),
                                         std::memory_order_relaxed);
  }

 private:
  std::atomic<Clock::rep> next_{0};
};

}  // namespace stator::base
