#include "storage/rocksdb/stored_form.h"

#include <bit>
#include <cstring>

namespace stator::storage::rocks {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are stored by copying their bytes");

constexpr char kRangeDrop = 'd';
constexpr char kFence = 'f';
constexpr char kLogGroup = 'g';
constexpr char kRecord = 'k';
constexpr char kVersionReservation = 'v';

constexpr std::size_t kLogKeyBytes = kLogShardBytes + sizeof(std::uint64_t);

// First byte of the composed values, so that their form can change one day.
constexpr char kFormOne = 1;

// Big-endian, so that byte order is number order.
void append_ordered(std::string& out, std::uint64_t number) {
  number = __builtin_bswap64(number);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Precondition: at least eight bytes.
std::uint64_t load_ordered(std::string_view bytes) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return __builtin_bswap64(number);
}

void append_plain(std::string& out, std::uint64_t number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Takes numbers from the front of stored bytes. Past the end every number is 0 and ok() is false.
class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t number = 0;
    const std::string_view raw = take(sizeof number);
    if (ok_) std::memcpy(&number, raw.data(), sizeof number);
    return number;
  }
  char byte() {
    const std::string_view raw = take(1);
    return ok_ ? raw[0] : '\0';
  }
  std::optional<std::uint64_t> optional_number() {
    const char present = byte();
    const std::uint64_t value = number();
    return present != 0 ? std::optional(value) : std::nullopt;
  }
  std::string_view take(std::size_t size) {
    if (bytes_.size() < size) ok_ = false;
    if (!ok_) return {};
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

void append_optional(std::string& out, std::optional<std::uint64_t> number) {
  out.push_back(number.has_value() ? 1 : 0);
  append_plain(out, number.value_or(0));
}

std::string prefixed(char space, std::string_view key) {
  std::string stored;
  stored.reserve(1 + key.size());
  stored.push_back(space);
  return stored.append(key);
}

KeyRange prefixed_range(char space, const KeyRange& range) {
  return {prefixed(space, range.begin),
          range.end.empty() ? std::string(1, static_cast<char>(space + 1)) : prefixed(space, range.end)};
}

std::string numbered_key(char space, std::uint64_t number) {
  std::string key(1, space);
  append_ordered(key, number);
  return key;
}

void append_shard(std::string& out, const LogShard& shard) {
  append_plain(out, shard.id);
  append_optional(out, shard.parent);
  append_plain(out, shard.hash_begin);
  append_plain(out, shard.hash_end);
  append_plain(out, shard.first_sequence);
  append_optional(out, shard.last_sequence);
  append_plain(out, shard.created_micros);
  append_optional(out, shard.closed_micros);
  append_plain(out, shard.trimmed_upto);
}

LogShard take_shard(Input& input) {
  LogShard shard;
  shard.id = input.number();
  shard.parent = input.optional_number();
  shard.hash_begin = input.number();
  shard.hash_end = input.number();
  shard.first_sequence = input.number();
  shard.last_sequence = input.optional_number();
  shard.created_micros = static_cast<std::int64_t>(input.number());
  const std::optional<std::uint64_t> closed = input.optional_number();
  if (closed) shard.closed_micros = static_cast<std::int64_t>(*closed);
  shard.trimmed_upto = input.number();
  return shard;
}

}  // namespace

std::string record_key(std::string_view key) { return prefixed(kRecord, key); }

std::string_view user_key(std::string_view record_key) { return record_key.substr(1); }

KeyRange record_range(const KeyRange& range) { return prefixed_range(kRecord, range); }

std::string encode_version(CommitVersion version) { return encode_number(version); }

std::optional<StoredRecord> decode_record(std::string_view stored) {
  if (stored.size() < kVersionBytes) return std::nullopt;
  Input input(stored);
  const CommitVersion version = input.number();
  if (version == 0) return std::nullopt;
  return StoredRecord{version, stored.substr(kVersionBytes)};
}

std::string version_reservation_key() { return std::string(1, kVersionReservation); }
std::string fence_key(std::uint64_t table) { return numbered_key(kFence, table); }
std::string log_group_key(std::uint64_t group) { return numbered_key(kLogGroup, group); }
std::string range_drop_key() { return std::string(1, kRangeDrop); }

std::optional<std::uint64_t> number_of_key(std::string_view key) {
  if (key.size() != 1 + sizeof(std::uint64_t)) return std::nullopt;
  return load_ordered(key.substr(1));
}

std::string counter_key(std::string_view key) { return prefixed(kCounterKind, key); }

KeyRange counter_range(const KeyRange& range) { return prefixed_range(kCounterKind, range); }

std::string encode_number(std::uint64_t number) {
  std::string stored;
  append_plain(stored, number);
  return stored;
}

std::optional<std::uint64_t> decode_number(std::string_view stored) {
  Input input(stored);
  const std::uint64_t number = input.number();
  if (!input.ok() || !input.at_end()) return std::nullopt;
  return number;
}

std::string encode_log_group(const LogGroup& group) {
  std::string stored(1, kFormOne);
  append_plain(stored, group.next_shard());
  append_plain(stored, group.shards().size());
  for (const LogShard& shard : group.shards()) append_shard(stored, shard);
  return stored;
}

std::optional<LogGroup> decode_log_group(std::string_view stored) {
  Input input(stored);
  if (input.byte() != kFormOne) return std::nullopt;
  const std::uint64_t next_shard = input.number();
  const std::uint64_t count = input.number();
  std::vector<LogShard> shards;
  while (input.ok() && shards.size() < count) shards.push_back(take_shard(input));
  if (!input.ok() || !input.at_end()) return std::nullopt;
  return LogGroup(next_shard, std::move(shards));
}

std::string encode_range(const KeyRange& range) {
  std::string stored(1, kFormOne);
  append_plain(stored, range.begin.size());
  stored += range.begin;
  stored += range.end;
  return stored;
}

std::optional<KeyRange> decode_range(std::string_view stored) {
  Input input(stored);
  if (input.byte() != kFormOne) return std::nullopt;
  const std::uint64_t size = input.number();
  const std::string_view begin = input.take(size);
  if (!input.ok()) return std::nullopt;
  return KeyRange{std::string(begin), std::string(stored.substr(1 + sizeof size + size))};
}

std::string log_key(std::uint64_t group, std::uint64_t shard, std::uint64_t sequence) {
  std::string key(1, kLogKind);
  append_ordered(key, group);
  append_ordered(key, shard);
  append_ordered(key, sequence);
  return key;
}

std::uint64_t shard_of_log_key(std::string_view key) {
  return key.size() == kLogKeyBytes ? load_ordered(key.substr(1 + sizeof(std::uint64_t))) : 0;
}

std::uint64_t sequence_of_log_key(std::string_view key) {
  return key.size() == kLogKeyBytes ? load_ordered(key.substr(1 + 2 * sizeof(std::uint64_t))) : 0;
}

// Group numbers are below 2^64 - 1, so that the next one exists.
KeyRange log_group_range(std::uint64_t group) { return {log_key(group, 0, 0), log_key(group + 1, 0, 0)}; }

std::string encode_commit_time(std::int64_t micros) {
  return encode_number(static_cast<std::uint64_t>(micros));
}

std::optional<LogRecord> decode_log_record(std::string_view key, std::string_view stored) {
  Input input(stored);
  LogRecord record;
  record.sequence = sequence_of_log_key(key);
  record.commit_time_micros = static_cast<std::int64_t>(input.number());
  if (!input.ok() || record.sequence == 0) return std::nullopt;
  record.record = stored.substr(sizeof(std::uint64_t));
  return record;
}

}  // namespace stator::storage::rocks
