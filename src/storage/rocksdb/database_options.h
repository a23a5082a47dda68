// How RocksDB is tuned.
#pragma once

#include <rocksdb/options.h>

#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

struct Tuning {
  rocksdb::DBOptions database;
  rocksdb::ColumnFamilyOptions family;  // the same for all
};

Tuning tuning_for(const DatabaseOptions& options, const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace stator::storage::rocks
