// One write of one item before it is planned: what it asks, decided on the item before. Pure; serves single
// writes and transactions alike.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "db/table/database.h"
#include "db/table/write_plan.h"

namespace stator::db::table {

// The request that it points to outlives the write.
using WriteIntent = std::variant<const PutRequest*, const UpdateRequest*, const DeleteRequest*>;

const WriteOptions& options_of(const WriteIntent& intent);
// The item or key with the table's key attributes.
model::ItemView key_source(const WriteIntent& intent);
bool is_update(const WriteIntent& intent);

// Whether the condition holds; without an item it sees the empty item. No condition always holds.
bool holds(const expression::Condition* condition, const std::optional<model::ItemView>& item);
// The error of a condition that does not hold, with the item where that was asked for.
Error condition_failed(const WriteOptions& options, const std::optional<model::ItemView>& item);

// An update must not touch the table's key (rule 77). `update` may be nullptr.
Result<base::Ok> check_updated_paths(const TableSchema& table, const expression::Update* update);

struct IntendedWrite {
  std::shared_ptr<const std::string> image;  // the item afterwards; nullptr = there is none
  WritePlan plan;
};

// What IntendedWrite::image is, as a view.
inline std::optional<model::ItemView> image_of(const IntendedWrite& write) {
  if (write.image == nullptr) return std::nullopt;
  return model::ItemView(*write.image);
}

// The new item and the plan that makes it. The condition is the caller's business. Errors: kValidation with
// AWS's text (wrong operand, path not there, too large, index key of another type).
Result<IntendedWrite> plan_intent(const TableSchema& table, const WriteIntent& intent, std::string_view key,
                                  storage::CommitVersion version,
                                  const std::optional<model::ItemView>& before, change::Cause cause);

}  // namespace stator::db::table
