#include "db/table/item_collection.h"

#include <algorithm>
#include <cmath>

#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {
constexpr double kBytesPerGb = 1024.0 * 1024 * 1024;
}  // namespace

base::Task<Result<ItemCollectionMetrics>> check_collection(storage::Engine& engine, const TableSchema& table,
                                                           model::ItemView key_source, std::int64_t delta) {
  const std::string counter = collection_key(table, key_source);
  auto bytes = co_await engine.read_counter(counter);
  if (!bytes.ok()) co_return from_storage(bytes.error());
  std::int64_t after = *bytes + delta;
  if (delta > 0 && after > kMaxItemCollectionBytes)
    co_return Error{ErrorKind::kItemCollectionSizeLimitExceeded, messages::kCollectionTooLarge, {}};
  // The estimate is coarse by definition: whole gigabytes around the size.
  double low = std::floor(static_cast<double>(std::max<std::int64_t>(after, 0)) / kBytesPerGb);
  co_return ItemCollectionMetrics{partition_key_map(table, key_source), low, low + 1};
}

}  // namespace stator::db::table
