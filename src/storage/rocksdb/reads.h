// Reads of one page each. With Tier::kCache they never touch the disk and give nothing where they would have
// to; the caller then asks again with Tier::kDisk on a thread that may wait. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/lost_reads.h"

namespace stator::storage::rocks {

enum class Tier { kCache, kDisk };

template <typename T>
using MaybeRead = std::optional<Result<T>>;

// How RocksDB is asked on a tier. Of the thread that makes it.
class TierScope {
 public:
  // An event loop reads so many blocks at once at most: with reading, unpacking and taking them into the
  // cache less than it may work at a stretch (base::TimeSlice).
  static constexpr int kBlocks = 24;
  // Of several keys: of each a piece of the index and one of the data.
  static constexpr int kBlocksOfMany = 48;

  TierScope(const Database::Use& use, Tier tier, int blocks = kBlocks);

  rocksdb::ReadOptions& options() { return options_; }
  const rocksdb::ReadOptions& options() const { return options_; }
  // Something was not there at once, or could not be read: what an iterator says from then on may be wrong,
  // also without an error.
  bool lost_any() const { return missed_any() || lost_.any(); }
  // The answer may be wrong because RocksDB would have had to wait for the disk.
  bool missed(const rocksdb::Status& status) const { return status.IsIncomplete() || missed_any(); }
  // The same for one of several keys that were read together: RocksDB 7.8's MultiGet may answer "OK" without
  // a value where one of several blocks would have to be waited for. What is stored is never empty.
  bool missed(const rocksdb::Status& status, const rocksdb::Slice& stored) const {
    return missed(status) ||
           (status.ok() && stored.empty() && options_.read_tier == rocksdb::kBlockCacheTier);
  }

 private:
  bool missed_any() const { return at_once_ && at_once_->missed(); }

  rocksdb::ReadOptions options_ = reads_in_order();
  std::optional<ReadsAtOnce> at_once_;
  const LostReads lost_;
};

MaybeRead<Record> read_one(Database& database, std::string_view key, Tier tier);
MaybeRead<std::vector<Record>> read_many(Database& database, std::span<const std::string_view> keys,
                                         Tier tier);
MaybeRead<ScanPage> read_page(Database& database, const KeyRange& range, Direction direction,
                              ScanLimits limits, Tier tier);
MaybeRead<std::int64_t> read_counter(Database& database, std::string_view key, Tier tier);

}  // namespace stator::storage::rocks
