// Neighbouring records of one group of keys (key_groups.h), as scans read them. A scan that lies within what
// is here asks neither the memtables nor the table files: there a page of 25 records costs a seek in each of
// them, a lookup for each block, and a step through three iterators for each record.
//
// What it answers is the newest state. The writer announces the keys of a batch before it writes it and says
// afterwards that it has; in between their groups are not known here, and what a reader found meanwhile, or
// began to read before, is not taken in.
//
// A group has one run of records without gaps. Pages that touch it make it longer. What is read enters the
// second time that the group is asked for without a write in between, so what is read once displaces nothing.
// When its run begins to grow, the reader is told, and may add the whole group if that is small.
//
// The memory is that of RocksDB's block cache: what was used last stays, blocks or runs. Thread-safe.
#pragma once

#include <rocksdb/cache.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/rocksdb/write_mark.h"

namespace stator::storage::rocks {

class GroupCache {
 public:
  // A longer run would be copied for too long when it grows.
  static constexpr std::size_t kMaxRunBytes = 256 << 10;
  // A run that so many pages in a row did not touch gives way to them.
  static constexpr int kPatience = 4;

  explicit GroupCache(std::shared_ptr<rocksdb::Cache> memory);

  // To be taken before the range is read. Of a key: of its group.
  using Ticket = WriteMark::Ticket;
  Ticket begin_read(std::string_view key) const;

  // Precondition of both: is_within_group(range), range.begin < range.end.
  // Nothing: not known.
  std::optional<ScanPage> find(const KeyRange& range, Direction direction, ScanLimits limits) const;
  enum class Added {
    kAdded,         // or not worth it
    kBeginsToGrow,  // the run, for the first time: the pages of this group lie close together
  };
  // What was read of the range from that side on, and the key of the next record where there is one.
  Added add(Ticket ticket, const KeyRange& range, Direction direction, const ScanPage& page,
            std::optional<std::string_view> next);

  // Around a batch, for every key in it, also where writing it fails.
  void begin_write(std::string_view key);
  void end_write(std::string_view key);

  // Forgets everything, also what is being read now.
  void clear();

 private:
  struct Run;
  class Held;

  // Groups share marks. What is read beside a write of another group is rarely taken for one beside its own.
  static constexpr std::size_t kMarks = 1 << 15;
  static constexpr std::size_t kMutexes = 16;

  Held look_up(std::string_view key) const;
  bool was_asked_for(std::string_view key, Ticket ticket);

  const std::shared_ptr<rocksdb::Cache> memory_;
  const std::unique_ptr<WriteMark[]> marks_;
  const std::unique_ptr<std::atomic<bool>[]> has_runs_;  // by mark; stays true: spares most writers a look
  std::array<std::mutex, kMutexes> mutexes_;             // runs of some marks enter and are dropped with it
  std::atomic<std::uint64_t> generation_ = 0;            // runs of older ones are not known
  const std::unique_ptr<std::atomic<std::uint32_t>[]> asked_;  // which group and ticket, by hash
};

}  // namespace stator::storage::rocks
