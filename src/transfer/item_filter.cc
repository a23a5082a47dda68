#include "transfer/item_filter.h"

#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/check.h"
#include "db/expression/placeholders.h"
#include "db/table/item_keys.h"
#include "db/table/item_reader.h"
#include "keyspace/keys.h"

namespace stator::transfer {

using db::expression::Placeholders;

db::Result<ItemFilter> ItemFilter::parse(const ExportFilter& filter, const db::table::TableSchema& table) {
  std::vector<Placeholders::Name> names;
  for (const auto& [placeholder, name] : filter.names) names.push_back({placeholder, name});
  std::vector<Placeholders::Value> values;
  for (const auto& [placeholder, text] : filter.values) {
    std::string encoded;
    STATOR_CHECK(base::append_base64_decoded(text, encoded));
    values.push_back({placeholder, std::move(encoded)});
  }
  Placeholders placeholders(std::move(names), std::move(values));
  ItemFilter out;
  if (!filter.filter.empty()) {
    STATOR_ASSIGN(out.condition_, db::expression::Condition::parse(db::expression::Kind::kFilter,
                                                                   filter.filter, placeholders));
  }
  if (!filter.key_condition.empty()) {
    STATOR_ASSIGN(const auto keys, db::expression::KeyCondition::parse(filter.key_condition, placeholders));
    STATOR_ASSIGN(out.keys_, keys.bind(table.keys));
    // Only where there is a key condition: a filter by itself is one of Scan.
    if (out.condition_) {
      STATOR_TRY(db::table::check_filter(*out.condition_, table.keys));
    }
  }
  if (!filter.projection.empty()) {
    STATOR_ASSIGN(out.projection_, db::expression::Projection::parse(filter.projection, placeholders));
  }
  return out;
}

storage::KeyRange ItemFilter::range(const db::table::TableSchema& data) const {
  if (keys_) return db::table::query_range(data, nullptr, *keys_);
  return keyspace::table_range(keyspace::Space::kItem, data.id, 0);
}

db::model::MapView ItemFilter::project(db::model::MapView item, std::string* buffer) const {
  if (!projection_) return item;
  buffer->clear();
  projection_->project(item, buffer);
  return db::model::MapView(*buffer);
}

}  // namespace stator::transfer
