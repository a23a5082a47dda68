#include "storage/rocksdb/cached_files.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/filled_log.h"
#include "storage/rocksdb/table_footer.h"

namespace stator::storage::rocks {
namespace {

thread_local ReadsAtOnce* scope_of_thread = nullptr;

rocksdb::IOStatus not_there() { return rocksdb::IOStatus::Busy("the read would wait for the disk"); }

rocksdb::IOStatus failed(const std::string& doing, const std::string& path, int error) {
  const std::string text = "while " + doing + ": " + path;
  if (error == ENOENT) return rocksdb::IOStatus::PathNotFound(text, std::generic_category().message(error));
  return rocksdb::IOStatus::IOError(text, std::generic_category().message(error));
}

}  // namespace

ReadsAtOnce::ReadsAtOnce(int may_read) : left_(may_read) {
  STATOR_CHECK(scope_of_thread == nullptr);
  scope_of_thread = this;
}

ReadsAtOnce::~ReadsAtOnce() { scope_of_thread = nullptr; }

class CachedFile final : public rocksdb::FSRandomAccessFile {
 public:
  CachedFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~CachedFile() override { ::close(descriptor_); }
  CachedFile(const CachedFile&) = delete;
  CachedFile& operator=(const CachedFile&) = delete;

  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t size, const rocksdb::IOOptions&,
                         rocksdb::Slice* result, char* scratch, rocksdb::IODebugContext*) const override {
    return scope_of_thread != nullptr ? read_at_once(*scope_of_thread, offset, size, result, scratch)
                                      : read(offset, size, result, scratch);
  }

  // Asks the kernel to read ahead, which may wait as well.
  rocksdb::IOStatus Prefetch(std::uint64_t offset, std::size_t size, const rocksdb::IOOptions&,
                             rocksdb::IODebugContext*) override {
    if (scope_of_thread == nullptr)
      (void)::posix_fadvise(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size),
                            POSIX_FADV_WILLNEED);
    return rocksdb::IOStatus::OK();
  }

  void Hint(AccessPattern pattern) override {
    int advice = POSIX_FADV_NORMAL;
    if (pattern == kRandom) advice = POSIX_FADV_RANDOM;
    if (pattern == kSequential) advice = POSIX_FADV_SEQUENTIAL;
    if (pattern == kWillNeed) advice = POSIX_FADV_WILLNEED;
    if (pattern == kWontNeed) advice = POSIX_FADV_DONTNEED;
    (void)::posix_fadvise(descriptor_, 0, 0, advice);
  }

  rocksdb::IOStatus InvalidateCache(std::size_t offset, std::size_t size) override {
    (void)::posix_fadvise(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size),
                          POSIX_FADV_DONTNEED);
    return rocksdb::IOStatus::OK();
  }

 private:
  rocksdb::IOStatus read_at_once(ReadsAtOnce& scope, std::uint64_t offset, std::size_t size,
                                 rocksdb::Slice* result, char* scratch) const {
    *result = rocksdb::Slice(scratch, 0);
    if (scope.left_-- > 0) {
      const iovec part{scratch, size};
      const ssize_t count = ::preadv2(descriptor_, &part, 1, static_cast<off_t>(offset), RWF_NOWAIT);
      // Less where only the front is cached, and where the file ends: reading again tells.
      if (count >= 0 && static_cast<std::size_t>(count) == size) {
        *result = rocksdb::Slice(scratch, size);
        return rocksdb::IOStatus::OK();
      }
    }
    scope.missed_ = true;
    return not_there();
  }

  // Less than `size` only at the end of the file.
  rocksdb::IOStatus read(std::uint64_t offset, std::size_t size, rocksdb::Slice* result,
                         char* scratch) const {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count =
          ::pread(descriptor_, scratch + done, size - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        *result = rocksdb::Slice(scratch, 0);
        return failed("reading", path_, errno);
      }
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    *result = rocksdb::Slice(scratch, done);
    return rocksdb::IOStatus::OK();
  }

  const int descriptor_;
  const std::string path_;
};

class CachedFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  CachedFileSystem(Logs logs, base::FileDisposal* disposal)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), logs_(logs), disposal_(disposal) {}

  const char* Name() const override { return "StatorCachedFiles"; }

  rocksdb::IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext*) override {
    if (scope_of_thread != nullptr) {
      scope_of_thread->missed_ = true;
      return not_there();
    }
    int descriptor = -1;
    do {
      descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return failed("opening", path, errno);
    *file = std::make_unique<CachedFile>(descriptor, path);
    return path.ends_with(".sst") ? check_table_footer(descriptor, path) : rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override {
    if (logs_ == Logs::kFilled && path.ends_with(".log")) return open_filled_log(path, file);
    return FileSystemWrapper::NewWritableFile(path, options, file, debug);
  }

  // RocksDB has closed a file that it deletes, and its list of files on the disk is without it. So what a
  // power cut brings back under the old name, whole or shortened, is deleted again.
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (disposal_ != nullptr && base::FileDisposal::is_worth(path)) {
      std::string deleted = path + std::string(kDeletedSuffix);
      if (std::rename(path.c_str(), deleted.c_str()) == 0) {
        disposal_->take(std::move(deleted));
        return rocksdb::IOStatus::OK();
      }
    }
    return FileSystemWrapper::DeleteFile(path, options, debug);
  }

 private:
  const Logs logs_;
  base::FileDisposal* const disposal_;
};

std::shared_ptr<rocksdb::FileSystem> cached_file_system(Logs logs, base::FileDisposal* disposal) {
  return std::make_shared<CachedFileSystem>(logs, disposal);
}

}  // namespace stator::storage::rocks
