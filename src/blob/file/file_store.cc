#include "blob/file/file_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <mutex>
#include <utility>

#include "base/digest.h"
#include "base/file_disposal.h"

namespace stator::blob {

namespace {

namespace fs = std::filesystem;

Error error_of(int number, std::string_view what, const fs::path& path) {
  const ErrorCode code = number == ENOENT                       ? ErrorCode::kNotFound
                         : number == ENOSPC || number == EDQUOT ? ErrorCode::kNoSpace
                                                                : ErrorCode::kIo;
  return {code, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(number))};
}

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

class FileWriter final : public Writer {
 public:
  FileWriter(Files& files, std::unique_ptr<Files::File> file, fs::path path, Id id, bool durable,
             std::function<void()> drop)
      : files_(files),
        file_(std::move(file)),
        path_(std::move(path)),
        durable_(durable),
        drop_(std::move(drop)) {
    info_.id = std::move(id);
  }
  ~FileWriter() override {
    if (!finished_) drop_();
  }

  Result<base::Ok> append(std::string_view bytes) override {
    info_.crc32c = base::crc32c(bytes, info_.crc32c);
    info_.size += bytes.size();
    if (const int failed = file_->append(bytes)) return error_of(failed, "write", path_);
    return base::Ok{};
  }

  Result<Info> finish() override {
    if (durable_) {
      if (const int failed = file_->sync()) return error_of(failed, "sync", path_);
      const fs::path folder = path_.parent_path();
      if (const int failed = files_.sync_folder(folder)) return error_of(failed, "sync", folder);
    }
    finished_ = true;
    return info_;
  }

 private:
  Files& files_;
  const std::unique_ptr<Files::File> file_;
  const fs::path path_;
  const bool durable_;
  const std::function<void()> drop_;  // the file
  Info info_;
  bool finished_ = false;
};

class FileReader final : public Reader {
 public:
  FileReader(File file, fs::path path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) const override {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t count =
          ::pread(file_.get(), buffer.data() + done, buffer.size() - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return error_of(errno, "read", path_);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

 private:
  const File file_;
  const fs::path path_;
};

}  // namespace

// Where files go that are removed.
class FileStore::Bin {
 public:
  Bin(fs::path folder, Files& files) : folder_(std::move(folder)), files_(files) {}

  // What a process before left in it.
  void empty() { disposal_.take_all(folder_); }

  // A number of errno.
  int take(const fs::path& path, const Id& id) {
    // A disk of a test would not know that files get shorter.
    const bool is_disposed = &files_ == &Files::system() && base::FileDisposal::is_worth(path);
    if (!is_disposed || files_.make_folder(folder_) != 0) return files_.remove(path);
    const int failed = files_.rename(path, folder_ / id);
    if (failed == 0) disposal_.take(folder_ / id);
    return failed;
  }

 private:
  const fs::path folder_;
  Files& files_;
  base::FileDisposal disposal_;
};

FileStore::FileStore(fs::path folder, bool durable, base::Random& random, Files& files)
    : new_(folder / "new"),
      data_(folder / "data"),
      held_(folder / "held"),
      durable_(durable),
      random_(random),
      files_(files),
      bin_(std::make_shared<Bin>(folder / "deleted", files)) {}

Result<base::Ok> FileStore::sync_folder(const fs::path& folder) {
  if (const int failed = files_.sync_folder(folder)) return error_of(failed, "sync", folder);
  return base::Ok{};
}

Result<std::unique_ptr<FileStore>> FileStore::open(fs::path folder, bool durable, base::Random& random,
                                                   Files& files) {
  std::unique_ptr<FileStore> store(new FileStore(folder, durable, random, files));
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (error) return error_of(error.value(), "create", folder.parent_path());
  for (const fs::path& made : {folder, store->new_, store->data_})
    if (const int failed = files.make_folder(made)) return error_of(failed, "create", made);
  store->drop_held();  // of a backup that a crash ended
  store->bin_->empty();
  if (durable) {
    STATOR_TRY(store->sync_folder(folder));
    STATOR_TRY(store->sync_folder(folder.parent_path()));
  }
  return store;
}

Result<std::unique_ptr<Writer>> FileStore::create() {
  std::array<std::byte, 16> bits;
  random_.fill(bits);
  Id id = base::to_hex({reinterpret_cast<const char*>(bits.data()), bits.size()});
  fs::path path = new_ / id;
  std::unique_ptr<Files::File> file;
  if (const int failed = files_.create(path, &file)) return error_of(failed, "create", path);
  auto drop = [bin = bin_, path, id] { (void)bin->take(path, id); };
  return std::unique_ptr<Writer>(std::make_unique<FileWriter>(files_, std::move(file), std::move(path),
                                                              std::move(id), durable_, std::move(drop)));
}

Result<std::unique_ptr<Reader>> FileStore::open(const Id& id) {
  // It may move from the second to the first while we look.
  for (const fs::path& folder : {data_, new_, data_}) {
    fs::path path = folder / id;
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() >= 0)
      return std::unique_ptr<Reader>(std::make_unique<FileReader>(std::move(file), std::move(path)));
    if (errno != ENOENT) return error_of(errno, "open", path);
  }
  return error_of(ENOENT, "open", data_ / id);
}

// Not synced: if a crash takes the move back, the blob is listed as unpublished again.
Result<base::Ok> FileStore::publish(const Id& id) {
  const fs::path from = new_ / id;
  const int failed = files_.rename(from, data_ / id);
  if (failed != 0 && failed != ENOENT) return error_of(failed, "move", from);
  return base::Ok{};
}

Result<base::Ok> FileStore::hold() {
  if (const int failed = files_.make_folder(held_)) return error_of(failed, "create", held_);
  std::lock_guard lock(hold_mutex_);
  holds_ = true;
  return base::Ok{};
}

void FileStore::release() {
  {
    std::lock_guard lock(hold_mutex_);
    holds_ = false;
  }
  drop_held();
}

// What stays goes with the next start.
void FileStore::drop_held() {
  std::error_code error;
  for (fs::directory_iterator at(held_, error), end; !error && at != end; at.increment(error))
    (void)bin_->take(at->path(), at->path().filename().string());
  fs::remove(held_, error);
}

Result<base::Ok> FileStore::drop(const fs::path& path, const Id& id) {
  const int failed = holds_ ? files_.rename(path, held_ / id) : bin_->take(path, id);
  if (failed != 0 && failed != ENOENT) return error_of(failed, "remove", path);
  return base::Ok{};
}

Result<base::Ok> FileStore::remove(std::span<const Id> ids) {
  std::shared_lock lock(hold_mutex_);
  Result<base::Ok> done = base::Ok{};
  for (const Id& id : ids) {
    // Moves go from the first to the second, so none can hide a blob from both.
    for (const fs::path& folder : {new_, data_}) {
      auto dropped = drop(folder / id, id);
      if (!dropped.ok() && done.ok()) done = std::move(dropped);  // the others go all the same
    }
  }
  if (!done.ok()) return done;
  if (durable_) {
    STATOR_TRY(sync_folder(new_));
    STATOR_TRY(sync_folder(data_));
  }
  return base::Ok{};
}

Result<std::vector<Id>> FileStore::unpublished() {
  std::vector<Id> ids;
  std::error_code error;
  for (fs::directory_iterator at(new_, error), end; !error && at != end; at.increment(error)) {
    ids.push_back(at->path().filename().string());
  }
  if (error) return error_of(error.value(), "list", new_);
  return ids;
}

}  // namespace stator::blob
