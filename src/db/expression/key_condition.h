// KeyConditionExpression: parsed without a table, then bound to the key schema of the table or index that is
// queried.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/condition.h"
#include "db/expression/shared_string.h"
#include "db/model/key_schema.h"

namespace stator::db::expression {

enum class SortOperator { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kBetween, kBeginsWith };

struct SortBound {
  SortOperator op;
  std::string low;   // encoded value; the only operand but for kBetween
  std::string high;  // encoded value; kBetween only
};

// What to read: one partition, and a contiguous slice of it.
struct BoundKeyCondition {
  std::vector<std::string> partition;   // encoded values, one per partition attribute
  std::vector<std::string> sort_equal;  // encoded values of the leading sort attributes that are fixed by =
  std::optional<SortBound> bound;       // on the sort attribute that follows them
};

class KeyCondition {
 public:
  // Checks what AWS checks before it looks at the table (rule 88): operators, one condition per attribute, no
  // nested paths, values only from placeholders, BETWEEN bounds in order ...
  static Result<KeyCondition> parse(std::string_view text, Placeholders& placeholders);

  // "Query condition missed key schema element: X", "Query key condition not supported", type mismatches
  // ("One or more parameter values were invalid: Condition parameter type does not match schema type"), empty
  // key values.
  Result<BoundKeyCondition> bind(const model::KeySchema& schema) const;

  struct Clause {
    SharedString name;
    bool equal = false;
    SortOperator op = SortOperator::kLess;
    SharedString low;
    SharedString high;
  };
  explicit KeyCondition(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {}

 private:
  std::vector<Clause> clauses_;
};

}  // namespace stator::db::expression
