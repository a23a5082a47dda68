#include "storage/rocksdb/open_logs.h"

#include <atomic>
#include <utility>

namespace stator::storage::rocks {

// What sync() knows of a log. RocksDB closes the file when it likes.
class OpenLogs::Log {
 public:
  explicit Log(rocksdb::FSWritableFile& file) : file_(&file) {}

  void appended() { unsynced_.store(true, std::memory_order_release); }
  void close() {
    std::lock_guard lock(mutex_);
    file_ = nullptr;
  }
  rocksdb::IOStatus sync() {
    std::lock_guard lock(mutex_);
    if (file_ == nullptr || !outcome_.ok()) return outcome_;
    if (unsynced_.exchange(false, std::memory_order_acquire))
      outcome_ = file_->Sync(rocksdb::IOOptions(), nullptr);
    return outcome_;
  }

 private:
  std::atomic<bool> unsynced_ = false;
  std::mutex mutex_;  // guards what follows
  rocksdb::FSWritableFile* file_;
  rocksdb::IOStatus outcome_;
};

class OpenLogs::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<Log> log,
       std::shared_ptr<OpenLogs> logs)
      : FSWritableFileOwnerWrapper(std::move(file)), log_(std::move(log)), logs_(std::move(logs)) {}
  ~File() override { forget(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
    log_->appended();
    return status;
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& sums,
                           rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, sums, debug);
    log_->appended();
    return status;
  }
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    forget();
    return FSWritableFileOwnerWrapper::Close(options, debug);
  }

 private:
  void forget() {
    log_->close();
    logs_->closed(log_.get());
  }

  const std::shared_ptr<Log> log_;
  const std::shared_ptr<OpenLogs> logs_;
};

class OpenLogs::Watching final : public rocksdb::FileSystemWrapper {
 public:
  Watching(std::shared_ptr<rocksdb::FileSystem> under, std::shared_ptr<OpenLogs> logs)
      : FileSystemWrapper(std::move(under)), logs_(std::move(logs)) {}

  const char* Name() const override { return "StatorOpenLogs"; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
    if (!status.ok() || !path.ends_with(".log")) return status;
    auto log = std::make_shared<Log>(**file);
    logs_->opened(log, path.substr(0, path.rfind('/')));
    *file = std::make_unique<File>(std::move(*file), std::move(log), logs_);
    return status;
  }

 private:
  const std::shared_ptr<OpenLogs> logs_;
};

std::shared_ptr<rocksdb::FileSystem> OpenLogs::in(std::shared_ptr<rocksdb::FileSystem> under) {
  under_ = under;
  return std::make_shared<Watching>(std::move(under), shared_from_this());
}

void OpenLogs::opened(std::shared_ptr<Log> log, std::string folder) {
  std::lock_guard lock(mutex_);
  logs_.push_back(std::move(log));
  folder_ = std::move(folder);
  has_new_name_ = true;
}

void OpenLogs::closed(const Log* log) {
  std::lock_guard lock(mutex_);
  std::erase_if(logs_, [log](const std::shared_ptr<Log>& open) { return open.get() == log; });
}

rocksdb::IOStatus OpenLogs::sync() {
  std::lock_guard one(syncing_);
  std::vector<std::shared_ptr<Log>> logs;
  {
    std::lock_guard lock(mutex_);
    logs = logs_;
  }
  for (const std::shared_ptr<Log>& log : logs) {
    const rocksdb::IOStatus status = log->sync();
    if (!status.ok()) return status;
  }
  return sync_folder();
}

rocksdb::IOStatus OpenLogs::sync_folder() {
  std::string folder;
  {
    std::lock_guard lock(mutex_);
    if (!std::exchange(has_new_name_, false)) return rocksdb::IOStatus::OK();
    folder = folder_;
  }
  std::unique_ptr<rocksdb::FSDirectory> directory;
  rocksdb::IOStatus status = under_->NewDirectory(folder, rocksdb::IOOptions(), &directory, nullptr);
  if (status.ok()) status = directory->Fsync(rocksdb::IOOptions(), nullptr);
  if (!status.ok()) {
    std::lock_guard lock(mutex_);
    has_new_name_ = true;
  }
  return status;
}

}  // namespace stator::storage::rocks
