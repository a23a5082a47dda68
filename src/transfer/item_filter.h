// The filter of an export (S3DataExport.Filtered): a key condition by the rules of Query, a filter and a
// projection by those of Scan. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/model/error.h"
#include "db/table/schema.h"
#include "storage/engine.h"
#include "transfer/jobs.h"

namespace stator::transfer {

class ItemFilter {
 public:
  ItemFilter() = default;  // lets everything through
  // Errors: those of Query and Scan.
  static db::Result<ItemFilter> parse(const ExportFilter& filter, const db::table::TableSchema& table);

  // Where the items are that the key condition takes, in `data` of the table's keys.
  storage::KeyRange range(const db::table::TableSchema& data) const;
  bool matches(db::model::MapView item) const { return !condition_ || condition_->matches(item); }
  // Of an item that matches, in `buffer` if it is not all of it.
  db::model::MapView project(db::model::MapView item, std::string* buffer) const;

 private:
  std::optional<db::expression::BoundKeyCondition> keys_;
  std::optional<db::expression::Condition> condition_;
  std::optional<db::expression::Projection> projection_;
};

}  // namespace stator::transfer
