// What PartiQL statements are parsed into. Parameters are filled in, and conditions and updates are the trees
// of the expressions (db/expression/ast.h), so that both languages are evaluated by the same code.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "db/expression/ast.h"

namespace stator::db::statement {

struct OrderTerm {  // of ORDER BY
  std::string name;
  bool descending = false;
};

struct Select {
  std::string table;
  std::string index;                      // empty = the table itself
  std::vector<expression::Path> columns;  // empty = *
  std::optional<expression::ConditionNode> where;
  std::vector<OrderTerm> order;
};

struct Insert {
  std::string table;
  std::string item;  // encoded map
};

enum class Returning : std::uint8_t { kNothing, kAllOld, kModifiedOld, kAllNew, kModifiedNew };

struct Update {
  std::string table;
  std::shared_ptr<const expression::UpdatePlan> plan;  // shared with the expression::Update made of it
  std::optional<expression::ConditionNode> where;
  Returning returning = Returning::kNothing;
};

struct Delete {
  std::string table;
  std::optional<expression::ConditionNode> where;
  Returning returning = Returning::kNothing;  // kNothing or kAllOld
};

// EXISTS(SELECT ...): a condition check of a transaction.
struct Exists {
  Select select;
};

using Statement = std::variant<Select, Insert, Update, Delete, Exists>;

const std::string& table_name(const Statement& statement);
inline bool is_select(const Statement& statement) { return std::holds_alternative<Select>(statement); }

}  // namespace stator::db::statement
