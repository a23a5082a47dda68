// What a disk still holds after a power cut: the bytes that were synced in files whose directory entry was
// synced, too. For tests only.
//
// The model is stricter than the usual file systems: syncing a file does not keep its name, a sync that
// failed loses the bytes it was for whatever later syncs say, and renames and removals come undone as well as
// creations. Files are only appended to; logs that are filled ahead (filled_log.h) are written over from the
// end of what was appended. Not thread-safe.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"

namespace stator::storage::rocks {

enum class PowerLoss {
  kAllUnsynced,  // whatever was not synced is gone
  kSome,         // by chance a part: the first bytes of a file, the first changes of a directory, a torn tail
};

class DiskMemory {
 public:
  // One file, by whatever name. Its bytes stay readable after it was removed.
  struct File {
    int handle = -1;
    std::uint64_t size = 0;
    std::uint64_t synced = 0;  // bytes that a power cut leaves
    bool damaged = false;      // a sync failed: bytes behind `synced` are lost for good
    // Of a log that is filled ahead: how far it reaches, now and by the last sync, and whether it was cut to
    // its size since.
    bool is_filled = false;
    std::uint64_t filled = 0;
    std::uint64_t filled_synced = 0;
    bool cut = false;

    File() = default;
    ~File() {
      if (handle >= 0) ::close(handle);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
  };
  using FileRef = std::shared_ptr<File>;

  // Call before the file is made anew: what the name stood for is kept. Then opened().
  void creating(const std::string& path) {
    adopt(path);
    std::error_code error;
    std::filesystem::remove(path, error);
  }
  FileRef created(const std::string& path, bool is_filled) {
    FileRef file = open(path);
    file->is_filled = is_filled;
    change(path, {{path, file}});
    return file;
  }
  void removing(const std::string& path) { adopt(path); }
  void removed(const std::string& path) { change(path, {{path, nullptr}}); }
  void renaming(const std::string& from, const std::string& to) {
    adopt(from);
    adopt(to);
  }
  void renamed(const std::string& from, const std::string& to) {
    change(to, {{to, live_[from]}, {from, nullptr}});
  }
  void made_directory(const std::string& path) { new_directories_.insert(path); }

  static void appended(File& file, std::uint64_t bytes) {
    file.size += bytes;
    if (!file.is_filled) return;
    struct stat status {};
    STATOR_CHECK(::fstat(file.handle, &status) == 0);
    file.filled = static_cast<std::uint64_t>(status.st_size);
  }
  static void sync(File& file) {
    if (file.damaged) return;
    file.synced = file.size;
    file.filled_synced = file.filled;
  }
  static void fail_sync(File& file) { file.damaged = file.damaged || file.synced < file.size; }
  void sync_directory(const std::string& path) {
    for (const Change& change : unsynced_[path]) apply(change);
    unsynced_.erase(path);
    std::erase_if(new_directories_, [&](const std::string& made) { return parent_of(made) == path; });
  }

  // Makes the files what the disk holds. Nobody may have them open.
  void lose_power(PowerLoss loss, base::Random& random) {
    for (auto& [directory, changes] : unsynced_) {
      const std::size_t kept = loss == PowerLoss::kSome ? random.below(changes.size() + 1) : 0;
      for (std::size_t i = 0; i < kept; ++i) apply(changes[i]);
    }
    unsynced_.clear();
    for (const auto& [path, file] : live_)
      if (file != nullptr) std::filesystem::remove(path);
    live_.clear();
    std::map<std::string, FileRef> kept = std::exchange(durable_, {});
    for (const auto& [path, file] : kept)
      if (file != nullptr) write_back(path, *file, loss, random);
    for (const std::string& path : new_directories_) std::filesystem::remove_all(path);
    new_directories_.clear();
  }

 private:
  // What one call did to a directory: names, and the files they stand for from now on (nullptr: none).
  using Change = std::vector<std::pair<std::string, FileRef>>;

  static std::string parent_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
  }

  static FileRef open(const std::string& path) {
    auto file = std::make_shared<File>();
    file->handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    STATOR_CHECK(file->handle >= 0);
    return file;
  }

  // A file that was there before us is on the disk.
  void adopt(const std::string& path) {
    std::error_code error;
    if (live_.contains(path) || !std::filesystem::is_regular_file(path, error)) return;
    FileRef file = open(path);
    file->size = file->synced = std::filesystem::file_size(path);
    live_[path] = durable_[path] = std::move(file);
  }

  void change(const std::string& path, Change change) {
    for (const auto& [name, file] : change) live_[name] = file;
    unsynced_[parent_of(path)].push_back(std::move(change));
  }

  void apply(const Change& change) {
    for (const auto& [name, file] : change) durable_[name] = file;
  }

  static std::string read(const File& file, std::uint64_t size) {
    std::string bytes(size, '\0');
    STATOR_CHECK(::pread(file.handle, bytes.data(), size, 0) == static_cast<ssize_t>(size));
    return bytes;
  }

  static void write_back(const std::string& path, const File& file, PowerLoss loss, base::Random& random) {
    if (file.is_filled) return write_back_filled(path, file, loss, random);
    std::uint64_t size = file.synced;
    if (loss == PowerLoss::kSome) size += random.below(file.size - file.synced + 1);
    std::string bytes = read(file, size);
    // The length of a log got to the disk, its last bytes did not.
    if (loss == PowerLoss::kSome && path.ends_with(".log") && random.below(2) == 0)
      bytes.resize(size + random.below(file.size - size + 1));
    std::ofstream(path, std::ios::binary) << bytes;
  }

  // What was written since the last sync got to the disk sector by sector, in any order. Of the others, those
  // that were filled before have zeros; where the file has grown there may be anything.
  static void write_back_filled(const std::string& path, const File& file, PowerLoss loss,
                                base::Random& random) {
    const std::string written = read(file, file.size);
    std::string bytes = written.substr(0, file.synced);
    bytes.resize(std::max(file.synced, file.filled_synced), '\0');
    if (loss == PowerLoss::kSome) {
      const std::uint64_t known = bytes.size();
      bytes.resize(known + random.below(std::max(file.filled, known) - known + 1), '\0');
      const std::uint64_t chance = random.below(kSectorChances + 1);  // also none of them, and all
      for (std::uint64_t begin = file.synced; begin < bytes.size();) {
        const std::uint64_t end = std::min<std::uint64_t>(begin / kSector * kSector + kSector, bytes.size());
        const bool kept = random.below(kSectorChances) < chance;
        const bool garbage = !kept && begin >= known && random.below(kSectorChances) == 0;
        for (std::uint64_t at = begin; at < end; ++at) {
          if (kept && at < written.size()) bytes[at] = written[at];
          if (garbage) bytes[at] = static_cast<char>(random.below(256));
        }
        begin = end;
      }
      if (file.cut && random.below(2) == 0) bytes.resize(std::min<std::uint64_t>(bytes.size(), file.size));
    }
    std::ofstream(path, std::ios::binary) << bytes;
  }

  static constexpr std::uint64_t kSector = 512;
  static constexpr std::uint64_t kSectorChances = 4;

  std::map<std::string, FileRef> live_;                  // as programs see it; nullptr = was removed
  std::map<std::string, FileRef> durable_;               // as the disk has it; nullptr = was removed
  std::map<std::string, std::vector<Change>> unsynced_;  // by directory, in order
  std::set<std::string> new_directories_;                // not synced in their parent
};

}  // namespace stator::storage::rocks
