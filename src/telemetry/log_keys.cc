#include "telemetry/log_keys.h"

#include <algorithm>
#include <limits>

#include "keyspace/keys.h"

namespace stator::telemetry {

namespace {

using keyspace::KeyBuilder;
using keyspace::KeyReader;
using keyspace::Space;

constexpr char kEventFormat = 1;
constexpr std::size_t kTimeBytes = 8;

KeyBuilder scoped(Space space, const Scope& scope) {
  KeyBuilder key(space, 0, 0);
  key.set_hash(0).bytes(scope.account).bytes(scope.region);
  return key;
}

KeyBuilder of_group(std::int64_t group) {
  KeyBuilder key(Space::kLogEvent, 0, 0);
  key.set_hash(static_cast<std::uint64_t>(group));
  return key;
}

KeyBuilder of_stream(std::int64_t group, std::int64_t stream) {
  KeyBuilder key = of_group(group);
  key.u64(static_cast<std::uint64_t>(stream));
  return key;
}

}  // namespace

std::string group_key(const Scope& scope, std::string_view name) {
  return scoped(Space::kLogGroup, scope).bytes(name).take();
}

storage::KeyRange groups_range(const Scope& scope, std::string_view prefix) {
  return keyspace::prefix_range(scoped(Space::kLogGroup, scope).bytes_prefix(prefix).view());
}

storage::KeyRange all_groups_range() { return keyspace::table_range_all(Space::kLogGroup, 0); }

std::optional<storage::KeyRange> streams_of_group(std::string_view group_key) {
  KeyReader reader(group_key);
  auto account = reader.bytes();
  auto region = reader.bytes();
  auto name = reader.bytes();
  if (!account || !region || !name) return std::nullopt;
  const Scope scope{std::move(*account), std::move(*region)};
  return streams_range(scope, *name, "");
}

std::string stream_key(const Scope& scope, std::string_view group, std::string_view name) {
  return scoped(Space::kLogStream, scope).bytes(group).bytes(name).take();
}

storage::KeyRange streams_range(const Scope& scope, std::string_view group, std::string_view prefix) {
  return keyspace::prefix_range(scoped(Space::kLogStream, scope).bytes(group).bytes_prefix(prefix).view());
}

std::string event_key(std::int64_t group, std::int64_t stream, EventPosition position) {
  return of_stream(group, stream)
      .u64(static_cast<std::uint64_t>(std::max<std::int64_t>(position.millis, 0)))
      .u64(position.number)
      .take();
}

storage::KeyRange events_range(std::int64_t group) { return keyspace::prefix_range(of_group(group).view()); }

storage::KeyRange events_range(std::int64_t group, std::int64_t stream) {
  return keyspace::prefix_range(of_stream(group, stream).view());
}

storage::KeyRange events_range(std::int64_t group, std::int64_t stream, std::int64_t begin,
                               std::optional<std::int64_t> end) {
  storage::KeyRange range = events_range(group, stream);
  range.begin = std::max(range.begin, event_key(group, stream, {begin, 0}));
  if (end) range.end = std::min(range.end, event_key(group, stream, {*end, 0}));
  return range;
}

std::string removal_key(std::int64_t group, std::int64_t stream) {
  return KeyBuilder(Space::kLogRemoval, 0, 0)
      .set_hash(0)
      .u64(static_cast<std::uint64_t>(group))
      .u64(static_cast<std::uint64_t>(stream))
      .take();
}

storage::KeyRange removals_range() { return keyspace::table_range_all(Space::kLogRemoval, 0); }

std::pair<std::int64_t, std::int64_t> removal_of(std::string_view key) {
  KeyReader reader(key);
  const auto group = static_cast<std::int64_t>(reader.u64().value_or(0));
  const auto stream = static_cast<std::int64_t>(reader.u64().value_or(0));
  return {group, stream};
}

std::string encode_event(std::string_view message, std::int64_t ingestion_millis) {
  std::string out(1, kEventFormat);
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(ingestion_millis) >> (56 - 8 * i)));
  return out.append(message);
}

std::optional<Event> decode_event(std::string_view key, std::string_view value) {
  KeyReader reader(key);
  const auto stream = reader.u64();
  const auto millis = reader.u64();
  const auto number = reader.u64();
  if (!number || value.size() < 1 + kTimeBytes || value.front() != kEventFormat) return std::nullopt;
  Event event;
  event.stream_id = static_cast<std::int64_t>(*stream);
  event.position = {static_cast<std::int64_t>(*millis), *number};
  std::uint64_t ingestion = 0;
  for (std::size_t i = 1; i <= kTimeBytes; ++i)
    ingestion = ingestion << 8 | static_cast<unsigned char>(value[i]);
  event.ingestion_millis = static_cast<std::int64_t>(ingestion);
  event.message = value.substr(1 + kTimeBytes);
  return event;
}

}  // namespace stator::telemetry
