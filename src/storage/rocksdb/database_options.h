// How RocksDB is tuned.
#pragma once

#include <rocksdb/options.h>

#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

rocksdb::Options tuning_for(const DatabaseOptions& options, const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace stator::storage::rocks
