// The memtable of the RocksDB engine: a skip list made for this engine's keys and its one writer.
//
// RocksDB's own is written for any comparator; Debian's build of it also checks the order of neighbours at
// every step, which made a third of a PutItem. Here nodes carry the first 16 bytes of their key as two
// numbers, which decide nearly every comparison (they hold the space, the table and the hash of the partition
// key), and keys that are rewritten all the time (counters) are inserted where they were inserted last.
//
// Orders keys by bytes, as the default comparator does. One thread inserts at a time; any number read
// meanwhile, without locks. Memory comes from the memtable's arena.
#pragma once

#include <rocksdb/memtablerep.h>

#include <memory>

namespace stator::storage::rocks {

// Keys that begin with `hot` are expected to be few and rewritten often.
std::shared_ptr<rocksdb::MemTableRepFactory> skip_list_memtable(char hot);

}  // namespace stator::storage::rocks
