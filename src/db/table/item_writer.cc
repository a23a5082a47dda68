#include "db/table/item_writer.h"

#include <algorithm>

#include "base/time_slice.h"
#include "db/table/capacity.h"
#include "db/table/item_collection.h"
#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using model::ItemView;

// Conflicts are rare, since latches schedule the writers: only a failed chain or an index build causes one.
constexpr int kMaxAttempts = 100;

}  // namespace

base::Task<Result<WriteOutcome>> ItemWriter::write(TableRef table, WriteIntent intent) {
  Attempt attempt;
  std::string key = item_key(*table, key_source(intent));
  auto started = co_await start(table, intent, std::move(key), &attempt);
  if (!started.ok()) co_return std::move(started).error();
  auto step = co_await finish(&attempt);
  if (!step.ok()) co_return std::move(step).error();
  if (*step == Step::kDone) co_return std::move(attempt.outcome);
  auto outcome = co_await retry(std::move(table), intent);
  co_return outcome;
}

// The schema may have changed under the write, or a commit that it was planned on may have failed.
base::Task<Result<WriteOutcome>> ItemWriter::retry(TableRef table, WriteIntent intent) {
  for (int attempts = 1; attempts < kMaxAttempts; ++attempts) {
    TableRef current = catalog_.find(table->scope, table->name);
    if (current == nullptr || current->id != table->id)
      co_return Error{ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
    if (const auto* put = std::get_if<const PutRequest*>(&intent)) {
      // A new index may not take this item.
      STATOR_CO_TRY(check_item(*current, (*put)->item));
    }
    Attempt attempt;
    std::string key = item_key(*current, key_source(intent));
    auto started = co_await start(current, intent, std::move(key), &attempt);
    if (!started.ok()) co_return std::move(started).error();
    auto step = co_await finish(&attempt);
    if (!step.ok()) co_return std::move(step).error();
    if (*step == Step::kDone) co_return std::move(attempt.outcome);
    co_await base::yield();
  }
  co_return Error{ErrorKind::kThrottled, messages::kBusy, {}};
}

base::Task<Result<base::Ok>> ItemWriter::start(TableRef table, WriteIntent intent, std::string key,
                                               Attempt* attempt) {
  attempt->hold = co_await latches_.acquire(key);
  if (!attempt->hold.holding())
    co_return Error{ErrorKind::kTransactionConflict, messages::kTransactionConflict, {}};
  auto before = co_await read_before(key, attempt);
  if (!before.ok()) co_return std::move(before).error();

  const WriteOptions& options = options_of(intent);
  if (!holds(options.condition, before->item)) {
    if (!charge_.is_free(*table)) {
      ConsumedCapacity consumed = failed_write_capacity(*table, before->item);
      // The item that was to be written counts, if it is the larger one (developer guide,
      // read-write-operations).
      auto wanted = plan_intent(*table, intent, key, before->version, before->item, change::Cause::kUser);
      if (wanted.ok()) consumed.table = std::max(consumed.table, wanted->plan.consumed.table);
      const WriteTarget target{*table, key, consumed};
      STATOR_CO_TRY(charge_.take(target, key_source(intent), before->item, before->item));
    }
    Error refused = condition_failed(options, before->item);
    if (before->durable) co_return refused;
    // Decided on an image that is not durable yet: answer only when it is.
    attempt->refused = std::move(refused);
    storage::Commit wait;
    wait.guards.push_back({key, before->version});
    co_return submit(std::move(wait), attempt, nullptr, false);
  }

  auto write = plan_intent(*table, intent, key, before->version, before->item, change::Cause::kUser);
  if (!write.ok()) co_return std::move(write).error();
  if (!charge_.is_free(*table)) {
    const WriteTarget target{*table, key, write->plan.consumed, &write->plan.commit};
    STATOR_CO_TRY(charge_.take(target, key_source(intent), before->item, image_of(*write)));
  }

  WriteOutcome& outcome = attempt->outcome;
  if (table->has_local_indexes()) {
    auto collection =
        co_await check_collection(engine_, *table, key_source(intent), write->plan.collection_delta);
    if (!collection.ok()) co_return std::move(collection).error();
    outcome.collection = std::move(*collection);
  }
  outcome.consumed = std::move(write->plan.consumed);
  if (options.keeps_old_item) outcome.old_item = before->take_bytes();
  if (options.keeps_new_item && is_update(intent) && write->image != nullptr)
    outcome.new_item = *write->image;
  co_return submit(std::move(write->plan.commit), attempt, std::move(write->image), write->plan.changes);
}

Result<base::Ok> ItemWriter::submit(storage::Commit commit, Attempt* attempt,
                                    std::shared_ptr<const std::string> image, bool changes) {
  auto accepted = engine_.submit(std::move(commit), attempt->done);
  if (!accepted.ok()) return from_storage(accepted.error());
  attempt->submitted = true;
  // A commit that only guards leaves the image of the writer before us as it is.
  if (changes) {
    attempt->hold.accept({*accepted, std::move(image)});
  } else {
    attempt->hold = {};
  }
  return base::Ok{};
}

base::Task<Result<ItemWriter::Step>> ItemWriter::finish(Attempt* attempt) {
  auto receipt = co_await attempt->done;
  attempt->hold.settle(receipt.ok());
  if (receipt.ok()) {
    if (attempt->refused) co_return std::move(*attempt->refused);
    co_return Step::kDone;
  }
  if (receipt.error().code == storage::ErrorCode::kConflict ||
      receipt.error().code == storage::ErrorCode::kFenced)
    co_return Step::kRetry;
  co_return from_storage(receipt.error());
}

base::Task<Result<ItemWriter::Before>> ItemWriter::read_before(std::string_view key, Attempt* attempt) {
  const auto& of_writer_before = attempt->hold.pending();
  if (of_writer_before && of_writer_before->item != nullptr &&
      of_writer_before->item->size() > ImageMemory::kSmallBytes)
    attempt->images = co_await images_.take(of_writer_before->item->size());
  Before before;
  if (const auto& pending = attempt->hold.pending()) {
    before.durable = false;
    before.pending = pending->item;
    if (pending->item == nullptr) co_return before;
    before.version = pending->version;
    before.item.emplace(*before.pending);
    co_return before;
  }
  auto record = co_await engine_.get_one(key);
  if (!record.ok()) co_return from_storage(record.error());
  if (record->value.size() > ImageMemory::kSmallBytes && !attempt->images.granted()) {
    auto counted = co_await count_record(key, &*record, &attempt->images);
    if (!counted.ok()) co_return from_storage(counted.error());
  }
  if (!record->exists()) co_return before;
  before.version = record->version;
  record->value.erase(0, 1);
  before.read = std::make_unique<std::string>(std::move(record->value));
  before.item.emplace(*before.read);
  co_return before;
}

base::Task<storage::Result<base::Ok>> ItemWriter::count_record(std::string_view key, storage::Record* record,
                                                               ImageMemory::Lease* lease) {
  const std::size_t bytes = record->value.size();
  *lease = images_.try_take(bytes);
  if (lease->granted()) co_return base::Ok{};
  *record = {};
  *lease = co_await images_.take(bytes);
  auto again = co_await engine_.get_one(key);
  if (!again.ok()) co_return std::move(again).error();
  *record = *std::move(again);
  co_return base::Ok{};
}

std::optional<std::string> ItemWriter::Before::take_bytes() {
  if (!item) return std::nullopt;
  item.reset();
  return read != nullptr ? std::move(*read) : *pending;
}

base::Task<Result<std::uint64_t>> ItemWriter::expire(TableRef table, std::vector<std::string> entries,
                                                     ExpiryWindow window) {
  struct Deletion {
    Attempt attempt;
    bool of_item = false;  // or else only of its entry
  };
  std::vector<std::unique_ptr<Deletion>> deletions;
  std::optional<Error> failed;
  std::uint64_t deleted = 0;
  const auto finish_all = [&]() -> base::Task<> {
    for (std::unique_ptr<Deletion>& deletion : deletions) {
      auto step = co_await finish(&deletion->attempt);
      if (!step.ok()) {
        failed = std::move(step).error();
      } else if (*step == Step::kDone && deletion->of_item) {
        ++deleted;
      }
    }
    deletions.clear();
  };
  base::TimeSlice slice;
  for (const std::string& entry : entries) {
    auto deletion = std::make_unique<Deletion>();
    auto started = co_await start_expiry(table, entry, window, &deletion->attempt);
    if (!started.ok()) {
      failed = std::move(started).error();
      break;
    }
    deletion->of_item = *started;
    if (deletion->attempt.submitted) deletions.push_back(std::move(deletion));
    // Who holds memory for a large item does not wait for more.
    if (!deletions.empty() && deletions.back()->attempt.images.granted()) co_await finish_all();
    co_await slice.pause_if_used_up();
  }
  co_await finish_all();
  if (failed) co_return std::move(*failed);
  co_return deleted;
}

// Submits the deletion, if the item is still expired. True: of the item; false: of an entry that no longer
// holds, or of nothing.
base::Task<Result<bool>> ItemWriter::start_expiry(TableRef table, const std::string& entry,
                                                  ExpiryWindow window, Attempt* attempt) {
  const std::string key = indexed_item_key(*table, entry);
  attempt->hold = co_await latches_.acquire(key);
  if (!attempt->hold.holding()) co_return false;
  auto before = co_await read_before(key, attempt);
  if (!before.ok()) {
    attempt->hold = {};
    co_return std::move(before).error();
  }
  std::optional<std::int64_t> expiry;
  if (before->item) expiry = expiry_of(table->time_to_live, *before->item);
  if (!expiry || !window.contains(*expiry)) {
    // The writer that changed the item has removed this entry, or is about to.
    storage::Commit obsolete;
    obsolete.guards.push_back({key, before->version});
    obsolete.fences.push_back({table->id, table->epoch});
    obsolete.deferred.push_back({key, entry, std::nullopt});
    auto submitted = submit(std::move(obsolete), attempt, nullptr, false);
    if (!submitted.ok()) co_return std::move(submitted).error();
    co_return false;
  }
  auto plan =
      plan_write({*table, key, before->version, before->item, std::nullopt, change::Cause::kTimeToLive});
  if (!plan.ok()) co_return std::move(plan).error();
  auto submitted = submit(std::move(plan->commit), attempt, nullptr, true);
  if (!submitted.ok()) {
    attempt->hold = {};
    co_return std::move(submitted).error();
  }
  co_return true;
}

}  // namespace stator::db::table
