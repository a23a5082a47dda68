#include "db/stream/names.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "keyspace/keys.h"

namespace stator::db::stream {

namespace {

constexpr std::string_view kShardPrefix = "shardId-";
constexpr std::size_t kTimeDigits = 20;
constexpr std::size_t kLeastNumberDigits = 8;
constexpr std::size_t kMostNumberDigits = 16;

// Sequence numbers begin after 10^20.
constexpr std::size_t kSequenceDigits = 21;
constexpr std::size_t kMostSequenceDigits = 40;

template <typename Integer>
bool parse(std::string_view digits, int base, Integer* out) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), *out, base);
  return error == std::errc() && end == digits.data() + digits.size();
}

}  // namespace

std::string shard_id(const ShardName& shard) {
  return fmt::format("{}{:020}-{:08x}", kShardPrefix, shard.created_millis, shard.number);
}

std::optional<ShardName> parse_shard_id(std::string_view text) {
  if (!text.starts_with(kShardPrefix)) return std::nullopt;
  text.remove_prefix(kShardPrefix.size());
  if (text.size() < kTimeDigits + 1 + kLeastNumberDigits ||
      text.size() > kTimeDigits + 1 + kMostNumberDigits || text[kTimeDigits] != '-')
    return std::nullopt;
  ShardName shard;
  if (!parse(text.substr(0, kTimeDigits), 10, &shard.created_millis) || shard.created_millis < 0 ||
      !parse(text.substr(kTimeDigits + 1), 16, &shard.number))
    return std::nullopt;
  return shard;
}

std::string sequence_number(std::uint64_t sequence) { return fmt::format("1{:020}", sequence); }

std::optional<std::uint64_t> parse_sequence_number(std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  if (text.empty() || text.size() > kMostSequenceDigits ||
      text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  if (text.size() < kSequenceDigits) return 0;
  if (text.size() > kSequenceDigits || text.front() != '1') return kMost;
  std::uint64_t sequence = 0;
  return parse(text.substr(1), 10, &sequence) ? sequence : kMost;
}

std::string event_id(const Stream& stream, std::uint64_t sequence) {
  std::string source = fmt::format("{}/{}/{}", stream.label, stream.log_group, sequence);
  const std::uint64_t high = keyspace::stable_hash(source);
  source.push_back('/');
  return fmt::format("{:016x}{:016x}", high, keyspace::stable_hash(source));
}

}  // namespace stator::db::stream
