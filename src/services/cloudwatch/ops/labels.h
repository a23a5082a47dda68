// Dynamic labels of GetMetricData: "max: ${MAX} of ${PROP('Dim.FunctionName')}". Pure; reads no clock.
//
// Source: CloudWatch user guide, "Use dynamic labels". Assumed is how values are printed: a number as its
// shortest decimal form that is read back as the same, a time as "2026-11-22 10:00:00" in the zone of
// LabelOptions, a span of time as "1d 2h 3m 4s" without what is zero. What a series does not have is "--", as
// Grafana's users saw of a property (grafana/grafana#66221, 2023-04). What is no dynamic value stays as it
// is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "monitoring/math/value.h"
#include "monitoring/metric.h"

namespace stator::services::cloudwatch {

// Dynamic values behind this size of what a label has become are left as they stand; our own.
inline constexpr std::size_t kMaxLabelBytes = 4096;

// What the values are taken from. Views last as long as the call.
struct LabelFacts {
  std::string_view default_label;                   // ${LABEL}
  std::span<const monitoring::math::Point> points;  // ascending in time
  const monitoring::Metric* metric = nullptr;       // nullptr: there is not one metric behind it
  std::string_view statistic;                       // of the metric
  std::int64_t period_seconds = 0;                  // of the metric
  std::string_view account;
  std::string_view region;
  std::int64_t now_seconds = 0;
  std::int64_t zone_seconds = 0;  // ahead of UTC
};

// Whether it has dynamic values.
bool is_dynamic(std::string_view label);
std::string expand_label(std::string_view label, const LabelFacts& facts);

// "+0130" -> 5400; nothing for what is no zone: a sign, two digits of hours up to 23, two of minutes up
// to 59.
std::optional<std::int64_t> parse_zone(std::string_view text);

}  // namespace stator::services::cloudwatch
