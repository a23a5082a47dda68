// What metrics are called, and what is reported of them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "monitoring/distribution.h"

namespace stator::monitoring {

// AWS's limits.
inline constexpr std::size_t kMaxDimensions = 30;
inline constexpr std::int64_t kMaxAgeSeconds = 14LL * 24 * 3600;  // of a sample that is taken
inline constexpr std::int64_t kMaxLeadSeconds = 2LL * 3600;

struct Scope {
  std::string account;
  std::string region;
};

struct Dimension {
  std::string name;
  std::string value;

  auto operator<=>(const Dimension&) const = default;
};

// Two with other dimensions are two metrics; the order of the dimensions does not count.
struct Metric {
  std::string name_space;
  std::string name;
  std::vector<Dimension> dimensions;  // in order of their names, for all that is kept or asked here
};
// Puts the dimensions in order.
void normalize(Metric* metric);

// The place of a unit in kUnits, which is stored: never to be changed.
using Unit = std::uint8_t;
inline constexpr std::string_view kUnits[] = {
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
};
// "Milliseconds" -> its place; precondition: it is one of them.
consteval Unit unit(std::string_view name) {
  Unit place = 0;
  while (kUnits[place] != name) ++place;
  return place;
}

// What was reported of a metric for one moment. Values of different units are kept apart.
struct Sample {
  Metric metric;
  std::int64_t unix_seconds = 0;
  Unit unit = monitoring::unit("None");
  bool high_resolution = false;  // kept by the second, not by the minute, for the first hours
  Distribution values;
};

// What is known of a span of time.
struct Datapoint {
  std::int64_t unix_seconds = 0;  // its begin
  Unit unit = monitoring::unit("None");
  Distribution values;
};

}  // namespace stator::monitoring
