// Gives the disk of deleted files back piece by piece. A file system that frees much at once makes every sync
// of every other file wait for it: a quarter of a second where thirty files of 64 MB go together, and a
// single file may have gigabytes. Thread-safe.
//
// A file that is disposed of has a name of its own, under which nobody looks for it. Whatever ends the
// process leaves it there, maybe shortened; who makes the next FileDisposal hands it over again.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <thread>

namespace stator::base {

class FileDisposal {
 public:
  // Larger ones are felt by who syncs meanwhile; smaller ones cost more in all.
  static constexpr std::uint64_t kPieceBytes = 4 << 20;
  // 10 GB in 40 s. Where less is free than what waits here, nothing is held back.
  static constexpr std::uint64_t kBytesPerSecond = 256 << 20;
  // Of what was replaced; more of it than that waits for its turn.
  static constexpr std::uint64_t kMaxReplacedBytes = 2ULL << 30;

  // What is not larger than a piece may as well be removed at once. False, too, where there is no such file.
  static bool is_worth(const std::filesystem::path& file);

  explicit FileDisposal(std::uint64_t bytes_per_second = kBytesPerSecond)
      : bytes_per_second_(bytes_per_second) {}
  // Leaves the rest; waits for one piece at most.
  ~FileDisposal();

  // Nobody may read the file or write it any more. One that is gone already is no error. Its thread starts
  // with the first one.
  void take(std::filesystem::path file);
  // Other files were written in place of this one, which is to be taken if it is worth it: as many bytes go
  // without a pause, else who replaces files faster than they go would fill the disk.
  void replaced(const std::filesystem::path& file);
  // All files of a folder, which need not be there, whose names end in `suffix`.
  void take_all(const std::filesystem::path& folder, std::string_view suffix = {});

  std::uint64_t waiting_bytes() const;
  // Until all that was taken is gone.
  void wait() const;

 private:
  struct Waiting {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
  };

  void work();

  const std::uint64_t bytes_per_second_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable changed_;
  std::deque<Waiting> waiting_;  // the first one is being worked on
  std::uint64_t waiting_bytes_ = 0;
  std::uint64_t replaced_bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stator::base
