#include "backup/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/digest.h"

namespace stator::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCopyBytes = 1 << 20;
constexpr mode_t kPrivateFolder = 0700;  // what is in it is not encrypted
constexpr mode_t kPrivateFile = 0600;

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  const int value_;
};

std::string failure(std::string_view what, const fs::path& path, int number) {
  if (number == ENOSPC || number == EDQUOT)
    return fmt::format("the disk of '{}' is full: free some space", path.parent_path().string());
  return fmt::format("cannot {} '{}': {}", what, path.string(), std::strerror(number));
}

Result<base::Ok> sync_folder(const fs::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failure("sync", path, errno);
  return base::Ok{};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

ssize_t read_some(int file, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(file, buffer, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

fs::path without_slash(fs::path path) {
  path = fs::absolute(path).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

NewFolder::NewFolder(fs::path path, int lock, const std::atomic<bool>& cancelled)
    : path_(std::move(path)),
      unfinished_(path_.string() + ".unfinished"),
      lock_(lock),
      cancelled_(cancelled) {}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : path_(std::move(other.path_)),
      unfinished_(std::move(other.unfinished_)),
      lock_(std::exchange(other.lock_, -1)),
      cancelled_(other.cancelled_) {}

NewFolder::~NewFolder() {
  if (lock_ < 0) return;
  std::error_code ignored;
  fs::remove_all(unfinished_, ignored);
  ::close(lock_);
}

Result<NewFolder> NewFolder::make(const fs::path& wanted, const std::atomic<bool>& cancelled) {
  const fs::path path = without_slash(wanted);
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error)) &&
      !(fs::is_directory(path, error) && fs::is_empty(path, error)))
    return fmt::format("'{}' is there already: choose a new name", path.string());
  const fs::path unfinished = path.string() + ".unfinished";
  if (::mkdir(unfinished.c_str(), kPrivateFolder) != 0 && errno != EEXIST)
    return failure("create", unfinished, errno);
  const int lock = ::open(unfinished.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (lock < 0) return failure("open", unfinished, errno);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return fmt::format("somebody else is writing '{}'", unfinished.string());
  }
  NewFolder folder(path, lock, cancelled);
  // Of an earlier one that a crash ended.
  for (fs::directory_iterator at(unfinished, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    fs::remove_all(at->path(), ignored);
  }
  return folder;
}

Result<base::Ok> NewFolder::make_folder(const std::string& path) {
  const fs::path made = unfinished_ / path;
  if (::mkdir(made.c_str(), kPrivateFolder) != 0 && errno != EEXIST) return failure("create", made, errno);
  return base::Ok{};
}

Result<CopiedFile> NewFolder::copy(const fs::path& from, std::optional<std::uint64_t> size,
                                   const std::string& path) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0) {
    if (errno == ENOENT) return fmt::format("file '{}' is missing", from.string());
    return failure("open", from, errno);
  }
  const fs::path to = unfinished_ / path;
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile));
  if (target.get() < 0) return failure("create", to, errno);
  base::Digest digest(base::DigestKind::kSha256);
  CopiedFile copied;
  copied.path = path;
  std::string buffer(kCopyBytes, '\0');
  while (!size || copied.size < *size) {
    if (cancelled_) return std::string("interrupted");
    const std::size_t wanted =
        size ? std::min<std::uint64_t>(buffer.size(), *size - copied.size) : buffer.size();
    const ssize_t count = read_some(source.get(), buffer.data(), wanted);
    if (count < 0) return failure("read", from, errno);
    if (count == 0) break;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    digest.update(bytes);
    copied.crc32c = base::crc32c(bytes, copied.crc32c);
    if (!write_all(target.get(), bytes)) return failure("write", to, errno);
    copied.size += bytes.size();
  }
  if (size && copied.size < *size)
    return fmt::format("the end of file '{}' is missing: {} of {} bytes are there", from.string(),
                       copied.size, *size);
  if (::fsync(target.get()) != 0) return failure("sync", to, errno);
  copied.sha256 = base::to_hex(digest.finish());
  return copied;
}

Result<CopiedFile> NewFolder::write(std::string_view content, const std::string& path) {
  const fs::path to = unfinished_ / path;
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile));
  if (target.get() < 0) return failure("create", to, errno);
  if (!write_all(target.get(), content)) return failure("write", to, errno);
  if (::fsync(target.get()) != 0) return failure("sync", to, errno);
  return CopiedFile{path, content.size(), base::to_hex(base::digest_of(base::DigestKind::kSha256, content)),
                    base::crc32c(content)};
}

Result<base::Ok> NewFolder::finish() {
  std::error_code error;
  for (fs::recursive_directory_iterator at(unfinished_, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (!at->is_directory(ignored)) continue;
    STATOR_TRY(sync_folder(at->path()));
  }
  STATOR_TRY(sync_folder(unfinished_));
  if (cancelled_) return std::string("interrupted");
  if (::rename(unfinished_.c_str(), path_.c_str()) != 0) return failure("name", path_, errno);
  ::close(std::exchange(lock_, -1));
  return sync_folder(path_.parent_path());
}

}  // namespace stator::backup
