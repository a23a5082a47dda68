#include "db/expression/condition.h"

#include <set>

#include "db/expression/ast.h"
#include "db/expression/condition_parser.h"

namespace stator::db::expression {
namespace {

// QueryFilter may name a hundred thousand, and choose them: a set that hashes would suffer.
void collect_root_names(const ConditionNode& node, std::set<std::string_view>* seen,
                        std::vector<std::string_view>* names) {
  for (const Operand& operand : node.operands) {
    if (operand.kind == Operand::Kind::kValue) continue;
    const std::string_view name = operand.path.root();
    if (seen->insert(name).second) names->push_back(name);
  }
  for (const ConditionNode& child : node.children) collect_root_names(child, seen, names);
}

std::size_t cost_of(const ConditionNode& node) {
  std::size_t cost = 1 + node.operands.size();
  for (const ConditionNode& child : node.children) cost += cost_of(child);
  return cost;
}

}  // namespace

Result<Condition> Condition::parse(Kind kind, std::string_view text, Placeholders& placeholders) {
  STATOR_ASSIGN(ConditionNode root, ConditionParser(kind, text, placeholders).parse());
  return Condition(std::make_shared<const ConditionNode>(std::move(root)));
}

Condition::Condition(std::shared_ptr<const ConditionNode> root)
    : root_(std::move(root)), cost_(cost_of(*root_)) {}

std::vector<std::string_view> Condition::root_names() const {
  std::set<std::string_view> seen;
  std::vector<std::string_view> names;
  collect_root_names(*root_, &seen, &names);
  return names;
}

}  // namespace stator::db::expression
