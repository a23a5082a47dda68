// The times of a series without gaps: one each period of the range. Pure.
#pragma once

#include <cstdint>

#include "monitoring/math/context.h"

namespace stator::monitoring::math {

struct Grid {
  std::int64_t first_seconds = 0;
  std::int64_t period_seconds = 60;
  std::size_t size = 0;

  std::int64_t at(std::size_t index) const {
    return first_seconds + static_cast<std::int64_t>(index) * period_seconds;
  }
};

// "The period and range of the time series": the range is that of the request. The times keep step with the
// first data point, or with the beginning of the range if there is none; data points outside are within, too.
Grid grid_of(const Series& series, const Context& context);

// Of the request.
Grid grid_of(const Context& context);

}  // namespace stator::monitoring::math
