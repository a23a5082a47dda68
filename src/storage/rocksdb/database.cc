#include "storage/rocksdb/database.h"

#include <rocksdb/env.h>

#include <mutex>

#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database_options.h"

namespace stator::storage::rocks {
namespace {

// RocksDB's default, 6, makes shards of a few megabytes: less than the filter of a large table.
constexpr int kCacheShardBits = 4;

// A quarter of the memory for records by themselves, the rest for blocks and memtables.
std::size_t record_cache_bytes(const DatabaseOptions& options) { return options.memory_budget_bytes / 4; }

bool is_locked(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && text.find("/LOCK") != std::string::npos &&
         (text.find("lock hold by current process") != std::string::npos ||
          text.find("Resource temporarily unavailable") != std::string::npos);
}

// One line for the user.
std::string explain(const std::string& folder, const rocksdb::Status& status) {
  if (is_locked(status)) {
    return "data folder '" + folder +
           "' is in use by another stator process: stop that one or choose another folder with --data";
  }
  if (status.IsNoSpace())
    return "the disk of data folder '" + folder + "' is full: free some space and start again";
  if (status.IsCorruption()) {
    return "data folder '" + folder + "' is damaged: restore it from a backup (" + status.ToString() + ")";
  }
  return "cannot open data folder '" + folder + "': " + status.ToString();
}

}  // namespace

Database::Database(DatabaseOptions options)
    : options_(std::move(options)),
      cached_files_(options_.env == nullptr ? rocksdb::NewCompositeEnv(cached_file_system(options_.logs))
                                            : nullptr),
      cache_(
          rocksdb::NewLRUCache(options_.memory_budget_bytes - record_cache_bytes(options_), kCacheShardBits)),
      records_(record_cache_bytes(options_)) {}

base::Result<std::unique_ptr<Database>, std::string> Database::open(DatabaseOptions options) {
  STATOR_TRY(prepare_data_folder(options.data_folder));
  std::unique_ptr<Database> database(new Database(std::move(options)));
  const rocksdb::Status status = database->open_now();
  if (!status.ok()) return explain(database->data_folder(), status);
  return database;
}

rocksdb::Status Database::open_now() {
  rocksdb::DB* opened = nullptr;
  rocksdb::Options tuning = tuning_for(options_, cache_);
  tuning.env = cached_files_ != nullptr ? cached_files_.get() : options_.env;
  tuning.statistics = statistics_;
  const rocksdb::Status status = rocksdb::DB::Open(tuning, database_path(options_.data_folder), &opened);
  db_.reset(opened);
  return status;
}

rocksdb::Status Database::probe_disk() const {
  rocksdb::Env* env = options_.env != nullptr ? options_.env : rocksdb::Env::Default();
  const std::string path = options_.data_folder + "/PROBE";
  const rocksdb::Status written = rocksdb::WriteStringToFile(env, "probe", path, true);
  env->DeleteFile(path).PermitUncheckedError();
  return written;
}

base::Result<base::Ok, std::string> Database::reopen() {
  closing_ = true;
  std::unique_lock lock(gate_);
  db_.reset();
  records_.clear();
  const rocksdb::Status status = open_now();
  closing_ = false;
  if (!status.ok()) return explain(options_.data_folder, status);
  return base::Ok{};
}

Error to_error(const rocksdb::Status& status) {
  return {status.IsCorruption() ? ErrorCode::kCorrupt : ErrorCode::kIo, status.ToString()};
}

Error not_open_error() {
  return {ErrorCode::kUnavailable, "the database is being opened again after a failed write to the disk"};
}

Error damaged_error() { return {ErrorCode::kCorrupt, "stored bytes have an unknown form"}; }

}  // namespace stator::storage::rocks
