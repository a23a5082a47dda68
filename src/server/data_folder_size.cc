#include "server/data_folder_size.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <filesystem>

#include "storage/rocksdb/data_folder.h"

namespace stator::server {
namespace {

constexpr std::uint64_t kBlockBytes = 512;  // of st_blocks

// What a file takes: logs are made longer than what is in them.
std::uint64_t bytes_on_disk(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * kBlockBytes : 0;
}

}  // namespace

DataFolderSize measure_data_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  DataFolderSize size;
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) == 0)
    size.disk_free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  const fs::path blobs = fs::path(folder) / "blobs";
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    const std::uint64_t bytes = bytes_on_disk(path);
    const std::string extension = path.extension();
    if (extension == storage::rocks::kDeletedSuffix || path.parent_path() == blobs / "deleted") {
      size.deleted += bytes;
    } else if (path.native().starts_with(blobs.native())) {
      size.blobs += bytes;
    } else if (extension == ".sst") {
      size.tables += bytes;
    } else if (extension == ".log") {
      size.log += bytes;
    } else {
      size.other += bytes;
    }
  }
  return size;
}

}  // namespace stator::server
