// Table files that an event loop may read: inside of a ReadsAtOnce nothing waits for the disk. What the
// kernel holds in its page cache is read at once, for anything else the read fails and the scope says so; the
// caller then reads again on a thread that may wait.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>

#include "base/file_disposal.h"

namespace stator::storage::rocks {

// Of the thread that makes it, for its life. They do not nest.
class ReadsAtOnce {
 public:
  // `may_read` blocks; further ones count as not being there, so that a loop is not held up by many.
  explicit ReadsAtOnce(int may_read);
  ~ReadsAtOnce();
  ReadsAtOnce(const ReadsAtOnce&) = delete;
  ReadsAtOnce& operator=(const ReadsAtOnce&) = delete;

  // Something was not there: an error that RocksDB gave means no more than that.
  bool missed() const { return missed_; }

 private:
  friend class CachedFile;
  friend class CachedFileSystem;

  int left_;
  bool missed_ = false;
};

enum class Logs {
  kAppended,  // as RocksDB has them
  kFilled,    // filled_log.h
};

// The machine's own file system with such table files. Large files that are deleted go to `disposal`, which
// outlives it, under their name with kDeletedSuffix (data_folder.h); without one they go at once.
std::shared_ptr<rocksdb::FileSystem> cached_file_system(Logs logs = Logs::kAppended,
                                                        base::FileDisposal* disposal = nullptr);

}  // namespace stator::storage::rocks
