#include "storage/rocksdb/file_hold.h"

#include <rocksdb/metadata.h>

namespace stator::storage::rocks {

namespace {

// Older than any that RocksDB still needs. A database without any log has lost it (log_damage.h).
constexpr const char* kEmptyLog = "000001.log";

}  // namespace

Result<std::vector<DatabaseFile>> hold_files(Database& database) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  rocksdb::Status status = use.db().DisableFileDeletions();
  std::vector<rocksdb::LiveFileStorageInfo> live;
  // Flushes: so nothing of the log is needed, which goes on growing.
  if (status.ok()) status = use.db().GetLiveFilesStorageInfo(rocksdb::LiveFilesStorageInfoOptions(), &live);
  if (!status.ok()) {
    use.db().EnableFileDeletions(false).PermitUncheckedError();
    return to_error(status);
  }
  std::vector<DatabaseFile> files;
  for (rocksdb::LiveFileStorageInfo& file : live) {
    if (file.file_type == rocksdb::kWalFile || file.file_type == rocksdb::kOptionsFile) continue;
    files.push_back({file.relative_filename, file.size, std::move(file.replacement_contents)});
  }
  files.push_back({kEmptyLog, 0, {}});
  return files;
}

void release_files(Database& database) {
  const Database::Use use = database.use();
  // Where it was closed meanwhile the hold is gone already.
  if (use) use.db().EnableFileDeletions(false).PermitUncheckedError();
}

}  // namespace stator::storage::rocks
