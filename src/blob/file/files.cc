#include "blob/file/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace stator::blob {
namespace {

namespace fs = std::filesystem;

int outcome(int returned) { return returned < 0 ? errno : 0; }

class SystemFile final : public Files::File {
 public:
  explicit SystemFile(int handle) : handle_(handle) {}
  ~SystemFile() override { ::close(handle_); }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  int append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(handle_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
  }
  int sync() override { return outcome(::fsync(handle_)); }

 private:
  const int handle_;
};

class SystemFiles final : public Files {
 public:
  int make_folder(const fs::path& path) override {
    const int failed = outcome(::mkdir(path.c_str(), 0700));
    return failed == EEXIST ? 0 : failed;
  }
  int sync_folder(const fs::path& path) override {
    const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return errno;
    const int failed = outcome(::fsync(handle));
    ::close(handle);
    return failed;
  }
  int create(const fs::path& path, std::unique_ptr<File>* file) override {
    const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) return errno;
    *file = std::make_unique<SystemFile>(handle);
    return 0;
  }
  int rename(const fs::path& from, const fs::path& to) override {
    return outcome(::rename(from.c_str(), to.c_str()));
  }
  int remove(const fs::path& path) override { return outcome(::unlink(path.c_str())); }
};

}  // namespace

Files& Files::system() {
  static SystemFiles files;
  return files;
}

}  // namespace stator::blob
