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
  if (state_.rising > state_.previous && now_nanos - state_.rising_since_nanos >= kPeakDelayNanos) {
    state_.previous = state_.rising;
    state_.rising = 0;
  }
  return state_.previous;
}

TrafficPeak::State TrafficPeak::state(std::int64_t now_nanos) {
  close_second(now_nanos);
  return state_;
}

void TrafficPeak::close_second(std::int64_t now_nanos) {
  const std::int64_t second = now_nanos / kNanosPerSecond;
  if (second == second_) return;
  if (in_second_ > state_.previous) {
    if (state_.rising == 0) state_.rising_since_nanos = (second_ + 1) * kNanosPerSecond;
    state_.rising = std::max(state_.rising, in_second_);
  }
  second_ = second;
  in_second_ = 0;
}

}  // namespace stator::db::capacity
