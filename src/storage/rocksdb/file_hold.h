// Keeping the files of an open database for a backup.
#pragma once

#include <vector>

#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::storage::rocks {

// See RocksDbEngine.
Result<std::vector<DatabaseFile>> hold_files(Database& database);
void release_files(Database& database);

}  // namespace stator::storage::rocks
