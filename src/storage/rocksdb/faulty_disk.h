// A disk that blocks, fails, fills up and loses what was not synced. For tests only. Thread-safe.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace stator::storage::rocks {

// What the disk does now, and what it has seen.
class DiskState {
 public:
  void set(bool& switch_, bool value) {
    {
      std::lock_guard lock(mutex_);
      switch_ = value;
    }
    changed_.notify_all();
  }

  // What a write to `path` has to say.
  rocksdb::IOStatus on_append() {
    std::lock_guard lock(mutex_);
    return full ? rocksdb::IOStatus::NoSpace("no space left") : rocksdb::IOStatus::OK();
  }
  rocksdb::IOStatus on_sync(const std::string& path, std::uint64_t size) {
    std::unique_lock lock(mutex_);
    if (is_log(path)) wait_while(lock, syncs_held);
    if (syncs_fail) return rocksdb::IOStatus::IOError("the disk failed");
    if (!power_cut) synced_[path] = size;
    return rocksdb::IOStatus::OK();
  }
  void on_create(const std::string& path) {
    std::unique_lock lock(mutex_);
    if (path.ends_with(".sst")) wait_while(lock, tables_held);
    synced_[path] = 0;
  }
  void on_rename(const std::string& from, const std::string& to) {
    std::lock_guard lock(mutex_);
    auto file = synced_.extract(from);
    if (file.empty()) return;
    file.key() = to;
    synced_.erase(to);
    synced_.insert(std::move(file));
  }
  void on_read(const std::string& path) {
    std::lock_guard lock(mutex_);
    if (path.ends_with(".sst")) readers_.insert(std::this_thread::get_id());
  }

  void await_waiter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  std::set<std::thread::id> take_readers() {
    std::lock_guard lock(mutex_);
    return std::exchange(readers_, {});
  }
  void lose_unsynced() {
    std::lock_guard lock(mutex_);
    for (const auto& [path, size] : synced_) {
      std::error_code error;
      if (std::filesystem::exists(path, error)) std::filesystem::resize_file(path, size, error);
    }
  }

  bool full = false;
  bool syncs_fail = false;
  bool syncs_held = false;
  bool tables_held = false;
  bool power_cut = false;

 private:
  static bool is_log(const std::string& path) { return path.ends_with(".log"); }

  void wait_while(std::unique_lock<std::mutex>& lock, const bool& held) {
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&held] { return !held; });
    --waiting_;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  std::map<std::string, std::uint64_t> synced_;  // path -> bytes that a power cut leaves
  std::set<std::thread::id> readers_;
};

class FaultyWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyWritableFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path, DiskState& state)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), state_(state) {}

  using FSWritableFileOwnerWrapper::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = state_.on_append();
    return status.ok() ? FSWritableFileOwnerWrapper::Append(data, options, debug) : status;
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    return state_.on_sync(path_, GetFileSize(options, debug));
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    return state_.on_sync(path_, GetFileSize(options, debug));
  }

 private:
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

class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyFileSystem(DiskState& state)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), state_(state) {}

  const char* Name() const override { return "faulty"; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    state_.on_create(path);
    std::unique_ptr<rocksdb::FSWritableFile> real;
    const rocksdb::IOStatus status = FileSystemWrapper::NewWritableFile(path, options, &real, debug);
    if (status.ok()) *file = std::make_unique<FaultyWritableFile>(std::move(real), path, state_);
    return status;
  }
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSRandomAccessFile> real;
    const rocksdb::IOStatus status = FileSystemWrapper::NewRandomAccessFile(path, options, &real, debug);
    if (status.ok()) *file = std::make_unique<FaultyRandomAccessFile>(std::move(real), path, state_);
    return status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    state_.on_rename(from, to);
    return FileSystemWrapper::RenameFile(from, to, options, debug);
  }

 private:
  DiskState& state_;
};

class FaultyDisk {
 public:
  rocksdb::Env* env() const { return env_.get(); }

  void fill_up(bool full) { state_.set(state_.full, full); }
  void fail_syncs(bool failing) { state_.set(state_.syncs_fail, failing); }
  void hold_log_syncs(bool held) { state_.set(state_.syncs_held, held); }
  void hold_new_tables(bool held) { state_.set(state_.tables_held, held); }
  // Returns once a thread waits for something that is held.
  void await_waiter() { state_.await_waiter(); }

  // From now on nothing is safe on the disk, though every sync says so. Once the engine is closed,
  // lose_unsynced() takes away what was not synced before.
  void cut_power() { state_.set(state_.power_cut, true); }
  void lose_unsynced() { state_.lose_unsynced(); }

  // The threads that have read tables since the last call.
  std::set<std::thread::id> take_readers() { return state_.take_readers(); }

 private:
  DiskState state_;
  std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(state_));
};

}  // namespace stator::storage::rocks
