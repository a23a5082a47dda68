#include "monitoring/math/grid.h"

#include <algorithm>

namespace stator::monitoring::math {
namespace {

Grid grid_between(std::int64_t first, std::int64_t end, std::int64_t period) {
  if (end <= first) return {first, period, 0};
  return {first, period, static_cast<std::size_t>((end - first - 1) / period) + 1};
}

}  // namespace

Grid grid_of(const Series& series, const Context& context) {
  const std::int64_t period = series.period_seconds;
  if (series.points.empty()) return grid_between(context.start_seconds, context.end_seconds, period);
  std::int64_t first = series.points.front().unix_seconds;
  if (first > context.start_seconds) first -= (first - context.start_seconds) / period * period;
  return grid_between(first, std::max(context.end_seconds, series.points.back().unix_seconds + 1), period);
}

Grid grid_of(const Context& context) {
  return grid_between(context.start_seconds, context.end_seconds, context.period_seconds);
}

}  // namespace stator::monitoring::math
