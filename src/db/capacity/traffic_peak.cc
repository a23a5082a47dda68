#include "db/capacity/traffic_peak.h"

#include <algorithm>

namespace stator::db::capacity {

namespace {
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
}  // namespace

void TrafficPeak::count(double units, std::int64_t now_nanos) {
  close_second(now_nanos);
  in_second_ += units;
}

double TrafficPeak::previous(std::int64_t now_nanos) {
  close_second(now_nanos);
  if (rising_ > previous_ && now_nanos - rising_since_ >= kPeakDelayNanos) {
    previous_ = rising_;
    rising_ = 0;
  }
  return previous_;
}

void TrafficPeak::close_second(std::int64_t now_nanos) {
  const std::int64_t second = now_nanos / kNanosPerSecond;
  if (second == second_) return;
  if (in_second_ > previous_) {
    if (rising_ == 0) rising_since_ = (second_ + 1) * kNanosPerSecond;
    rising_ = std::max(rising_, in_second_);
  }
  second_ = second;
  in_second_ = 0;
}

}  // namespace stator::db::capacity
