#include "db/statement/write.h"

#include <utility>

#include "base/check.h"
#include "db/expression/projection.h"
#include "db/statement/where.h"
#include "messages/statements.h"

namespace stator::db::statement {
namespace {

using expression::ConditionNode;
using expression::Operand;
using expression::Operator;
using model::ItemView;

// Whether the item is there: it has its partition key.
ConditionNode existence(Operator op, const table::TableSchema& table) {
  ConditionNode node;
  node.op = op;
  node.operands.push_back(Operand::of_path({{table.keys.partition.front().name}}));
  return node;
}

ConditionNode join(Operator op, ConditionNode left, Where right) {
  if (!right) return left;
  ConditionNode node;
  node.op = op;
  node.children.push_back(std::move(left));
  node.children.push_back(std::move(*right));
  return node;
}

}  // namespace

// Also points it at the condition, and says what is returned.
template <typename Request>
Request* BoundWrite::set_request() {
  Request& request = request_.emplace<Request>();
  if (condition_) request.condition = &*condition_;
  request.keeps_old_item = returns_old();
  request.keeps_new_item = has_returning() && !returns_old();
  return &request;
}

Result<std::unique_ptr<BoundWrite>> BoundWrite::bind(const Statement& statement,
                                                     const table::TableSchema& table) {
  std::unique_ptr<BoundWrite> bound(new BoundWrite);
  if (const auto* insert = std::get_if<Insert>(&statement)) {
    bound->bind_insert(*insert, table);
  } else if (const auto* update = std::get_if<Update>(&statement)) {
    STATOR_TRY(bound->bind_update(*update, table));
  } else if (const auto* removal = std::get_if<Delete>(&statement)) {
    STATOR_TRY(bound->bind_delete(*removal, table));
  } else {
    STATOR_TRY(bound->bind_exists(std::get<Exists>(statement), table));
  }
  return bound;
}

void BoundWrite::bind_insert(const Insert& insert, const table::TableSchema& table) {
  bytes_ = insert.item;
  condition_ = make_condition(existence(Operator::kAttributeNotExists, table));
  set_request<table::PutRequest>()->item = item_or_key();
}

Result<base::Ok> BoundWrite::bind_update(const Update& update, const table::TableSchema& table) {
  STATOR_ASSIGN(FullKey key, require_full_key(update.where, table.keys));
  bytes_ = std::move(key.key);
  returning_ = update.returning;
  // No upsert: the WHERE clause must find an item.
  condition_ =
      make_condition(join(Operator::kAnd, existence(Operator::kAttributeExists, table), std::move(key.rest)));
  update_ = expression::Update(update.plan);
  auto* request = set_request<table::UpdateRequest>();
  request->key = item_or_key();
  request->update = &*update_;
  request->counts_actions = false;
  return base::Ok{};
}

Result<base::Ok> BoundWrite::bind_delete(const Delete& statement, const table::TableSchema& table) {
  STATOR_ASSIGN(FullKey key, require_full_key(statement.where, table.keys));
  bytes_ = std::move(key.key);
  returning_ = statement.returning;
  // Without an item it does nothing, whatever the rest of the WHERE clause says.
  if (key.rest)
    condition_ = make_condition(
        join(Operator::kOr, existence(Operator::kAttributeNotExists, table), std::move(key.rest)));
  set_request<table::DeleteRequest>()->key = item_or_key();
  return base::Ok{};
}

Result<base::Ok> BoundWrite::bind_exists(const Exists& exists, const table::TableSchema& table) {
  if (!exists.select.index.empty()) return validation_error(std::string(messages::kTransactionIndex));
  STATOR_ASSIGN(FullKey key, require_full_key(exists.select.where, table.keys));
  bytes_ = std::move(key.key);
  condition_ =
      make_condition(join(Operator::kAnd, existence(Operator::kAttributeExists, table), std::move(key.rest)));
  set_request<transaction::ConditionCheck>()->key = item_or_key();
  return base::Ok{};
}

void BoundWrite::return_item_on_condition_failure() {
  std::visit([](auto& request) { request.return_item_on_condition_failure = true; }, request_);
}

base::Task<Result<table::WriteOutcome>> BoundWrite::write(table::Database& database,
                                                          table::TableRef table) const {
  if (const auto* put = std::get_if<table::PutRequest>(&request_))
    return database.put_item(std::move(table), *put);
  if (const auto* update = std::get_if<table::UpdateRequest>(&request_))
    return database.update_item(std::move(table), *update);
  STATOR_CHECK(!is_check());
  return database.delete_item(std::move(table), std::get<table::DeleteRequest>(request_));
}

std::optional<std::string> BoundWrite::returned(const table::WriteOutcome& outcome) const {
  const std::optional<std::string>& item = returns_old() ? outcome.old_item : outcome.new_item;
  if (!has_returning() || !item) return std::nullopt;
  if (returning_ == Returning::kAllOld || returning_ == Returning::kAllNew) return item;
  std::string modified;
  expression::Projection(update_->paths()).project(ItemView(*item), &modified);
  // Nothing rather than an item without attributes: reported of AWS, 2026;
  // 2026-07.
  if (ItemView(modified).empty()) return std::nullopt;
  return modified;
}

transaction::WriteAction BoundWrite::action(table::TableRef table) const {
  transaction::WriteAction action;
  action.table = std::move(table);
  std::visit([&action](const auto& request) { action.action = &request; }, request_);
  return action;
}

Result<base::Ok> BoundWrite::validate(const table::Database& database,
                                      const table::TableSchema& table) const {
  return is_insert() ? database.validate_item(table, item_or_key())
                     : database.validate_key(table, item_or_key());
}

}  // namespace stator::db::statement
