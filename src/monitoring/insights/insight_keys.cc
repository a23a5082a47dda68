#include "monitoring/insights/insight_keys.h"

#include "keyspace/keys.h"

namespace stator::monitoring::insights {

namespace {

using keyspace::KeyBuilder;
using keyspace::KeyReader;
using keyspace::Space;

KeyBuilder of_hour(std::int64_t hour) {
  KeyBuilder key(Space::kKeyCount, 0, 0);
  key.set_hash(static_cast<std::uint64_t>(hour));
  return key;
}

struct Place {
  std::uint32_t table_id;
  std::uint16_t index_id;
  std::int64_t since_millis;
  KeyCount counts;
};

std::string key_at(const Place& place, std::int64_t hour, std::int64_t second) {
  KeyBuilder key = of_hour(hour);
  key.u64(place.table_id).u64(place.index_id).u64(static_cast<std::uint64_t>(place.since_millis));
  return key.u64(static_cast<std::uint64_t>(place.counts)).u64(static_cast<std::uint64_t>(second)).take();
}

}  // namespace

std::string record_key(const db::table::KeyWindow& window, KeyCount counts) {
  const Place place{window.table_id, window.index_id, window.since_millis, counts};
  return key_at(place, window.minute_seconds / kHourSeconds, window.minute_seconds);
}

storage::KeyRange records_range(const Rule& rule, std::int64_t begin, std::int64_t end) {
  const Place place{rule.table_id, rule.index_id, rule.since_millis, rule.counts};
  const std::int64_t hour = begin / kHourSeconds;
  return {key_at(place, hour, begin), key_at(place, hour, end)};
}

std::optional<storage::KeyRange> records_before(std::int64_t end) {
  if (end < kHourSeconds) return std::nullopt;
  return storage::KeyRange{of_hour(0).take(), of_hour(end / kHourSeconds).take()};
}

std::optional<std::int64_t> second_of(std::string_view key) {
  if (key.size() < keyspace::kHeaderBytes) return std::nullopt;
  KeyReader reader(key);
  for (int i = 0; i < 4; ++i)
    if (!reader.u64()) return std::nullopt;
  const auto second = reader.u64();
  if (!second || !reader.done()) return std::nullopt;
  return static_cast<std::int64_t>(*second);
}

}  // namespace stator::monitoring::insights
