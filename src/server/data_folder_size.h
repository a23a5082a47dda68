// How much of the disk the data folder takes.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace stator::server {

struct DataFolderSize {
  std::uint64_t tables = 0;   // table files of the storage engine
  std::uint64_t log = 0;      // its write-ahead log
  std::uint64_t blobs = 0;    // objects and code of functions
  std::uint64_t deleted = 0;  // files that are deleted, and not yet given back to the disk
  std::uint64_t other = 0;
  std::uint64_t disk_free = 0;  // what is left for everybody but root
};

// Walks through the folder: to be called on a pool. What cannot be read is not counted.
DataFolderSize measure_data_folder(const std::string& folder);

}  // namespace stator::server
