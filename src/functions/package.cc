#include "functions/package.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <array>
#include <filesystem>
#include <memory>
#include <system_error>

namespace stator::functions {
namespace {

using Outcome = base::Result<base::Ok, PackageError>;

// [threads] 2023
constexpr char kUnreadable[] =
    "Could not unzip uploaded file. Please check your file, then try to upload again.";
constexpr char kTooLarge[] = "Unzipped size must be smaller than 262144000 bytes";

constexpr std::size_t kPieceBytes = 64 * 1024;

struct ArchiveCloser {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, ArchiveCloser>;
using File = std::unique_ptr<zip_file_t, FileCloser>;

Archive open_archive(std::string_view zip) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(zip.data(), zip.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return Archive(archive);
}

// A relative path without a part that leads elsewhere.
bool stays_inside(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find('\0') != std::string_view::npos)
    return false;
  while (!name.empty()) {
    const std::size_t slash = name.find('/');
    if (name.substr(0, slash) == "..") return false;
    if (slash == std::string_view::npos) break;
    name.remove_prefix(slash + 1);
  }
  return true;
}

// The Unix mode; that of a plain file where the archive has none.
mode_t mode_of(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  const bool known = zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0 &&
                     system == ZIP_OPSYS_UNIX;
  return known ? static_cast<mode_t>(attributes >> 16) : S_IFREG | 0644;
}

// Calls `visit` for each entry: (index, name, is a folder).
template <typename Visit>
Outcome for_each_entry(zip_t* archive, Visit visit) {
  const zip_int64_t entries = zip_get_num_entries(archive, 0);
  if (entries < 0 || entries > kMaxPackageFiles) return PackageError{kUnreadable};
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
    const char* raw = zip_get_name(archive, i, ZIP_FL_ENC_GUESS);
    if (raw == nullptr) return PackageError{kUnreadable};
    const std::string name(raw);
    if (!stays_inside(name)) return PackageError{kUnreadable};
    const mode_t type = mode_of(archive, i) & S_IFMT;
    if (type != 0 && type != S_IFREG && type != S_IFDIR) return PackageError{kUnreadable};
    STATOR_TRY(visit(i, name, name.back() == '/'));
  }
  return base::Ok{};
}

// Hands the content on in pieces; `total` counts over all entries, so that no size that an archive claims is
// believed.
template <typename Take>
Outcome read_entry(zip_t* archive, zip_uint64_t index, std::uint64_t* total, Take take) {
  const File file(zip_fopen_index(archive, index, 0));
  if (!file) return PackageError{kUnreadable};
  std::array<char, kPieceBytes> piece;
  for (;;) {
    const zip_int64_t size = zip_fread(file.get(), piece.data(), piece.size());
    if (size < 0) return PackageError{kUnreadable};
    if (size == 0) return base::Ok{};
    *total += static_cast<std::uint64_t>(size);
    if (*total > kMaxUnpackedBytes) return PackageError{kTooLarge};
    STATOR_TRY(take(std::string_view(piece.data(), static_cast<std::size_t>(size))));
  }
}

PackageError cannot_write(const std::string& path, const std::string& why) {
  return {"cannot write '" + path + "': " + why};
}

Outcome write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_write(path, std::system_category().message(errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return base::Ok{};
}

}  // namespace

Outcome check_package(std::string_view zip) {
  const Archive archive = open_archive(zip);
  if (!archive || zip_get_num_entries(archive.get(), 0) == 0) return PackageError{kUnreadable};
  std::uint64_t total = 0;
  return for_each_entry(archive.get(), [&](zip_uint64_t index, const std::string&, bool folder) -> Outcome {
    if (folder) return base::Ok{};
    return read_entry(archive.get(), index, &total, [](std::string_view) -> Outcome { return base::Ok{}; });
  });
}

Outcome unpack(std::string_view zip, const std::string& folder) {
  namespace fs = std::filesystem;
  const Archive archive = open_archive(zip);
  if (!archive) return PackageError{kUnreadable};
  std::uint64_t total = 0;
  return for_each_entry(
      archive.get(), [&](zip_uint64_t index, const std::string& name, bool is_folder) -> Outcome {
        const std::string path = folder + "/" + name;
        std::error_code error;
        fs::create_directories(is_folder ? fs::path(path) : fs::path(path).parent_path(), error);
        if (error) return cannot_write(path, error.message());
        if (is_folder) return base::Ok{};
        const mode_t mode = mode_of(archive.get(), index) & 0100 ? 0755 : 0644;
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
        if (file < 0) return cannot_write(path, std::system_category().message(errno));
        auto done = read_entry(archive.get(), index, &total,
                               [&](std::string_view piece) { return write_all(file, piece, path); });
        ::fchmod(file, mode);
        ::close(file);
        return done;
      });
}

}  // namespace stator::functions
