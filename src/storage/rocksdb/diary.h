// What RocksDB warns of, in the file LOG of its folder. What cannot be written is left out: on a disk that is
// full or fails, the logger that RocksDB has of its own aborts at its second line.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <memory>
#include <string>

namespace stator::storage::rocks {

// At this size the file becomes LOG.old, in place of the one that was.
constexpr std::uint64_t kDiaryBytes = 4 << 20;

// Opens the file with the first line. Thread-safe.
std::shared_ptr<rocksdb::Logger> open_diary(std::string folder);

// For who only reads.
std::shared_ptr<rocksdb::Logger> no_diary();

}  // namespace stator::storage::rocks
