// Says of some keys how many are being written, and how often one was. By it a cache tells whether what a
// reader found is the newest: nobody was writing when the read began, and nobody has begun to since. Keys may
// share a mark; then a write of another one counts as one of theirs. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

namespace stator::storage::rocks {

class WriteMark {
 public:
  // Equal to an older one where no write has begun or ended since.
  using Ticket = std::uint64_t;
  static bool is_writing(Ticket ticket) { return (ticket & kWritingMask) != 0; }

  Ticket ticket() const { return mark_.load(); }
  // Behind all reads of this thread: adding nothing keeps them from happening after it, which a load would
  // not.
  Ticket ticket_after_reads() { return mark_.fetch_add(0); }

  void begin_write() { mark_.fetch_add(kWriting); }
  void end_write() { mark_.fetch_add(kWritten - kWriting); }
  // As if one had been written.
  void change() { mark_.fetch_add(kWritten); }

 private:
  static constexpr std::uint64_t kWriting = 1;
  static constexpr std::uint64_t kWritten = 1ULL << 32;
  static constexpr std::uint64_t kWritingMask = kWritten - 1;

  std::atomic<std::uint64_t> mark_ = 0;
};

}  // namespace stator::storage::rocks
