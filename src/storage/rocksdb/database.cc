#include "storage/rocksdb/database.h"

#include <rocksdb/env.h>
#include <rocksdb/listener.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "base/log.h"
#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database_options.h"
#include "storage/rocksdb/diary.h"
#include "storage/rocksdb/log_damage.h"

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

// RocksDB looks for a missing table under an old name last.
std::string text_of(const rocksdb::Status& status) {
  std::string text = status.ToString();
  for (std::size_t at = text.find(".ldb"); at != text.npos; at = text.find(".ldb", at))
    text.replace(at, 4, ".sst");
  return text;
}

constexpr std::string_view kUnsyncedMark = "RELAXED";

// The files that a compaction has replaced go no slower than it writes.
class Compactions final : public rocksdb::EventListener {
 public:
  explicit Compactions(base::FileDisposal& disposal) : disposal_(disposal) {}

  void OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo& job) override {
    for (const std::string& file : job.input_files)
      if (std::ranges::find(job.output_files, file) == job.output_files.end()) disposal_.replaced(file);
  }

 private:
  base::FileDisposal& disposal_;
};

}  // namespace

std::string explain_opening(const std::string& folder, const rocksdb::Status& status) {
  if (is_locked(status)) {
    return "data folder '" + folder +
           "' is in use by another stator process: stop that one or choose another folder with --data";
  }
  if (status.IsNoSpace())
    return "the disk of data folder '" + folder + "' is full: free some space and start again";
  if (status.IsCorruption()) {
    return "data folder '" + folder + "' is damaged: restore it from a backup (" + text_of(status) + ")";
  }
  return "cannot open data folder '" + folder + "': " + text_of(status);
}

Database::Database(DatabaseOptions options)
    : options_(std::move(options)),
      logs_(options_.synced ? nullptr : OpenLogs::make()),
      env_(rocksdb::NewCompositeEnv(files())),
      diary_(open_diary(database_path(options_.data_folder))),
      cache_(
          rocksdb::NewLRUCache(options_.memory_budget_bytes - record_cache_bytes(options_), kCacheShardBits)),
      records_(record_cache_bytes(options_)),
      groups_(cache_) {}

std::shared_ptr<rocksdb::FileSystem> Database::files() {
  std::shared_ptr<rocksdb::FileSystem> files =
      options_.env != nullptr ? options_.env->GetFileSystem() : cached_file_system(options_.logs, &disposal_);
  return logs_ == nullptr ? files : logs_->in(std::move(files));
}

base::Result<std::unique_ptr<Database>, std::string> Database::open(DatabaseOptions options) {
  STATOR_TRY(prepare_data_folder(options.data_folder));
  std::unique_ptr<Database> database(new Database(std::move(options)));
  STATOR_TRY(database->check_logs());
  if (!database->options_.synced) {
    STATOR_TRY(database->mark_unsynced());
  }
  const rocksdb::Status status = database->open_now();
  if (!status.ok()) return explain_opening(database->data_folder(), status);
  STATOR_TRY(upgrade_data_folder(database->options_.data_folder));
  if (database->options_.synced) database->unmark_unsynced();
  if (database->options_.env == nullptr)
    database->disposal_.take_all(database_path(database->data_folder()), kDeletedSuffix);
  return database;
}

rocksdb::Env& Database::env() const {
  return options_.env != nullptr ? *options_.env : *rocksdb::Env::Default();
}

// Refuses to drop acknowledged writes silently. Where the folder was written without syncing each write, a
// crash of the machine may have left the same.
base::Result<base::Ok, std::string> Database::check_logs() {
  rocksdb::FileLock* lock = nullptr;
  const std::string path = database_path(options_.data_folder);
  // Somebody else's logs change while they are read; opening will say that they are.
  if (!env().LockFile(path + "/LOCK", &lock).ok()) return base::Ok{};
  auto damage = find_log_damage(env(), path);
  env().UnlockFile(lock).PermitUncheckedError();
  if (!damage.ok())
    return "cannot read data folder '" + options_.data_folder + "': " + damage.error().message;
  if (!*damage) return base::Ok{};
  logs_are_whole_ = false;
  if (!env().FileExists(options_.data_folder + "/" + std::string(kUnsyncedMark)).ok())
    return "data folder '" + options_.data_folder + "' is damaged: restore it from a backup (" + **damage +
           ")";
  base::log_warning("storage", "the machine crashed under --durability relaxed: later writes are lost ({})",
                    **damage);
  return base::Ok{};
}

base::Result<base::Ok, std::string> Database::mark_unsynced() {
  const std::string path = options_.data_folder + "/" + std::string(kUnsyncedMark);
  if (env().FileExists(path).ok()) return base::Ok{};
  rocksdb::Status status = rocksdb::WriteStringToFile(&env(), "", path, true);
  std::unique_ptr<rocksdb::Directory> folder;
  if (status.ok()) status = env().NewDirectory(options_.data_folder, &folder);
  if (status.ok()) status = folder->Fsync();
  if (!status.ok()) return explain_opening(options_.data_folder, status);
  return base::Ok{};
}

// What was replayed is in data files now, and the logs are new ones. Old ones with holes may still lie there.
void Database::unmark_unsynced() {
  const std::string path = options_.data_folder + "/" + std::string(kUnsyncedMark);
  if (logs_are_whole_ && env().FileExists(path).ok()) env().DeleteFile(path).PermitUncheckedError();
}

rocksdb::Status Database::open_now() {
  rocksdb::DB* opened = nullptr;
  rocksdb::Options tuning = tuning_for(options_, cache_);
  tuning.env = env_.get();
  tuning.info_log = diary_;
  tuning.statistics = statistics_;
  if (options_.env == nullptr) tuning.listeners.push_back(std::make_shared<Compactions>(disposal_));
  const rocksdb::Status status = rocksdb::DB::Open(tuning, database_path(options_.data_folder), &opened);
  db_.reset(opened);
  return status;
}

rocksdb::Status Database::probe_disk() const {
  const std::string path = options_.data_folder + "/PROBE";
  const rocksdb::Status written = rocksdb::WriteStringToFile(&env(), "probe", path, true);
  env().DeleteFile(path).PermitUncheckedError();
  return written;
}

base::Result<base::Ok, std::string> Database::reopen() {
  closing_ = true;
  std::unique_lock lock(gate_);
  db_.reset();
  records_.clear();
  groups_.clear();
  const rocksdb::Status status = open_now();
  closing_ = false;
  if (!status.ok()) return explain_opening(options_.data_folder, status);
  return base::Ok{};
}

// RocksDB names the file. Clients may ask for it again and again, so the log says it once in a while.
Error to_error(const rocksdb::Status& status) {
  static std::atomic<std::int64_t> said{0};
  const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch() / std::chrono::seconds(1);
  std::int64_t before = said.load(std::memory_order_relaxed);
  if (now > before && said.compare_exchange_strong(before, now))
    base::log_error("storage", "reading failed: {}", status.ToString());
  return {status.IsCorruption() ? ErrorCode::kCorrupt : ErrorCode::kIo, status.ToString()};
}

rocksdb::Status status_of(const rocksdb::Iterator& iterator, bool lost) {
  rocksdb::Status status = iterator.status();
  if (status.ok() && lost)
    return rocksdb::Status::Corruption("a table file is damaged or cannot be read (see stator check)");
  return status;
}

Error not_open_error() {
  return {ErrorCode::kUnavailable, "the database is being opened again after a failed write to the disk"};
}

Error damaged_error() { return {ErrorCode::kCorrupt, "stored bytes have an unknown form"}; }

}  // namespace stator::storage::rocks
