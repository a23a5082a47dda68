// Keys and values of logs in the engine (docs/formats/keys.md, records.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "storage/engine.h"
#include "telemetry/logs.h"

namespace stator::telemetry {

std::string group_key(const Scope& scope, std::string_view name);
storage::KeyRange groups_range(const Scope& scope, std::string_view prefix);
// Of every account and region.
storage::KeyRange all_groups_range();
// The streams of the group with this key; nothing for what is no such key.
std::optional<storage::KeyRange> streams_of_group(std::string_view group_key);
std::string stream_key(const Scope& scope, std::string_view group, std::string_view name);
storage::KeyRange streams_range(const Scope& scope, std::string_view group, std::string_view prefix);

std::string event_key(std::int64_t group, std::int64_t stream, EventPosition position);
// Of the whole group; of a stream; of a stream, from `begin` on and before `end`.
storage::KeyRange events_range(std::int64_t group);
storage::KeyRange events_range(std::int64_t group, std::int64_t stream);
storage::KeyRange events_range(std::int64_t group, std::int64_t stream, std::int64_t begin,
                               std::optional<std::int64_t> end);

// Of a stream; 0 stands for the whole group.
std::string removal_key(std::int64_t group, std::int64_t stream);
storage::KeyRange removals_range();
std::pair<std::int64_t, std::int64_t> removal_of(std::string_view key);

std::string encode_event(std::string_view message, std::int64_t ingestion_millis);
// Nothing for damaged bytes. The stream's name is not known here.
std::optional<Event> decode_event(std::string_view key, std::string_view value);

}  // namespace stator::telemetry
