#include "db/statement/parser.h"

#include <array>
#include <memory>
#include <utility>

#include "db/expression/path_overlap.h"
#include "db/statement/condition_parser.h"
#include "messages/fill.h"
#include "messages/statements.h"
#include "messages/values.h"

namespace stator::db::statement {
namespace {

using expression::Path;
using expression::UpdateAction;
using expression::UpdateActionKind;
using expression::UpdateOperand;
using messages::fill;
using model::Type;
using model::ValueView;

constexpr std::array<std::string_view, 5> kAggregateFunctions = {"COUNT", "SUM", "AVG", "MIN", "MAX"};
constexpr std::array<std::string_view, 10> kClauses = {"AS",    "AT",  "BY",     "GROUP", "HAVING",
                                                       "LIMIT", "LET", "OFFSET", "UNION", "INTERSECT"};
constexpr std::array<std::string_view, 6> kJoins = {"JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "FULL"};

class StatementParser : private ConditionParser {
 public:
  StatementParser(std::string_view text, std::span<const std::string_view> parameters)
      : ConditionParser(text, parameters) {}

  Result<Statement> parse() {
    Statement statement;
    if (!parse_statement(&statement) || !finish() || has_error()) return take_error();
    if (!parameters_match()) return validation_error(std::string(messages::kParameterCount));
    return statement;
  }

 private:
  bool parse_statement(Statement* out) {
    if (accept_keyword("SELECT")) return parse_select(&out->emplace<Select>());
    if (accept_keyword("INSERT")) return parse_insert(&out->emplace<Insert>());
    if (accept_keyword("UPDATE")) return parse_update(&out->emplace<Update>());
    if (accept_keyword("DELETE")) return parse_delete(&out->emplace<Delete>());
    if (accept_keyword("EXISTS")) return parse_exists(&out->emplace<Exists>());
    return unexpected(messages::kExpectedStatement);
  }

  bool finish() {
    accept(TokenKind::kSemicolon);
    if (at(TokenKind::kEnd)) return true;
    if (at_any(kClauses)) return unsupported_clause();
    return unexpected(messages::kTokenAfterExpression);
  }

  template <typename Words>
  bool at_any(const Words& words) const {
    for (const std::string_view word : words)
      if (at_keyword(word)) return true;
    return false;
  }

  bool parse_where(std::optional<expression::ConditionNode>* out) {
    return !accept_keyword("WHERE") || parse_condition(&out->emplace());
  }

  // A table that is written to.
  bool parse_table(std::string* out) {
    if (!parse_name(out)) return false;
    if (at(TokenKind::kDot)) return fail(std::string(messages::kIndexNotAllowed));
    return true;
  }

  // ---- SELECT

  bool parse_select(Select* out) {
    if (at_keyword("DISTINCT") || at_keyword("VALUE")) return unsupported_clause();
    if (!accept(TokenKind::kStar) && !parse_columns(&out->columns)) return false;
    if (at_keyword("AS")) return unsupported_clause();
    if (!accept_keyword("FROM")) return unexpected(messages::kExpectedFrom);
    return parse_source(out) && parse_where(&out->where) && parse_order(&out->order);
  }

  bool parse_columns(std::vector<Path>* out) {
    do {
      if (at_call()) {
        if (at_any(kAggregateFunctions)) return fail(std::string(messages::kAggregates));
        return fail(fill(messages::kUnsupportedFunction, {current().text}));
      }
      if (!at(TokenKind::kWord) && !at(TokenKind::kQuoted)) return unexpected(messages::kUnexpectedTerm);
      if (!parse_path(&out->emplace_back())) return false;
    } while (accept(TokenKind::kComma));
    return true;
  }

  bool parse_source(Select* out) {
    const bool is_name = at(TokenKind::kWord) || at(TokenKind::kQuoted);
    if (!is_name)
      return at(TokenKind::kUnterminated) ? unexpected({}) : fail(std::string(messages::kFromSource));
    if (!parse_name(&out->table)) return false;
    if (accept(TokenKind::kDot) && !parse_name(&out->index)) return false;
    if (at(TokenKind::kComma) || at_any(kJoins)) return fail(std::string(messages::kFromSource));
    return true;
  }

  bool parse_order(std::vector<OrderTerm>* out) {
    if (!accept_keyword("ORDER")) return true;
    if (!accept_keyword("BY")) return unexpected(messages::kExpectedBy);
    do {
      OrderTerm& term = out->emplace_back();
      if (!parse_name(&term.name)) return false;
      term.descending = accept_keyword("DESC");
      if (!term.descending) accept_keyword("ASC");
    } while (accept(TokenKind::kComma));
    return true;
  }

  bool parse_exists(Exists* out) {
    if (!expect(TokenKind::kLeftParenthesis, "(")) return false;
    if (!accept_keyword("SELECT")) return unexpected(messages::kUnexpectedTerm);
    return parse_select(&out->select) && expect(TokenKind::kRightParenthesis, ")");
  }

  // ---- INSERT

  bool parse_insert(Insert* out) {
    if (!accept_keyword("INTO")) return unexpected(messages::kExpectedInto);
    if (!parse_table(&out->table)) return false;
    if (at(TokenKind::kLeftParenthesis)) {
      // A list of columns, as in SQL: AWS stumbles over the first keyword in it.
      while (!at(TokenKind::kEnd) && !(at(TokenKind::kWord) && is_reserved(current().text))) advance();
      return syntax_error(messages::kUnexpectedKeyword);
    }
    if (!accept_keyword("VALUE")) return unexpected(messages::kExpectedValue);
    if (!parse_value(&out->item)) return false;
    const ValueView item(out->item);
    if (item.type() != Type::kM) report(std::string(messages::kItemExpected));
    // Parameters may stand deep in literals.
    if (model::nesting_depth(item) > model::kMaxNestingDepth + 1)
      report(std::string(messages::kNestingTooDeep));
    return true;
  }

  // ---- UPDATE

  bool parse_update(Update* out) {
    if (!parse_table(&out->table)) return false;
    if (!at_keyword("SET") && !at_keyword("REMOVE")) return unexpected(messages::kExpectedStatement);
    std::vector<Path> paths;
    std::vector<UpdateAction> actions;
    while (at_keyword("SET") || at_keyword("REMOVE")) {
      const bool set = at_keyword("SET");
      advance();
      do {
        if (!parse_path(&paths.emplace_back())) return false;
        UpdateAction& action = actions.emplace_back();
        action.kind = set ? UpdateActionKind::kSet : UpdateActionKind::kRemove;
        if (set && !parse_assignment(paths.back(), &action)) return false;
      } while (accept(TokenKind::kComma));
    }
    if (!parse_where(&out->where) || !parse_returning(&out->returning)) return false;
    auto plan = std::make_shared<expression::UpdatePlan>(std::move(paths), std::move(actions));
    if (auto wrong = expression::check_overlap(plan->paths, plan->order)) report(std::move(*wrong));
    out->plan = std::move(plan);
    return true;
  }

  bool parse_assignment(const Path& target, UpdateAction* out) {
    if (!accept(TokenKind::kEqual)) return unexpected(messages::kExpectedEqual);
    const bool adds = at_call() && at_keyword("SET_ADD");
    if (!adds && !(at_call() && at_keyword("SET_DELETE"))) return parse_sum(&out->operand);
    const std::string name(current().text);
    advance();
    advance();
    Path path;
    std::string value;
    if (!parse_path(&path) || !expect(TokenKind::kComma, ",") || !parse_value(&value)) return false;
    const bool fits = path == target && model::is_set(ValueView(value).type());
    out->operand.value = std::move(value);
    if (!fits) report(fill(messages::kSetFunction, {name}));
    out->kind = adds ? UpdateActionKind::kAdd : UpdateActionKind::kDelete;
    return expect(TokenKind::kRightParenthesis, ")");
  }

  bool parse_sum(UpdateOperand* out) {
    if (!parse_term(out)) return false;
    for (int terms = 1; at(TokenKind::kPlus) || at(TokenKind::kMinus); ++terms) {
      if (terms > kMaxParseDepth)
        return syntax_error(messages::kStatementTooDeep);  // the tree leans to the left
      UpdateOperand sum;
      sum.kind = at(TokenKind::kPlus) ? UpdateOperand::Kind::kAdd : UpdateOperand::Kind::kSubtract;
      advance();
      sum.arguments.resize(2);
      sum.arguments[0] = std::move(*out);
      if (!parse_term(&sum.arguments[1])) return false;
      *out = std::move(sum);
    }
    return true;
  }

  bool parse_term(UpdateOperand* out) {
    if (at(TokenKind::kLeftParenthesis)) {
      const expression::ParseDepth level(&depth_);
      if (too_deep()) return false;
      advance();
      return parse_sum(out) && expect(TokenKind::kRightParenthesis, ")");
    }
    if (at_call()) return parse_list_append(out);
    if (at_value()) {
      std::string value;
      if (!parse_value(&value)) return false;
      out->value = std::move(value);
      return true;
    }
    if (!at(TokenKind::kWord) && !at(TokenKind::kQuoted)) return unexpected(messages::kUnexpectedTerm);
    out->kind = UpdateOperand::Kind::kPath;
    return parse_path(&out->path);
  }

  bool parse_list_append(UpdateOperand* out) {
    if (!at_keyword("LIST_APPEND")) return fail(fill(messages::kUnsupportedFunction, {current().text}));
    const expression::ParseDepth level(&depth_);
    if (too_deep()) return false;
    advance();
    advance();
    out->kind = UpdateOperand::Kind::kListAppend;
    out->arguments.resize(2);
    return parse_sum(&out->arguments[0]) && expect(TokenKind::kComma, ",") && parse_sum(&out->arguments[1]) &&
           expect(TokenKind::kRightParenthesis, ")");
  }

  // ---- DELETE

  bool parse_delete(Delete* out) {
    if (!accept_keyword("FROM")) return unexpected(messages::kExpectedFrom);
    if (!parse_table(&out->table) || !parse_where(&out->where) || !parse_returning(&out->returning))
      return false;
    const bool allowed = out->returning == Returning::kNothing || out->returning == Returning::kAllOld;
    if (!allowed) report(std::string(messages::kDeleteReturning));
    return true;
  }

  bool parse_returning(Returning* out) {
    if (!accept_keyword("RETURNING")) return true;
    const bool all = accept_keyword("ALL");
    if (!all && !accept_keyword("MODIFIED")) return unexpected(messages::kExpectedReturning);
    const bool old = accept_keyword("OLD");
    if (!old && !accept_keyword("NEW")) return unexpected(messages::kExpectedReturning);
    if (!accept(TokenKind::kStar)) return unexpected(messages::kExpectedReturning);
    if (all) {
      *out = old ? Returning::kAllOld : Returning::kAllNew;
    } else {
      *out = old ? Returning::kModifiedOld : Returning::kModifiedNew;
    }
    return true;
  }
};

}  // namespace

const std::string& table_name(const Statement& statement) {
  if (const auto* exists = std::get_if<Exists>(&statement)) return exists->select.table;
  if (const auto* select = std::get_if<Select>(&statement)) return select->table;
  if (const auto* insert = std::get_if<Insert>(&statement)) return insert->table;
  if (const auto* update = std::get_if<Update>(&statement)) return update->table;
  return std::get<Delete>(statement).table;
}

Result<Statement> parse(std::string_view text, std::span<const std::string_view> parameters) {
  if (text.size() > kMaxStatementBytes) return validation_error(std::string(messages::kStatementTooLong));
  return StatementParser(text, parameters).parse();
}

}  // namespace stator::db::statement
