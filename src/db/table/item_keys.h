// Keys of items and of index entries: what a schema asks of them, and where they are stored. Pure.
#pragma once

#include <optional>
#include <string>

#include "db/expression/key_condition.h"
#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::table {

// Stored values of items and index entries: this byte, then the item's encoding.
inline constexpr char kItemFormat = 1;
std::string store_item(model::ItemView item);
// Precondition: written by store_item.
inline model::ItemView stored_item(std::string_view value) { return model::ItemView(value.substr(1)); }

// The item without attributes: what conditions see where there is no item.
model::ItemView empty_item();

// A key map given by the user: exactly the key attributes, of their types, not empty, not too long (rules 26,
// 36). Errors of this and the next two: kKeyMismatch where an attribute is missing, too long or has another
// type, else kValidation.
Result<base::Ok> check_key(const TableSchema& table, model::ItemView key);
// A whole item: its table key, its index keys where present (rule 44), and the 400 KB limit.
Result<base::Ok> check_item(const TableSchema& table, model::ItemView item);
// The index keys of an item only (after an update, which cannot change the table key). One that is empty:
// kEmptyKey.
Result<base::Ok> check_index_keys(const TableSchema& table, model::ItemView item);

// Where the item lives. `item` has valid key attributes.
std::string item_key(const TableSchema& table, model::ItemView item);
// The map of just the table's key attributes.
std::string key_map(const TableSchema& table, model::ItemView item);
// The same for an index: table key and index key attributes (LastEvaluatedKey, rule 85).
std::string index_key_map(const TableSchema& table, const IndexSchema& index, model::ItemView item);
// The map of the partition key attribute (ItemCollectionMetrics).
std::string partition_key_map(const TableSchema& table, model::ItemView item);
// Key of the counter of an item collection's bytes.
std::string collection_key(const TableSchema& table, model::ItemView item);

// Whether the item has all attributes of the key, of their types and not empty.
bool has_valid_keys(const model::KeySchema& schema, model::ItemView item);

struct IndexEntry {
  std::string key;
  std::string
      value;  // as stored: store_item() of the projected attributes; of a vector index: vector_entry.h
  std::size_t size_bytes = 0;  // by DynamoDB's accounting
};
// Nothing when the item lacks an index key attribute, or has one of another type (sparse: rule 44).
std::optional<IndexEntry> index_entry(const TableSchema& table, const IndexSchema& index,
                                      model::ItemView item);

// The encoding of the attributes that an index projects.
std::string projected(const IndexSchema& index, model::ItemView item);
// Where the entries of one partition of a vector index begin. `item` has a valid HASH, if the index has one.
std::string vector_partition(const TableSchema& table, const IndexSchema& index, model::ItemView item);

// The slice of storage that a query reads. `index` is nullptr for the table itself.
storage::KeyRange query_range(const TableSchema& table, const IndexSchema* index,
                              const expression::BoundKeyCondition& condition);
// The slice that a scan segment reads.
storage::KeyRange scan_range(const TableSchema& table, const IndexSchema* index, std::uint32_t segment,
                             std::uint32_t total_segments);
// The storage key that an ExclusiveStartKey names: exactly the table's (and index's) key attributes, of the
// right types. Nothing when it is not that.
std::optional<std::string> start_position(const TableSchema& table, const IndexSchema* index,
                                          model::ItemView start_key);

}  // namespace stator::db::table
