#include "services/dynamodb/common/request_expressions.h"

#include <fmt/format.h>

#include <algorithm>

#include "db/expression/legacy.h"
#include "messages/dynamodb.h"
#include "messages/expressions.h"

namespace stator::services::dynamodb {
namespace {

namespace expression = db::expression;

std::string present_names(std::initializer_list<ParameterPresence> parameters) {
  std::string out;
  for (const ParameterPresence& parameter : parameters) {
    if (!parameter.present) continue;
    if (!out.empty()) out += ", ";
    out += parameter.name;
  }
  return out;
}

// "ConditionExpression is null", "UpdateExpression and ConditionExpression are null"
std::string values_without_expression(std::initializer_list<ParameterPresence> expressions) {
  std::string names;
  for (const ParameterPresence& parameter : expressions) {
    if (!names.empty()) names += " and ";
    names += parameter.name;
  }
  return fmt::format(messages::kValuesWithoutExpression, names, expressions.size() > 1 ? "are" : "is");
}

template <typename T>
aws::Result<std::optional<T>> wrap(Envelope envelope, db::Result<T> parsed) {
  if (!parsed.ok()) return request_error(envelope, parsed.error());
  return std::optional<T>(std::move(parsed).value());
}

}  // namespace

aws::Result<base::Ok> refuse_mixed(Envelope envelope, std::initializer_list<ParameterPresence> legacy,
                                   std::initializer_list<ParameterPresence> expressions) {
  const auto is_present = [](const ParameterPresence& parameter) { return parameter.present; };
  if (std::none_of(legacy.begin(), legacy.end(), is_present)) return base::Ok{};
  if (std::none_of(expressions.begin(), expressions.end(), is_present)) return base::Ok{};
  return request_error(envelope,
                       fmt::format(messages::kMixed, present_names(legacy), present_names(expressions)));
}

aws::Result<base::Ok> RequestExpressions::open(std::optional<Map<std::string>>& names,
                                               std::optional<Map<AttributeValue>>& values,
                                               std::initializer_list<ParameterPresence> with_values,
                                               bool has_other) {
  if (!names && !values) return base::Ok{};
  const bool has_expression =
      std::any_of(with_values.begin(), with_values.end(),
                  [](const ParameterPresence& parameter) { return parameter.present; });
  if (idle_ == Idle::kAllowed) {
    may_stay_unused_ = !has_expression && !has_other;
  } else {
    if (names && !has_expression && !has_other)
      return request_error(envelope_, messages::kNamesWithoutExpression);
    if (values && !has_expression) return request_error(envelope_, values_without_expression(with_values));
  }
  if (names && names->empty()) return request_error(envelope_, messages::kNamesEmpty);
  if (values && values->empty()) return request_error(envelope_, messages::kValuesEmpty);

  std::vector<expression::Placeholders::Name> taken_names;
  if (names) {
    taken_names.reserve(names->size());
    for (auto& [placeholder, name] : *names) taken_names.push_back({std::move(placeholder), std::move(name)});
  }
  std::optional<std::string> invalid;
  std::vector<expression::Placeholders::Value> taken_values;
  if (values) {
    taken_values.reserve(values->size());
    for (auto& [placeholder, value] : *values) {
      if (value.invalid && !invalid)
        invalid = fmt::format(messages::kInvalidValue, *value.invalid, placeholder);
      taken_values.push_back({std::move(placeholder), std::move(value.bytes)});
    }
  }
  placeholders_ = expression::Placeholders(std::move(taken_names), std::move(taken_values));
  auto checked = placeholders_.check_keys();  // all, before any value
  if (!checked.ok()) return request_error(envelope_, checked.error());
  if (invalid) return value_error(envelope_, *invalid);
  return base::Ok{};
}

aws::Result<std::optional<expression::Condition>> RequestExpressions::condition(
    expression::Kind kind, const std::optional<std::string>& text) {
  if (!text) return std::optional<expression::Condition>();
  return wrap(envelope_, expression::Condition::parse(kind, *text, placeholders_));
}

aws::Result<std::optional<expression::KeyCondition>> RequestExpressions::key_condition(
    const std::optional<std::string>& text) {
  if (!text) return std::optional<expression::KeyCondition>();
  return wrap(envelope_, expression::KeyCondition::parse(*text, placeholders_));
}

aws::Result<std::optional<expression::SearchCondition>> RequestExpressions::search_condition(
    const std::optional<std::string>& text) {
  if (!text) return std::optional<expression::SearchCondition>();
  return wrap(envelope_, expression::SearchCondition::parse(*text, placeholders_));
}

aws::Result<std::optional<expression::Projection>> RequestExpressions::projection(
    const std::optional<std::string>& text,
    const std::optional<std::vector<std::string>>& attributes_to_get) {
  if (text) return wrap(envelope_, expression::Projection::parse(*text, placeholders_));
  if (attributes_to_get)
    return wrap(Envelope::kNone, expression::projection_from_attributes(*attributes_to_get));
  return std::optional<expression::Projection>();
}

aws::Result<std::optional<expression::Update>> RequestExpressions::update(
    const std::optional<std::string>& text) {
  if (!text) return std::optional<expression::Update>();
  return wrap(envelope_, expression::Update::parse(*text, placeholders_));
}

aws::Result<base::Ok> RequestExpressions::close() const {
  if (may_stay_unused_) return base::Ok{};
  auto checked = placeholders_.check_all_used();
  if (!checked.ok()) return request_error(envelope_, checked.error());
  return base::Ok{};
}

}  // namespace stator::services::dynamodb
