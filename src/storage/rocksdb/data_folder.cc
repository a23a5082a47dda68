#include "storage/rocksdb/data_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

namespace stator::storage::rocks {
namespace {

namespace fs = std::filesystem;
using Outcome = base::Result<base::Ok, std::string>;

constexpr std::string_view kFormatFile = "FORMAT";
constexpr std::string_view kUnfinishedFormatFile = "FORMAT.new";
constexpr std::string_view kFormatLine = "stator data format ";

constexpr mode_t kPrivate = 0700;  // of folders: what is in them is not encrypted

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

std::string explain(const fs::path& path, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return "the disk of data folder " + quoted(path) + " is full: free some space and start again";
  }
  return "cannot write data folder " + quoted(path) + ": " + std::strerror(error) +
         "; give this user the right to write it or choose another one";
}

// What the FORMAT file holds, or nothing where there is none.
std::optional<std::string> read_format(const fs::path& folder) {
  std::ifstream file(folder / kFormatFile);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// 0 where the text is none of ours.
int format_number(std::string_view text) {
  int version = 0;
  const bool ours = text.starts_with(kFormatLine) && text.ends_with('\n');
  if (ours) {
    const std::string_view number = text.substr(kFormatLine.size());
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), version);
    if (error != std::errc{} || end + 1 != number.data() + number.size()) version = 0;
  }
  return version;
}

Outcome check_format(const fs::path& folder, std::string_view text) {
  const int version = format_number(text);
  if (version < 1) {
    return "file " + quoted(folder / kFormatFile) +
           " is damaged or not written by stator: restore it from a backup";
  }
  if (version > kFormatVersion) {
    return "data folder " + quoted(folder) + " has format " + std::to_string(version) +
           ", written by a newer stator; this one knows up to " + std::to_string(kFormatVersion) +
           ": start the newer program";
  }
  return base::Ok{};
}

Outcome check_empty(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    if (name == kUnfinishedFormatFile || name == "lost+found") continue;
    std::error_code unreadable;
    if (at->path() == database_path(folder) && fs::is_empty(at->path(), unreadable)) continue;  // likewise
    return "folder " + quoted(folder) +
           " is not empty and holds no stator data (it has no FORMAT file): choose a new or empty folder";
  }
  if (error) return "cannot read data folder " + quoted(folder) + ": " + error.message();
  return base::Ok{};
}

// 0 or an errno.
int sync_and_close(int file) {
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error;
}

int sync_folder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return handle < 0 ? errno : sync_and_close(handle);
}

// RocksDB would make it without syncing its name, which a power cut could take with everything in it. 0 or an
// errno.
int make_database_folder(const fs::path& folder) {
  if (::mkdir(database_path(folder).c_str(), kPrivate) != 0 && errno != EEXIST) return errno;
  return sync_folder(folder);
}

// The name appears only when the content is on disk, and the folder of the database. 0 or an errno.
int write_format(const fs::path& folder) {
  const fs::path unfinished = folder / kUnfinishedFormatFile;
  const std::string line = std::string(kFormatLine) + std::to_string(kFormatVersion) + "\n";
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return errno;
  const ssize_t written = ::write(file, line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) {
    const int error = written < 0 ? errno : ENOSPC;
    ::close(file);
    return error;
  }
  if (const int error = sync_and_close(file)) return error;
  if (const int error = make_database_folder(folder)) return error;
  if (::rename(unfinished.c_str(), (folder / kFormatFile).c_str()) != 0) return errno;
  return sync_folder(folder);
}

Outcome make_folder(const fs::path& folder) {
  std::error_code error;
  const fs::path made = folder.has_filename() ? folder : folder.parent_path();  // without a slash at its end
  const fs::path parent = fs::absolute(made).parent_path();
  fs::create_directories(parent, error);
  if (!error && ::mkdir(made.c_str(), kPrivate) != 0 && errno != EEXIST) {
    error.assign(errno, std::generic_category());
  }
  if (error) {
    return "cannot create data folder " + quoted(folder) + ": " + error.message() +
           "; choose another place or create it for this user";
  }
  // So that the folder itself survives a power cut. Fails on exotic file systems, where nothing can be done.
  sync_folder(parent);
  return base::Ok{};
}

// What runs on it would change it.
Outcome check_no_backup(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "BACKUP", error)) return base::Ok{};
  return quoted(folder) + " is a backup: make a data folder of it with stator restore";
}

// A database that has lost its folder, or has data but lost the file that names it, must not be replaced by
// an empty one.
Outcome check_database(const fs::path& folder) {
  const fs::path database = database_path(folder);
  const auto damaged = [&](std::string_view missing) {
    return "data folder " + quoted(folder) + " is damaged (" + std::string(missing) +
           " is missing): restore it from a backup";
  };
  std::error_code error;
  if (!fs::exists(database, error)) return damaged("db");
  if (fs::exists(database / "CURRENT", error)) return base::Ok{};
  for (fs::directory_iterator at(database, error), end; !error && at != end; at.increment(error)) {
    const std::string kind = at->path().extension();
    if (kind == ".sst" || kind == ".log") return damaged("db/CURRENT");
  }
  return base::Ok{};
}

}  // namespace

base::Result<base::Ok, std::string> prepare_data_folder(const std::string& path) {
  const fs::path folder(path);
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found) {
    STATOR_TRY(make_folder(folder));
  } else if (error) {
    return "cannot read data folder " + quoted(folder) + ": " + error.message();
  } else if (status.type() != fs::file_type::directory) {
    return quoted(folder) + " is not a folder: name a folder for the data";
  }
  const std::optional<std::string> format = read_format(folder);
  if (format) {
    STATOR_TRY(check_no_backup(folder));
    STATOR_TRY(check_format(folder, *format));
    STATOR_TRY(check_database(folder));
  } else {
    STATOR_TRY(check_empty(folder));
  }
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) return explain(folder, errno);
  if (!format) {
    if (const int failed = write_format(folder)) return explain(folder, failed);
  }
  return base::Ok{};
}

base::Result<base::Ok, std::string> upgrade_data_folder(const std::string& path) {
  const std::optional<std::string> format = read_format(path);
  if (format && format_number(*format) == kFormatVersion) return base::Ok{};
  if (const int failed = write_format(path)) return explain(path, failed);
  return base::Ok{};
}

bool is_backup(const std::string& path) { return !check_no_backup(path).ok(); }

base::Result<base::Ok, std::string> check_data_folder(const std::string& path) {
  STATOR_TRY(check_no_backup(path));
  STATOR_TRY(check_format(path, read_format(path).value_or("")));
  return check_database(path);
}

bool is_of_newer_format(const std::string& path) {
  return format_number(read_format(path).value_or("")) > kFormatVersion;
}

std::string database_path(const std::string& data_folder) { return fs::path(data_folder) / "db"; }

unsigned long long free_disk_bytes(const std::string& path) {
  struct statvfs disk;
  if (::statvfs(path.c_str(), &disk) != 0) return std::numeric_limits<unsigned long long>::max();
  return static_cast<unsigned long long>(disk.f_bavail) * disk.f_frsize;
}

unsigned long long log_bytes(const std::string& data_folder) {
  unsigned long long sum = 0;
  std::error_code error;
  for (fs::directory_iterator at(database_path(data_folder), error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != ".log") continue;
    std::error_code gone;
    const std::uintmax_t size = at->file_size(gone);
    if (!gone) sum += size;
  }
  return sum;
}

}  // namespace stator::storage::rocks
