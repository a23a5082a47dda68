#include "services/dynamodb/common/page_parameters.h"

#include <fmt/format.h>

#include "aws/measured.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/reports.h"

namespace stator::services::dynamodb {
namespace {

db::table::Select to_table_select(Select select) {
  switch (select) {
    case Select::kSpecificAttributes:
      return db::table::Select::kSpecificAttributes;
    case Select::kCount:
      return db::table::Select::kCount;
    case Select::kAllAttributes:
      return db::table::Select::kAllAttributes;
    case Select::kAllProjectedAttributes:
      return db::table::Select::kAllProjectedAttributes;
  }
  return db::table::Select::kAllAttributes;
}

std::string_view select_text(Select select) {
  if (select == Select::kCount) return messages::kOnlyTheCount;
  return select == Select::kAllAttributes ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
}

bool wants_count_only(const PageParameters& request) {
  return request.select && request.select->get() == Select::kCount;
}

}  // namespace

aws::Result<base::Ok> check_select(Envelope envelope, const PageParameters& request) {
  if (!request.select) return base::Ok{};
  const Select select = request.select->get();
  const bool has_projection = request.projection_expression || request.attributes_to_get;
  if (select == Select::kSpecificAttributes) {
    if (has_projection) return base::Ok{};
    return request_error(envelope, messages::kSpecificWithoutProjection);
  }
  if (has_projection) {
    const std::string_view parameter =
        request.projection_expression ? "ProjectionExpression" : "AttributesToGet";
    return request_error(envelope,
                         fmt::format(messages::kProjectionWithSelect, parameter, select_text(select)));
  }
  if (select == Select::kAllProjectedAttributes && !request.index_name) {
    return aws::validation_error(messages::kAllProjectedWithoutIndex);
  }
  return base::Ok{};
}

aws::Result<base::Ok> check_start_key(const PageParameters& request) {
  if (!request.exclusive_start_key || !request.exclusive_start_key->invalid) return base::Ok{};
  return aws::validation_error(
      fmt::format(messages::kStartKeyInvalidBecause, *request.exclusive_start_key->invalid));
}

void set_page_parameters(const PageParameters& request, const PageExpressions& expressions,
                         db::table::ReadPageRequest* read) {
  if (request.index_name) read->index_name = *request.index_name;
  if (request.select) read->select = to_table_select(request.select->get());
  if (request.limit) read->limit = static_cast<std::uint32_t>(*request.limit);
  if (request.exclusive_start_key) read->start_key = db::model::ItemView(request.exclusive_start_key->bytes);
  read->consistent = request.consistent_read.value_or(false);
  read->filter = pointer_or_null(expressions.filter);
  read->projection = pointer_or_null(expressions.projection);
}

PageResponse page_response(const aws::RequestContext& context, const PageParameters& request,
                           db::table::ReadPage page) {
  aws::measure_items(context, page.scanned_count);
  aws::measure_returned_items(context, page.count);
  PageResponse response;
  if (!wants_count_only(request)) response.items = ItemViews{std::move(page.items)};
  response.count = static_cast<std::int64_t>(page.count);
  response.scanned_count = static_cast<std::int64_t>(page.scanned_count);
  if (!page.last_evaluated_key.empty())
    response.last_evaluated_key = attribute_map(std::move(page.last_evaluated_key));
  response.consumed_capacity =
      report_capacity(context, Units::kRead, request.return_consumed_capacity, page.consumed);
  response.page = std::move(page);
  return response;
}

}  // namespace stator::services::dynamodb
