#include "blob/file/scratch_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace stator::blob {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "stator-blobs-";
constexpr int kAttempts = 100;  // the next one is taken only by another process that starts just then
constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// The folder itself is what is locked. -1: somebody uses it, or it is none of ours.
int lock_folder(const fs::path& path) {
  const int folder = ::open(path.c_str(), kOpenFolder);
  if (folder < 0) return -1;
  struct stat status {};
  const bool ours = ::fstat(folder, &status) == 0 && status.st_uid == ::geteuid();
  if (ours && ::flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
  ::close(folder);
  return -1;
}

bool is_at(const fs::path& path, int folder) {
  struct stat named {};
  struct stat open {};
  return ::stat(path.c_str(), &named) == 0 && ::fstat(folder, &open) == 0 && named.st_dev == open.st_dev &&
         named.st_ino == open.st_ino;
}

void remove_left_behind(const fs::path& parent) {
  std::error_code ignored;
  for (fs::directory_iterator at(parent, ignored), end; !ignored && at != end; at.increment(ignored)) {
    if (!at->path().filename().string().starts_with(kPrefix)) continue;
    const int lock = lock_folder(at->path());
    if (lock < 0) continue;
    std::error_code failed;
    fs::remove_all(at->path(), failed);
    ::close(lock);
  }
}

}  // namespace

Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) return Error{ErrorCode::kIo, "there is no folder for temporary files: " + error.message()};
  remove_left_behind(parent);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::string path = (parent / kPrefix).string() + "XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) {
      return Error{ErrorCode::kIo,
                   "cannot make a folder in " + parent.string() + ": " + std::strerror(errno)};
    }
    // Before it is locked, somebody who looks for what was left behind may take it for that.
    const int lock = lock_folder(path);
    if (lock < 0) continue;
    if (is_at(path, lock)) return std::unique_ptr<ScratchFolder>(new ScratchFolder(path, lock));
    ::close(lock);
  }
  return Error{ErrorCode::kIo, "cannot lock a folder in " + parent.string()};
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace stator::blob
