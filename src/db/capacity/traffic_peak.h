// The previous peak of the traffic of an on-demand table or index: it takes twice that at once (developer
// guide, on-demand-capacity-mode, "Initial throughput and scaling properties", read 2026-11). A new peak
// counts 30 minutes after traffic first exceeded the one before.
//
// Not thread-safe. Forgotten when the process ends.
#pragma once

#include <cstdint>

namespace stator::db::capacity {

inline constexpr std::int64_t kPeakDelayNanos = 30 * 60 * 1'000'000'000LL;

class TrafficPeak {
 public:
  void count(double units, std::int64_t now_nanos);
  // Units a second, 0 as long as there is none.
  double previous(std::int64_t now_nanos);

 private:
  void close_second(std::int64_t now_nanos);

  double previous_ = 0;
  double rising_ = 0;              // the highest second since traffic exceeded previous_
  std::int64_t rising_since_ = 0;  // when that was
  std::int64_t second_ = 0;        // that is being counted
  double in_second_ = 0;
};

}  // namespace stator::db::capacity
