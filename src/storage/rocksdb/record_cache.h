// The records that were read or written last, each under its key: a point read or a guard that finds its
// record here asks neither the memtables nor the block cache. Also knows that a key is absent.
//
// Once it is full, a record that is read enters only when it is read a second time within as many reads as
// there are records here, so that what is read once (most items that are put or overwritten) displaces
// nothing. Of what did not enter the version is known for a while, for the guard that follows the read.
//
// What it answers is always the newest committed record. The writer announces the keys of a batch before it
// writes it and says afterwards what they are now; in between their records are not known here, and what a
// reader found meanwhile, or began to read before, is not taken in.
//
// Thread-safe; one batch at a time is announced.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/rocksdb/write_mark.h"

namespace stator::storage::rocks {

class RecordCache {
 public:
  // Larger records are not kept: they are copied while others wait, and crowd out many small ones.
  static constexpr std::size_t kMaxRecordBytes = 32 << 10;
  // Longer keys enter at the first read: a sighting has no room for them.
  static constexpr std::size_t kMaxSightingKeyBytes = 71;

  // The capacity covers keys, values and what the cache itself needs for each.
  explicit RecordCache(std::size_t capacity_bytes);
  ~RecordCache();
  RecordCache(const RecordCache&) = delete;
  RecordCache& operator=(const RecordCache&) = delete;

  // A key with its hash, which every call needs.
  struct Key {
    explicit Key(std::string_view text);
    std::string_view text;
    std::uint64_t hash;
  };

  // Nothing: not known.
  std::optional<Record> find(const Key& key);
  std::optional<CommitVersion> find_version(const Key& key);

  // To be taken before the record is read from the database, and given to add() with what was found.
  using Ticket = WriteMark::Ticket;
  Ticket begin_read(const Key& key) const;
  void add(const Key& key, Ticket ticket, CommitVersion version, std::string_view value);

  struct Lookup {
    Key key;
    Ticket ticket;
  };
  Lookup begin_lookup(std::string_view text) const;
  // Nobody was writing the key when the lookup began, and nobody has begun to since.
  bool is_current(const Lookup& lookup);

  // Around a batch, for every key in it. A failed batch is ended as well, with end_write(key). True: the key
  // was known with a value, so what it will be is worth keeping, too.
  bool begin_write(const Key& key);
  void end_write(const Key& key);  // what it is now is not known here
  void end_write(const Key& key, CommitVersion version, std::string_view value);  // version 0: it was deleted

  // Whether such a record would displace no other.
  bool has_room_for(const Key& key, std::size_t value_bytes);

  struct Usage {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::size_t bytes = 0;
    std::size_t capacity = 0;
  };
  Usage usage() const;

  // Forgets everything, also what is being read now.
  void clear();

 private:
  struct Entry;
  struct Sighting;
  struct Shard;

  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kMarks = 4096;

  static std::size_t sightings_for(std::size_t capacity_bytes);
  Shard& shard_of(const Key& key);
  WriteMark& mark_of(const Key& key) { return marks_[key.hash % kMarks]; }
  const WriteMark& mark_of(const Key& key) const { return marks_[key.hash % kMarks]; }

  // False: it does not enter, only its version is kept.
  bool admit(const Key& key, Ticket ticket, CommitVersion version, std::size_t value_bytes);

  const std::size_t shard_sightings_;
  const std::size_t shard_capacity_;  // of entries
  mutable std::vector<Shard> shards_;
  std::array<WriteMark, kMarks> marks_;
};

}  // namespace stator::storage::rocks
