// What a WHERE clause says about the keys of a table or index, and what is left of it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/expression/ast.h"
#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/model/error.h"
#include "db/model/key_schema.h"

namespace stator::db::statement {

using Where = std::optional<expression::ConditionNode>;

// One item: every key attribute is equal to a value.
struct FullKey {
  std::string key;  // encoded map
  Where rest;
};
// Nothing where a key attribute has no equality.
std::optional<FullKey> find_full_key(const Where& where, const model::KeySchema& keys);
// The same for a write: an error where it is nothing.
Result<FullKey> require_full_key(const Where& where, const model::KeySchema& keys);

// The partitions that a SELECT has to read. A condition on the sort key is part of each.
struct KeyRanges {
  std::vector<expression::KeyCondition::Clause> partitions;  // alternatives; empty = all of the table, a scan
  std::vector<expression::KeyCondition::Clause> common;      // for each of them
  Where rest;
  bool rest_names_keys = false;  // then it cannot be a filter of Query

  expression::KeyCondition condition(std::size_t partition) const;
};
// Errors: kValidation, too many values of the partition key.
Result<KeyRanges> find_key_ranges(const Where& where, const model::KeySchema& keys);

// A condition of its own from a part of a statement.
expression::Condition make_condition(expression::ConditionNode node);

}  // namespace stator::db::statement
