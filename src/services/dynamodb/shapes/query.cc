#include "services/dynamodb/shapes/query.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::integer_shape;
using aws::protocol::kReportedAlone;
using aws::protocol::kRequired;
using aws::protocol::member;

constexpr auto kScanLimit = integer_shape(1);
constexpr auto kScanTotalSegments = integer_shape(1, 1'000'000);
constexpr auto kScanSegment = integer_shape(0, 999'999);

constexpr Member kQueryMembers[] = {
    member<&QueryRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&QueryRequest::index_name>("IndexName", kIndexName),
    member<&QueryRequest::select>("Select", kSelect),
    member<&QueryRequest::attributes_to_get>("AttributesToGet", kAttributeNameList),
    member<&QueryRequest::limit>("Limit", kCount),  // its minimum has a text of its own: rule 17
    member<&QueryRequest::consistent_read>("ConsistentRead", kBool),
    member<&QueryRequest::key_conditions>("KeyConditions", kConditions),
    member<&QueryRequest::legacy_filter>("QueryFilter", kConditions),
    member<&QueryRequest::conditional_operator>("ConditionalOperator", kConditionalOperator),
    member<&QueryRequest::scan_index_forward>("ScanIndexForward", kBool),
    member<&QueryRequest::exclusive_start_key>("ExclusiveStartKey", kAttributeMap),
    member<&QueryRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&QueryRequest::projection_expression>("ProjectionExpression", kText),
    member<&QueryRequest::filter_expression>("FilterExpression", kText),
    member<&QueryRequest::key_condition_expression>("KeyConditionExpression", kText),
    member<&QueryRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&QueryRequest::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
};

constexpr Member kScanMembers[] = {
    member<&ScanRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&ScanRequest::index_name>("IndexName", kIndexName),
    member<&ScanRequest::attributes_to_get>("AttributesToGet", kAttributeNameList),
    member<&ScanRequest::limit>("Limit", kScanLimit),
    member<&ScanRequest::select>("Select", kSelect),
    member<&ScanRequest::legacy_filter>("ScanFilter", kConditions),
    member<&ScanRequest::conditional_operator>("ConditionalOperator", kConditionalOperator),
    member<&ScanRequest::exclusive_start_key>("ExclusiveStartKey", kAttributeMap),
    member<&ScanRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&ScanRequest::total_segments>("TotalSegments", kScanTotalSegments),
    member<&ScanRequest::segment>("Segment", kScanSegment),
    member<&ScanRequest::projection_expression>("ProjectionExpression", kText),
    member<&ScanRequest::filter_expression>("FilterExpression", kText),
    member<&ScanRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&ScanRequest::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&ScanRequest::consistent_read>("ConsistentRead", kBool),
};

constexpr Member kPageMembers[] = {
    member<&PageResponse::items>("Items", kItemViews),
    member<&PageResponse::count>("Count", kCount),
    member<&PageResponse::scanned_count>("ScannedCount", kCount),
    member<&PageResponse::last_evaluated_key>("LastEvaluatedKey", kAttributeMap),
    member<&PageResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacity),
};

}  // namespace

constinit const Structure kQueryInput{"QueryInput", kQueryMembers};
constinit const Structure kScanInput{"ScanInput", kScanMembers};
constinit const Structure kPageOutput{"PageOutput", kPageMembers};

}  // namespace stator::services::dynamodb
