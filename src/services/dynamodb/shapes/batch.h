// BatchGetItem and BatchWriteItem.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

struct KeysAndAttributes {
  std::optional<std::vector<AttributeMap>> keys;
  std::optional<std::vector<std::string>> attributes_to_get;
  std::optional<bool> consistent_read;
  std::optional<std::string> projection_expression;
  std::optional<Map<std::string>> expression_attribute_names;
};
struct BatchGetItemRequest {
  std::optional<Map<KeysAndAttributes>> request_items;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
};
struct BatchGetItemResponse {
  Map<std::vector<AttributeMap>> responses;
  Map<KeysAndAttributes> unprocessed_keys;
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
};

struct PutRequest {
  std::optional<AttributeMap> item;
};
struct DeleteRequest {
  std::optional<AttributeMap> key;
};
struct WriteRequest {
  std::optional<PutRequest> put_request;
  std::optional<DeleteRequest> delete_request;
};
struct BatchWriteItemRequest {
  std::optional<Map<std::vector<WriteRequest>>> request_items;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<Enum<ReturnItemCollectionMetrics>> return_item_collection_metrics;
};
struct BatchWriteItemResponse {
  Map<std::vector<WriteRequest>> unprocessed_items;
  std::optional<Map<std::vector<ItemCollectionMetrics>>> item_collection_metrics;
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
};

extern const Structure kBatchGetItemInput;
extern const Structure kBatchGetItemOutput;
extern const Structure kBatchWriteItemInput;
extern const Structure kBatchWriteItemOutput;

}  // namespace stator::services::dynamodb
