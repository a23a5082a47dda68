// What an expression is made of and gives: a number (S in the guide), a time series (TS), an array of time
// series (TS[]). Values, not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace stator::monitoring::math {

struct Point {
  std::int64_t unix_seconds = 0;
  double value = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

struct Series {
  std::string id;
  std::string label;
  std::int64_t period_seconds = 60;  // above 0
  std::vector<Point> points;         // ascending in time, each time once; finite values

  friend bool operator==(const Series&, const Series&) = default;
};

using SeriesArray = std::vector<Series>;

// A number that is not finite is one that does not exist, such as the average of no data points: what is
// computed with it has no data points either.
using Value = std::variant<double, Series, SeriesArray>;

}  // namespace stator::monitoring::math
