// What RocksDB believes of a table file without a checksum, in its format 5: held against what we write
// (database_options.cc), so that a file that is damaged there is not opened.
//
// * The last bytes say how to read the rest. With one bit of them flipped no block has a checksum, and
//   whatever else is damaged is read as it is.
// * The block of properties is looked at before its checksum. With one bit of it flipped RocksDB 7.8 takes it
//   for one with an index by hashes, and ends the process, where it is built with assertions as Debian does.
#pragma once

#include <rocksdb/io_status.h>

#include <string>

namespace stator::storage::rocks {

inline constexpr int kTableFormatVersion = 5;

// Of an open file. What has a checksum, or is too short, is left to RocksDB.
rocksdb::IOStatus check_table_footer(int descriptor, const std::string& path);

}  // namespace stator::storage::rocks
