// What RocksDB wanted to read and did not get, on this thread.
//
// Where an iterator of RocksDB 7.8 comes to the end of a table file of a level, and the first block of the
// next one cannot be read at once, cannot be read at all, or is damaged, it leaves out the rest of the level
// and says that all is well (MergingIterator, at the sentinels between files that came with range deletes).
// So whoever reads with an iterator looks here, too: what it gave before is right, what comes after is not.
#pragma once

#include <cstdint>

namespace stator::storage::rocks {

// From when it is made, on the thread that makes it.
class LostReads {
 public:
  bool any() const { return balance_ != before_; }

  // For the statistics. Each block that is not in the block cache is read and put there, or is lost; a table
  // file that cannot be opened is counted as it is.
  static void count_wanted(std::uint64_t count) { balance_ += static_cast<std::int64_t>(count); }
  static void count_read(std::uint64_t count) { balance_ -= static_cast<std::int64_t>(count); }

 private:
  static inline thread_local std::int64_t balance_ = 0;
  const std::int64_t before_ = balance_;
};

}  // namespace stator::storage::rocks
