#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::integer_shape;
using aws::protocol::kRequired;
using aws::protocol::list_shape;
using aws::protocol::member;
using aws::protocol::string_shape;
using aws::protocol::structure_shape;

constexpr std::int64_t kMaxStatementLength = 8192;
constexpr std::int64_t kMaxNextTokenLength = 32768;
constexpr std::int64_t kMaxBatchStatements = 25;  // rule 125
constexpr std::int64_t kMaxTransactStatements = 100;
constexpr std::int64_t kMaxTokenLength = 36;

constexpr auto kStatement = string_shape(1, kMaxStatementLength);
constexpr auto kParameters = list_shape(kAttributeValue, 1);
constexpr auto kNextToken = string_shape(1, kMaxNextTokenLength);
constexpr auto kLimit = integer_shape(1);
constexpr auto kClientToken = string_shape(1, kMaxTokenLength);

constexpr Member kExecuteMembers[] = {
    member<&ExecuteStatementRequest::statement>("Statement", kStatement, kRequired),
    member<&ExecuteStatementRequest::parameters>("Parameters", kParameters),
    member<&ExecuteStatementRequest::consistent_read>("ConsistentRead", kBool),
    member<&ExecuteStatementRequest::next_token>("NextToken", kNextToken),
    member<&ExecuteStatementRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                               kReturnConsumedCapacity),
    member<&ExecuteStatementRequest::limit>("Limit", kLimit),
    member<&ExecuteStatementRequest::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};
constexpr Member kExecuteOutputMembers[] = {
    member<&ExecuteStatementResponse::items>("Items", kItemViews),
    member<&ExecuteStatementResponse::next_token>("NextToken", kNextToken),
    member<&ExecuteStatementResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacity),
    member<&ExecuteStatementResponse::last_evaluated_key>("LastEvaluatedKey", kAttributeMap),
};

constexpr Member kBatchStatementMembers[] = {
    member<&BatchStatementRequest::statement>("Statement", kStatement, kRequired),
    member<&BatchStatementRequest::parameters>("Parameters", kParameters),
    member<&BatchStatementRequest::consistent_read>("ConsistentRead", kBool),
    member<&BatchStatementRequest::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kBatchStatementStructure{"BatchStatementRequest", kBatchStatementMembers};
constexpr auto kBatchStatement = structure_shape<BatchStatementRequest>(kBatchStatementStructure);
constexpr auto kBatchStatements = list_shape(kBatchStatement, 1, kMaxBatchStatements);
constexpr Member kBatchMembers[] = {
    member<&BatchExecuteStatementRequest::statements>("Statements", kBatchStatements, kRequired),
    member<&BatchExecuteStatementRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                                    kReturnConsumedCapacity),
};

constexpr Member kErrorMembers[] = {
    member<&BatchStatementError::code>("Code", kText),
    member<&BatchStatementError::message>("Message", kText),
    member<&BatchStatementError::item>("Item", kAttributeMap),
};
constexpr Structure kErrorStructure{"BatchStatementError", kErrorMembers};
constexpr auto kError = structure_shape<BatchStatementError>(kErrorStructure);
constexpr Member kBatchResponseMembers[] = {
    member<&BatchStatementResponse::error>("Error", kError),
    member<&BatchStatementResponse::table_name>("TableName", kText),
    member<&BatchStatementResponse::item>("Item", kAttributeMap),
};
constexpr Structure kBatchResponseStructure{"BatchStatementResponse", kBatchResponseMembers};
constexpr auto kBatchResponse = structure_shape<BatchStatementResponse>(kBatchResponseStructure);
constexpr auto kBatchResponses = list_shape(kBatchResponse);
constexpr Member kBatchOutputMembers[] = {
    member<&BatchExecuteStatementResponse::responses>("Responses", kBatchResponses),
    member<&BatchExecuteStatementResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
};

constexpr Member kTransactStatementMembers[] = {
    member<&StatementParameters::statement>("Statement", kStatement, kRequired),
    member<&StatementParameters::parameters>("Parameters", kParameters),
    member<&StatementParameters::return_values_on_condition_check_failure>(
        "ReturnValuesOnConditionCheckFailure", kReturnValuesOnConditionCheckFailure),
};
constexpr Structure kTransactStatementStructure{"ParameterizedStatement", kTransactStatementMembers};
constexpr auto kTransactStatement = structure_shape<StatementParameters>(kTransactStatementStructure);
constexpr auto kTransactStatements = list_shape(kTransactStatement, 1, kMaxTransactStatements);
constexpr Member kTransactionMembers[] = {
    member<&ExecuteTransactionRequest::transact_statements>("TransactStatements", kTransactStatements,
                                                            kRequired),
    member<&ExecuteTransactionRequest::client_request_token>("ClientRequestToken", kClientToken),
    member<&ExecuteTransactionRequest::return_consumed_capacity>("ReturnConsumedCapacity",
                                                                 kReturnConsumedCapacity),
};
constexpr Member kItemResponseMembers[] = {member<&ItemResponse::item>("Item", kAttributeMap)};
constexpr Structure kItemResponseStructure{"ItemResponse", kItemResponseMembers};
constexpr auto kItemResponse = structure_shape<ItemResponse>(kItemResponseStructure);
constexpr auto kItemResponses = list_shape(kItemResponse);
constexpr Member kTransactionOutputMembers[] = {
    member<&ExecuteTransactionResponse::responses>("Responses", kItemResponses),
    member<&ExecuteTransactionResponse::consumed_capacity>("ConsumedCapacity", kConsumedCapacityList),
};

}  // namespace

constinit const Structure kExecuteStatementInput{"ExecuteStatementInput", kExecuteMembers};
constinit const Structure kExecuteStatementOutput{"ExecuteStatementOutput", kExecuteOutputMembers};
constinit const Structure kBatchExecuteStatementInput{"BatchExecuteStatementInput", kBatchMembers};
constinit const Structure kBatchExecuteStatementOutput{"BatchExecuteStatementOutput", kBatchOutputMembers};
constinit const Structure kExecuteTransactionInput{"ExecuteTransactionInput", kTransactionMembers};
constinit const Structure kExecuteTransactionOutput{"ExecuteTransactionOutput", kTransactionOutputMembers};

}  // namespace stator::services::dynamodb
