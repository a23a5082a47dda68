// What expressions, and the legacy parameters, are parsed into. The trees are bound: placeholders are
// resolved and every check that needs no item is done, so that evaluation has no malformed case left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
#include "db/expression/shared_string.h"
#include "db/model/value.h"

namespace stator::db::expression {

// A condition nests at most this deep: each of 300 operators (NOT) may stand in parentheses of its own.
// Evaluation and destruction of a tree recurse.
inline constexpr int kMaxParseDepth = 640;

// ---- conditions

enum class Operator : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kBetween,             // operands: value, low, high
  kIn,                  // operands: value, one or more candidates
  kAttributeExists,     // operand: path
  kAttributeNotExists,  // operand: path
  kAttributeType,       // operand: path; see ConditionNode::type
  kBeginsWith,          // operands: value, prefix
  kContains,            // operands: container, element
  kAnd,                 // two or more children
  kOr,                  // two or more children
  kNot,                 // one child
};

// As AWS prints it: "=", "BETWEEN", "attribute_exists" ...
std::string_view operator_name(Operator op);

struct Operand {
  enum class Kind : std::uint8_t { kPath, kValue, kSizeOfPath };
  Kind kind = Kind::kValue;
  Path path;           // kPath, kSizeOfPath
  SharedString value;  // kValue: encoded

  static Operand of_path(Path path) { return {Kind::kPath, std::move(path), {}}; }
  static Operand of_value(SharedString encoded) { return {Kind::kValue, {}, std::move(encoded)}; }
  static Operand of_size(Path path) { return {Kind::kSizeOfPath, std::move(path), {}}; }
};

struct ConditionNode {
  Operator op = Operator::kEqual;
  model::Type type = model::Type::kS;   // kAttributeType only: the type asked for
  std::vector<Operand> operands;        // comparisons and functions
  std::vector<ConditionNode> children;  // kAnd, kOr, kNot
};

// What size() answers for a value; nothing for types without a size (N, BOOL, NULL).
std::optional<std::size_t> size_of(const model::ValueView& value);

// ---- updates

struct UpdateOperand {
  enum class Kind : std::uint8_t {
    kPath,
    kValue,
    kIfNotExists,  // path and one argument
    kListAppend,   // two arguments
    kAdd,          // two arguments
    kSubtract,     // two arguments
  };
  Kind kind = Kind::kValue;
  Path path;           // kPath, kIfNotExists
  SharedString value;  // kValue: encoded
  std::vector<UpdateOperand> arguments;
};

enum class UpdateActionKind : std::uint8_t { kSet, kRemove, kAdd, kDelete };

struct UpdateAction {
  UpdateActionKind kind = UpdateActionKind::kSet;
  UpdateOperand operand;  // not for kRemove; for kAdd and kDelete a kValue
};

struct UpdatePlan {
  // One path an action. The paths must not overlap (path_overlap.h).
  UpdatePlan(std::vector<Path> paths, std::vector<UpdateAction> actions);

  std::vector<Path> paths;            // in order of appearance
  std::vector<UpdateAction> actions;  // actions[i] is done to paths[i]
  std::vector<std::uint32_t> order;   // order_of_paths(paths)
  std::size_t lookups;                // how often an evaluation looks for a path, at most
  // From AttributeUpdates: AWS words type errors of ADD and DELETE differently there.
  bool legacy = false;
};

}  // namespace stator::db::expression
