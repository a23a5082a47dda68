// One open RocksDB: its tuning, opening, and closing and opening again after a failed
// sync while readers go on. Thread-safe.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>

#include "base/file_disposal.h"
#include "base/result.h"
#include "storage/engine.h"
#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/engine_statistics.h"
#include "storage/rocksdb/group_cache.h"
#include "storage/rocksdb/open_logs.h"
#include "storage/rocksdb/record_cache.h"

namespace stator::storage::rocks {

struct DatabaseOptions {
  std::string data_folder;
  std::size_t memory_budget_bytes = 0;
  rocksdb::Env* env = nullptr;  // nullptr: the machine's own
  Logs logs = Logs::kAppended;  // on the machine's own
  bool synced = true;           // every write is synced before the next one
};

class Database {
 public:
  // Keeps the database from being closed; hold one for a page of work at most, never over a suspension.
  class Use {
   public:
    // False while the database is closed or closing; nothing else may be called then.
    explicit operator bool() const { return lock_.owns_lock() && database_->db_ != nullptr; }
    rocksdb::DB& db() const { return *database_->db_; }
    rocksdb::ColumnFamilyHandle* family() const { return db().DefaultColumnFamily(); }  // the only one
    RecordCache& records() const { return database_->records_; }
    GroupCache& groups() const { return database_->groups_; }
    // Whether ReadsAtOnce works on its files.
    bool reads_at_once() const { return database_->options_.env == nullptr; }
    // Without DatabaseOptions::synced: what was written before is on the disk then. Waits for it.
    rocksdb::IOStatus sync_logs() const { return database_->logs_->sync(); }

   private:
    friend class Database;
    explicit Use(Database& database) : database_(&database), lock_(database.gate_, std::defer_lock) {
      if (!database.closing_.load(std::memory_order_relaxed)) (void)lock_.try_lock();
    }

    Database* database_;
    std::shared_lock<std::shared_mutex> lock_;
  };

  // The error is one line for the user.
  static base::Result<std::unique_ptr<Database>, std::string> open(DatabaseOptions options);

  Use use() { return Use(*this); }

  // Whether the disk takes and syncs a small file now. To be asked before reopen(): readers go on meanwhile.
  rocksdb::Status probe_disk() const;

  // Waits for the users, closes and opens. After an error it is closed; call again.
  base::Result<base::Ok, std::string> reopen();

  // Over all openings.
  const EngineStatistics& statistics() const { return *statistics_; }
  RecordCache::Usage record_usage() const { return records_.usage(); }

  const std::string& data_folder() const { return options_.data_folder; }

 private:
  explicit Database(DatabaseOptions options);
  rocksdb::Status open_now();
  base::Result<base::Ok, std::string> check_logs();
  base::Result<base::Ok, std::string> mark_unsynced();
  void unmark_unsynced();
  std::shared_ptr<rocksdb::FileSystem> files();
  rocksdb::Env& env() const;

  const DatabaseOptions options_;
  base::FileDisposal disposal_;
  const std::shared_ptr<OpenLogs> logs_;     // nullptr: every write is synced
  const std::unique_ptr<rocksdb::Env> env_;  // of the database
  const std::shared_ptr<rocksdb::Logger> diary_;
  const std::shared_ptr<rocksdb::Cache> cache_;
  const std::shared_ptr<EngineStatistics> statistics_ = std::make_shared<EngineStatistics>();
  RecordCache records_;
  GroupCache groups_;
  std::shared_mutex gate_;  // exclusive: opening and closing
  std::atomic<bool> closing_ =
      false;  // turns new users away, so that a stream of them cannot hold up closing
  std::unique_ptr<rocksdb::DB> db_;
  bool logs_are_whole_ = true;  // at the start
};

// Why a data folder could not be opened: one line for the user.
std::string explain_opening(const std::string& folder, const rocksdb::Status& status);

// For reads: kCorrupt or kIo.
Error to_error(const rocksdb::Status& status);
// Of an iterator, where something may be lost without its saying so (lost_reads.h).
rocksdb::Status status_of(const rocksdb::Iterator& iterator, bool lost);
Error not_open_error();
Error damaged_error();

inline std::string_view to_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace stator::storage::rocks
