#include "storage/rocksdb/diary.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdarg>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string_view>
#include <utility>

namespace stator::storage::rocks {
namespace {

constexpr int kDiaryMode = 0644;
constexpr std::size_t kLineBytes = 2048;  // what is longer is cut

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ ", &utc)};
}

class Diary final : public rocksdb::Logger {
 public:
  explicit Diary(std::string folder)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), path_(std::move(folder) + "/LOG") {}
  ~Diary() override { close(); }
  Diary(const Diary&) = delete;
  Diary& operator=(const Diary&) = delete;

  // The options of the database, at each opening.
  void LogHeader(const char*, va_list) override {}

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, kLineBytes> text{};
    const int length = std::vsnprintf(text.data(), text.size(), format, arguments);
    if (length < 0) return;
    std::string line = now_text() + text.data();
    while (line.ends_with('\n')) line.pop_back();
    line += '\n';
    std::lock_guard lock(mutex_);
    write(line);
  }

 private:
  void write(std::string_view line) {
    if (descriptor_ >= 0 && bytes_ >= kDiaryBytes) {
      close();
      (void)std::rename(path_.c_str(), (path_ + ".old").c_str());
    }
    if (descriptor_ < 0) open();
    if (descriptor_ < 0) return;
    const ssize_t written = ::write(descriptor_, line.data(), line.size());
    if (written > 0) bytes_ += static_cast<std::uint64_t>(written);
  }
  void open() {
    descriptor_ = ::open(path_.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, kDiaryMode);
    struct stat status {};
    bytes_ = descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0
                 ? static_cast<std::uint64_t>(status.st_size)
                 : 0;
  }
  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

  const std::string path_;
  std::mutex mutex_;  // guards what follows
  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;
};

class NoDiary final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

std::shared_ptr<rocksdb::Logger> open_diary(std::string folder) {
  return std::make_shared<Diary>(std::move(folder));
}

std::shared_ptr<rocksdb::Logger> no_diary() { return std::make_shared<NoDiary>(); }

}  // namespace stator::storage::rocks
