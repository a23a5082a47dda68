// A database as it lies on the disk, read without changing it: for checking a data folder and for backups.
// Nobody writes meanwhile. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "storage/engine.h"
#include "storage/log_group.h"

namespace rocksdb {
class Cache;
class DB;
class Env;
class FileLock;
}  // namespace rocksdb

namespace stator::storage {

// Holds a data folder, so that no server opens it meanwhile.
class FolderLock {
 public:
  // The error is one line: another process has it open, or why it cannot be locked.
  static base::Result<FolderLock, std::string> take(const std::string& data_folder);
  FolderLock(FolderLock&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(lock_, other.lock_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(rocksdb::FileLock* lock) : lock_(lock) {}
  rocksdb::FileLock* lock_;
};

// Whether there is a data folder of a format that this program knows. The error is one line; `damaged` says
// whether it is about damage, not a mistake in the name.
struct FolderProblem {
  std::string message;
  bool damaged = false;
};
base::Result<base::Ok, FolderProblem> recognize_data_folder(const std::string& data_folder);

class Inspection {
 public:
  ~Inspection();

  // What is wrong with the log and the list of files, one line each, goes to `problem`. The error is one
  // line: the database cannot be read at all.
  using Problem = std::function<void(std::string)>;
  static base::Result<std::unique_ptr<Inspection>, std::string> open(const std::string& data_folder,
                                                                     const Problem& problem);

  // Holds every block of every file against its checksum; the bytes of each file that was read go to `read`.
  void verify_files(const Problem& problem, const std::function<void(std::uint64_t)>& read) const;

  // All entries in order, as far as they can be read; those of unknown form go to `problem`, like what ends
  // the reading. Views live for the call.
  void each_record(
      const KeyRange& range, const Problem& problem,
      const std::function<void(std::string_view key, CommitVersion, std::string_view payload)>& visit) const;
  void each_counter(const KeyRange& range, const Problem& problem,
                    const std::function<void(std::string_view key, std::int64_t value)>& visit) const;
  void each_log_group(const Problem& problem,
                      const std::function<void(std::uint64_t group, const LogGroup&)>& visit) const;
  void each_log_record(std::uint64_t group, const Problem& problem,
                       const std::function<void(std::uint64_t shard, const LogRecord& record)>& visit) const;
  // The engine's own bookkeeping: forms, and kinds of entries that there are not.
  void check_bookkeeping(const Problem& problem) const;
  // Versions are below; 0 where nothing says so.
  CommitVersion reserved_versions() const;

  Result<Record> get(std::string_view key) const;
  Result<std::int64_t> counter(std::string_view key) const;

 private:
  explicit Inspection(std::string data_folder);
  void each(const KeyRange& stored, const Problem& problem,
            const std::function<void(std::string_view key, std::string_view value)>& visit) const;

  const std::string data_folder_;
  const std::unique_ptr<rocksdb::Env> env_;
  std::shared_ptr<rocksdb::Cache> cache_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace stator::storage
