// The checks of operands that need no item, shared by the texts and the legacy parameters. Each answers AWS's
// text (without "Invalid ...Expression: ") of what is wrong, or nothing.
#pragma once

#include <optional>
#include <string>

#include "db/expression/ast.h"

namespace stator::db::expression {

// Also fills in what evaluation needs (ConditionNode::type). An operand with an empty value (an undefined
// placeholder, reported elsewhere) passes.
std::optional<std::string> check_operands(ConditionNode* node);

// size(operand) as an operand. The size of a value is a constant.
std::optional<std::string> make_size_operand(Operand of, Operand* out);

// As AWS prints operands in messages: "AttributeValue: {S:b}".
std::string value_debug_string(const model::ValueView& value);

}  // namespace stator::db::expression
