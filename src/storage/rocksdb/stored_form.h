// The bytes that the RocksDB engine stores (docs/formats/rocksdb.md). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/engine.h"
#include "storage/log_group.h"

namespace stator::storage::rocks {

// Keys begin with a byte that says what they are; counters with this one.
inline constexpr char kCounterKind = 'c';
// Keys of records of change logs begin with this; so many bytes name the shard.
inline constexpr char kLogKind = 'l';
inline constexpr std::size_t kLogShardBytes = 1 + 2 * sizeof(std::uint64_t);

// Keys and values of the engine's users: key -> version, payload.
std::string record_key(std::string_view key);
std::string_view user_key(std::string_view record_key);
KeyRange record_range(const KeyRange& range);
struct StoredRecord {
  CommitVersion version;
  std::string_view payload;
};
inline constexpr std::size_t kVersionBytes = 8;
std::string encode_version(CommitVersion version);
std::optional<StoredRecord> decode_record(std::string_view stored);

// The engine's own bookkeeping.
// The number in the key of a fence or a log group.
std::optional<std::uint64_t> number_of_key(std::string_view key);
std::string version_reservation_key();
std::string fence_key(std::uint64_t table);
std::string counter_key(std::string_view key);
std::string log_group_key(std::uint64_t group);
std::string range_drop_key();
// The counters whose keys lie in the range. Its end is never empty, like that of record_range.
KeyRange counter_range(const KeyRange& range);

std::string encode_number(std::uint64_t number);
std::optional<std::uint64_t> decode_number(std::string_view stored);
std::string encode_log_group(const LogGroup& group);
std::optional<LogGroup> decode_log_group(std::string_view stored);
std::string encode_range(const KeyRange& range);
std::optional<KeyRange> decode_range(std::string_view stored);

// Log records: group, shard, sequence -> commit time, record.
std::string log_key(std::uint64_t group, std::uint64_t shard, std::uint64_t sequence);
std::uint64_t shard_of_log_key(std::string_view key);
std::uint64_t sequence_of_log_key(std::string_view key);
KeyRange log_group_range(std::uint64_t group);
std::string encode_commit_time(std::int64_t micros);
std::optional<LogRecord> decode_log_record(std::string_view key, std::string_view stored);

}  // namespace stator::storage::rocks
