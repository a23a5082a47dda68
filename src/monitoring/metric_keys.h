// Keys and values of metrics in the engine (docs/formats/keys.md, records.md). Pure.
//
// Values are kept in tiers, the same ones by the second, the minute, five minutes and the hour, each tier for
// its own time. The keys of a tier begin with a span of time (an hour of seconds, a day of minutes ...), so
// that what is too old goes by dropping a range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "monitoring/metric.h"
#include "storage/engine.h"

namespace stator::monitoring {

struct Tier {
  std::int64_t resolution_seconds;
  std::int64_t kept_seconds;
  std::int64_t span_seconds;  // of one range of keys
};
// From the finest to the coarsest; each resolution is a multiple of the one before.
inline constexpr std::int64_t kDaySeconds = 24LL * 3600;
inline constexpr Tier kTiers[] = {
    {1, 3LL * 3600, 3600},
    {60, 15 * kDaySeconds, kDaySeconds},
    {300, 63 * kDaySeconds, 7 * kDaySeconds},
    {3600, 455 * kDaySeconds, 30 * kDaySeconds},
};

// `seconds` down to a multiple of `step`, also before 1970.
constexpr std::int64_t round_down(std::int64_t seconds, std::int64_t step) {
  const std::int64_t rest = seconds % step;
  return seconds - (rest < 0 ? rest + step : rest);
}

// The begin of what is read for a period: rounded down to the period if that is shorter than a minute, else
// to the minute; of times that are kept more coarsely only, to five minutes or the hour (AWS:
// GetMetricStatistics).
std::int64_t rounded_begin(std::int64_t begin, std::int64_t period_seconds, std::int64_t now);

// Of the directory of metrics.
std::string metric_key(const Scope& scope, const Metric& metric);
// Of one scope; of one namespace in it; of one name.
storage::KeyRange metrics_range(const Scope& scope);
storage::KeyRange metrics_range(const Scope& scope, std::string_view name_space);
storage::KeyRange metrics_range(const Scope& scope, std::string_view name_space, std::string_view name);
storage::KeyRange all_metrics_range();
// Nothing for what is no such key.
std::optional<std::pair<Scope, Metric>> metric_of(std::string_view key);

// Of what is kept of the metric with this id at this moment. Precondition: it is a multiple of the tier's
// resolution, and not before 1970.
std::string datapoint_key(const Tier& tier, std::int64_t metric_id, std::int64_t unix_seconds, Unit unit);
// From `begin` to before `end`, of one span of the tier: the one in which `begin` is.
storage::KeyRange datapoints_range(const Tier& tier, std::int64_t metric_id, std::int64_t begin,
                                   std::int64_t end);
// All spans that end before `end`, of all metrics; nothing if there can be none.
std::optional<storage::KeyRange> datapoints_before(const Tier& tier, std::int64_t end);
struct DatapointPlace {
  std::int64_t metric_id = 0;
  std::int64_t unix_seconds = 0;
  Unit unit = 0;
};
std::optional<DatapointPlace> place_of(std::string_view key);

}  // namespace stator::monitoring
