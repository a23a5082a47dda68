// Item collections: all items of one partition key with their local index entries (rule 97).
#pragma once

#include "base/task.h"
#include "db/table/database.h"

namespace stator::db::table {

// The collection's size estimate once it has grown by `delta` bytes. kItemCollectionSizeLimitExceeded when it
// would grow beyond 10 GB. The table has local indexes; `key_source` has its partition key and outlives the
// call.
base::Task<Result<ItemCollectionMetrics>> check_collection(storage::Engine& engine, const TableSchema& table,
                                                           model::ItemView key_source, std::int64_t delta);

}  // namespace stator::db::table
