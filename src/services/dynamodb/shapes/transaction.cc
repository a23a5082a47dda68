#include "services/dynamodb/shapes/transaction.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::kRequired;
using aws::protocol::list_shape;
using aws::protocol::map_shape;
using aws::protocol::member;
using aws::protocol::string_shape;
using aws::protocol::structure_shape;

constexpr std::int64_t kMaxActions = 100;  // rule 107
constexpr std::int64_t kMaxTokenLength = 36;

constexpr Member kCheckMembers[] = {
    member<&TransactConditionCheck::key>("Key", kAttributeMap, kRequired),
    member<&TransactConditionCheck::table_name>("TableName", kTableName, kRequired),
    member<&TransactConditionCheck::condition_expression>("ConditionExpression", kText, kRequired),
    member<&TransactConditionCheck::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&TransactConditionCheck::expression_attribute_values>("ExpressionAttributeValues",
                                                                 kExpressionValues),
    member<&TransactConditionCheck::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kCheckStructure{"ConditionCheck", kCheckMembers};
constexpr auto kCheck = structure_shape<TransactConditionCheck>(kCheckStructure);

constexpr Member kPutMembers[] = {
    member<&TransactPut::item>("Item", kAttributeMap, kRequired),
    member<&TransactPut::table_name>("TableName", kTableName, kRequired),
    member<&TransactPut::condition_expression>("ConditionExpression", kText),
    member<&TransactPut::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&TransactPut::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&TransactPut::return_values_on_condition_check_failure>("ReturnValuesOnConditionCheckFailure",
                                                                   kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kPutStructure{"Put", kPutMembers};
constexpr auto kPut = structure_shape<TransactPut>(kPutStructure);

constexpr Member kDeleteMembers[] = {
    member<&TransactDelete::key>("Key", kAttributeMap, kRequired),
    member<&TransactDelete::table_name>("TableName", kTableName, kRequired),
    member<&TransactDelete::condition_expression>("ConditionExpression", kText),
    member<&TransactDelete::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&TransactDelete::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&TransactDelete::return_values_on_condition_check_failure>("ReturnValuesOnConditionCheckFailure",
                                                                      kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kDeleteStructure{"Delete", kDeleteMembers};
constexpr auto kDelete = structure_shape<TransactDelete>(kDeleteStructure);

constexpr Member kUpdateMembers[] = {
    member<&TransactUpdate::key>("Key", kAttributeMap, kRequired),
    member<&TransactUpdate::update_expression>("UpdateExpression", kText, kRequired),
    member<&TransactUpdate::table_name>("TableName", kTableName, kRequired),
    member<&TransactUpdate::condition_expression>("ConditionExpression", kText),
    member<&TransactUpdate::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&TransactUpdate::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&TransactUpdate::return_values_on_condition_check_failure>("ReturnValuesOnConditionCheckFailure",
                                                                      kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kUpdateStructure{"Update", kUpdateMembers};
constexpr auto kUpdate = structure_shape<TransactUpdate>(kUpdateStructure);

constexpr Member kWriteMembers[] = {
    member<&TransactWriteItem::condition_check>("ConditionCheck", kCheck),
    member<&TransactWriteItem::put>("Put", kPut),
    member<&TransactWriteItem::remove>("Delete", kDelete),
    member<&TransactWriteItem::update>("Update", kUpdate),
};
constexpr Structure kWriteStructure{"TransactWriteItem", kWriteMembers};
constexpr auto kWrite = structure_shape<TransactWriteItem>(kWriteStructure);
constexpr auto kWrites = list_shape(kWrite, 1, kMaxActions);
constexpr auto kToken = string_shape(1, kMaxTokenLength);

constexpr Member kWriteInputMembers[] = {
    member<&TransactWriteItemsRequest::transact_items>("TransactItems", kWrites, kRequired),
    member<&TransactWriteItemsRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                                 kReturnConsumedCapacity),
    member<&TransactWriteItemsRequest::return_item_collection_metrics>("ReturnItemCollectionMetrics",
                                                                       kReturnItemCollectionMetrics),
    member<&TransactWriteItemsRequest::client_request_token>("ClientRequestToken", kToken),
};

constexpr Member kWriteOutputMembers[] = {
    member<&TransactWriteItemsResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
    member<&TransactWriteItemsResponse::item_collection_metrics>("ItemCollectionMetrics",
                                                                 kItemCollectionMetricsByTable),
};

constexpr Member kGetMembers[] = {
    member<&TransactGet::key>("Key", kAttributeMap, kRequired),
    member<&TransactGet::table_name>("TableName", kTableName, kRequired),
    member<&TransactGet::projection_expression>("ProjectionExpression", kText),
    member<&TransactGet::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
};
constexpr Structure kGetStructure{"Get", kGetMembers};
constexpr auto kGet = structure_shape<TransactGet>(kGetStructure);
constexpr Member kGetItemMembers[] = {member<&TransactGetItem::get>("Get", kGet, kRequired)};
constexpr Structure kGetItemStructure{"TransactGetItem", kGetItemMembers};
constexpr auto kGetItem = structure_shape<TransactGetItem>(kGetItemStructure);
constexpr auto kGets = list_shape(kGetItem, 1, kMaxActions);
constexpr Member kGetInputMembers[] = {
    member<&TransactGetItemsRequest::transact_items>("TransactItems", kGets, kRequired),
    member<&TransactGetItemsRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                               kReturnConsumedCapacity),
};

constexpr Member kItemResponseMembers[] = {member<&ItemResponse::item>("Item", kAttributeMap)};
constexpr Structure kItemResponseStructure{"ItemResponse", kItemResponseMembers};
constexpr auto kItemResponse = structure_shape<ItemResponse>(kItemResponseStructure);
constexpr auto kItemResponses = list_shape(kItemResponse);
constexpr Member kGetOutputMembers[] = {
    member<&TransactGetItemsResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
    member<&TransactGetItemsResponse::responses>("Responses", kItemResponses),
};

}  // namespace

constinit const Structure kTransactWriteItemsInput{"TransactWriteItemsInput", kWriteInputMembers};
constinit const Structure kTransactWriteItemsOutput{"TransactWriteItemsOutput", kWriteOutputMembers};
constinit const Structure kTransactGetItemsInput{"TransactGetItemsInput", kGetInputMembers};
constinit const Structure kTransactGetItemsOutput{"TransactGetItemsOutput", kGetOutputMembers};

}  // namespace stator::services::dynamodb
