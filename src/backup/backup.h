// Backups: copies of data folders that prove by their checksums to be whole (docs/formats/backup.md).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backup/files.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::backup {

struct Summary {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

// The files of a database that nobody has open.
Result<std::vector<storage::DatabaseFile>> database_files(const std::string& data_folder);

// Makes the folder `destination` of a data folder: the given files of its database, which do not change
// meanwhile, and the blobs that this database has in use, which are not removed meanwhile. The blocks of the
// database's files, and the blobs, are held against their checksums. `still_held` is asked once everything is
// copied: false where what was copied may have changed.
Result<Summary> make(const std::string& data_folder, const std::vector<storage::DatabaseFile>& files,
                     const std::string& destination, std::string_view program_version,
                     const std::function<bool()>& still_held, const std::atomic<bool>& cancelled);

// Makes the data folder `destination` of a backup.
Result<Summary> restore(const std::string& backup, const std::string& destination,
                        const std::atomic<bool>& cancelled);

}  // namespace stator::backup
