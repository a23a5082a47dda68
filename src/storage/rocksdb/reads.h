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

namespace stator::storage::rocks {

enum class Tier { kCache, kDisk };

template <typename T>
using MaybeRead = std::optional<Result<T>>;

// How RocksDB is asked on a tier. Of the thread that makes it.
class TierScope {
 public:
  TierScope(const Database::Use& use, Tier tier);

  rocksdb::ReadOptions& options() { return options_; }
  // The answer may be wrong because RocksDB would have had to wait for the disk.
  bool missed(const rocksdb::Status& status) const {
    return status.IsIncomplete() || (!status.ok() && at_once_ && at_once_->missed());
  }

 private:
  rocksdb::ReadOptions options_;
  std::optional<ReadsAtOnce> at_once_;
};

MaybeRead<Record> read_one(Database& database, std::string_view key, Tier tier);
MaybeRead<std::vector<Record>> read_many(Database& database, std::span<const std::string_view> keys,
                                         Tier tier);
MaybeRead<ScanPage> read_page(Database& database, const KeyRange& range, Direction direction,
                              ScanLimits limits, Tier tier);
MaybeRead<std::int64_t> read_counter(Database& database, std::string_view key, Tier tier);

}  // namespace stator::storage::rocks
