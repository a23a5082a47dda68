#include "db/table/batch_writer.h"

#include <algorithm>
#include <iterator>

#include "base/time_slice.h"
#include "db/table/item_collection.h"
#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using model::ItemView;

// A commit is closed once it writes this much: an event loop applies it in one go.
constexpr std::size_t kCommitBytes = 64 << 10;

std::size_t written_bytes(const storage::Commit& commit) {
  std::size_t bytes = 0;
  for (const storage::Write& write : commit.writes) bytes += write.value ? write.value->size() : 0;
  for (const storage::DeferredWrite& write : commit.deferred) bytes += write.value ? write.value->size() : 0;
  for (const storage::LogAppend& append : commit.appends) bytes += append.record.size();
  return bytes;
}

// One entry per partition key: the last write's, which has seen the others.
void add_collection(ItemCollectionMetrics metrics, std::vector<ItemCollectionMetrics>* collections) {
  for (ItemCollectionMetrics& known : *collections) {
    if (known.key != metrics.key) continue;
    known = std::move(metrics);
    return;
  }
  collections->push_back(std::move(metrics));
}

// Of a commit of several writes that did not take place: whether one of them alone may.
bool may_succeed_alone(storage::ErrorCode code) {
  switch (code) {
    case storage::ErrorCode::kConflict:
    case storage::ErrorCode::kFenced:
    case storage::ErrorCode::kNotFound:
    case storage::ErrorCode::kCorrupt:
    case storage::ErrorCode::kIo:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct BatchWriter::Part {
  PutRequest put;
  DeleteRequest remove;
  WriteIntent intent;
  std::string key;
  ItemLatches::Hold hold;
  IntendedWrite write;
  std::optional<ItemCollectionMetrics> collection;
  std::optional<Error> failed;
  bool alone = false;  // to be written by itself

  void set(const TableSchema& table, const BatchWrite& asked) {
    if (asked.is_put) {
      static_cast<WriteOptions&>(put) = asked.options;
      put.item = asked.item_or_key;
      intent = &put;
    } else {
      static_cast<WriteOptions&>(remove) = asked.options;
      remove.key = asked.item_or_key;
      intent = &remove;
    }
    key = item_key(table, asked.item_or_key);
  }

  void fail(Error error) {
    failed = std::move(error);
    hold = {};  // two batches must not wait for each other's failed parts
  }
};

// The parts of one commit.
struct BatchWriter::Group {
  storage::CommitCompletion done;
  storage::Commit commit;
  std::vector<Part*> parts;
  std::size_t bytes = 0;
  bool submitted = false;

  void add(Part& part) {
    storage::Commit& from = part.write.plan.commit;
    bytes += written_bytes(from);
    merge(std::move(from), &commit);
    parts.push_back(&part);
  }
};

base::Task<Result<BatchWriteOutcome>> BatchWriter::write(TableRef table, std::vector<BatchWrite> writes) {
  std::vector<Part> parts(writes.size());
  std::vector<std::string_view> keys;
  keys.reserve(writes.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].set(*table, writes[i]);
    keys.emplace_back(parts[i].key);
  }
  auto found = co_await read(keys, parts);
  if (found.ok()) {
    co_await write_together(*table, *found, parts);
  } else {
    // A record that cannot be read is the error of its own part.
    for (Part& part : parts) part.alone = true;
  }
  BatchWriteOutcome batch;
  batch.consumed.table_name = table->name;
  for (Part& part : parts) {
    if (part.alone) co_await write_alone(table, part);
    if (!part.failed) {
      batch.consumed.add(part.write.plan.consumed);
      if (part.collection) add_collection(*std::move(part.collection), &batch.collections);
    }
    batch.results.push_back(std::move(part.failed));
  }
  co_return batch;
}

// Large items that are more than small together are left out, and written alone: then they are counted.
base::Task<storage::Result<std::vector<storage::Record>>> BatchWriter::read(
    std::span<const std::string_view> keys, std::vector<Part>& parts) {
  std::vector<storage::Record> found;
  found.reserve(keys.size());
  std::size_t large_bytes = 0;
  while (found.size() < keys.size()) {
    const auto next = keys.subspan(found.size());
    auto records = co_await engine_.get(next.first(std::min(next.size(), ImageMemory::kKeysAtOnce)));
    if (!records.ok()) co_return std::move(records).error();
    for (storage::Record& record : *records) {
      const bool is_large = record.value.size() > ImageMemory::kSmallBytes;
      if (is_large) large_bytes += record.value.size();
      parts[found.size()].alone = is_large && large_bytes > ImageMemory::kSmallTogetherBytes;
      found.push_back(parts[found.size()].alone ? storage::Record() : std::move(record));
    }
  }
  co_return found;
}

// Submits every commit before it waits for the first, so that they share a sync.
base::Task<void> BatchWriter::write_together(const TableSchema& table,
                                             const std::vector<storage::Record>& found,
                                             std::vector<Part>& parts) {
  std::vector<std::unique_ptr<Group>> groups;
  const auto last_open = [&]() -> Group& {
    if (groups.empty() || groups.back()->submitted) groups.push_back(std::make_unique<Group>());
    return *groups.back();
  };
  base::TimeSlice slice;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    if (part.alone) continue;
    std::optional<ItemLatches::Hold> turn = latches_.acquire_now(part.key);
    if (!turn) {
      submit(last_open());  // two batches must not wait for each other
      turn = co_await latches_.acquire(part.key);
    }
    part.hold = *std::move(turn);
    auto planned = plan(table, found[i], part);
    if (part.alone) continue;
    if (planned.ok() && table.has_local_indexes()) planned = co_await check_collection(table, part);
    if (!planned.ok()) {
      part.fail(std::move(planned).error());
      continue;
    }
    last_open().add(part);
    if (last_open().bytes < kCommitBytes) continue;
    submit(last_open());
    co_await slice.pause_if_used_up();
  }
  submit(last_open());
  for (const std::unique_ptr<Group>& group : groups) co_await settle(*group);
}

base::Task<void> BatchWriter::settle(Group& group) {
  if (group.parts.empty()) co_return;
  auto receipt = co_await group.done;
  for (Part* part : group.parts) {
    part->hold.settle(receipt.ok());
    if (receipt.ok()) continue;
    part->alone = may_succeed_alone(receipt.error().code);
    if (!part->alone) part->failed = from_storage(receipt.error());
  }
}

base::Task<void> BatchWriter::write_alone(TableRef table, Part& part) {
  auto outcome = co_await single_.write(std::move(table), part.intent);
  if (outcome.ok()) {
    part.write.plan.consumed = std::move(outcome->consumed);
    part.collection = std::move(outcome->collection);
  } else {
    part.failed = std::move(outcome).error();
  }
}

base::Task<Result<base::Ok>> BatchWriter::check_collection(const TableSchema& table, Part& part) {
  auto collection = co_await table::check_collection(engine_, table, key_source(part.intent),
                                                     part.write.plan.collection_delta);
  if (!collection.ok()) co_return std::move(collection).error();
  part.collection = *std::move(collection);
  co_return base::Ok{};
}

// `found`: what was read just before; where it is outdated, the guard on it does not hold.
Result<base::Ok> BatchWriter::plan(const TableSchema& table, const storage::Record& found, Part& part) {
  if (!part.hold.holding()) return Error{ErrorKind::kTransactionConflict, messages::kTransactionConflict, {}};
  storage::CommitVersion version = 0;
  std::optional<ItemView> before;
  if (const auto& pending = part.hold.pending()) {
    if (pending->item != nullptr) {
      version = pending->version;
      before.emplace(*pending->item);
    }
  } else if (found.exists()) {
    version = found.version;
    before.emplace(stored_item(found.value));
  }
  if (!holds(options_of(part.intent).condition, before)) {
    // What a refusal costs, and when it may be told, is known there.
    part.hold = {};
    part.alone = true;
    return base::Ok{};
  }
  STATOR_ASSIGN(part.write, plan_intent(table, part.intent, part.key, version, before, change::Cause::kUser));
  if (charge_.is_free(table)) return base::Ok{};
  const WriteTarget target{table, part.key, part.write.plan.consumed, &part.write.plan.commit};
  return charge_.take(target, key_source(part.intent), before, image_of(part.write));
}

void BatchWriter::submit(Group& group) {
  group.submitted = true;
  if (group.parts.empty()) return;
  auto accepted = engine_.submit(std::move(group.commit), group.done);
  if (!accepted.ok()) {
    for (Part* part : group.parts) part->fail(from_storage(accepted.error()));
    group.parts.clear();
    return;
  }
  for (Part* part : group.parts) {
    // What only guards leaves the image of the writer before us as it is.
    if (part->write.plan.changes) {
      part->hold.accept({*accepted, std::move(part->write.image)});
    } else {
      part->hold = {};
    }
  }
}

}  // namespace stator::db::table
