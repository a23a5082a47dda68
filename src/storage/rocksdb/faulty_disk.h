// A disk that blocks, fails, fills up and loses what was not synced. For tests only. Thread-safe.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "storage/rocksdb/cached_files.h"
#include "storage/rocksdb/disk_state.h"
#include "storage/rocksdb/filled_log.h"

namespace stator::storage::rocks {

class FaultyWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyWritableFile(std::unique_ptr<rocksdb::FSWritableFile> real, DiskState::FileRef file, std::string path,
                     DiskState& state)
      : FSWritableFileOwnerWrapper(std::move(real)),
        file_(std::move(file)),
        path_(std::move(path)),
        state_(state) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    return state_.on_append(file_, data.size(), [&](std::size_t bytes) {
      return FSWritableFileOwnerWrapper::Append({data.data(), bytes}, options, debug);
    });
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&, rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice&, std::uint64_t, const rocksdb::IOOptions&,
                                     rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::NotSupported("files are only appended to");
  }
  // RocksDB shortens a file only to the bytes that it has written.
  rocksdb::IOStatus Truncate(std::uint64_t, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return state_.on_sync(file_, path_);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return state_.on_sync(file_, path_);
  }
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    state_.on_close(file_);
    return FSWritableFileOwnerWrapper::Close(options, debug);
  }
  // Starts writing early; promises nothing.
  rocksdb::IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                              rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }

 private:
  const DiskState::FileRef file_;
  const std::string path_;
  DiskState& state_;
};

class FaultyRandomAccessFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FaultyRandomAccessFile(std::unique_ptr<rocksdb::FSRandomAccessFile> file, std::string path,
                         DiskState& state)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), path_(std::move(path)), state_(state) {}

  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t size, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* debug) const override {
    state_.on_read(path_);
    return FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
  }
  rocksdb::IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count,
                              const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    state_.on_read(path_);
    return FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug);
  }

 private:
  const std::string path_;
  DiskState& state_;
};

class FaultyDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyDirectory(std::unique_ptr<rocksdb::FSDirectory> real, std::string path, DiskState& state)
      : FSDirectoryWrapper(std::move(real)), path_(std::move(path)), state_(state) {}

  rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return state_.on_directory_sync(path_);
  }
  rocksdb::IOStatus FsyncWithDirOptions(const rocksdb::IOOptions&, rocksdb::IODebugContext*,
                                        const rocksdb::DirFsyncOptions&) override {
    return state_.on_directory_sync(path_);
  }

 private:
  const std::string path_;
  DiskState& state_;
};

class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  FaultyFileSystem(DiskState& state, Logs logs)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), state_(state), logs_(logs) {}

  const char* Name() const override { return "faulty"; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    state_.on_new_file(path);
    const bool is_filled = logs_ == Logs::kFilled && path.ends_with(".log");
    return state_.on_change([&](DiskMemory& memory) { memory.creating(path); },
                            [&] {
                              return is_filled
                                         ? open_filled_log(path, file)
                                         : FileSystemWrapper::NewWritableFile(path, options, file, debug);
                            },
                            [&](DiskMemory& memory) {
                              *file = std::make_unique<FaultyWritableFile>(
                                  std::move(*file), memory.created(path, is_filled), path, state_);
                            });
  }
  // Other ways to write, which RocksDB does not use with our options.
  rocksdb::IOStatus ReopenWritableFile(const std::string&, const rocksdb::FileOptions&,
                                       std::unique_ptr<rocksdb::FSWritableFile>*,
                                       rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::NotSupported("reopening a file to write");
  }
  rocksdb::IOStatus ReuseWritableFile(const std::string&, const std::string&, const rocksdb::FileOptions&,
                                      std::unique_ptr<rocksdb::FSWritableFile>*,
                                      rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::NotSupported("writing over a file");
  }
  rocksdb::IOStatus NewRandomRWFile(const std::string&, const rocksdb::FileOptions&,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>*,
                                    rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::NotSupported("writing within a file");
  }

  rocksdb::IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSRandomAccessFile> real;
    const rocksdb::IOStatus status = FileSystemWrapper::NewRandomAccessFile(path, options, &real, debug);
    if (status.ok()) *file = std::make_unique<FaultyRandomAccessFile>(std::move(real), path, state_);
    return status;
  }

  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSDirectory> real;
    const rocksdb::IOStatus status = FileSystemWrapper::NewDirectory(path, options, &real, debug);
    if (status.ok()) *directory = std::make_unique<FaultyDirectory>(std::move(real), path, state_);
    return status;
  }
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override {
    if (std::filesystem::exists(path)) return rocksdb::IOStatus::OK();
    return state_.on_change([](DiskMemory&) {},
                            [&] { return FileSystemWrapper::CreateDirIfMissing(path, options, debug); },
                            [&](DiskMemory& memory) { memory.made_directory(path); });
  }
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (is_untracked(path)) return FileSystemWrapper::DeleteFile(path, options, debug);
    return state_.on_change([&](DiskMemory& memory) { memory.removing(path); },
                            [&] { return FileSystemWrapper::DeleteFile(path, options, debug); },
                            [&](DiskMemory& memory) { memory.removed(path); });
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    if (is_untracked(from)) return FileSystemWrapper::RenameFile(from, to, options, debug);
    return state_.on_change([&](DiskMemory& memory) { memory.renaming(from, to); },
                            [&] { return FileSystemWrapper::RenameFile(from, to, options, debug); },
                            [&](DiskMemory& memory) { memory.renamed(from, to); });
  }

 private:
  // RocksDB's own diary and the lock file hold nothing.
  static bool is_untracked(const std::string& path) {
    return std::filesystem::path(path).filename().string().starts_with("LO");
  }

  DiskState& state_;
  const Logs logs_;
};

class FaultyDisk {
 public:
  explicit FaultyDisk(Logs logs = Logs::kAppended)
      : env_(rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(state_, logs))) {}

  rocksdb::Env* env() const { return env_.get(); }
  // For files on the same disk that are not RocksDB's.
  DiskState& state() { return state_; }

  void fill_up(bool full) { state_.set(state_.full, full); }
  void fail_syncs(bool failing) { state_.set(state_.syncs_fail, failing); }
  void hold_log_syncs(bool held) { state_.set(state_.syncs_held, held); }
  void hold_new_tables(bool held) { state_.set(state_.tables_held, held); }
  // Returns once a thread waits for something that is held.
  void await_waiter() { state_.await_waiter(); }
  // Calls fail by chance from now on.
  void fail_sometimes(DiskFaultRates rates, std::uint64_t seed) { state_.set_rates(rates, seed); }

  // From now on (or once the disk was called so often) every write and sync fails.
  void cut_power() { state_.cut_power(); }
  void cut_power_after(std::uint64_t calls) { state_.cut_power_after(calls); }
  bool power_is_off() { return state_.power_is_off(); }
  // Takes away what was not synced when the power went. Once the engine is closed.
  void restore_power(PowerLoss loss = PowerLoss::kAllUnsynced, std::uint64_t seed = 0) {
    state_.restore_power(loss, seed);
  }

  // The threads that have read tables since the last call.
  std::set<std::thread::id> take_readers() { return state_.take_readers(); }

 private:
  DiskState state_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace stator::storage::rocks
