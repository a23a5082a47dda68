#include "db/expression/search_condition.h"

#include <algorithm>

#include "db/expression/ast.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;
using model::KeyAttribute;
using model::ValueView;

Error error(std::string_view message) { return validation_error(std::string(message)); }

bool is_combination(const ConditionNode& node) { return !node.children.empty(); }

// Operators before operands, operands before names (seen 2026-09, scylladb/scylladb#31181, of answers of
// AWS).
Result<base::Ok> check_operators(const ConditionNode& node) {
  if (node.op == Operator::kContains || node.op == Operator::kAttributeType)
    return error(messages::kSearchComparator);
  for (const Operand& operand : node.operands)
    if (operand.kind == Operand::Kind::kSizeOfPath) return error(messages::kSearchComparator);
  for (const ConditionNode& child : node.children) {
    STATOR_TRY(check_operators(child));
  }
  return base::Ok{};
}

Result<base::Ok> check_operands(const ConditionNode& node) {
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const Operand& operand = node.operands[i];
    const bool is_path = operand.kind == Operand::Kind::kPath;
    if (is_path != (i == 0)) return error(messages::kSearchConditionOperands);
    if (is_path && !operand.path.top_level()) return error(messages::kSearchConditionNested);
  }
  for (const ConditionNode& child : node.children) {
    STATOR_TRY(check_operands(child));
  }
  return base::Ok{};
}

const KeyAttribute* find(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [name](const KeyAttribute& each) { return each.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

class Binder {
 public:
  Binder(const std::vector<KeyAttribute>& hash, const std::vector<KeyAttribute>& filters)
      : hash_(hash), filters_(filters) {}

  Result<SearchCondition::Bound> bind(const ConditionNode& root) {
    STATOR_TRY(visit(root, true));
    if (!hash_.empty() && bound_.partition.empty())
      return error(fill(messages::kSearchConditionHash, {hash_.front().name}));
    return std::move(bound_);
  }

 private:
  // `certain`: what is said here holds for every result.
  Result<base::Ok> visit(const ConditionNode& node, bool certain) {
    if (is_combination(node)) {
      for (const ConditionNode& child : node.children) {
        STATOR_TRY(visit(child, certain && node.op == Operator::kAnd));
      }
      return base::Ok{};
    }
    const std::string& name = node.operands.front().path.root();
    const KeyAttribute* attribute = find(hash_, name);
    const bool is_hash = attribute != nullptr;
    if (!is_hash) attribute = find(filters_, name);
    if (attribute == nullptr) return error(fill(messages::kSearchConditionAttribute, {name}));
    for (std::size_t i = 1; i < node.operands.size(); ++i)
      if (ValueView(*node.operands[i].value).type() != attribute->type)
        return error(messages::kKeyConditionType);
    if (!is_hash) {
      bound_.filters = true;
      return base::Ok{};
    }
    if (!certain || node.op != Operator::kEqual || !bound_.partition.empty())
      return error(fill(messages::kSearchConditionHash, {name}));
    const ValueView value(*node.operands[1].value);
    if (value.type() != model::Type::kN && value.text().empty())
      return error(fill(messages::kEmptyKey, {value.type() == model::Type::kB ? "binary" : "string", name}));
    bound_.partition = *node.operands[1].value;
    return base::Ok{};
  }

  const std::vector<KeyAttribute>& hash_;
  const std::vector<KeyAttribute>& filters_;
  SearchCondition::Bound bound_;
};

}  // namespace

Result<SearchCondition> SearchCondition::parse(std::string_view text, Placeholders& placeholders) {
  STATOR_ASSIGN(Condition condition, Condition::parse(Kind::kSearchCondition, text, placeholders));
  STATOR_TRY(check_operators(condition.root()));
  STATOR_TRY(check_operands(condition.root()));
  return SearchCondition(std::move(condition));
}

Result<SearchCondition::Bound> SearchCondition::bind(const std::vector<KeyAttribute>& hash,
                                                     const std::vector<KeyAttribute>& filters) const {
  return Binder(hash, filters).bind(condition_.root());
}

}  // namespace stator::db::expression
