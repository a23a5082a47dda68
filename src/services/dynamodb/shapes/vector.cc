#include "services/dynamodb/shapes/vector.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kSearchVector = list_shape(kAttributeValue);
constexpr Member kSearchMembers[] = {
    member<&SearchVectorsRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&SearchVectorsRequest::index_name>("IndexName", kIndexName, kRequired),
    member<&SearchVectorsRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                            kReturnConsumedCapacity),
    member<&SearchVectorsRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&SearchVectorsRequest::expression_attribute_values>("ExpressionAttributeValues",
                                                               kExpressionValues),
    member<&SearchVectorsRequest::projection_expression>("ProjectionExpression", kText),
    member<&SearchVectorsRequest::search_vector>("SearchVector", kSearchVector, kRequired),
    member<&SearchVectorsRequest::search_condition_expression>("SearchConditionExpression", kText),
    member<&SearchVectorsRequest::top_k>("TopK", kCount, kRequired),  // its range has a text of its own
};

constexpr Member kResultMembers[] = {
    member<&SearchResultItem::item>("Item", kAttributeMap),
    member<&SearchResultItem::score>("Score", kUnits),
};
constexpr Structure kResultStructure{"SearchResultItem", kResultMembers};
constexpr auto kResult = structure_shape<SearchResultItem>(kResultStructure);
constexpr auto kResults = list_shape(kResult);
constexpr Member kSearchOutputMembers[] = {
    member<&SearchVectorsResponse::search_results>("SearchResults", kResults),
    member<&SearchVectorsResponse::consumed_capacity>("ConsumedCapacity", kVectorCapacity),
};

}  // namespace

constinit const Structure kSearchVectorsInput{"SearchVectorsInput", kSearchMembers};
constinit const Structure kSearchVectorsOutput{"SearchVectorsOutput", kSearchOutputMembers};

}  // namespace stator::services::dynamodb
