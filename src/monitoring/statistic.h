// The statistics of CloudWatch, by their names: "Average", "p99.9", "tm90", "TM(10%:90%)", "PR(:300)", "IQM".
// AWS: CloudWatch user guide, "CloudWatch statistics definitions". Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "monitoring/distribution.h"

namespace stator::monitoring {

class Statistic {
 public:
  enum class Kind : std::uint8_t {
    kSampleCount,
    kAverage,
    kSum,
    kMinimum,
    kMaximum,
    kPercentile,      // p90
    kTrimmedMean,     // tm90, TM(10%:90%), TM(150:1000)
    kWinsorizedMean,  // wm90
    kTrimmedCount,    // tc90
    kTrimmedSum,      // ts90
    kPercentileRank,  // PR(100:2000): the share of the values within, in percent
  };

  // Nothing for a name that is none.
  static std::optional<Statistic> parse(std::string_view name);

  Kind kind() const { return kind_; }
  // One of the five that GetMetricStatistics takes as Statistics.
  bool is_simple() const { return kind_ <= Kind::kMaximum; }

  // Nothing where there are no values, or where the values themselves are needed and not known, or one of
  // them is negative (AWS has no percentiles then).
  std::optional<double> of(const Distribution& values) const;

 private:
  // In percent of the number of values, or values. What lies above `low` and not above `high` counts.
  struct Bounds {
    double low = 0, high = 100;
    bool in_percent = true;
    bool has_low = false, has_high = false;
  };

  static std::optional<Bounds> parse_bounds(std::string_view text);
  std::optional<double> of_some(const Distribution& values) const;
  std::optional<double> of_values(const Distribution& values) const;

  Kind kind_ = Kind::kAverage;
  Bounds bounds_;
};

}  // namespace stator::monitoring
