#include "services/dynamodb/shapes/batch.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::kRequired;
using aws::protocol::list_shape;
using aws::protocol::map_shape;
using aws::protocol::member;
using aws::protocol::structure_shape;

constexpr std::int64_t kMaxBatchGetKeys = 100;  // rule 95; over all tables the operation checks it
constexpr std::int64_t kMaxBatchWrites = 25;    // rule 96

constexpr auto kKeyList = list_shape(kAttributeMap, 1, kMaxBatchGetKeys);
constexpr Member kKeysMembers[] = {
    member<&KeysAndAttributes::keys>("Keys", kKeyList, kRequired),
    member<&KeysAndAttributes::attributes_to_get>("AttributesToGet", kAttributeNameList),
    member<&KeysAndAttributes::consistent_read>("ConsistentRead", kBool),
    member<&KeysAndAttributes::projection_expression>("ProjectionExpression", kText),
    member<&KeysAndAttributes::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
};
constexpr Structure kKeysStructure{"KeysAndAttributes", kKeysMembers};
constexpr auto kKeys = structure_shape<KeysAndAttributes>(kKeysStructure);
constexpr auto kGetRequests = map_shape(kTableName, kKeys);

constexpr Member kGetInputMembers[] = {
    member<&BatchGetItemRequest::request_items>("RequestItems", kGetRequests, kRequired),
    member<&BatchGetItemRequest::return_consumed_capacity>("ReturnConsumedCapacity", kReturnConsumedCapacity),
};

constexpr auto kItemList = list_shape(kAttributeMap);
constexpr auto kGetResponses = map_shape(kText, kItemList);
constexpr Member kGetOutputMembers[] = {
    member<&BatchGetItemResponse::responses>("Responses", kGetResponses),
    member<&BatchGetItemResponse::unprocessed_keys>("UnprocessedKeys", kGetRequests),
    member<&BatchGetItemResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
};

constexpr Member kPutMembers[] = {member<&PutRequest::item>("Item", kAttributeMap, kRequired)};
constexpr Structure kPutStructure{"PutRequest", kPutMembers};
constexpr auto kPut = structure_shape<PutRequest>(kPutStructure);
constexpr Member kDeleteMembers[] = {member<&DeleteRequest::key>("Key", kAttributeMap, kRequired)};
constexpr Structure kDeleteStructure{"DeleteRequest", kDeleteMembers};
constexpr auto kDelete = structure_shape<DeleteRequest>(kDeleteStructure);
constexpr Member kWriteMembers[] = {
    member<&WriteRequest::put_request>("PutRequest", kPut),
    member<&WriteRequest::delete_request>("DeleteRequest", kDelete),
};
constexpr Structure kWriteStructure{"WriteRequest", kWriteMembers};
constexpr auto kWrite = structure_shape<WriteRequest>(kWriteStructure);
constexpr auto kWrites = list_shape(kWrite, 1, kMaxBatchWrites);
constexpr auto kWriteRequests = map_shape(kTableName, kWrites);

constexpr Member kWriteInputMembers[] = {
    member<&BatchWriteItemRequest::request_items>("RequestItems", kWriteRequests, kRequired),
    member<&BatchWriteItemRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                             kReturnConsumedCapacity),
    member<&BatchWriteItemRequest::return_item_collection_metrics>("ReturnItemCollectionMetrics",
                                                                   kReturnItemCollectionMetrics),
};

constexpr Member kWriteOutputMembers[] = {
    member<&BatchWriteItemResponse::unprocessed_items>("UnprocessedItems", kWriteRequests),
    member<&BatchWriteItemResponse::item_collection_metrics>("ItemCollectionMetrics",
                                                             kItemCollectionMetricsByTable),
    member<&BatchWriteItemResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
};

}  // namespace

constinit const Structure kBatchGetItemInput{"BatchGetItemInput", kGetInputMembers};
constinit const Structure kBatchGetItemOutput{"BatchGetItemOutput", kGetOutputMembers};
constinit const Structure kBatchWriteItemInput{"BatchWriteItemInput", kWriteInputMembers};
constinit const Structure kBatchWriteItemOutput{"BatchWriteItemOutput", kWriteOutputMembers};

}  // namespace stator::services::dynamodb
