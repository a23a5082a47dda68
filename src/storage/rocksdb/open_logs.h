// The write-ahead logs that are written now, to be synced while they are. RocksDB's own SyncWAL() will not
// do: it aborts on a log that was never synced before and whose last write failed.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace stator::storage::rocks {

// Thread-safe.
class OpenLogs : public std::enable_shared_from_this<OpenLogs> {
 public:
  static std::shared_ptr<OpenLogs> make() { return std::make_shared<OpenLogs>(); }

  // `under` with logs that sync() knows. To be called once.
  std::shared_ptr<rocksdb::FileSystem> in(std::shared_ptr<rocksdb::FileSystem> under);

  // What was written before is on the disk then, or was in a log that RocksDB needs no more. Waits for the
  // disk. A log that could not be synced once cannot be again: the kernel forgets what it could not write.
  rocksdb::IOStatus sync();

 private:
  class Log;
  class File;
  class Watching;

  void opened(std::shared_ptr<Log> log, std::string folder);
  void closed(const Log* log);
  rocksdb::IOStatus sync_folder();

  std::shared_ptr<rocksdb::FileSystem> under_;
  std::mutex syncing_;  // one sync() at a time

  std::mutex mutex_;                        // guards what follows
  std::vector<std::shared_ptr<Log>> logs_;  // the oldest first: a crash takes the end, nothing in between
  std::string folder_;
  bool has_new_name_ = false;  // the folder is to be synced, too
};

}  // namespace stator::storage::rocks
