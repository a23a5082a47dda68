#include "functions/package.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <minizip/unzip.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "functions/messages.h"

namespace stator::functions {
namespace {

using Outcome = base::Result<base::Ok, PackageError>;

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr unsigned kMadeOnUnix = 3;
constexpr unsigned kEncrypted = 1;  // of an entry's flags

// The bytes of an archive as minizip wants to read them: like a file.
struct Source {
  std::string_view bytes;
  std::uint64_t at = 0;

  static Source& of(voidpf stream) { return *static_cast<Source*>(stream); }

  static voidpf open(voidpf self, const void*, int) { return self; }
  static uLong read(voidpf, voidpf stream, void* to, uLong size) {
    Source& source = of(stream);
    const std::size_t count = source.bytes.copy(static_cast<char*>(to), size, source.at);
    source.at += count;
    return count;
  }
  static uLong write(voidpf, voidpf, const void*, uLong) { return 0; }
  static ZPOS64_T tell(voidpf, voidpf stream) { return of(stream).at; }
  static long seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    Source& source = of(stream);
    const std::uint64_t size = source.bytes.size();
    const std::uint64_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                               : origin == ZLIB_FILEFUNC_SEEK_CUR ? source.at
                                                                  : size;
    if (offset > size - from) return -1;
    source.at = from + offset;
    return 0;
  }
  static int close(voidpf, voidpf) { return 0; }
  static int error(voidpf, voidpf) { return 0; }
};

class Archive {
 public:
  explicit Archive(std::string_view zip) : source_{zip} {
    zlib_filefunc64_def calls{&Source::open, &Source::read,  &Source::write, &Source::tell,
                              &Source::seek, &Source::close, &Source::error, &source_};
    zip_ = unzOpen2_64("", &calls);
  }
  ~Archive() {
    if (zip_ != nullptr) unzClose(zip_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  unzFile get() const { return zip_; }
  // Begins with the record that ends an archive: minizip does not open that.
  bool is_empty() const { return source_.bytes.starts_with("PK\5\6"); }
  // 0: none, or no archive at all.
  std::uint64_t count() const {
    unz_global_info64 info;
    return zip_ != nullptr && unzGetGlobalInfo64(zip_, &info) == UNZ_OK ? info.number_entry : 0;
  }

 private:
  Source source_;
  unzFile zip_ = nullptr;
};

struct Entry {
  std::string name;
  mode_t mode = 0;
  std::uint64_t size = 0;  // as it says

  bool is_folder() const { return name.back() == '/'; }
};

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

base::Result<Entry, PackageError> current_entry(unzFile zip) {
  unz_file_info64 info;
  if (unzGetCurrentFileInfo64(zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
    return PackageError{messages::kUnreadableZip};
  Entry entry{.name = std::string(info.size_filename, '\0'), .size = info.uncompressed_size};
  if (unzGetCurrentFileInfo64(zip, &info, entry.name.data(), info.size_filename, nullptr, 0, nullptr, 0) !=
          UNZ_OK ||
      !stays_inside(entry.name) || (info.flag & kEncrypted) != 0)
    return PackageError{messages::kUnreadableZip};
  // That of a plain file where the archive has none.
  entry.mode =
      info.version >> 8 == kMadeOnUnix ? static_cast<mode_t>(info.external_fa >> 16) : S_IFREG | 0644;
  const mode_t type = entry.mode & S_IFMT;
  if (type != 0 && type != S_IFREG && type != S_IFDIR) return PackageError{messages::kUnreadableZip};
  return entry;
}

template <typename Visit>
Outcome for_each_entry(const Archive& archive, Visit visit) {
  const std::uint64_t count = archive.count();
  if (archive.is_empty()) return PackageError{messages::kEmptyZip};
  if (count == 0 || count > kMaxPackageFiles) return PackageError{messages::kUnreadableZip};
  int found = unzGoToFirstFile(archive.get());
  for (std::uint64_t i = 0; i < count; ++i) {
    if (found != UNZ_OK) return PackageError{messages::kUnreadableZip};
    STATOR_ASSIGN(const Entry entry, current_entry(archive.get()));
    STATOR_TRY(visit(entry));
    if (i + 1 < count) found = unzGoToNextFile(archive.get());
  }
  return base::Ok{};
}

// Hands the content of the current entry on in pieces; `total` counts over all entries, so that no size that
// an archive claims is believed.
template <typename Take>
Outcome read_entry(unzFile zip, const Entry& entry, std::uint64_t* total, Take take) {
  if (unzOpenCurrentFile(zip) != UNZ_OK) return PackageError{messages::kUnreadableZip};
  struct Closer {
    unzFile zip;
    ~Closer() { unzCloseCurrentFile(zip); }
  } closer{zip};
  std::array<char, kPieceBytes> piece;
  std::uint64_t read = 0;
  for (;;) {
    const int size = unzReadCurrentFile(zip, piece.data(), piece.size());
    if (size < 0) return PackageError{messages::kUnreadableZip};
    if (size == 0) break;
    read += static_cast<std::uint64_t>(size);
    *total += static_cast<std::uint64_t>(size);
    if (*total > kMaxUnpackedBytes) return PackageError{messages::kUnpackedTooLarge};
    STATOR_TRY(take(std::string_view(piece.data(), static_cast<std::size_t>(size))));
  }
  // Only a whole entry has its checksum compared.
  if (read != entry.size || unzCloseCurrentFile(zip) != UNZ_OK) return PackageError{messages::kUnreadableZip};
  return base::Ok{};
}

PackageError cannot_write(const std::string& path, const std::string& why) {
  return {fmt::format(messages::kCannotWrite, path, why)};
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

base::Result<std::uint64_t, PackageError> check_package(std::string_view zip) {
  const Archive archive(zip);
  std::uint64_t total = 0;
  STATOR_TRY(for_each_entry(archive, [&](const Entry& entry) -> Outcome {
    if (entry.is_folder()) return base::Ok{};
    return read_entry(archive.get(), entry, &total, [](std::string_view) -> Outcome { return base::Ok{}; });
  }));
  return total;
}

Outcome unpack(std::string_view zip, const std::string& folder) {
  namespace fs = std::filesystem;
  const Archive archive(zip);
  std::uint64_t total = 0;
  return for_each_entry(archive, [&](const Entry& entry) -> Outcome {
    const std::string path = folder + "/" + entry.name;
    std::error_code error;
    fs::create_directories(entry.is_folder() ? fs::path(path) : fs::path(path).parent_path(), error);
    if (error) return cannot_write(path, error.message());
    if (entry.is_folder()) return base::Ok{};
    const mode_t mode = entry.mode & 0100 ? 0755 : 0644;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file < 0) return cannot_write(path, std::system_category().message(errno));
    auto done = read_entry(archive.get(), entry, &total,
                           [&](std::string_view piece) { return write_all(file, piece, path); });
    ::fchmod(file, mode);
    ::close(file);
    return done;
  });
}

}  // namespace stator::functions
