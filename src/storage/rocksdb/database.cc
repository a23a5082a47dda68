#include "storage/rocksdb/database.h"

#include <mutex>

#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database_options.h"

namespace stator::storage::rocks {
namespace {

constexpr const char* kSystemFamily = "system";
constexpr const char* kLogFamily = "log";

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
    : options_(std::move(options)), cache_(rocksdb::NewLRUCache(options_.memory_budget_bytes)) {}

Database::~Database() { close(); }

base::Result<std::unique_ptr<Database>, std::string> Database::open(DatabaseOptions options) {
  STATOR_TRY(prepare_data_folder(options.data_folder));
  std::unique_ptr<Database> database(new Database(std::move(options)));
  const rocksdb::Status status = database->open_now();
  if (!status.ok()) return explain(database->data_folder(), status);
  return database;
}

rocksdb::Status Database::open_now() {
  const Tuning tuning = tuning_for(options_, cache_);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name :
       {rocksdb::kDefaultColumnFamilyName, std::string(kSystemFamily), std::string(kLogFamily)}) {
    families.emplace_back(name, tuning.family);
  }
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(tuning.database, database_path(options_.data_folder), families, &families_, &opened);
  db_.reset(opened);
  return status;
}

void Database::close() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_)
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  families_.clear();
  db_.reset();
}

base::Result<base::Ok, std::string> Database::reopen() {
  closing_ = true;
  std::unique_lock lock(gate_);
  close();
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
