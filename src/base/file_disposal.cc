#include "base/file_disposal.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace stator::base {
namespace {

namespace fs = std::filesystem;

// 0 where there is no such file.
std::uint64_t size_of(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

// Of the disk on which the file is.
bool has_less_free_than(std::uint64_t bytes, const fs::path& path) {
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0) return false;
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize < bytes;
}

struct Freed {
  std::uint64_t bytes = 0;
  bool is_gone = false;
};

// Cuts a piece off the end of the file, or removes it.
Freed free_piece(const fs::path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  std::uint64_t size = 0;
  bool is_cut = false;
  if (file >= 0) {
    struct stat status {};
    // One that has another name, too, is not ours to change.
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1) {
      size = static_cast<std::uint64_t>(status.st_size);
      is_cut = size > FileDisposal::kPieceBytes &&
               ::ftruncate(file, static_cast<off_t>(size - FileDisposal::kPieceBytes)) == 0;
      // Else the file system collects pieces for seconds, and frees them all at once.
      if (is_cut) ::fsync(file);
    }
    ::close(file);
  }
  if (is_cut) return {FileDisposal::kPieceBytes, false};
  ::unlink(path.c_str());
  return {size, true};
}

}  // namespace

bool FileDisposal::is_worth(const fs::path& file) { return size_of(file) > kPieceBytes; }

FileDisposal::~FileDisposal() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FileDisposal::take(fs::path file) {
  const std::uint64_t bytes = size_of(file);
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(file), bytes});
    waiting_bytes_ += bytes;
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  changed_.notify_all();
}

void FileDisposal::replaced(const fs::path& file) {
  const std::uint64_t bytes = size_of(file);
  if (bytes <= kPieceBytes) return;
  std::lock_guard lock(mutex_);
  replaced_bytes_ = std::min(replaced_bytes_ + bytes, kMaxReplacedBytes);
}

void FileDisposal::take_all(const fs::path& folder, std::string_view suffix) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().native().ends_with(suffix)) take(at->path());
}

std::uint64_t FileDisposal::waiting_bytes() const {
  std::lock_guard lock(mutex_);
  return waiting_bytes_;
}

void FileDisposal::wait() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty(); });
}

void FileDisposal::work() {
  pthread_setname_np(pthread_self(), "disposal");
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Waiting& file = waiting_.front();  // stays where it is when others come
    lock.unlock();
    const auto began = std::chrono::steady_clock::now();
    const Freed freed = free_piece(file.path);
    const bool is_urgent = has_less_free_than(waiting_bytes(), file.path.parent_path());
    lock.lock();
    const std::uint64_t bytes = freed.is_gone ? file.bytes : std::min(freed.bytes, file.bytes);
    waiting_bytes_ -= bytes;
    file.bytes -= bytes;
    if (freed.is_gone) waiting_.pop_front();
    changed_.notify_all();
    const std::uint64_t unpaced = std::min(replaced_bytes_, freed.bytes);
    replaced_bytes_ -= unpaced;
    const std::chrono::microseconds time((freed.bytes - unpaced) * 1'000'000 / bytes_per_second_);
    if (!is_urgent) changed_.wait_until(lock, began + time, [this] { return stopping_; });
  }
}

}  // namespace stator::base
