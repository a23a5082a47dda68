#include "db/transaction/transactions.h"

#include <algorithm>
#include <unordered_set>

#include "base/time_slice.h"
#include "db/table/capacity.h"
#include "db/table/catalog.h"
#include "db/table/item_collection.h"
#include "db/table/item_keys.h"
#include "db/table/item_latches.h"
#include "db/table/storage_errors.h"
#include "db/table/throttling.h"
#include "db/table/write_charge.h"
#include "db/table/write_intent.h"
#include "messages/tables.h"

namespace stator::db::transaction {

namespace {

using model::ItemView;
using table::ConsumedCapacity;
using table::ItemLatches;
using table::TableRef;
using table::TableSchema;
using table::WriteIntent;

// Latches make conflicts in the engine rare; a changed schema makes some.
constexpr int kMaxAttempts = 20;

// Put, Update and Delete; nothing for a ConditionCheck.
std::optional<WriteIntent> intent_of(const WriteAction& action) {
  if (const auto* put = std::get_if<const table::PutRequest*>(&action.action)) return WriteIntent(*put);
  if (const auto* update = std::get_if<const table::UpdateRequest*>(&action.action))
    return WriteIntent(*update);
  if (const auto* remove = std::get_if<const table::DeleteRequest*>(&action.action))
    return WriteIntent(*remove);
  return std::nullopt;
}

ItemView key_source(const WriteAction& action) {
  if (auto intent = intent_of(action)) return table::key_source(*intent);
  return std::get<const ConditionCheck*>(action.action)->key;
}

const table::WriteOptions& options_of(const WriteAction& action) {
  return std::visit([](const auto* request) -> const table::WriteOptions& { return *request; },
                    action.action);
}

// Everything about one action that is decided under the latches.
struct Planned {
  std::string key;
  std::size_t bytes = 0;  // of the item, whichever image is larger
  storage::Record before;
  std::optional<table::IntendedWrite> write;  // nothing for a ConditionCheck

  std::optional<ItemView> item() const {
    if (!before.exists()) return std::nullopt;
    return table::stored_item(before.value);
  }
};

CancellationReason reason_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kConditionalCheckFailed:
      return {CancellationCode::kConditionalCheckFailed, error.message, error.item};
    case ErrorKind::kItemCollectionSizeLimitExceeded:
      return {CancellationCode::kItemCollectionSizeLimitExceeded, error.message, {}};
    case ErrorKind::kThroughputExceeded:
      return {CancellationCode::kProvisionedThroughputExceeded, error.message, {}};
    case ErrorKind::kOnDemandThrottled:
    case ErrorKind::kRequestLimitExceeded:
      return {CancellationCode::kThrottlingError, error.message, {}};
    default:
      return {CancellationCode::kValidationError, error.message, {}};
  }
}

CancellationReason conflict() {
  return {CancellationCode::kTransactionConflict, messages::kTransactionConflict, {}};
}

bool any_cancels(const std::vector<CancellationReason>& reasons) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const CancellationReason& reason) { return reason.code != CancellationCode::kNone; });
}

Result<base::Ok> check(const WriteAction& action) { return check_action(action); }
Result<base::Ok> check(const ReadAction& action) { return table::check_key(*action.table, action.get.key); }

// The first key that does not fit is a reason to cancel; what else is wrong fails the whole call.
template <typename Action>
Result<base::Ok> check_actions(const std::vector<Action>& actions, std::vector<CancellationReason>* reasons) {
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const auto checked = check(actions[i]);
    if (checked.ok()) continue;
    if (checked.error().kind != ErrorKind::kKeyMismatch) return checked.error();
    if (!any_cancels(*reasons)) (*reasons)[i] = reason_of(checked.error());
  }
  return base::Ok{};
}

// Evaluates the condition and plans the write of one action.
Result<base::Ok> plan_action(const WriteAction& action, Planned* planned) {
  std::optional<ItemView> before = planned->item();
  const table::WriteOptions& options = options_of(action);
  planned->bytes = before ? before->size_bytes() : 0;
  if (const auto* put = std::get_if<const table::PutRequest*>(&action.action))
    planned->bytes = std::max(planned->bytes, (*put)->item.size_bytes());
  if (!table::holds(options.condition, before)) return table::condition_failed(options, before);
  auto intent = intent_of(action);
  if (!intent) return base::Ok{};
  STATOR_ASSIGN(planned->write,
                table::plan_intent(*action.table, *intent, planned->key, planned->before.version, before,
                                   change::Cause::kTransaction));
  if (const auto& image = planned->write->image)
    planned->bytes = std::max(planned->bytes, ItemView(*image).size_bytes());
  return base::Ok{};
}

// One commit of all plans. A fence that stands in it more than once is no harm.
storage::Commit merge(std::vector<Planned>* planned, const std::vector<WriteAction>& actions) {
  storage::Commit all;
  for (std::size_t i = 0; i < planned->size(); ++i) {
    Planned& one = (*planned)[i];
    if (!one.write) {
      all.guards.push_back({one.key, one.before.version});
      all.fences.push_back({actions[i].table->id, actions[i].table->epoch});
      continue;
    }
    table::merge(std::move(one.write->plan.commit), &all);
  }
  return all;
}

void add_by_table(ConsumedCapacity consumed, std::vector<ConsumedCapacity>* list) {
  for (ConsumedCapacity& entry : *list) {
    if (entry.table_name != consumed.table_name) continue;
    entry.add(consumed);
    return;
  }
  list->push_back(std::move(consumed));
}

// Rule 102: the table arm counts twice, index arms once.
ConsumedCapacity write_capacity(const WriteAction& action, const Planned& planned) {
  ConsumedCapacity consumed;
  if (planned.write) {
    consumed = planned.write->plan.consumed;
  } else {
    consumed.table_name = action.table->name;
    consumed.table = table::write_units(planned.bytes);
  }
  consumed.table *= 2;
  return consumed;
}

Result<base::Ok> take_capacity(const table::DatabaseParts& parts, const WriteAction& action,
                               const Planned& planned) {
  const table::WriteCharge charge{parts.throttling, parts.keys};
  if (charge.is_free(*action.table)) return base::Ok{};
  const ConsumedCapacity consumed = write_capacity(action, planned);
  const storage::Commit* commit = planned.write ? &planned.write->plan.commit : nullptr;
  const table::WriteTarget target{*action.table, planned.key, consumed, commit};
  return charge.take(target, key_source(action), planned.item(),
                     planned.write ? table::image_of(*planned.write) : planned.item());
}

ConsumedCapacity replay_capacity(const WriteAction& action, const Planned& planned) {
  ConsumedCapacity consumed;
  consumed.table_name = action.table->name;
  consumed.table = 2 * table::read_units(planned.bytes, true);
  return consumed;
}

void take_replay(table::Throttling* throttling, const std::vector<WriteAction>& actions,
                 const std::vector<ConsumedCapacity>& consumed) {
  if (throttling == nullptr) return;
  for (const ConsumedCapacity& entry : consumed) {
    auto of_table = std::find_if(actions.begin(), actions.end(), [&](const WriteAction& action) {
      return action.table->name == entry.table_name;
    });
    if (of_table != actions.end()) throttling->read_more({*of_table->table, nullptr, {}}, entry.table);
  }
}

bool has_duplicates(const std::vector<std::string>& keys) {
  std::unordered_set<std::string_view> seen;
  for (const std::string& key : keys)
    if (!seen.insert(key).second) return true;
  return false;
}

}  // namespace

Result<base::Ok> check_action(const WriteAction& action) {
  const TableSchema& schema = *action.table;
  if (const auto* put = std::get_if<const table::PutRequest*>(&action.action)) {
    return table::check_item(schema, (*put)->item);
  }
  STATOR_TRY(table::check_key(schema, key_source(action)));
  if (const auto* update = std::get_if<const table::UpdateRequest*>(&action.action)) {
    return table::check_updated_paths(schema, (*update)->update);
  }
  return base::Ok{};
}

Transactions::Transactions(table::Database& database)
    : database_(database), parts_(database.parts()), tokens_(database.parts()) {}

base::Task<Result<WriteOutcome>> Transactions::write(std::vector<WriteAction> actions,
                                                     std::optional<ClientToken> token) {
  if (!token) {
    auto outcome = co_await write_guarded(&actions, token);
    co_return outcome;
  }
  tokens_.drop_expired();
  if (!tokens_.begin(*token))
    co_return Error{ErrorKind::kTransactionInProgress, messages::kTransactionInProgress, {}};
  auto outcome = co_await write_guarded(&actions, token);
  tokens_.end(*token);
  co_return outcome;
}

// With the token, if any, marked as running.
base::Task<Result<WriteOutcome>> Transactions::write_guarded(std::vector<WriteAction>* actions,
                                                             const std::optional<ClientToken>& token) {
  if (token) {
    auto known = co_await tokens_.find(*token);
    if (!known.ok()) co_return std::move(known).error();
    if (*known) {
      if ((*known)->digest != token->digest)
        co_return Error{ErrorKind::kIdempotentParameterMismatch, messages::kIdempotentParameterMismatch, {}};
      WriteOutcome replay;
      replay.replayed = true;
      replay.consumed = std::move((*known)->read_units);
      take_replay(parts_.throttling, *actions, replay.consumed);
      co_return replay;
    }
  }
  for (int i = 0; i < kMaxAttempts; ++i) {
    Step step = Step::kDone;
    auto outcome = co_await write_once(*actions, token, &step);
    if (step == Step::kDone) co_return outcome;
    STATOR_CO_TRY(refresh_tables(actions));
    co_await base::yield();
  }
  WriteOutcome conflicts;
  conflicts.reasons.assign(actions->size(), conflict());
  co_return conflicts;
}

Result<base::Ok> Transactions::refresh_tables(std::vector<WriteAction>* actions) const {
  for (WriteAction& action : *actions) {
    const std::uint32_t id = action.table->id;
    STATOR_ASSIGN(action.table, database_.find_table(action.table->scope, action.table->name));
    // Another one of the same name is perhaps still being restored.
    if (action.table->id != id) return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
  }
  return base::Ok{};
}

base::Task<storage::Result<std::vector<storage::Record>>> Transactions::read_latched(
    std::span<const std::string_view> keys, table::ImageMemory::Lease* lease) {
  using table::ImageMemory;
  std::vector<storage::Record> records;
  records.reserve(keys.size());
  std::size_t bytes = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += ImageMemory::kKeysAtOnce) {
    const auto next = keys.subspan(begin);
    auto found = co_await parts_.engine.get(next.first(std::min(next.size(), ImageMemory::kKeysAtOnce)));
    if (!found.ok()) co_return std::move(found).error();
    for (storage::Record& record : *found) {
      bytes += record.value.size();
      records.push_back(std::move(record));
    }
    if (bytes > ImageMemory::kSmallTogetherBytes) records.clear();
  }
  if (bytes <= ImageMemory::kSmallTogetherBytes) co_return records;
  *lease = co_await parts_.images.take(bytes);
  auto found = co_await parts_.engine.get(keys);
  co_return found;
}

base::Task<Result<WriteOutcome>> Transactions::write_once(const std::vector<WriteAction>& actions,
                                                          const std::optional<ClientToken>& token,
                                                          Step* step) {
  WriteOutcome outcome;
  outcome.reasons.resize(actions.size());
  STATOR_CO_TRY(check_actions(actions, &outcome.reasons));
  if (any_cancels(outcome.reasons)) co_return outcome;

  std::vector<std::string> keys;
  for (const WriteAction& action : actions)
    keys.push_back(table::item_key(*action.table, key_source(action)));
  if (has_duplicates(keys)) co_return validation_error(messages::kSameItemTwice);

  std::vector<ItemLatches::Hold> holds;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    holds.push_back(parts_.latches.try_acquire(keys[i]));
    if (!holds.back().holding()) outcome.reasons[i] = conflict();
  }
  if (any_cancels(outcome.reasons)) co_return outcome;

  std::vector<std::string_view> views(keys.begin(), keys.end());
  table::ImageMemory::Lease images;
  auto records = co_await read_latched(views, &images);
  if (!records.ok()) co_return table::from_storage(records.error());

  // The latches stay held through the pauses, and the commit has guards and fences.
  std::vector<Planned> planned(actions.size());
  std::size_t bytes = 0;
  base::TimeSlice slice;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    co_await slice.pause_if_used_up();
    planned[i].key = keys[i];
    planned[i].before = std::move((*records)[i]);
    auto decided = plan_action(actions[i], &planned[i]);
    if (!decided.ok() && decided.error().kind == ErrorKind::kEmptyKey) co_return std::move(decided).error();
    if (!decided.ok()) outcome.reasons[i] = reason_of(decided.error());
    auto taken = take_capacity(parts_, actions[i], planned[i]);
    if (!taken.ok()) outcome.reasons[i] = reason_of(taken.error());
    bytes += planned[i].bytes;
    const TableSchema& schema = *actions[i].table;
    if (!decided.ok() || !taken.ok() || !planned[i].write || !schema.has_local_indexes()) continue;
    std::int64_t delta = planned[i].write->plan.collection_delta;
    auto collection = co_await table::check_collection(parts_.engine, schema, key_source(actions[i]), delta);
    if (collection.ok()) {
      outcome.collections.push_back({schema.name, std::move(*collection)});
    } else if (collection.error().kind == ErrorKind::kItemCollectionSizeLimitExceeded) {
      outcome.reasons[i] = reason_of(collection.error());
    } else {
      co_return std::move(collection).error();
    }
  }
  if (any_cancels(outcome.reasons)) {
    outcome.collections.clear();
    co_return outcome;
  }
  if (bytes > kMaxBytes) co_return validation_error(messages::kTransactionTooLarge);

  TokenRecord record;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    add_by_table(write_capacity(actions[i], planned[i]), &outcome.consumed);
    if (token) add_by_table(replay_capacity(actions[i], planned[i]), &record.read_units);
  }
  storage::Commit commit = merge(&planned, actions);
  if (token) {
    record.digest = token->digest;
    record.completed_micros = parts_.clock.unix_micros();
    tokens_.add_to(*token, record, &commit);
  }
  auto committed = co_await storage::commit(parts_.engine, std::move(commit));
  if (committed.ok()) {
    outcome.reasons.clear();
    co_return outcome;
  }
  const storage::ErrorCode code = committed.error().code;
  if (code == storage::ErrorCode::kConflict || code == storage::ErrorCode::kFenced) *step = Step::kRetry;
  co_return table::from_storage(committed.error());
}

base::Task<Result<ReadOutcome>> Transactions::read(std::vector<ReadAction> actions) {
  ReadOutcome outcome;
  outcome.reasons.resize(actions.size());
  STATOR_CO_TRY(check_actions(actions, &outcome.reasons));
  if (any_cancels(outcome.reasons)) co_return outcome;

  std::vector<std::string> keys;
  for (const ReadAction& action : actions) keys.push_back(table::item_key(*action.table, action.get.key));
  if (has_duplicates(keys)) co_return validation_error(messages::kSameItemTwice);

  for (std::size_t i = 0; i < keys.size(); ++i)
    if (parts_.latches.busy(keys[i])) outcome.reasons[i] = conflict();
  if (any_cancels(outcome.reasons)) co_return outcome;
  if (parts_.throttling != nullptr) {
    const double least = 2 * table::read_units(0, true);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      auto taken = parts_.throttling->read({*actions[i].table, nullptr, keys[i]}, least);
      if (taken.ok()) continue;
      outcome.reasons[i] = reason_of(taken.error());
      if (!actions[i].table->insights.empty())
        parts_.keys.throttled(*actions[i].table, actions[i].get.key, taken.error());
    }
    if (any_cancels(outcome.reasons)) co_return outcome;
  }
  outcome.reasons.clear();

  // One snapshot of all items; a transaction's commit is in it whole or not at all.
  std::vector<std::string_view> views(keys.begin(), keys.end());
  auto records = co_await parts_.engine.get(views);
  if (!records.ok()) co_return table::from_storage(records.error());
  std::size_t bytes = 0;
  base::TimeSlice slice;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    co_await slice.pause_if_used_up();
    const storage::Record& record = (*records)[i];
    const std::size_t size = record.exists() ? table::stored_item(record.value).size_bytes() : 0;
    bytes += size;
    ConsumedCapacity consumed;
    consumed.table_name = actions[i].table->name;
    consumed.table = 2 * table::read_units(size, true);
    if (parts_.throttling != nullptr)
      parts_.throttling->read_more({*actions[i].table, nullptr, keys[i]},
                                   consumed.table - 2 * table::read_units(0, true));
    if (!actions[i].table->insights.empty())
      parts_.keys.read(*actions[i].table, actions[i].get.key, consumed.table);
    add_by_table(std::move(consumed), &outcome.consumed);
  }
  if (bytes > kMaxBytes) co_return validation_error(messages::kTransactionTooLarge);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    co_await slice.pause_if_used_up();
    const storage::Record& record = (*records)[i];
    std::optional<std::string>& item = outcome.items.emplace_back();
    if (!record.exists()) continue;
    const ItemView stored = table::stored_item(record.value);
    if (const auto* projection = actions[i].get.projection) {
      projection->project(stored, &item.emplace());
    } else {
      item = std::string(stored.bytes());
    }
  }
  co_return outcome;
}

}  // namespace stator::db::transaction
