// Update expression text to a bound plan (rules 71, 74, 75).
#include <array>

#include "db/expression/ast.h"
#include "db/expression/parser.h"
#include "db/expression/path_overlap.h"
#include "db/expression/update.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;
using model::Type;
using model::ValueView;

constexpr std::array<std::string_view, 4> kSections = {"SET", "REMOVE", "ADD",
                                                       "DELETE"};  // as UpdateActionKind

// Type names as AWS prints them for ADD and DELETE, in the order of Type.
constexpr std::array<std::string_view, 10> kLongTypeNames = {
    "STRING", "NUMBER", "BINARY", "BOOLEAN", "NULL", "MAP", "LIST", "STRING_SET", "NUMBER_SET", "BINARY_SET"};

bool is_section_word(const Token& token) {
  for (const std::string_view section : kSections)
    if (is_keyword(token, section)) return true;
  return false;
}

// The type that an operand has whatever the item is.
std::optional<Type> static_type(const UpdateOperand& operand) {
  switch (operand.kind) {
    case UpdateOperand::Kind::kValue:
      if (operand.value->empty()) return std::nullopt;
      return ValueView(*operand.value).type();
    case UpdateOperand::Kind::kListAppend:
      return Type::kL;
    case UpdateOperand::Kind::kAdd:
    case UpdateOperand::Kind::kSubtract:
      return Type::kN;
    case UpdateOperand::Kind::kPath:
    case UpdateOperand::Kind::kIfNotExists:
      return std::nullopt;
  }
  return std::nullopt;
}

class UpdateParser : private Parser {
 public:
  UpdateParser(std::string_view text, Placeholders& placeholders)
      : Parser(Kind::kUpdate, text, placeholders) {}

  Result<UpdatePlan> parse() {
    paths_.reserve(4);
    actions_.reserve(4);
    if (!begin() || !parse_sections() || has_error()) return take_error();
    UpdatePlan plan(std::move(paths_), std::move(actions_));
    if (auto wrong = check_overlap(plan.paths, plan.order)) report(Check::kOperands, std::move(*wrong));
    if (has_error()) return take_error();
    return plan;
  }

 private:
  bool parse_sections() {
    std::array<bool, kSections.size()> seen{};
    while (current().kind != TokenKind::kEnd) {
      std::size_t section = 0;
      while (section < kSections.size() && !is_keyword(current(), kSections[section])) ++section;
      if (section == kSections.size()) return syntax_error();
      if (seen[section]) report(Check::kStructure, fill(messages::kSectionRepeated, {kSections[section]}));
      seen[section] = true;
      advance();
      do {
        if (!parse_action(static_cast<UpdateActionKind>(section))) return false;
      } while (accept(TokenKind::kComma));
    }
    return true;
  }

  bool parse_action(UpdateActionKind kind) {
    UpdateAction& action = actions_.emplace_back();
    action.kind = kind;
    if (is_section_word(current())) return syntax_error();
    if (!parse_path(&paths_.emplace_back())) return false;
    switch (kind) {
      case UpdateActionKind::kSet:
        return expect(TokenKind::kEqual) && parse_sum(&action.operand);
      case UpdateActionKind::kRemove:
        return true;
      case UpdateActionKind::kAdd:
      case UpdateActionKind::kDelete:
        break;
    }
    if (current().kind != TokenKind::kValue) return syntax_error();
    action.operand.value = parse_value();
    check_action_value(kind, *action.operand.value);
    return true;
  }

  void check_action_value(UpdateActionKind kind, const std::string& value) {
    if (value.empty()) return;
    const Type type = ValueView(value).type();
    const bool is_add = kind == UpdateActionKind::kAdd;
    if (model::is_set(type) || (is_add && type == Type::kN)) return;
    report(Check::kOperands,
           fill(messages::kActionOperandType,
                {kSections[static_cast<std::size_t>(kind)], kLongTypeNames[static_cast<std::size_t>(type)],
                 is_add ? messages::kTypeSetAdd : messages::kTypeSetDelete}));
  }

  // operand [ (+|-) operand ]: one operator, no chains.
  bool parse_sum(UpdateOperand* out) {
    UpdateOperand left;
    if (!parse_operand(&left)) return false;
    const bool plus = current().kind == TokenKind::kPlus;
    if (!plus && current().kind != TokenKind::kMinus) {
      *out = std::move(left);
      return true;
    }
    const std::string_view sign = current().text;
    count_operator();
    advance();
    UpdateOperand right;
    if (!parse_operand(&right)) return false;
    group_ = false;
    check_type(sign, left, Type::kN);
    check_type(sign, right, Type::kN);
    out->kind = plus ? UpdateOperand::Kind::kAdd : UpdateOperand::Kind::kSubtract;
    out->arguments.reserve(2);
    out->arguments.push_back(std::move(left));
    out->arguments.push_back(std::move(right));
    return true;
  }

  bool parse_operand(UpdateOperand* out) {
    if (current().kind == TokenKind::kLeftParenthesis) return parse_group(out);
    if (at_function()) return parse_call(out);
    group_ = false;
    if (current().kind == TokenKind::kValue) {
      out->value = parse_value();
      return true;
    }
    if (is_section_word(current())) return syntax_error();
    out->kind = UpdateOperand::Kind::kPath;
    return parse_path(&out->path);
  }

  bool parse_group(UpdateOperand* out) {
    const ParseDepth level(&depth_);
    if (too_deep()) return false;
    advance();
    group_ = false;
    if (!parse_sum(out) || !expect(TokenKind::kRightParenthesis)) return false;
    if (group_) report(Check::kStructure, std::string(messages::kRedundantParentheses));
    group_ = true;
    return true;
  }

  bool parse_call(UpdateOperand* out) {
    const ParseDepth level(&depth_);
    count_operator();
    if (too_deep()) return false;
    const std::string_view name = current().text;
    advance();
    advance();
    std::vector<UpdateOperand> arguments;
    arguments.reserve(2);
    do {
      if (!parse_operand(&arguments.emplace_back())) return false;
    } while (accept(TokenKind::kComma));
    if (!expect(TokenKind::kRightParenthesis)) return false;
    make_call(name, std::move(arguments), out);
    group_ = false;
    return true;
  }

  void make_call(std::string_view name, std::vector<UpdateOperand> arguments, UpdateOperand* out) {
    const bool is_append = name == "list_append";
    if (!is_append && name != "if_not_exists") {
      report(Check::kStructure,
             fill(is_condition_function(name) ? messages::kFunctionNotInUpdate : messages::kInvalidFunction,
                  {name}));
      return;
    }
    if (arguments.size() != 2) {
      report(Check::kOperands, fill(messages::kOperandCount, {name, std::to_string(arguments.size())}));
      return;
    }
    if (is_append) {
      for (const UpdateOperand& argument : arguments) check_type(name, argument, Type::kL);
      out->kind = UpdateOperand::Kind::kListAppend;
      out->arguments = std::move(arguments);
      return;
    }
    if (arguments[0].kind != UpdateOperand::Kind::kPath)
      report(Check::kOperands, fill(messages::kPathRequired, {name}));
    out->kind = UpdateOperand::Kind::kIfNotExists;
    out->path = std::move(arguments[0].path);
    out->arguments.push_back(std::move(arguments[1]));
  }

  static bool is_condition_function(std::string_view name) {
    return name == "size" || name == "attribute_exists" || name == "attribute_not_exists" ||
           name == "attribute_type" || name == "begins_with" || name == "contains";
  }

  void check_type(std::string_view name, const UpdateOperand& operand, Type wanted) {
    const std::optional<Type> type = static_type(operand);
    if (type && *type != wanted)
      report(Check::kOperands, fill(messages::kOperandType, {name, model::type_name(*type)}));
  }

  std::vector<Path> paths_;
  std::vector<UpdateAction> actions_;
  bool group_ = false;  // what was parsed last is a group in parentheses
};

std::size_t paths_in(const UpdateOperand& operand) {
  std::size_t count = operand.path.elements.empty() ? 0 : 1;
  for (const UpdateOperand& argument : operand.arguments) count += paths_in(argument);
  return count;
}

}  // namespace

UpdatePlan::UpdatePlan(std::vector<Path> paths_in_order, std::vector<UpdateAction> actions_in_order)
    : paths(std::move(paths_in_order)),
      actions(std::move(actions_in_order)),
      order(order_of_paths(paths)),
      lookups(paths.size()) {
  for (const UpdateAction& action : actions) lookups += paths_in(action.operand);
}

Result<Update> Update::parse(std::string_view text, Placeholders& placeholders) {
  STATOR_ASSIGN(UpdatePlan plan, UpdateParser(text, placeholders).parse());
  return Update(std::make_shared<const UpdatePlan>(std::move(plan)));
}

}  // namespace stator::db::expression
