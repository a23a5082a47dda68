#include "monitoring/metric_keys.h"

#include <algorithm>
#include <iterator>

#include "keyspace/keys.h"

namespace stator::monitoring {
namespace {

using keyspace::KeyBuilder;
using keyspace::KeyReader;
using keyspace::Space;

KeyBuilder scoped(const Scope& scope) {
  KeyBuilder key(Space::kMetric, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

// The first span whose begin is not before 1970 is 0.
std::uint64_t span_of(const Tier& tier, std::int64_t unix_seconds) {
  return static_cast<std::uint64_t>(unix_seconds / tier.span_seconds);
}

KeyBuilder of_span(const Tier& tier, std::uint64_t span) {
  KeyBuilder key(Space::kDatapoint, static_cast<std::uint32_t>(tier.resolution_seconds), 0);
  key.set_hash(span);
  return key;
}

KeyBuilder of_moment(const Tier& tier, std::uint64_t span, std::int64_t metric_id,
                     std::int64_t unix_seconds) {
  KeyBuilder key = of_span(tier, span);
  key.u64(static_cast<std::uint64_t>(metric_id)).u64(static_cast<std::uint64_t>(unix_seconds));
  return key;
}

}  // namespace

void normalize(Metric* metric) { std::sort(metric->dimensions.begin(), metric->dimensions.end()); }

std::string metric_key(const Scope& scope, const Metric& metric) {
  KeyBuilder key = scoped(scope);
  key.bytes(metric.name_space).bytes(metric.name);
  for (const Dimension& dimension : metric.dimensions) key.bytes(dimension.name).bytes(dimension.value);
  return key.take();
}

storage::KeyRange metrics_range(const Scope& scope) { return keyspace::prefix_range(scoped(scope).view()); }

storage::KeyRange metrics_range(const Scope& scope, std::string_view name_space) {
  return keyspace::prefix_range(scoped(scope).bytes(name_space).view());
}

storage::KeyRange metrics_range(const Scope& scope, std::string_view name_space, std::string_view name) {
  return keyspace::prefix_range(scoped(scope).bytes(name_space).bytes(name).view());
}

storage::KeyRange all_metrics_range() { return keyspace::table_range_all(Space::kMetric, 0); }

std::optional<std::pair<Scope, Metric>> metric_of(std::string_view key) {
  if (key.size() < keyspace::kHeaderBytes) return std::nullopt;
  KeyReader reader(key);
  auto account = reader.bytes(), region = reader.bytes();
  auto name_space = reader.bytes(), name = reader.bytes();
  if (!account || !region || !name_space || !name) return std::nullopt;
  Metric metric{std::move(*name_space), std::move(*name), {}};
  while (!reader.done()) {
    auto dimension = reader.bytes(), value = reader.bytes();
    if (!dimension || !value) return std::nullopt;
    metric.dimensions.push_back({std::move(*dimension), std::move(*value)});
  }
  return std::pair(Scope{std::move(*account), std::move(*region)}, std::move(metric));
}

std::string datapoint_key(const Tier& tier, std::int64_t metric_id, std::int64_t unix_seconds, Unit unit) {
  return of_moment(tier, span_of(tier, unix_seconds), metric_id, unix_seconds).u64(unit).take();
}

storage::KeyRange datapoints_range(const Tier& tier, std::int64_t metric_id, std::int64_t begin,
                                   std::int64_t end) {
  const std::uint64_t span = span_of(tier, begin);
  return {of_moment(tier, span, metric_id, begin).take(), of_moment(tier, span, metric_id, end).take()};
}

std::optional<storage::KeyRange> datapoints_before(const Tier& tier, std::int64_t end) {
  if (end < tier.span_seconds) return std::nullopt;
  return storage::KeyRange{of_span(tier, 0).take(), of_span(tier, span_of(tier, end)).take()};
}

std::optional<DatapointPlace> place_of(std::string_view key) {
  if (key.size() < keyspace::kHeaderBytes) return std::nullopt;
  KeyReader reader(key);
  const auto id = reader.u64(), seconds = reader.u64(), unit = reader.u64();
  if (!id || !seconds || !unit || *unit >= std::size(kUnits)) return std::nullopt;
  return DatapointPlace{static_cast<std::int64_t>(*id), static_cast<std::int64_t>(*seconds),
                        static_cast<Unit>(*unit)};
}

std::int64_t rounded_begin(std::int64_t begin, std::int64_t period_seconds, std::int64_t now) {
  constexpr std::int64_t kMinutesKept = kTiers[1].kept_seconds;
  constexpr std::int64_t kFiveMinutesKept = kTiers[2].kept_seconds;
  std::int64_t step = std::min<std::int64_t>(period_seconds, 60);
  if (begin < now - kFiveMinutesKept) {
    step = 3600;
  } else if (begin < now - kMinutesKept) {
    step = 300;
  }
  return round_down(begin, step);
}

}  // namespace stator::monitoring
