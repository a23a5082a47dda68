// The expressions of one request with their placeholders, and the rules about which parameters go together
// (rules 57-60).
//
//   RequestExpressions expressions(Envelope::kValidation);
//   STATOR_TRY(expressions.open(names, values, {{"ConditionExpression", request.condition_expression}}));
//   STATOR_ASSIGN(auto condition, expressions.condition(Kind::kCondition, request.condition_expression));
//   STATOR_TRY(expressions.close());
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/expression/search_condition.h"
#include "db/expression/update.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

struct ParameterPresence {
  std::string_view name;
  bool present;
};

// "Can not use both expression and non-expression parameters in the same request: ..." where one of each is
// there.
aws::Result<base::Ok> refuse_mixed(Envelope envelope, std::initializer_list<ParameterPresence> legacy,
                                   std::initializer_list<ParameterPresence> expressions);

class RequestExpressions {
 public:
  // What to say of names and values where no expression could use them.
  enum class Idle { kRefused, kAllowed };

  explicit RequestExpressions(Envelope envelope, Idle idle = Idle::kRefused)
      : envelope_(envelope), idle_(idle) {}

  // Takes names and values out of the request. `with_values` are the expressions that may use values: values
  // are refused where all of them are absent, names where also `has_other` (a projection) is false.
  aws::Result<base::Ok> open(std::optional<Map<std::string>>& names,
                             std::optional<Map<AttributeValue>>& values,
                             std::initializer_list<ParameterPresence> with_values, bool has_other = false);

  // Nothing for an absent text.
  aws::Result<std::optional<db::expression::Condition>> condition(db::expression::Kind kind,
                                                                  const std::optional<std::string>& text);
  aws::Result<std::optional<db::expression::KeyCondition>> key_condition(
      const std::optional<std::string>& text);
  aws::Result<std::optional<db::expression::SearchCondition>> search_condition(
      const std::optional<std::string>& text);
  // From either of the two; at most one is there.
  aws::Result<std::optional<db::expression::Projection>> projection(
      const std::optional<std::string>& text,
      const std::optional<std::vector<std::string>>& attributes_to_get);
  aws::Result<std::optional<db::expression::Update>> update(const std::optional<std::string>& text);

  // Refuses placeholders that no expression used.
  aws::Result<base::Ok> close() const;

 private:
  Envelope envelope_;
  Idle idle_;
  bool may_stay_unused_ = false;
  db::expression::Placeholders placeholders_;
};

// The projection of a read without other expressions: ProjectionExpression, AttributesToGet, or nothing.
template <typename Request>
aws::Result<std::optional<db::expression::Projection>> read_projection(Request& request) {
  RequestExpressions expressions(Envelope::kNone);
  std::optional<Map<AttributeValue>> no_values;
  STATOR_TRY(expressions.open(request.expression_attribute_names, no_values, {},
                              request.projection_expression.has_value()));
  STATOR_ASSIGN(auto projection,
                expressions.projection(request.projection_expression, request.attributes_to_get));
  STATOR_TRY(expressions.close());
  return projection;
}

// The pointer form that the database takes.
template <typename T>
const T* pointer_or_null(const std::optional<T>& value) {
  return value.has_value() ? &*value : nullptr;
}

}  // namespace stator::services::dynamodb
