#include "services/dynamodb/ops/execute_statement.h"

#include "messages/statements.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/statements.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::statement::BoundSelect;
using db::statement::Statement;
using db::table::TableRef;

std::uint64_t token_hash(const ExecuteStatementRequest& request, const TableRef& table) {
  std::vector<std::string_view> values;
  if (request.parameters)
    for (const AttributeValue& parameter : *request.parameters) values.emplace_back(parameter.bytes);
  return db::statement::statement_hash(*request.statement, values, table->uuid);
}

base::Task<aws::Result<ExecuteStatementResponse>> read(db::table::Database& database,
                                                       const aws::RequestContext& context, TableRef table,
                                                       const db::statement::Select& statement,
                                                       ExecuteStatementRequest& request) {
  STATOR_CO_ASSIGN(const BoundSelect select, from_db(BoundSelect::bind(statement, *table)));
  const std::uint64_t hash = token_hash(request, table);
  db::statement::SelectOptions options;
  options.consistent = request.consistent_read.value_or(false);
  if (request.limit) options.limit = static_cast<std::uint32_t>(*request.limit);
  if (request.next_token) {
    STATOR_CO_ASSIGN(options.position, from_db(db::statement::read_page_token(*request.next_token, hash)));
  }
  auto reserved = co_await reserve_page(context, request.limit);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto page = co_await select.read(database, std::move(table), std::move(options));
  if (!page.ok()) co_return to_aws_error(std::move(page).error());

  ExecuteStatementResponse response;
  response.items.items = std::move(page->items);
  if (page->next) {
    response.next_token = db::statement::write_page_token(*page->next, hash);
    if (!page->last_evaluated_key.empty())
      response.last_evaluated_key = attribute_map(std::move(page->last_evaluated_key));
  }
  response.consumed_capacity =
      report_capacity(context, Units::kRead, request.return_consumed_capacity, page->consumed);
  response.page = std::move(*page);
  co_return response;
}

base::Task<aws::Result<ExecuteStatementResponse>> write(db::table::Database& database,
                                                        const aws::RequestContext& context, TableRef table,
                                                        const Statement& statement,
                                                        const ExecuteStatementRequest& request) {
  STATOR_CO_ASSIGN(const auto bound, from_db(bind_write(request, statement, *table)));
  auto outcome = co_await bound->write(database, std::move(table));
  if (!outcome.ok()) co_return write_error(*bound, std::move(outcome).error());

  ExecuteStatementResponse response;
  if (auto returned = bound->returned(*outcome)) {
    response.page.buffers.push_back(std::make_unique<std::string>(std::move(*returned)));
    response.items.items.emplace_back(*response.page.buffers.back());
  }
  response.consumed_capacity =
      report_capacity(context, Units::kWrite, request.return_consumed_capacity, outcome->consumed);
  co_return response;
}

}  // namespace

base::Task<aws::Result<ExecuteStatementResponse>> execute_statement(db::table::Database& database,
                                                                    const aws::RequestContext& context,
                                                                    ExecuteStatementRequest& request) {
  STATOR_CO_ASSIGN(const Statement statement, parse_statement(request));
  if (std::holds_alternative<db::statement::Exists>(statement))
    co_return aws::validation_error(std::string(messages::kExistsOutside));
  STATOR_CO_ASSIGN(TableRef table, find_table(database, context, table_name(statement)));
  if (const auto* select = std::get_if<db::statement::Select>(&statement)) {
    auto response = co_await read(database, context, std::move(table), *select, request);
    co_return response;
  }
  auto response = co_await write(database, context, std::move(table), statement, request);
  co_return response;
}

}  // namespace stator::services::dynamodb
