#include "services/dynamodb/ops/execute_transaction.h"

#include "base/time_slice.h"
#include "messages/statements.h"
#include "services/dynamodb/common/cancellation.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_digest.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/statements.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::statement::BoundSelect;
using db::statement::BoundWrite;
using db::statement::Statement;
using db::table::TableRef;
using db::transaction::CancellationCode;
using db::transaction::CancellationReason;
using db::transaction::Transactions;

using Reasons = std::vector<CancellationReason>;

struct Entry {
  const StatementParameters* request = nullptr;
  std::optional<Statement> statement;
  TableRef table;
  std::optional<BoundSelect> select;
  std::unique_ptr<BoundWrite> write;
};

aws::Error invalid(std::string_view text) { return aws::validation_error(std::string(text)); }

// A statement that is wrong cancels the transaction, as its own failure would.
void refuse(std::string message, CancellationReason* reason, bool* refused) {
  *reason = {CancellationCode::kValidationError, std::move(message), {}};
  *refused = true;
}

bool has_returning(const Statement& statement) {
  using db::statement::Returning;
  if (const auto* update = std::get_if<db::statement::Update>(&statement))
    return update->returning != Returning::kNothing;
  const auto* removal = std::get_if<db::statement::Delete>(&statement);
  return removal != nullptr && removal->returning != Returning::kNothing;
}

aws::Result<base::Ok> check_kinds(const std::vector<Entry>& entries) {
  bool reads = false, writes = false;
  for (const Entry& entry : entries) {
    if (has_returning(*entry.statement)) return invalid(messages::kTransactionReturning);
    (is_select(*entry.statement) ? reads : writes) = true;
  }
  if (reads && writes) return invalid(messages::kMixedTransaction);
  return base::Ok{};
}

db::Result<base::Ok> bind_select(Entry* entry) {
  const db::statement::Select& select = std::get<db::statement::Select>(*entry->statement);
  if (!select.index.empty()) return db::validation_error(std::string(messages::kTransactionIndex));
  STATOR_ASSIGN(entry->select, BoundSelect::bind(select, *entry->table));
  if (!entry->select->names_one_item()) return db::validation_error(std::string(messages::kKeyNotEqual));
  return base::Ok{};
}

db::Result<base::Ok> bind(Entry* entry) {
  if (is_select(*entry->statement)) return bind_select(entry);
  STATOR_ASSIGN(entry->write, bind_write(*entry->request, *entry->statement, *entry->table));
  const auto checked = db::transaction::check_action(entry->write->action(entry->table));
  const bool fits = checked.ok() || checked.error().kind != db::ErrorKind::kKeyMismatch;
  return fits ? base::Ok{} : checked;  // what else is wrong fails the whole call, later
}

// Parses and binds all statements.
base::Task<aws::Result<std::vector<Entry>>> prepare(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    const ExecuteTransactionRequest& request) {
  const auto& statements = *request.transact_statements;
  std::vector<Entry> entries(statements.size());
  Reasons reasons(statements.size());
  bool refused = false;
  base::TimeSlice slice;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    co_await slice.pause_if_used_up();
    entries[i].request = &statements[i];
    auto statement = parse_statement(statements[i]);
    if (statement.ok()) {
      entries[i].statement = std::move(*statement);
    } else {
      refuse(std::move(statement).error().message, &reasons[i], &refused);
    }
  }
  if (refused) co_return transaction_canceled(context, reasons);
  STATOR_CO_TRY(check_kinds(entries));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    co_await slice.pause_if_used_up();
    STATOR_CO_ASSIGN(entries[i].table, find_table(database, context, table_name(*entries[i].statement)));
    auto bound = bind(&entries[i]);
    if (!bound.ok()) refuse(std::move(bound).error().message, &reasons[i], &refused);
  }
  if (refused) co_return transaction_canceled(context, reasons);
  co_return entries;
}

std::string digest_of(const ExecuteTransactionRequest& request) {
  RequestDigest digest;
  for (const StatementParameters& statement : *request.transact_statements) {
    digest.add(*statement.statement);
    digest.add(std::to_string(statement.parameters ? statement.parameters->size() : 0));
    if (!statement.parameters) continue;
    for (const AttributeValue& parameter : *statement.parameters)
      digest.add(std::string_view(parameter.bytes));
  }
  return digest.finish();
}

// An INSERT that meets an item says so.
void name_duplicates(const std::vector<Entry>& entries, Reasons* reasons) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    CancellationReason& reason = (*reasons)[i];
    if (!entries[i].write->is_insert() || reason.code != CancellationCode::kConditionalCheckFailed) continue;
    reason.code = CancellationCode::kDuplicateItem;
    reason.message = messages::kDuplicateItem;
  }
}

base::Task<aws::Result<ExecuteTransactionResponse>> write(Transactions& transactions,
                                                          const std::vector<Entry>& entries,
                                                          const aws::RequestContext& context,
                                                          const ExecuteTransactionRequest& request) {
  std::optional<db::transaction::ClientToken> token;
  if (request.client_request_token)
    token = {"ExecuteTransaction", scope_of(context), *request.client_request_token, digest_of(request)};
  std::vector<db::transaction::WriteAction> actions;
  for (const Entry& entry : entries) actions.push_back(entry.write->action(entry.table));
  auto outcome = co_await transactions.write(std::move(actions), std::move(token));
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  if (!outcome->reasons.empty()) {
    name_duplicates(entries, &outcome->reasons);
    co_return transaction_canceled(context, outcome->reasons);
  }
  ExecuteTransactionResponse response;
  response.responses.resize(entries.size());
  response.consumed_capacity =
      report_transaction_capacity(context, outcome->replayed ? Units::kRead : Units::kWrite,
                                  request.return_consumed_capacity, outcome->consumed);
  co_return response;
}

base::Task<aws::Result<ExecuteTransactionResponse>> read(Transactions& transactions,
                                                         const std::vector<Entry>& entries,
                                                         const aws::RequestContext& context,
                                                         const ExecuteTransactionRequest& request) {
  std::vector<db::transaction::ReadAction> actions;
  for (const Entry& entry : entries) {
    db::table::GetRequest get;
    get.key = entry.select->key();
    get.consistent = true;
    actions.push_back({entry.table, get});
  }
  auto reserved = co_await reserve_response(context, actions.size(), db::transaction::kMaxBytes);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto outcome = co_await transactions.read(std::move(actions));
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  if (!outcome->reasons.empty()) co_return transaction_canceled(context, outcome->reasons);
  ExecuteTransactionResponse response;
  base::TimeSlice slice;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    co_await slice.pause_if_used_up();
    ItemResponse& one = response.responses.emplace_back();
    const std::optional<std::string>& item = outcome->items[i];
    if (!item) continue;
    auto row = entries[i].select->row(db::model::ItemView(*item));
    if (row) one.item = attribute_map(std::move(*row));
  }
  response.consumed_capacity =
      report_transaction_capacity(context, Units::kRead, request.return_consumed_capacity, outcome->consumed);
  co_return response;
}

}  // namespace

base::Task<aws::Result<ExecuteTransactionResponse>> execute_transaction(Transactions& transactions,
                                                                        const aws::RequestContext& context,
                                                                        ExecuteTransactionRequest& request) {
  auto entries = co_await prepare(transactions.database(), context, request);
  if (!entries.ok()) co_return std::move(entries).error();
  if (entries->front().select) {
    auto response = co_await read(transactions, *entries, context, request);
    co_return response;
  }
  auto response = co_await write(transactions, *entries, context, request);
  co_return response;
}

}  // namespace stator::services::dynamodb
