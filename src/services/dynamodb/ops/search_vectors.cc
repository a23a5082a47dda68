#include "services/dynamodb/ops/search_vectors.h"

#include "aws/measured.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::model::ValueView;
using db::table::kMaxSearchResults;

struct SearchExpressions {
  std::optional<db::expression::SearchCondition> condition;
  std::optional<db::expression::Projection> projection;
};

// Before the table is looked for; that TopK comes first is assumed.
aws::Result<SearchExpressions> validate(SearchVectorsRequest& request) {
  if (*request.top_k < 1 || *request.top_k > static_cast<std::int64_t>(kMaxSearchResults))
    return aws::validation_error(messages::kTopK);
  for (const AttributeValue& element : *request.search_vector)
    if (element.invalid) return aws::validation_error(*element.invalid);
  SearchExpressions parsed;
  RequestExpressions expressions(Envelope::kNone);
  STATOR_TRY(
      expressions.open(request.expression_attribute_names, request.expression_attribute_values,
                       {{"SearchConditionExpression", request.search_condition_expression.has_value()}},
                       request.projection_expression.has_value()));
  STATOR_ASSIGN(parsed.condition, expressions.search_condition(request.search_condition_expression));
  STATOR_ASSIGN(parsed.projection, expressions.projection(request.projection_expression, std::nullopt));
  STATOR_TRY(expressions.close());
  return parsed;
}

}  // namespace

base::Task<aws::Result<SearchVectorsResponse>> search_vectors(db::table::Database& database,
                                                              const aws::RequestContext& context,
                                                              SearchVectorsRequest& request) {
  STATOR_CO_ASSIGN(const SearchExpressions expressions, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::SearchRequest search;
  search.index_name = *request.index_name;
  search.vector.reserve(request.search_vector->size());
  for (const AttributeValue& element : *request.search_vector)
    search.vector.push_back(ValueView(element.bytes));
  search.top_k = static_cast<std::size_t>(*request.top_k);
  search.condition = pointer_or_null(expressions.condition);
  search.projection = pointer_or_null(expressions.projection);
  auto reserved = co_await reserve_response(context, search.top_k, db::table::kMaxSearchBytes);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto found = co_await database.search(std::move(table), std::move(search));
  if (!found.ok()) co_return to_aws_error(std::move(found).error());

  aws::measure_returned_items(context, found->results.size());
  SearchVectorsResponse response;
  response.search_results.reserve(found->results.size());
  for (db::table::SearchResult& result : found->results)
    response.search_results.push_back({attribute_map(std::move(result.item)), result.score});
  if (wants_capacity(request.return_consumed_capacity))
    response.consumed_capacity = VectorCapacity{found->bytes, {}};
  co_return response;
}

}  // namespace stator::services::dynamodb
