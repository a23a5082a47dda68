#include "services/dynamodb/common/statements.h"

#include "db/statement/parser.h"
#include "messages/statements.h"

namespace stator::services::dynamodb {

aws::Result<std::vector<std::string_view>> parameter_values(const StatementParameters& request) {
  std::vector<std::string_view> values;
  if (!request.parameters) return values;
  values.reserve(request.parameters->size());
  for (const AttributeValue& parameter : *request.parameters) {
    if (parameter.invalid) return value_error(Envelope::kNone, *parameter.invalid);
    values.emplace_back(parameter.bytes);
  }
  return values;
}

aws::Result<db::statement::Statement> parse_statement(const StatementParameters& request) {
  STATOR_ASSIGN(const std::vector<std::string_view> values, parameter_values(request));
  return from_db(db::statement::parse(*request.statement, values));
}

db::Result<std::unique_ptr<db::statement::BoundWrite>> bind_write(const StatementParameters& request,
                                                                  const db::statement::Statement& statement,
                                                                  const db::table::TableSchema& table) {
  auto bound = db::statement::BoundWrite::bind(statement, table);
  const auto& wanted = request.return_values_on_condition_check_failure;
  if (bound.ok() && wanted && wanted->get() == ReturnValuesOnConditionCheckFailure::kAllOld)
    (*bound)->return_item_on_condition_failure();
  return bound;
}

aws::Error write_error(const db::statement::BoundWrite& write, db::Error error) {
  const bool duplicate = write.is_insert() && error.kind == db::ErrorKind::kConditionalCheckFailed;
  if (!duplicate) return to_aws_error(std::move(error));
  return {"DuplicateItemException", std::string(messages::kDuplicateItem), aws::ErrorOrigin::kModel};
}

}  // namespace stator::services::dynamodb
