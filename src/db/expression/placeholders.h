// ExpressionAttributeNames and ExpressionAttributeValues of one request, with a record of which were used:
// AWS refuses unused ones (rule 59). One instance is shared by all expressions of one request, in AWS's
// order.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/expression/shared_string.h"
#include "db/model/error.h"
#include "db/model/value.h"

namespace stator::db::expression {

inline constexpr std::size_t kMaxExpressionBytes = 4096;  // rule 57
inline constexpr std::size_t kMaxPlaceholderBytes = 255;
inline constexpr std::size_t kMaxPlaceholderTotalBytes = 2 * 1024 * 1024;
inline constexpr std::size_t kMaxOperators = 300;
inline constexpr std::size_t kMaxInOperands = 100;

class Placeholders {
 public:
  struct Name {
    std::string placeholder;  // "#n"
    SharedString name;
    bool used = false;
  };
  struct Value {
    std::string placeholder;  // ":v"
    SharedString encoded;     // bytes of one value (value.h)
    bool used = false;
  };

  Placeholders() = default;
  Placeholders(std::vector<Name> names, std::vector<Value> values);

  // Checks that need no expression: syntax of the keys ("ExpressionAttributeNames contains invalid key:
  // Syntax error; key: \"x\""), lengths, total size. AWS does this before it parses the expressions.
  Result<base::Ok> check_keys() const;

  // Resolve and mark as used; nullptr when not defined.
  const SharedString* name(std::string_view placeholder);
  const SharedString* value(std::string_view placeholder);

  // "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}", or ok.
  Result<base::Ok> check_all_used() const;

 private:
  std::vector<Name> names_;
  std::vector<Value> values_;
};

}  // namespace stator::db::expression
