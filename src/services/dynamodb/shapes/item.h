// PutItem, GetItem, UpdateItem and DeleteItem.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

// What the three writes have in common.
struct WriteParameters {
  std::optional<std::string> table_name;
  std::optional<Map<ExpectedAttributeValue>> expected;
  std::optional<Enum<ConditionalOperator>> conditional_operator;
  std::optional<Enum<ReturnValue>> return_values;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<Enum<ReturnItemCollectionMetrics>> return_item_collection_metrics;
  std::optional<std::string> condition_expression;
  std::optional<Map<std::string>> expression_attribute_names;
  std::optional<Map<AttributeValue>> expression_attribute_values;
  std::optional<Enum<ReturnValuesOnConditionCheckFailure>> return_values_on_condition_check_failure;
};

struct PutItemRequest : WriteParameters {
  std::optional<AttributeMap> item;
};
struct UpdateItemRequest : WriteParameters {
  std::optional<AttributeMap> key;
  std::optional<Map<AttributeValueUpdate>> attribute_updates;
  std::optional<std::string> update_expression;
};
struct DeleteItemRequest : WriteParameters {
  std::optional<AttributeMap> key;
};

// The response of all three.
struct WriteResponse {
  std::optional<AttributeMap> attributes;
  std::optional<ConsumedCapacity> consumed_capacity;
  std::optional<ItemCollectionMetrics> item_collection_metrics;
};

struct GetItemRequest {
  std::optional<std::string> table_name;
  std::optional<AttributeMap> key;
  std::optional<std::vector<std::string>> attributes_to_get;
  std::optional<bool> consistent_read;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<std::string> projection_expression;
  std::optional<Map<std::string>> expression_attribute_names;
};
struct GetItemResponse {
  std::optional<AttributeMap> item;
  std::optional<ConsumedCapacity> consumed_capacity;
};

extern const Structure kPutItemInput;
extern const Structure kUpdateItemInput;
extern const Structure kDeleteItemInput;
extern const Structure kWriteOutput;
extern const Structure kGetItemInput;
extern const Structure kGetItemOutput;

}  // namespace stator::services::dynamodb
