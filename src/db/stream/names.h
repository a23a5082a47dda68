// How streams name their parts in text: the API, triggers and their clients see the same. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/table/stream_registry.h"

namespace stator::db::stream {

using table::Stream;

// A shard of a stream. The number alone is unique in the stream; the time is what AWS's names begin with.
struct ShardName {
  std::uint64_t number = 0;
  std::int64_t created_millis = 0;

  bool operator==(const ShardName&) const = default;
};

// "shardId-00000001571767321804-697ce3d2": the time in 20 digits, the number in hexadecimal.
std::string shard_id(const ShardName& shard);
std::optional<ShardName> parse_shard_id(std::string_view text);

// Twenty-one digits at least (AWS's minimum), in the order of the numbers.
std::string sequence_number(std::uint64_t sequence);
// Nothing for a text that is no number; a number that is none of ours is returned as the nearest one.
std::optional<std::uint64_t> parse_sequence_number(std::string_view text);

// 32 hexadecimal digits: the same whenever the record is read, and those of no other record.
std::string event_id(const Stream& stream, std::uint64_t sequence);

}  // namespace stator::db::stream
