#include "storage/rocksdb/filled_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

namespace stator::storage::rocks {
namespace {

// So much is filled at once: as much as there is, so that a small log stays small, and not so much that the
// sync that takes it along is felt.
constexpr std::uint64_t kLeastFilled = 64 << 10;
constexpr std::uint64_t kMostFilled = 1 << 20;

constexpr std::array<char, 64 << 10> kZeros{};
constexpr int kMode = 0644;

rocksdb::IOStatus failed(const std::string& doing, const std::string& path) {
  const std::string text = "while " + doing + ": " + path;
  const std::string why = std::generic_category().message(errno);
  return errno == ENOSPC ? rocksdb::IOStatus::NoSpace(text, why) : rocksdb::IOStatus::IOError(text, why);
}

class FilledLog final : public rocksdb::FSWritableFile {
 public:
  FilledLog(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~FilledLog() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FilledLog(const FilledLog&) = delete;
  FilledLog& operator=(const FilledLog&) = delete;

  using FSWritableFile::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions&,
                           rocksdb::IODebugContext*) override {
    if (!write(data.data(), data.size(), size_)) return failed("writing", path_);
    size_ += data.size();
    if (size_ > filled_) fill();
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions&,
                             rocksdb::IODebugContext*) override {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return failed("cutting", path_);
    size_ = filled_ = size;
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus Close(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    if (descriptor_ < 0) return rocksdb::IOStatus::OK();
    const rocksdb::IOStatus cut = Truncate(size_, options, debug);
    const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
    return cut.ok() && !closed ? failed("closing", path_) : cut;
  }

  rocksdb::IOStatus Flush(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return ::fdatasync(descriptor_) == 0 ? rocksdb::IOStatus::OK() : failed("syncing", path_);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return ::fsync(descriptor_) == 0 ? rocksdb::IOStatus::OK() : failed("syncing", path_);
  }
  bool IsSyncThreadSafe() const override { return true; }

  std::uint64_t GetFileSize(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return size_; }

 private:
  // False: errno says why.
  bool write(const char* data, std::size_t size, std::uint64_t at) {
    while (size > 0) {
      const ssize_t written = ::pwrite(descriptor_, data, size, static_cast<off_t>(at));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      data += written;
      at += static_cast<std::uint64_t>(written);
      size -= static_cast<std::size_t>(written);
    }
    return true;
  }

  // Where the disk is full or fails, the log goes on without.
  void fill() {
    filled_ = size_;
    const std::uint64_t end = size_ + std::clamp(size_, kLeastFilled, kMostFilled);
    while (filled_ < end) {
      const std::size_t part = std::min<std::uint64_t>(kZeros.size(), end - filled_);
      if (!write(kZeros.data(), part, filled_)) return;
      filled_ += part;
    }
  }

  int descriptor_;
  const std::string path_;
  std::uint64_t size_ = 0;    // of what was written
  std::uint64_t filled_ = 0;  // from there up to here are zeros
};

}  // namespace

rocksdb::IOStatus open_filled_log(const std::string& path, std::unique_ptr<rocksdb::FSWritableFile>* file) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, kMode);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return failed("opening", path);
  *file = std::make_unique<FilledLog>(descriptor, path);
  return rocksdb::IOStatus::OK();
}

}  // namespace stator::storage::rocks
