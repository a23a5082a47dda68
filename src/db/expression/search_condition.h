// SearchConditionExpression: parsed without a table, then bound to the search schema of a vector index.
// Immutable after parsing; thread-safe.
//
// AWS's texts of mid-2026 allow "=" and AND only (API_SearchVectors); its reference of the expression
// (VectorSearchFilterReference) has Boolean combinations, IN and BETWEEN. This is the larger language:
// comparisons, BETWEEN, IN, begins_with, attribute_exists and attribute_not_exists on top-level attributes of
// the search schema, with AND, OR and NOT. contains(), size() and attribute_type() are refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/expression/condition.h"
#include "db/model/key_schema.h"

namespace stator::db::expression {

class SearchCondition {
 public:
  // Checks what needs no index: operators, no nested paths, an attribute on the left and values on the right.
  // Errors: kValidation.
  static Result<SearchCondition> parse(std::string_view text, Placeholders& placeholders);

  struct Bound {
    std::string partition;  // the encoded value that HASH is to have; empty: the index has none
    bool filters = false;   // the condition asks for more than that
  };
  // `hash` is the HASH of the search schema: at most one. It must be fixed by "=", once, in no OR and no NOT.
  // Errors: kValidation (another attribute, a value of another type).
  Result<Bound> bind(const std::vector<model::KeyAttribute>& hash,
                     const std::vector<model::KeyAttribute>& filters) const;

  const Condition& condition() const { return condition_; }

 private:
  explicit SearchCondition(Condition condition) : condition_(std::move(condition)) {}

  Condition condition_;
};

}  // namespace stator::db::expression
