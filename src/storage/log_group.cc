#include "storage/log_group.h"

#include <algorithm>

#include "base/check.h"
#include "storage/hash.h"

namespace stator::storage {

LogGroup::LogGroup(std::uint32_t shards, std::uint64_t first_sequence, std::int64_t now_micros) {
  LogShard whole;
  whole.first_sequence = first_sequence;
  whole.created_micros = now_micros;
  open(shards, whole);
}

LogGroup::LogGroup(std::uint64_t next_shard, std::vector<LogShard> shards)
    : next_shard_(next_shard), shards_(std::move(shards)) {
  for (const LogShard& shard : shards_) {
    if (!shard.last_sequence) open_.emplace(shard.hash_begin, shard.id);
  }
}

const LogShard* LogGroup::find(std::uint64_t shard) const {
  auto at = std::lower_bound(shards_.begin(), shards_.end(), shard,
                             [](const LogShard& entry, std::uint64_t id) { return entry.id < id; });
  return at != shards_.end() && at->id == shard ? &*at : nullptr;
}

LogShard* LogGroup::find_mutable(std::uint64_t shard) { return const_cast<LogShard*>(find(shard)); }

std::uint64_t LogGroup::open_shard_for(std::string_view source_key) const {
  auto after = open_.upper_bound(stable_hash(source_key));
  STATOR_CHECK(after != open_.begin());
  return std::prev(after)->second;
}

void LogGroup::open(std::uint32_t count, const LogShard& model) {
  using Wide = unsigned __int128;
  const Wide width = Wide{model.hash_end} - model.hash_begin + 1;
  const Wide parts = std::min<Wide>(std::max<std::uint32_t>(count, 1), width);
  auto border = [&](Wide part) {
    return static_cast<std::uint64_t>(model.hash_begin + width * part / parts);
  };
  for (Wide part = 0; part < parts; ++part) {
    LogShard shard = model;
    shard.id = next_shard_++;
    shard.hash_begin = border(part);
    shard.hash_end = part + 1 == parts ? model.hash_end : border(part + 1) - 1;
    open_[shard.hash_begin] = shard.id;
    shards_.push_back(shard);
  }
}

Result<base::Ok> LogGroup::roll(std::uint64_t shard, std::uint32_t children, std::uint64_t sequence,
                                std::int64_t now_micros) {
  LogShard* parent = find_mutable(shard);
  if (parent == nullptr) return Error{ErrorCode::kNotFound, "no such log shard"};
  if (parent->last_sequence) return Error{ErrorCode::kConflict, "the log shard is closed"};
  parent->last_sequence = sequence - 1;
  parent->closed_micros = now_micros;
  LogShard model;
  model.parent = shard;
  model.hash_begin = parent->hash_begin;
  model.hash_end = parent->hash_end;
  model.first_sequence = sequence;
  model.created_micros = now_micros;
  open_.erase(parent->hash_begin);
  open(children, model);
  return base::Ok{};
}

Result<base::Ok> LogGroup::trim(std::uint64_t shard, std::uint64_t upto) {
  LogShard* trimmed = find_mutable(shard);
  if (trimmed == nullptr) return Error{ErrorCode::kNotFound, "no such log shard"};
  trimmed->trimmed_upto = std::max(trimmed->trimmed_upto, upto);
  return base::Ok{};
}

void LogGroup::erase(std::uint64_t shard) {
  std::erase_if(shards_, [&](const LogShard& entry) { return entry.id == shard && entry.last_sequence; });
}

}  // namespace stator::storage
