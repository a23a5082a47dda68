#include "services/dynamodb/ops/scan.h"

#include <fmt/format.h>

#include "db/expression/placeholders.h"
#include "messages/dynamodb.h"
#include "messages/expressions.h"
#include "services/dynamodb/common/legacy_parameters.h"
#include "services/dynamodb/common/page_parameters.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

// Rule 94.
aws::Result<base::Ok> check_segments(const ScanRequest& request) {
  if (!request.segment && !request.total_segments) return base::Ok{};
  if (!request.segment) return aws::validation_error(messages::kSegmentMissing);
  if (!request.total_segments) return aws::validation_error(messages::kTotalSegmentsMissing);
  if (*request.segment < *request.total_segments) return base::Ok{};
  return aws::validation_error(
      fmt::format(messages::kSegmentTooLarge, *request.segment, *request.total_segments));
}

// Says how long it is, as no other expression does.
aws::Result<base::Ok> check_filter_size(const std::string& filter) {
  if (filter.size() <= db::expression::kMaxExpressionBytes) return base::Ok{};
  return aws::validation_error(fmt::format(messages::kInvalidExpression, "FilterExpression",
                                           fmt::format(messages::kExpressionSizeOfScan, filter.size())));
}

aws::Result<base::Ok> check_parameters(const ScanRequest& request) {
  STATOR_TRY(refuse_mixed(Envelope::kNone,
                          {{"AttributesToGet", request.attributes_to_get.has_value()},
                           {"ScanFilter", request.legacy_filter.has_value()},
                           {"ConditionalOperator", request.conditional_operator.has_value()}},
                          {{"ProjectionExpression", request.projection_expression.has_value()},
                           {"FilterExpression", request.filter_expression.has_value()}}));
  STATOR_TRY(check_segments(request));
  STATOR_TRY(check_select(Envelope::kNone, request));
  return check_start_key(request);
}

aws::Result<PageExpressions> validate(ScanRequest& request) {
  STATOR_TRY(check_parameters(request));
  PageExpressions parsed;
  RequestExpressions expressions(Envelope::kNone);
  STATOR_TRY(expressions.open(request.expression_attribute_names, request.expression_attribute_values,
                              {{"FilterExpression", request.filter_expression.has_value()}},
                              request.projection_expression.has_value()));
  if (request.filter_expression) {
    STATOR_TRY(check_filter_size(*request.filter_expression));
  }
  STATOR_ASSIGN(parsed.filter,
                request.filter_expression
                    ? expressions.condition(db::expression::Kind::kFilter, request.filter_expression)
                    : legacy_filter(request.legacy_filter, request.conditional_operator));
  STATOR_ASSIGN(parsed.projection,
                expressions.projection(request.projection_expression, request.attributes_to_get));
  STATOR_TRY(expressions.close());
  return parsed;
}

}  // namespace

base::Task<aws::Result<PageResponse>> scan(db::table::Database& database, const aws::RequestContext& context,
                                           ScanRequest& request) {
  STATOR_CO_ASSIGN(const PageExpressions expressions, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::ScanRequest read;
  set_page_parameters(request, expressions, &read);
  if (request.segment) {
    read.segment = static_cast<std::uint32_t>(*request.segment);
    read.total_segments = static_cast<std::uint32_t>(*request.total_segments);
  }
  auto reserved = co_await reserve_page(context, request.limit);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto page = co_await database.scan(std::move(table), read);
  if (!page.ok()) co_return to_aws_error(std::move(page).error());
  co_return page_response(context, request, std::move(*page));
}

}  // namespace stator::services::dynamodb
