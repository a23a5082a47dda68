#include "services/dynamodb/common/export_filter.h"

#include <utility>

#include "base/base64.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/request_expressions.h"
#include "transfer/item_filter.h"

namespace stator::services::dynamodb {
namespace {

// What needs no table. Takes names and values out of its copy.
aws::Result<base::Ok> check_expressions(FilterSpecification specification) {
  RequestExpressions expressions(Envelope::kNone);
  STATOR_TRY(
      expressions.open(specification.expression_attribute_names, specification.expression_attribute_values,
                       {{"FilterExpression", specification.filter_expression.has_value()},
                        {"KeyConditionExpression", specification.key_condition_expression.has_value()}},
                       specification.projection_expression.has_value()));
  STATOR_TRY(expressions.condition(db::expression::Kind::kFilter, specification.filter_expression));
  STATOR_TRY(expressions.key_condition(specification.key_condition_expression));
  STATOR_TRY(expressions.projection(specification.projection_expression, {}));
  return expressions.close();
}

}  // namespace

aws::Result<std::optional<transfer::ExportFilter>> export_filter(
    const std::optional<FilterSpecification>& specification, const db::table::TableSchema* table) {
  std::optional<transfer::ExportFilter> none;
  if (!specification) return none;
  STATOR_TRY(check_expressions(*specification));
  transfer::ExportFilter filter;
  filter.key_condition = specification->key_condition_expression.value_or("");
  filter.filter = specification->filter_expression.value_or("");
  filter.projection = specification->projection_expression.value_or("");
  if (specification->expression_attribute_names) filter.names = *specification->expression_attribute_names;
  if (specification->expression_attribute_values) {
    for (const auto& [placeholder, value] : *specification->expression_attribute_values)
      base::append_base64(value.bytes, filter.values.emplace_back(placeholder, "").second);
  }
  if (table != nullptr) {
    auto parsed = transfer::ItemFilter::parse(filter, *table);
    if (!parsed.ok()) return to_aws_error(std::move(parsed).error());
  }
  return std::optional(std::move(filter));
}

}  // namespace stator::services::dynamodb
