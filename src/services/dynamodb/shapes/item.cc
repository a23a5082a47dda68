#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::kReportedAlone;
using aws::protocol::kRequired;
using aws::protocol::member;

constexpr Member kPutItemMembers[] = {
    member<&PutItemRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&PutItemRequest::item>("Item", kAttributeMap, kRequired),
    member<&PutItemRequest::expected>("Expected", kExpected),
    member<&PutItemRequest::return_values>("ReturnValues", kReturnValue),
    member<&PutItemRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&PutItemRequest::return_item_collection_metrics>("ReturnItemCollectionMetrics",
                                                            kReturnItemCollectionMetrics),
    member<&PutItemRequest::conditional_operator>("ConditionalOperator", kConditionalOperator),
    member<&PutItemRequest::condition_expression>("ConditionExpression", kText),
    member<&PutItemRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&PutItemRequest::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&PutItemRequest::return_values_on_condition_check_failure>("ReturnValuesOnConditionCheckFailure",
                                                                      kReturnValuesOnConditionCheckFailure),
};

constexpr Member kUpdateItemMembers[] = {
    member<&UpdateItemRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&UpdateItemRequest::key>("Key", kAttributeMap, kRequired),
    member<&UpdateItemRequest::attribute_updates>("AttributeUpdates", kAttributeUpdates),
    member<&UpdateItemRequest::expected>("Expected", kExpected),
    member<&UpdateItemRequest::conditional_operator>("ConditionalOperator", kConditionalOperator),
    member<&UpdateItemRequest::return_values>("ReturnValues", kReturnValue),
    member<&UpdateItemRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&UpdateItemRequest::return_item_collection_metrics>("ReturnItemCollectionMetrics",
                                                               kReturnItemCollectionMetrics),
    member<&UpdateItemRequest::update_expression>("UpdateExpression", kText),
    member<&UpdateItemRequest::condition_expression>("ConditionExpression", kText),
    member<&UpdateItemRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&UpdateItemRequest::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&UpdateItemRequest::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};

constexpr Member kDeleteItemMembers[] = {
    member<&DeleteItemRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&DeleteItemRequest::key>("Key", kAttributeMap, kRequired),
    member<&DeleteItemRequest::expected>("Expected", kExpected),
    member<&DeleteItemRequest::conditional_operator>("ConditionalOperator", kConditionalOperator),
    member<&DeleteItemRequest::return_values>("ReturnValues", kReturnValue),
    member<&DeleteItemRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&DeleteItemRequest::return_item_collection_metrics>("ReturnItemCollectionMetrics",
                                                               kReturnItemCollectionMetrics),
    member<&DeleteItemRequest::condition_expression>("ConditionExpression", kText),
    member<&DeleteItemRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&DeleteItemRequest::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&DeleteItemRequest::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};

constexpr Member kWriteOutputMembers[] = {
    member<&WriteResponse::attributes>("Attributes", kAttributeMap),
    member<&WriteResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacity),
    member<&WriteResponse::item_collection_metrics>("ItemCollectionMetrics", kItemCollectionMetrics),
};

constexpr Member kGetItemMembers[] = {
    member<&GetItemRequest::table_name>("TableName", kTableName, kRequired | kReportedAlone),
    member<&GetItemRequest::key>("Key", kAttributeMap, kRequired),
    member<&GetItemRequest::attributes_to_get>("AttributesToGet", kAttributeNameList),
    member<&GetItemRequest::consistent_read>("ConsistentRead", kBool),
    member<&GetItemRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
    member<&GetItemRequest::projection_expression>("ProjectionExpression", kText),
    member<&GetItemRequest::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
};

constexpr Member kGetItemOutputMembers[] = {
    member<&GetItemResponse::item>("Item", kAttributeMap),
    member<&GetItemResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacity),
};

}  // namespace

constinit const Structure kPutItemInput{"PutItemInput", kPutItemMembers};
constinit const Structure kUpdateItemInput{"UpdateItemInput", kUpdateItemMembers};
constinit const Structure kDeleteItemInput{"DeleteItemInput", kDeleteItemMembers};
constinit const Structure kWriteOutput{"WriteOutput", kWriteOutputMembers};
constinit const Structure kGetItemInput{"GetItemInput", kGetItemMembers};
constinit const Structure kGetItemOutput{"GetItemOutput", kGetItemOutputMembers};

}  // namespace stator::services::dynamodb
