#include "db/table/item_keys.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "db/model/value_writer.h"
#include "db/table/vector_entry.h"
#include "keyspace/keys.h"
#include "messages/expressions.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using expression::SortOperator;
using keyspace::KeyBuilder;
using keyspace::Space;
using model::Attribute;
using model::ItemView;
using model::KeyAttribute;
using model::KeySchema;
using model::Type;
using model::ValueView;

void append_element(ValueView value, KeyBuilder* key) {
  if (value.type() == Type::kN) {
    std::string ordered;
    value.number().append_ordered(&ordered);
    key->raw(ordered);
  } else {
    key->bytes(value.text());
  }
}

void append_elements(const std::vector<KeyAttribute>& attributes, ItemView item, KeyBuilder* key) {
  for (const KeyAttribute& attribute : attributes) append_element(*item.find(attribute.name), key);
}

bool has_valid_attributes(const std::vector<KeyAttribute>& attributes, ItemView item) {
  for (const KeyAttribute& attribute : attributes) {
    auto value = item.find(attribute.name);
    if (!value || value->type() != attribute.type) return false;
    if (attribute.type != Type::kN && value->text().empty()) return false;
  }
  return true;
}

std::string_view empty_kind(Type type) { return type == Type::kB ? "binary" : "string"; }

// Of one key. What is wrong with them is told after all that is wrong with names and types.
class KeySizes {
 public:
  void add_partition(ValueView value) {
    partition_too_long_ |= value.size_bytes() > model::kMaxPartitionKeyBytes;
  }
  void add_sort(ValueView value) { sort_bytes_ += value.size_bytes(); }

  Result<base::Ok> check() const {
    if (partition_too_long_) return key_mismatch(messages::kHashKeyTooLong);
    if (sort_bytes_ > model::kMaxSortKeyBytes) return key_mismatch(messages::kRangeKeyTooLong);
    return base::Ok{};
  }

 private:
  bool partition_too_long_ = false;
  std::size_t sort_bytes_ = 0;
};

Result<base::Ok> check_not_empty(const KeyAttribute& attribute, ValueView value) {
  if (attribute.type != Type::kN && value.text().empty())
    return validation_error(fmt::format(messages::kEmptyKey, empty_kind(attribute.type), attribute.name));
  return base::Ok{};
}

// What an item has as an attribute of the table's key.
Result<ValueView> key_value(const KeyAttribute& attribute, ItemView item) {
  const auto value = item.find(attribute.name);
  if (!value) return key_mismatch(fmt::format(messages::kMissingKey, attribute.name));
  if (value->type() != attribute.type)
    return key_mismatch(fmt::format(messages::kKeyTypeMismatch, attribute.name,
                                    model::type_name(attribute.type), model::type_name(value->type())));
  STATOR_TRY(check_not_empty(attribute, *value));
  return *value;
}

template <typename F>
Result<base::Ok> for_each_attribute(const KeySchema& schema, F check) {
  for (const auto* part : {&schema.partition, &schema.sort}) {
    for (const KeyAttribute& attribute : *part) {
      STATOR_TRY(check(attribute));
    }
  }
  return base::Ok{};
}

// Where the values of an index's key come from: an update has words of its own for an empty one.
enum class Origin : std::uint8_t { kItem, kUpdate };

// Errors name the first index in order of name that has the attribute in its key.
std::string_view first_index_with(const TableSchema& table, std::string_view attribute) {
  std::string_view first;
  for (const IndexSchema& index : table.indexes) {
    if (index.status == IndexStatus::kDeleting || (!first.empty() && first < index.name)) continue;
    for (const auto* part : {&index.keys.partition, &index.keys.sort})
      for (const KeyAttribute& key : *part)
        if (key.name == attribute) first = index.name;
    if (!index.vector) continue;
    for (const KeyAttribute& filter : index.vector->filters)
      if (filter.name == attribute) first = index.name;
  }
  return first;
}

Result<base::Ok> check_index_key(const TableSchema& table, const KeyAttribute& attribute, ItemView item,
                                 Origin origin) {
  auto value = item.find(attribute.name);
  if (!value) return base::Ok{};
  if (value->type() != attribute.type)
    return key_mismatch(fmt::format(messages::kIndexKeyTypeMismatch, attribute.name,
                                    model::type_name(attribute.type), model::type_name(value->type()),
                                    first_index_with(table, attribute.name)));
  if (attribute.type == Type::kN || !value->text().empty()) return base::Ok{};
  const std::string_view kind = empty_kind(attribute.type);
  if (origin == Origin::kUpdate)
    return Error{ErrorKind::kEmptyKey, fmt::format(messages::kUpdateToEmptyIndexKey, kind), {}};
  return validation_error(
      fmt::format(messages::kEmptyIndexKey, kind, first_index_with(table, attribute.name), attribute.name));
}

Result<base::Ok> check_index_key_sizes(const TableSchema& table, const KeySchema& keys, ItemView item) {
  KeySizes sizes;
  const auto check = [&](const KeyAttribute& attribute, std::size_t limit) -> Result<base::Ok> {
    const std::size_t bytes = item.find(attribute.name)->size_bytes();
    if (bytes <= limit) return base::Ok{};
    return key_mismatch(fmt::format(messages::kIndexKeyTooLong, attribute.name, bytes, limit,
                                    first_index_with(table, attribute.name)));
  };
  for (const KeyAttribute& attribute : keys.partition) {
    STATOR_TRY(check(attribute, model::kMaxPartitionKeyBytes));
  }
  for (const KeyAttribute& attribute : keys.sort) {
    STATOR_TRY(check(attribute, model::kMaxSortKeyBytes));
    sizes.add_sort(*item.find(attribute.name));
  }
  return sizes.check();
}

void add_names(const KeySchema& schema, std::vector<std::string_view>* names) {
  for (const auto* part : {&schema.partition, &schema.sort})
    for (const KeyAttribute& attribute : *part) names->push_back(attribute.name);
}

// Appends the map of the named attributes that the item has. `names` sorted.
template <typename Name>
void pick(ItemView item, const std::vector<Name>& names, std::string* out) {
  model::ValueWriter writer(out);
  writer.begin_map();
  for (Attribute attribute : item) {
    if (!std::binary_search(names.begin(), names.end(), attribute.name)) continue;
    writer.name(attribute.name);
    writer.value(attribute.value);
  }
  writer.end_map();
}

std::string pick_names(ItemView item, std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  std::string out;
  pick(item, names, &out);
  return out;
}

Space space_of(const IndexSchema* index) {
  if (index == nullptr) return Space::kItem;
  if (index->vector) return Space::kVectorIndex;
  return index->global ? Space::kGlobalIndex : Space::kLocalIndex;
}

std::uint16_t id_of(const IndexSchema* index) { return index == nullptr ? 0 : index->id; }

std::string index_key(const TableSchema& table, const IndexSchema& index, ItemView item) {
  KeyBuilder key(space_of(&index), table.id, index.id);
  append_elements(index.keys.partition, item, &key);
  key.seal_hash();
  append_elements(index.keys.sort, item, &key);
  // The table's key makes the entry unique; a local index has its partition key already.
  if (index.global) append_elements(table.keys.partition, item, &key);
  append_elements(table.keys.sort, item, &key);
  return key.take();
}

// Everything between `low` and the end of the elements that begin with it.
storage::KeyRange at_or_above(const std::string& low, const std::string& partition_prefix) {
  return {low, keyspace::prefix_end(partition_prefix)};
}

Result<base::Ok> check_vector_attributes(const TableSchema& table, const VectorSpec& vector, ItemView item) {
  for (const KeyAttribute& filter : vector.filters) {
    const auto value = item.find(filter.name);
    if (value && value->type() != filter.type)
      return key_mismatch(fmt::format(messages::kIndexKeyTypeMismatch, filter.name,
                                      model::type_name(filter.type), model::type_name(value->type()),
                                      first_index_with(table, filter.name)));
  }
  return check_vector(vector, item);
}

Result<base::Ok> check_index_keys_of(const TableSchema& table, ItemView item, Origin origin) {
  for (const IndexSchema& index : table.indexes) {
    if (index.status == IndexStatus::kDeleting) continue;
    STATOR_TRY(for_each_attribute(index.keys, [&](const KeyAttribute& attribute) {
      return check_index_key(table, attribute, item, origin);
    }));
    if (index.vector) {
      STATOR_TRY(check_vector_attributes(table, *index.vector, item));
    }
    if (!has_valid_keys(index.keys, item)) continue;
    STATOR_TRY(check_index_key_sizes(table, index.keys, item));
  }
  return base::Ok{};
}

}  // namespace

bool has_valid_keys(const KeySchema& schema, ItemView item) {
  return has_valid_attributes(schema.partition, item) && has_valid_attributes(schema.sort, item);
}

std::string store_item(ItemView item) {
  std::string out;
  out.reserve(1 + item.bytes().size());
  out.push_back(kItemFormat);
  out.append(item.bytes());
  return out;
}

ItemView empty_item() {
  static const std::string bytes = [] {
    std::string out;
    model::ValueWriter writer(&out);
    writer.begin_map();
    writer.end_map();
    return out;
  }();
  return ItemView(bytes);
}

Result<base::Ok> check_key(const TableSchema& table, ItemView key) {
  const KeySchema& schema = table.keys;
  if (key.count() != schema.partition.size() + schema.sort.size())
    return key_mismatch(messages::kKeySchemaMismatch);
  const auto key_attribute = [&](const KeyAttribute& attribute) -> Result<ValueView> {
    const auto value = key.find(attribute.name);
    if (!value || value->type() != attribute.type) return key_mismatch(messages::kKeySchemaMismatch);
    STATOR_TRY(check_not_empty(attribute, *value));
    return *value;
  };
  KeySizes sizes;
  for (const KeyAttribute& attribute : schema.partition) {
    STATOR_ASSIGN(const ValueView value, key_attribute(attribute));
    sizes.add_partition(value);
  }
  for (const KeyAttribute& attribute : schema.sort) {
    STATOR_ASSIGN(const ValueView value, key_attribute(attribute));
    sizes.add_sort(value);
  }
  return sizes.check();
}

Result<base::Ok> check_item(const TableSchema& table, ItemView item) {
  KeySizes sizes;
  for (const KeyAttribute& attribute : table.keys.partition) {
    STATOR_ASSIGN(const ValueView value, key_value(attribute, item));
    sizes.add_partition(value);
  }
  for (const KeyAttribute& attribute : table.keys.sort) {
    STATOR_ASSIGN(const ValueView value, key_value(attribute, item));
    sizes.add_sort(value);
  }
  STATOR_TRY(sizes.check());
  STATOR_TRY(check_index_keys_of(table, item, Origin::kItem));
  if (item.size_bytes() > model::kMaxItemBytes) return validation_error(messages::kItemTooLarge);
  return base::Ok{};
}

Result<base::Ok> check_index_keys(const TableSchema& table, ItemView item) {
  return check_index_keys_of(table, item, Origin::kUpdate);
}

std::string item_key(const TableSchema& table, ItemView item) {
  KeyBuilder key(Space::kItem, table.id, 0);
  append_elements(table.keys.partition, item, &key);
  key.seal_hash();
  append_elements(table.keys.sort, item, &key);
  return key.take();
}

std::string key_map(const TableSchema& table, ItemView item) {
  std::vector<std::string_view> names;
  add_names(table.keys, &names);
  return pick_names(item, std::move(names));
}

std::string index_key_map(const TableSchema& table, const IndexSchema& index, ItemView item) {
  std::vector<std::string_view> names;
  add_names(table.keys, &names);
  add_names(index.keys, &names);
  return pick_names(item, std::move(names));
}

std::string partition_key_map(const TableSchema& table, ItemView item) {
  return pick_names(item, {table.keys.partition.front().name});
}

std::string collection_key(const TableSchema& table, ItemView item) {
  KeyBuilder key(Space::kCollection, table.id, 0);
  append_elements(table.keys.partition, item, &key);
  key.seal_hash();
  return key.take();
}

std::string projected(const IndexSchema& index, ItemView item) {
  if (index.projection.type == ProjectionType::kAll) return std::string(item.bytes());
  std::string out;
  pick(item, index.projected_names, &out);
  return out;
}

std::optional<IndexEntry> index_entry(const TableSchema& table, const IndexSchema& index, ItemView item) {
  if (!has_valid_keys(index.keys, item)) return std::nullopt;
  if (index.vector) return vector_entry(table, index, item);
  IndexEntry entry;
  entry.key = index_key(table, index, item);
  if (index.projection.type == ProjectionType::kAll) {
    entry.value = store_item(item);
  } else {
    entry.value.push_back(kItemFormat);
    pick(item, index.projected_names, &entry.value);
  }
  entry.size_bytes = stored_item(entry.value).size_bytes();
  return entry;
}

std::string vector_partition(const TableSchema& table, const IndexSchema& index, ItemView item) {
  KeyBuilder key(Space::kVectorIndex, table.id, index.id);
  append_elements(index.keys.partition, item, &key);
  key.seal_hash();
  return key.take();
}

storage::KeyRange query_range(const TableSchema& table, const IndexSchema* index,
                              const expression::BoundKeyCondition& condition) {
  KeyBuilder key(space_of(index), table.id, id_of(index));
  for (const std::string& value : condition.partition) append_element(ValueView(value), &key);
  key.seal_hash();
  for (const std::string& value : condition.sort_equal) append_element(ValueView(value), &key);
  const std::string prefix = key.view();
  if (!condition.bound) return keyspace::prefix_range(prefix);

  auto with = [&](const std::string& encoded) {
    KeyBuilder bounded = key;
    append_element(ValueView(encoded), &bounded);
    return bounded.take();
  };
  const expression::SortBound& bound = *condition.bound;
  switch (bound.op) {
    case SortOperator::kLess:
      return {prefix, with(bound.low)};
    case SortOperator::kLessOrEqual:
      return {prefix, keyspace::prefix_end(with(bound.low))};
    case SortOperator::kGreater:
      return at_or_above(keyspace::prefix_end(with(bound.low)), prefix);
    case SortOperator::kGreaterOrEqual:
      return at_or_above(with(bound.low), prefix);
    case SortOperator::kBetween:
      return {with(bound.low), keyspace::prefix_end(with(bound.high))};
    case SortOperator::kBeginsWith: {
      KeyBuilder bounded = key;
      bounded.bytes_prefix(ValueView(bound.low).text());
      return keyspace::prefix_range(bounded.view());
    }
  }
  return {prefix, prefix};
}

storage::KeyRange scan_range(const TableSchema& table, const IndexSchema* index, std::uint32_t segment,
                             std::uint32_t total_segments) {
  return keyspace::segment_range(space_of(index), table.id, id_of(index), segment, total_segments);
}

std::optional<std::string> start_position(const TableSchema& table, const IndexSchema* index,
                                          ItemView start_key) {
  std::vector<std::string_view> names;
  add_names(table.keys, &names);
  if (index != nullptr) add_names(index->keys, &names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (start_key.count() != names.size() || !has_valid_keys(table.keys, start_key)) return std::nullopt;
  if (index == nullptr) return item_key(table, start_key);
  if (!has_valid_keys(index->keys, start_key)) return std::nullopt;
  return index_key(table, *index, start_key);
}

}  // namespace stator::db::table
