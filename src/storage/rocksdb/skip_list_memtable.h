// The memtable of the RocksDB engine: a skip list made for this engine's keys and its one writer.
//
// RocksDB's own is written for any comparator; Debian's build of it also checks the order of neighbours at
// every step, which made a third of a PutItem. Here nodes carry the first 16 bytes of their key as two
// numbers, which decide nearly every comparison (they hold the space, the table and the hash of the partition
// key). Keys that are rewritten all the time (counters) are inserted where they were inserted last, and those
// that grow (records of a log's shard) behind the one before.
//
// Orders keys by bytes, as the default comparator does. One thread inserts at a time; any number read
// meanwhile, without locks. Memory comes from the memtable's arena.
#pragma once

#include <rocksdb/memtablerep.h>

#include <cstddef>
#include <memory>

namespace stator::storage::rocks {

// What is expected of keys by their first byte; others may be there as well.
struct KeyKinds {
  char rewritten = 0;  // few keys, rewritten often
  char growing = 0;    // of those that begin with the same growing_prefix bytes, the next one is the largest
  std::size_t growing_prefix = 1;
};

std::shared_ptr<rocksdb::MemTableRepFactory> skip_list_memtable(KeyKinds kinds);

}  // namespace stator::storage::rocks
