// ExecuteStatement, BatchExecuteStatement and ExecuteTransaction.
#pragma once

#include "db/statement/select.h"
#include "services/dynamodb/shapes/common.h"
#include "services/dynamodb/shapes/transaction.h"

namespace stator::services::dynamodb {

// What a statement looks like in all three operations.
struct StatementParameters {
  std::optional<std::string> statement;
  std::optional<std::vector<AttributeValue>> parameters;
  std::optional<Enum<ReturnValuesOnConditionCheckFailure>> return_values_on_condition_check_failure;
};

struct ExecuteStatementRequest : StatementParameters {
  std::optional<bool> consistent_read;
  std::optional<std::string> next_token;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
  std::optional<std::int64_t> limit;
};
struct ExecuteStatementResponse {
  ItemViews items;
  std::optional<std::string> next_token;
  std::optional<AttributeMap> last_evaluated_key;
  std::optional<ConsumedCapacity> consumed_capacity;

  db::statement::SelectPage page;  // owns the bytes of `items`; no member of the shape
};

struct BatchStatementRequest : StatementParameters {
  std::optional<bool> consistent_read;
};
struct BatchStatementError {
  std::string code;
  std::string message;
  std::optional<AttributeMap> item;
};
struct BatchStatementResponse {
  std::optional<BatchStatementError> error;
  std::optional<std::string> table_name;
  std::optional<AttributeMap> item;
};
struct BatchExecuteStatementRequest {
  std::optional<std::vector<BatchStatementRequest>> statements;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
};
struct BatchExecuteStatementResponse {
  std::vector<BatchStatementResponse> responses;
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
};

struct ExecuteTransactionRequest {
  std::optional<std::vector<StatementParameters>> transact_statements;
  std::optional<std::string> client_request_token;
  std::optional<Enum<ReturnConsumedCapacity>> return_consumed_capacity;
};
struct ExecuteTransactionResponse {
  std::vector<ItemResponse> responses;
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity;
};

extern const Structure kExecuteStatementInput;
extern const Structure kExecuteStatementOutput;
extern const Structure kBatchExecuteStatementInput;
extern const Structure kBatchExecuteStatementOutput;
extern const Structure kExecuteTransactionInput;
extern const Structure kExecuteTransactionOutput;

}  // namespace stator::services::dynamodb
