#include "services/dynamodb/ops/batch_execute_statement.h"

#include <set>

#include "aws/measured.h"
#include "base/time_slice.h"
#include "db/table/item_keys.h"
#include "messages/dynamodb.h"
#include "messages/statements.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/statement_access.h"
#include "services/dynamodb/common/statements.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::model::ItemView;
using db::statement::BoundSelect;
using db::statement::BoundWrite;
using db::statement::Statement;
using db::table::Database;

// One statement on its way: with an error it goes no further.
struct Entry {
  const BatchStatementRequest* request = nullptr;
  std::optional<Statement> statement;
  db::table::TableRef table;
  std::optional<BoundSelect> select;
  std::unique_ptr<BoundWrite> write;
  std::optional<aws::Error> error;
  std::optional<std::string> failed_item;
};

// "ValidationException" is "ValidationError" here, the others lose their ending.
std::string error_code(const aws::Error& error) {
  constexpr std::string_view kEnding = "Exception";
  if (error.code == "ValidationException") return "ValidationError";
  if (error.code == "ThrottlingException") return "ThrottlingError";
  std::string code = error.code;
  if (code.ends_with(kEnding)) code.resize(code.size() - kEnding.size());
  return code;
}

void count(const aws::RequestContext& context, const aws::Error& error) {
  if (error.code == "ConditionalCheckFailedException" || error.code == "DuplicateItemException") {
    aws::measure_failed_condition(context);
  } else if (error.code == "TransactionConflictException") {
    aws::measure_conflict(context);
  } else if (metrics::is_throttling(error.code)) {
    aws::measure_throttle(context);
  }
}

aws::Error invalid(std::string_view text) { return aws::validation_error(std::string(text)); }

void parse(Service& service, const aws::RequestContext& context, Entry* entry) {
  if (context.authorizer != nullptr) {
    auto allowed = authorize_statement(service, context, "BatchExecuteStatement", *entry->request);
    if (!allowed.ok()) entry->error = std::move(allowed).error();
  }
  auto statement = parse_statement(*entry->request);
  if (!statement.ok()) {
    entry->error = std::move(statement).error();
  } else if (std::holds_alternative<db::statement::Exists>(*statement)) {
    entry->error = invalid(messages::kExistsOutside);
  } else {
    entry->statement = std::move(*statement);
  }
}

db::Result<base::Ok> bind_select(const Database& database, Entry* entry) {
  STATOR_ASSIGN(entry->select,
                BoundSelect::bind(std::get<db::statement::Select>(*entry->statement), *entry->table));
  if (!entry->select->names_one_item()) return db::validation_error(std::string(messages::kBatchSelectKey));
  return database.validate_key(*entry->table, entry->select->key());
}

db::Result<base::Ok> bind_change(const Database& database, Entry* entry) {
  STATOR_ASSIGN(entry->write, bind_write(*entry->request, *entry->statement, *entry->table));
  return entry->write->validate(database, *entry->table);
}

void bind(Database& database, const aws::RequestContext& context, Entry* entry) {
  if (entry->error) return;
  auto table = find_table(database, context, table_name(*entry->statement));
  if (!table.ok()) {
    entry->error = std::move(table).error();
    return;
  }
  entry->table = std::move(*table);
  auto bound = is_select(*entry->statement) ? bind_select(database, entry) : bind_change(database, entry);
  if (!bound.ok()) entry->error = to_aws_error(std::move(bound).error());
}

aws::Result<base::Ok> check_all_reads_or_writes(const std::vector<Entry>& entries) {
  bool reads = false, writes = false;
  for (const Entry& entry : entries)
    if (entry.statement) (is_select(*entry.statement) ? reads : writes) = true;
  if (reads && writes) return invalid(messages::kMixedBatch);
  return base::Ok{};
}

aws::Result<base::Ok> check_distinct_items(const std::vector<Entry>& entries) {
  std::set<std::string> keys;
  for (const Entry& entry : entries) {
    if (entry.error) continue;
    const ItemView view = entry.select ? entry.select->key() : entry.write->item_or_key();
    if (!keys.insert(db::table::item_key(*entry.table, view)).second)
      return invalid(messages::kDuplicateKeys);
  }
  return base::Ok{};
}

base::Task<db::Result<db::table::ConsumedCapacity>> read(Database& database, const Entry& entry,
                                                         BatchStatementResponse* response) {
  db::statement::SelectOptions options;
  options.consistent = entry.request->consistent_read.value_or(false);
  auto page = co_await entry.select->read(database, entry.table, std::move(options));
  if (!page.ok()) co_return std::move(page).error();
  if (!page->items.empty()) response->item = attribute_map(std::string(page->items.front().bytes()));
  co_return std::move(page->consumed);
}

base::Task<db::Result<db::table::ConsumedCapacity>> write(Database& database, const Entry& entry,
                                                          BatchStatementResponse* response) {
  auto outcome = co_await entry.write->write(database, entry.table);
  if (!outcome.ok()) co_return std::move(outcome).error();
  if (auto returned = entry.write->returned(*outcome)) response->item = attribute_map(std::move(*returned));
  co_return std::move(outcome->consumed);
}

void set_error(Entry* entry, db::Error error) {
  if (!error.item.empty()) entry->failed_item = error.item;
  entry->error = entry->write ? write_error(*entry->write, std::move(error)) : to_aws_error(std::move(error));
}

}  // namespace

base::Task<aws::Result<BatchExecuteStatementResponse>> batch_execute_statement(
    Service& service, const aws::RequestContext& context, BatchExecuteStatementRequest& request) {
  Database& database = service.database;
  std::vector<Entry> entries(request.statements->size());
  base::TimeSlice slice;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    co_await slice.pause_if_used_up();
    entries[i].request = &(*request.statements)[i];
    parse(service, context, &entries[i]);
  }
  STATOR_CO_TRY(check_all_reads_or_writes(entries));
  for (Entry& entry : entries) {
    co_await slice.pause_if_used_up();
    bind(database, context, &entry);
  }
  STATOR_CO_TRY(check_distinct_items(entries));

  auto reserved =
      co_await reserve_response(context, entries.size(), entries.size() * db::model::kMaxItemBytes);
  if (!reserved.ok()) co_return std::move(reserved).error();
  BatchExecuteStatementResponse response;
  if (wants_capacity(request.return_consumed_capacity)) response.consumed_capacity.emplace();
  for (Entry& entry : entries) {
    co_await slice.pause_if_used_up();
    const Units units = entry.select ? Units::kRead : Units::kWrite;
    BatchStatementResponse& one = response.responses.emplace_back();
    if (entry.statement) one.table_name = table_name(*entry.statement);
    if (!entry.error) {
      auto work = entry.select ? read(database, entry, &one) : write(database, entry, &one);
      auto consumed = co_await std::move(work);
      if (consumed.ok()) {
        auto report = report_capacity(context, units, request.return_consumed_capacity, *consumed);
        if (report) response.consumed_capacity->push_back(std::move(*report));
        continue;
      }
      set_error(&entry, std::move(consumed).error());
    }
    count(context, *entry.error);
    one.error = BatchStatementError{error_code(*entry.error), entry.error->message, std::nullopt};
    if (entry.failed_item && one.error->code == "ConditionalCheckFailed")
      one.error->item = attribute_map(std::move(*entry.failed_item));
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
