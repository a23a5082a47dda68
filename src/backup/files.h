// Files of a backup on their way: copied with their checksums, synced, and all or none of them there at the
// end.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stator::backup {

// Errors are one line for the user.
template <typename T>
using Result = base::Result<T, std::string>;

// A file that was copied. Paths are relative to the folder of the backup.
struct CopiedFile {
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;  // hexadecimal
  std::uint32_t crc32c = 0;
};

// A folder that gets its name when everything in it is on the disk. Until then it is called like it, with
// ".unfinished" behind; dropped before finish(), it goes with all that is in it. What a crash left of an
// earlier one is replaced.
class NewFolder {
 public:
  // `path` must not exist, or be an empty folder. `cancelled`, looked at now and then, ends the work.
  static Result<NewFolder> make(const std::filesystem::path& path, const std::atomic<bool>& cancelled);
  NewFolder(NewFolder&& other) noexcept;
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder();

  // Where it is being made.
  const std::filesystem::path& path() const { return unfinished_; }

  Result<base::Ok> make_folder(const std::string& path);
  // The first `size` bytes of the file, or all of it. The error says "missing" where there is no such file,
  // or a shorter one.
  Result<CopiedFile> copy(const std::filesystem::path& from, std::optional<std::uint64_t> size,
                          const std::string& path);
  Result<CopiedFile> write(std::string_view content, const std::string& path);

  Result<base::Ok> finish();

 private:
  NewFolder(std::filesystem::path path, int lock, const std::atomic<bool>& cancelled);

  std::filesystem::path path_;
  std::filesystem::path unfinished_;
  int lock_;  // a descriptor of the unfinished folder; -1: moved from, or finished
  const std::atomic<bool>& cancelled_;
};

}  // namespace stator::backup
