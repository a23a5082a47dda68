// Write-ahead log files that lie ahead of what is written to them, filled with zeros. Appending to a file
// makes its size and its blocks part of each sync, which costs the file system a second write, in its
// journal, and half as much time again; writing over what is there does not. RocksDB's reader takes zeros for
// the end.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <string>

namespace stator::storage::rocks {

// Makes the file anew. It is cut to what was written when it is closed.
rocksdb::IOStatus open_filled_log(const std::string& path, std::unique_ptr<rocksdb::FSWritableFile>* file);

}  // namespace stator::storage::rocks
