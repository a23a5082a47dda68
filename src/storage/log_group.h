// The shards of one change log, without their records: which shard takes a source key, and how shards are
// rolled, split and trimmed. Engines share this and keep the records their own way. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "storage/engine.h"

namespace stator::storage {

class LogGroup {
 public:
  // Shards that divide the hash space evenly. `shards` >= 1.
  LogGroup(std::uint32_t shards, std::uint64_t first_sequence, std::int64_t now_micros);
  // From storage. `shards` in order of id.
  LogGroup(std::uint64_t next_shard, std::vector<LogShard> shards);

  std::uint64_t next_shard() const { return next_shard_; }
  const std::vector<LogShard>& shards() const { return shards_; }
  const LogShard* find(std::uint64_t shard) const;
  std::uint64_t open_shard_for(std::string_view source_key) const;

  // Closes `shard` below `sequence`; its children take the records from there on. Fewer children than asked
  // for where the hash range is narrower. kNotFound, kConflict (closed already).
  Result<base::Ok> roll(std::uint64_t shard, std::uint32_t children, std::uint64_t sequence,
                        std::int64_t now_micros);
  // Notes that records below `upto` are gone. kNotFound.
  Result<base::Ok> trim(std::uint64_t shard, std::uint64_t upto);
  // Forgets a closed shard.
  void erase(std::uint64_t shard);

 private:
  LogShard* find_mutable(std::uint64_t shard);
  void open(std::uint32_t count, const LogShard& model);

  std::uint64_t next_shard_ = 1;
  std::vector<LogShard> shards_;                 // in order of id
  std::map<std::uint64_t, std::uint64_t> open_;  // hash_begin -> id of the shards that take records
};

}  // namespace stator::storage
