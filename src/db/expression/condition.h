// Condition and filter expressions. Parsing and binding check everything that can be checked without an item,
// so evaluation is total: it answers true or false for any item and cannot fail. Immutable after parsing;
// thread-safe.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
#include "db/expression/placeholders.h"
#include "db/model/error.h"
#include "db/model/value.h"

namespace stator::db::expression {

// Named in error messages: "Invalid ConditionExpression: ...".
enum class Kind { kCondition, kFilter, kKeyCondition, kProjection, kUpdate, kSearchCondition };
std::string_view kind_name(Kind kind);

struct ConditionNode;  // ast.h

class Condition {
 public:
  // kind: kCondition or kFilter; kSearchCondition only for SearchCondition.
  static Result<Condition> parse(Kind kind, std::string_view text, Placeholders& placeholders);

  explicit Condition(std::shared_ptr<const ConditionNode> root);
  Condition(Condition&&) noexcept = default;
  Condition& operator=(Condition&&) noexcept = default;

  // An item that does not exist is the empty item.
  bool matches(model::ItemView item) const;

  // Top-level attribute names it reads (Query refuses key attributes in its filter: rule 88), in order of
  // appearance, each once.
  std::vector<std::string_view> root_names() const;

  // How many operators and operands an evaluation meets at most.
  std::size_t cost() const { return cost_; }

  const ConditionNode& root() const { return *root_; }

 private:
  std::shared_ptr<const ConditionNode> root_;
  std::size_t cost_;
};

}  // namespace stator::db::expression
