#include "db/statement/where.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "db/model/value_writer.h"
#include "db/statement/parser.h"
#include "messages/fill.h"
#include "messages/statements.h"

namespace stator::db::statement {
namespace {

using expression::ConditionNode;
using expression::Operand;
using expression::Operator;
using expression::SortOperator;
using model::KeyAttribute;
using Clause = expression::KeyCondition::Clause;

bool is_attribute(const Operand& operand, std::string_view name) {
  return operand.kind == Operand::Kind::kPath && operand.path.top_level() && operand.path.root() == name;
}
bool is_value(const Operand& operand) { return operand.kind == Operand::Kind::kValue; }

// The conditions that must all hold.
void collect(const ConditionNode& node, Operator op, std::vector<const ConditionNode*>* out) {
  if (node.op != op) {
    out->push_back(&node);
    return;
  }
  for (const ConditionNode& child : node.children) collect(child, op, out);
}

// The value that the condition wants the attribute to be equal to.
const std::string* equal_value(const ConditionNode& node, std::string_view name) {
  if (node.op != Operator::kEqual) return nullptr;
  const Operand& left = node.operands[0];
  const Operand& right = node.operands[1];
  if (is_attribute(left, name) && is_value(right)) return &*right.value;
  return is_attribute(right, name) && is_value(left) ? &*left.value : nullptr;
}

// "name IN [...]", or "name = a OR name = b". Empty where the condition is something else.
std::vector<std::string> alternatives(const ConditionNode& node, std::string_view name) {
  std::vector<std::string> values;
  if (node.op == Operator::kOr) {
    std::vector<const ConditionNode*> choices;
    collect(node, Operator::kOr, &choices);
    for (const ConditionNode* choice : choices) {
      const std::string* value = equal_value(*choice, name);
      if (value == nullptr) return {};
      values.push_back(*value);
    }
  } else if (node.op == Operator::kIn && is_attribute(node.operands[0], name)) {
    for (std::size_t i = 1; i < node.operands.size(); ++i) {
      if (!is_value(node.operands[i])) return {};
      values.push_back(*node.operands[i].value);
    }
  }
  std::vector<std::string> distinct;
  for (std::string& value : values)
    if (std::find(distinct.begin(), distinct.end(), value) == distinct.end())
      distinct.push_back(std::move(value));
  return distinct;
}

std::optional<SortOperator> sort_operator(Operator op, bool mirrored) {
  switch (op) {
    case Operator::kLess:
      return mirrored ? SortOperator::kGreater : SortOperator::kLess;
    case Operator::kLessOrEqual:
      return mirrored ? SortOperator::kGreaterOrEqual : SortOperator::kLessOrEqual;
    case Operator::kGreater:
      return mirrored ? SortOperator::kLess : SortOperator::kGreater;
    case Operator::kGreaterOrEqual:
      return mirrored ? SortOperator::kLessOrEqual : SortOperator::kGreaterOrEqual;
    case Operator::kBetween:
      return mirrored ? std::nullopt : std::optional(SortOperator::kBetween);
    case Operator::kBeginsWith:
      return mirrored ? std::nullopt : std::optional(SortOperator::kBeginsWith);
    default:
      return std::nullopt;
  }
}

// A slice of the attribute's order.
std::optional<Clause> bound(const ConditionNode& node, std::string_view name) {
  if (node.operands.size() < 2) return std::nullopt;
  const bool mirrored = is_value(node.operands[0]) && is_attribute(node.operands[1], name);
  if (!mirrored && !is_attribute(node.operands[0], name)) return std::nullopt;
  const std::optional<SortOperator> op = sort_operator(node.op, mirrored);
  if (!op) return std::nullopt;
  const Operand& low = node.operands[mirrored ? 0 : 1];
  if (!is_value(low)) return std::nullopt;
  Clause clause{std::string(name), false, *op, low.value, {}};
  if (*op == SortOperator::kBetween) {
    if (!is_value(node.operands[2])) return std::nullopt;
    clause.high = node.operands[2].value;
  }
  return clause;
}

Clause equal_clause(const KeyAttribute& attribute, std::string value) {
  return {attribute.name, true, SortOperator::kLess, std::move(value), {}};
}

// Conditions of a WHERE clause, of which those about the key are taken out.
class Conjunction {
 public:
  explicit Conjunction(const Where& where) {
    if (where) collect(*where, Operator::kAnd, &conditions_);
  }

  const std::string* take_equal(std::string_view name) {
    for (auto it = conditions_.begin(); it != conditions_.end(); ++it) {
      const std::string* value = equal_value(**it, name);
      if (value == nullptr) continue;
      conditions_.erase(it);
      return value;
    }
    return nullptr;
  }

  std::vector<std::string> take_alternatives(std::string_view name) {
    for (auto it = conditions_.begin(); it != conditions_.end(); ++it) {
      std::vector<std::string> values = alternatives(**it, name);
      if (values.empty()) continue;
      conditions_.erase(it);
      return values;
    }
    return {};
  }

  std::optional<Clause> take_bound(std::string_view name) {
    for (auto it = conditions_.begin(); it != conditions_.end(); ++it) {
      std::optional<Clause> clause = bound(**it, name);
      if (!clause) continue;
      conditions_.erase(it);
      return clause;
    }
    return std::nullopt;
  }

  Where rest() const {
    if (conditions_.empty()) return std::nullopt;
    if (conditions_.size() == 1) return *conditions_.front();
    ConditionNode node;
    node.op = Operator::kAnd;
    for (const ConditionNode* condition : conditions_) node.children.push_back(*condition);
    return node;
  }

 private:
  std::vector<const ConditionNode*> conditions_;
};

bool names_keys(const Where& where, const model::KeySchema& keys) {
  if (!where) return false;
  const auto condition = make_condition(*where);
  const auto names = condition.root_names();
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return keys.contains(name); });
}

// Sort attributes from left to right without gaps; only the last may be a slice (rule 43).
void take_sort_clauses(const model::KeySchema& keys, Conjunction* conditions, std::vector<Clause>* out) {
  for (const KeyAttribute& attribute : keys.sort) {
    if (const std::string* value = conditions->take_equal(attribute.name)) {
      out->push_back(equal_clause(attribute, *value));
      continue;
    }
    if (auto slice = conditions->take_bound(attribute.name)) out->push_back(std::move(*slice));
    return;
  }
}

}  // namespace

expression::Condition make_condition(ConditionNode node) {
  return expression::Condition(std::make_shared<const ConditionNode>(std::move(node)));
}

std::optional<FullKey> find_full_key(const Where& where, const model::KeySchema& keys) {
  Conjunction conditions(where);
  FullKey full;
  model::ValueWriter writer(&full.key);
  writer.begin_map();
  for (const auto* attributes : {&keys.partition, &keys.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      const std::string* value = conditions.take_equal(attribute.name);
      if (value == nullptr) return std::nullopt;
      writer.name(attribute.name);
      writer.value(model::ValueView(*value));
    }
  }
  writer.end_map();
  full.rest = conditions.rest();
  return full;
}

Result<FullKey> require_full_key(const Where& where, const model::KeySchema& keys) {
  auto full = find_full_key(where, keys);
  if (!full) return validation_error(std::string(messages::kKeyNotEqual));
  return std::move(*full);
}

expression::KeyCondition KeyRanges::condition(std::size_t partition) const {
  std::vector<Clause> clauses;
  if (!partitions.empty()) clauses.push_back(partitions[partition]);
  clauses.insert(clauses.end(), common.begin(), common.end());
  return expression::KeyCondition(std::move(clauses));
}

Result<KeyRanges> find_key_ranges(const Where& where, const model::KeySchema& keys) {
  KeyRanges ranges;
  Conjunction conditions(where);
  // Of several partition attributes all but the first need one value.
  for (std::size_t i = 1; i < keys.partition.size(); ++i) {
    const std::string* value = conditions.take_equal(keys.partition[i].name);
    if (value == nullptr) return KeyRanges{{}, {}, where, false};
    ranges.common.push_back(equal_clause(keys.partition[i], *value));
  }
  const KeyAttribute& first = keys.partition.front();
  if (const std::string* value = conditions.take_equal(first.name)) {
    ranges.partitions.push_back(equal_clause(first, *value));
  } else {
    std::vector<std::string> values = conditions.take_alternatives(first.name);
    if (values.empty()) return KeyRanges{{}, {}, where, false};
    if (values.size() > kMaxPartitionInValues) {
      return validation_error(
          messages::fill(messages::kTooManyHashValues,
                         {std::to_string(kMaxPartitionInValues), std::to_string(values.size())}));
    }
    for (std::string& value : values) ranges.partitions.push_back(equal_clause(first, std::move(value)));
  }
  take_sort_clauses(keys, &conditions, &ranges.common);
  ranges.rest = conditions.rest();
  ranges.rest_names_keys = names_keys(ranges.rest, keys);
  return ranges;
}

}  // namespace stator::db::statement
