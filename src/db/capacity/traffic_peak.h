// The previous peak of the traffic of an on-demand table or index: it takes twice that at once (developer
// guide, on-demand-capacity-mode, "Initial throughput and scaling properties", read 2026-11). A new peak
// counts 30 minutes after traffic first exceeded the one before.
//
// Not thread-safe.
#pragma once

#include <cstdint>

namespace stator::db::capacity {

inline constexpr std::int64_t kPeakDelayNanos = 30 * 60 * 1'000'000'000LL;

class TrafficPeak {
 public:
  // What is left of the traffic of before the second that is being counted.
  struct State {
    double previous = 0;
    double rising = 0;                    // the highest second since traffic exceeded `previous`
    std::int64_t rising_since_nanos = 0;  // when that was
  };

  void count(double units, std::int64_t now_nanos);
  // Units a second, 0 as long as there is none.
  double previous(std::int64_t now_nanos);
  State state(std::int64_t now_nanos);
  void restore(const State& state) { state_ = state; }

 private:
  void close_second(std::int64_t now_nanos);

  State state_;
  std::int64_t second_ = 0;  // that is being counted
  double in_second_ = 0;
};

}  // namespace stator::db::capacity
