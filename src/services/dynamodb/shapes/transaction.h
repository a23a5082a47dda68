// TransactWriteItems and TransactGetItems.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

// What the four actions of a write have in common.
struct TransactParameters {
  std::optional<std::string> table_name;
  std::optional<std::string> condition_expression;
  std::optional<Map<std::string>> expression_attribute_names;
  std::optional<Map<AttributeValue>> expression_attribute_values;
  std::optional<Enum<ReturnValuesOnConditionCheckFailure>> return_values_on_condition_check_failure;
};
struct TransactConditionCheck : TransactParameters {
  std::optional<AttributeMap> key;
};
struct TransactPut : TransactParameters {
  std::optional<AttributeMap> item;
};
struct TransactDelete : TransactParameters {
  std::optional<AttributeMap> key;
};
struct TransactUpdate : TransactParameters {
  std::optional<AttributeMap> key;
  std::optional<std::string> update_expression;
};
struct TransactWriteItem {
  std::optional<TransactConditionCheck> condition_check;
  std::optional<TransactPut> put;
  std::optional<TransactDelete> remove;
  std::optional<TransactUpdate> update;
};
struct TransactWriteItemsRequest {
  std::optional<std::vector<TransactWriteItem>> transact_items;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<Enum<ReturnItemCollectionMetrics>> return_item_collection_metrics;
  std::optional<std::string> client_request_token;
};
struct TransactWriteItemsResponse {
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
  std::optional<Map<std::vector<ItemCollectionMetrics>>> item_collection_metrics;
};

struct TransactGet {
  std::optional<AttributeMap> key;
  std::optional<std::string> table_name;
  std::optional<std::string> projection_expression;
  std::optional<Map<std::string>> expression_attribute_names;
};
struct TransactGetItem {
  std::optional<TransactGet> get;
};
struct TransactGetItemsRequest {
  std::optional<std::vector<TransactGetItem>> transact_items;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
};
struct ItemResponse {
  std::optional<AttributeMap> item;
};
struct TransactGetItemsResponse {
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
  std::vector<ItemResponse> responses;
};

extern const Structure kTransactWriteItemsInput;
extern const Structure kTransactWriteItemsOutput;
extern const Structure kTransactGetItemsInput;
extern const Structure kTransactGetItemsOutput;

}  // namespace stator::services::dynamodb
