// Plans the write of one item: from the item before and after to guards, writes, index entries, counters, the
// change record and the capacity it costs. Pure: the same plan serves a single write and a transaction, which
// merges several.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "db/change/change.h"
#include "db/model/error.h"
#include "db/table/database.h"
#include "storage/engine.h"

namespace stator::db::table {

struct ItemChange {
  const TableSchema& table;
  std::string_view key;                         // item_key()
  storage::CommitVersion expected_version = 0;  // of the item before; 0 = it was not there
  std::optional<model::ItemView> before;
  std::optional<model::ItemView> after;  // nothing = delete
  change::Cause cause = change::Cause::kUser;
};

struct WritePlan {
  storage::Commit commit;
  ConsumedCapacity consumed;
  bool changes = false;  // false: before and after are equal, the commit only guards
  std::int64_t collection_delta =
      0;  // bytes by which the item collection grows, with its local index entries
};

// Errors: kValidation when the item and its local index entries exceed 400 KB together (rule 33).
Result<WritePlan> plan_write(const ItemChange& change);

// One commit of two, of different items. Each fence and counter stands in it once.
void merge(storage::Commit from, storage::Commit* into);

// Counters of a table (index id 0) or index.
std::string item_count_key(const TableSchema& table, std::uint16_t index_id);
std::string size_bytes_key(const TableSchema& table, std::uint16_t index_id);

}  // namespace stator::db::table
