#include "server/folder_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "backup/backup.h"
#include "base/log.h"
#include "check/check.h"
#include "server/control_socket.h"
#include "storage/rocksdb/inspection.h"

namespace stator::server {

namespace {

constexpr int kDamaged = 1;
constexpr int kNothingToCheck = 2;
constexpr std::chrono::milliseconds kProgressPause{200};

std::atomic<bool> cancelled{false};

int fail(const std::string& message, int code = EXIT_FAILURE) {
  fmt::print(stderr, "stator: {}\n", message);
  return code;
}

// Interrupting leaves nothing behind.
void end_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, [](int) { cancelled = true; });
  std::signal(SIGPIPE, SIG_IGN);
}

// A line on a terminal that is written over.
class Progress {
 public:
  void show(std::uint64_t records, std::uint64_t bytes) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now < next_) return;
    next_ = now + kProgressPause;
    fmt::print(stderr, "\r{} records, {} MB of files", records, bytes >> 20);
    shown_ = true;
  }
  void clear() {
    if (shown_) fmt::print(stderr, "\r\033[K");
    shown_ = false;
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

std::string size_text(const backup::Summary& summary) {
  return fmt::format("{} files, {} bytes", summary.files, summary.bytes);
}

}  // namespace

int check_data(const std::string& data_folder) {
  base::set_log_level(base::LogLevel::kOff);
  Progress progress;
  auto print_line = [&](const std::string& line) {
    progress.clear();
    fmt::print("{}\n", line);
  };
  check::Report report(print_line,
                       [&](std::uint64_t records, std::uint64_t bytes) { progress.show(records, bytes); });
  const auto summary = check::check_folder(data_folder, report);
  progress.clear();
  if (!summary.ok()) return fail(summary.error(), kNothingToCheck);
  if (report.problems() == 0) {
    fmt::print("sound: {} tables, {} items, {} records of changes, {} blobs, {} backups\n", summary->tables,
               summary->items, summary->log_records, summary->blobs, summary->backups);
    return EXIT_SUCCESS;
  }
  fmt::print("damaged: {} problem{}", report.problems(), report.problems() == 1 ? "" : "s");
  if (report.problems() > check::Report::kMaxLines)
    fmt::print(", the first {} are shown", check::Report::kMaxLines);
  fmt::print("\n");
  return kDamaged;
}

int backup_data(const std::string& data_folder, const std::string& destination) {
  base::set_log_level(base::LogLevel::kOff);
  end_on_signals();
  if (const auto known = storage::recognize_data_folder(data_folder); !known.ok())
    return fail(known.error().message);
  auto held = HeldFiles::ask(data_folder);
  if (!held.ok()) return fail(held.error());
  std::optional<storage::FolderLock> lock;
  DatabaseFiles files;
  if (*held) {
    files = (*held)->files();
  } else {
    auto taken = storage::FolderLock::take(data_folder);
    if (!taken.ok()) return fail(taken.error());
    lock = *std::move(taken);
    auto listed = backup::database_files(data_folder);
    if (!listed.ok()) return fail(listed.error());
    files = *std::move(listed);
  }
  auto still_held = [&]() -> bool { return !*held || (*held)->confirm(); };
  const auto made = backup::make(data_folder, files, destination, STATOR_VERSION, still_held, cancelled);
  if (!made.ok()) return fail("no backup was made: " + made.error());
  fmt::print("backup of {} in {}: {}\n", data_folder, destination, size_text(*made));
  return EXIT_SUCCESS;
}

int restore_data(const std::string& backup, const std::string& data_folder) {
  base::set_log_level(base::LogLevel::kOff);
  end_on_signals();
  const auto restored = backup::restore(backup, data_folder, cancelled);
  if (!restored.ok()) return fail("nothing was restored: " + restored.error());
  fmt::print("restored {} to {}: {}\n", backup, data_folder, size_text(*restored));
  return EXIT_SUCCESS;
}

}  // namespace stator::server
