#include "storage/rocksdb/batch_planner.h"

#include <algorithm>

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

// Remembered fences and counters; beyond it all are forgotten and loaded again when needed.
constexpr std::size_t kMaxRemembered = 1 << 16;

// A stored number; 0 where there is none.
Result<std::uint64_t> load_number(const Database::Use& use, const std::string& key) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(rocksdb::ReadOptions(), use.family(), key, &stored);
  if (status.IsNotFound()) return std::uint64_t{0};
  if (!status.ok()) return to_error(status);
  const std::optional<std::uint64_t> number = decode_number(to_view(stored));
  if (!number) return damaged_error();
  return *number;
}

}  // namespace

void BatchPlanner::begin(std::int64_t commit_time_micros) {
  commit_time_micros_ = commit_time_micros;
  batch_.Clear();
  written_.clear();
  changed_counters_.clear();
}

Result<CommitReceipt> BatchPlanner::add(const Database::Use& use, const Commit& commit,
                                        CommitVersion version) {
  STATOR_TRY(check_fences(use, commit));
  STATOR_TRY(check_guards(use, commit));
  STATOR_TRY(load_log_groups(use, commit));
  STATOR_TRY(load_counters(use, commit));
  // From here on nothing can fail.
  CommitReceipt receipt{.version = version, .commit_time_micros = commit_time_micros_};
  for (const Write& entry : commit.writes) write(entry.key, entry.value, version);
  for (const DeferredWrite& entry : commit.deferred) write(entry.key, entry.value, version);
  remember_guarded(commit);
  for (const LogAppend& entry : commit.appends) {
    receipt.sequences.push_back(version + receipt.sequences.size());
    append(entry, receipt.sequences.back());
  }
  for (const CounterAdd& entry : commit.adds) add_to_counter(entry);
  return receipt;
}

Result<base::Ok> BatchPlanner::check_fences(const Database::Use& use, const Commit& commit) {
  for (const Fence& fence : commit.fences) {
    auto known = fences_.find(fence.table);
    if (known == fences_.end()) {
      STATOR_ASSIGN(const std::uint64_t epoch, load_number(use, fence_key(fence.table)));
      known = fences_.emplace(fence.table, epoch).first;
    }
    if (known->second > fence.epoch) return Error{ErrorCode::kFenced, "the table's schema has changed"};
  }
  return base::Ok{};
}

Result<base::Ok> BatchPlanner::check_guards(const Database::Use& use, const Commit& commit) {
  for (const Guard& guard : commit.guards) {
    STATOR_ASSIGN(const CommitVersion current, current_version(use, guard.key));
    if (current != guard.expected) return Error{ErrorCode::kConflict, "a guarded key has another version"};
  }
  return base::Ok{};
}

Result<CommitVersion> BatchPlanner::current_version(const Database::Use& use, std::string_view key) {
  const RecordCache::Key hashed(key);
  const auto pending = written_.find(hashed);
  if (pending != written_.end()) return pending->second.version;
  if (const std::optional<CommitVersion> known = use.records().find_version(hashed)) return *known;
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(rocksdb::ReadOptions(), use.family(), record_key(key), &stored);
  if (status.IsNotFound()) return CommitVersion{0};
  if (!status.ok()) return to_error(status);
  const std::optional<StoredRecord> record = decode_record(to_view(stored));
  if (!record) return damaged_error();
  return record->version;
}

Result<base::Ok> BatchPlanner::load_log_groups(const Database::Use& use, const Commit& commit) {
  for (const LogAppend& append : commit.appends) {
    STATOR_ASSIGN(const LogGroup* group, log_group(use, append.group));
    if (group == nullptr) return Error{ErrorCode::kNotFound, "no such log group"};
  }
  return base::Ok{};
}

Result<const LogGroup*> BatchPlanner::log_group(const Database::Use& use, std::uint64_t group) {
  const auto known = log_groups_.find(group);
  if (known != log_groups_.end()) return &known->second;
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      use.db().Get(rocksdb::ReadOptions(), use.family(), log_group_key(group), &stored);
  if (status.IsNotFound()) return nullptr;
  if (!status.ok()) return to_error(status);
  std::optional<LogGroup> decoded = decode_log_group(to_view(stored));
  if (!decoded) return damaged_error();
  return &log_groups_.emplace(group, *std::move(decoded)).first->second;
}

Result<base::Ok> BatchPlanner::load_counters(const Database::Use& use, const Commit& commit) {
  for (const CounterAdd& add : commit.adds) {
    if (counters_.contains(add.key)) continue;
    STATOR_ASSIGN(const std::uint64_t value, load_number(use, counter_key(add.key)));
    counters_.emplace(add.key, Counter{static_cast<std::int64_t>(value)});
  }
  return base::Ok{};
}

void BatchPlanner::write(std::string_view key, const std::optional<std::string>& value,
                         CommitVersion version) {
  const std::string stored_key = record_key(key);
  const rocksdb::Slice key_slice(stored_key);
  if (!value) {
    batch_.Delete(key_slice).PermitUncheckedError();
    written_[RecordCache::Key(key)] = {};
    return;
  }
  const std::string header = encode_version(version);
  const rocksdb::Slice parts[] = {header, *value};
  batch_.Put(rocksdb::SliceParts(&key_slice, 1), rocksdb::SliceParts(parts, 2)).PermitUncheckedError();
  written_[RecordCache::Key(key)] = {version};
}

// Of the keys that a commit writes, those that it guards are read by themselves.
void BatchPlanner::remember_guarded(const Commit& commit) {
  static const std::string kDeleted;
  const auto begin = commit.writes.begin(), end = commit.writes.end();
  auto at = begin;  // guards mostly come in the order of their writes
  for (const Guard& guard : commit.guards) {
    const auto is_guarded = [&](const Write& write) { return write.key == guard.key; };
    auto written = std::find_if(at, end, is_guarded);
    if (written == end) written = std::find_if(begin, at, is_guarded);
    if (written == end || !is_guarded(*written)) continue;
    written_.find(RecordCache::Key(guard.key))->second.value = written->value ? &*written->value : &kDeleted;
    at = std::next(written);
  }
}

void BatchPlanner::append(const LogAppend& append, std::uint64_t sequence) {
  const std::uint64_t shard = log_groups_.at(append.group).open_shard_for(append.source_key);
  const std::string key = log_key(append.group, shard, sequence);
  const std::string time = encode_commit_time(commit_time_micros_);
  const rocksdb::Slice key_slice(key);
  const rocksdb::Slice parts[] = {time, append.record};
  batch_.Put(rocksdb::SliceParts(&key_slice, 1), rocksdb::SliceParts(parts, 2)).PermitUncheckedError();
}

void BatchPlanner::add_to_counter(const CounterAdd& add) {
  Counters::value_type& counter = *counters_.find(add.key);
  counter.second.value += add.delta;
  if (counter.second.changed) return;
  counter.second.changed = true;
  changed_counters_.push_back(&counter);
}

rocksdb::WriteBatch& BatchPlanner::finish(const Database::Use& use) {
  for (auto& [key, written] : written_) {
    written.was_known = use.records().begin_write(key);
    use.groups().begin_write(key.text);
  }
  for (const Counters::value_type* counter : changed_counters_) {
    batch_.Put(counter_key(counter->first), encode_number(static_cast<std::uint64_t>(counter->second.value)))
        .PermitUncheckedError();
  }
  return batch_;
}

// A new item is in the memtable, and enters a full cache only when it is read: many are not read soon, and
// would crowd out others that are.
void BatchPlanner::settle(const Database::Use& use) {
  RecordCache& records = use.records();
  for (const auto& [key, written] : written_) {
    use.groups().end_write(key.text);
    if (written.value != nullptr && (written.was_known || records.has_room_for(key, written.value->size()))) {
      records.end_write(key, written.version, *written.value);
    } else {
      records.end_write(key);
    }
  }
  for (Counters::value_type* counter : changed_counters_) counter->second.changed = false;
  changed_counters_.clear();
  written_.clear();
  if (counters_.size() > kMaxRemembered) counters_.clear();
  if (fences_.size() > kMaxRemembered) fences_.clear();
}

void BatchPlanner::abandon(const Database::Use& use) {
  for (const auto& [key, written] : written_) {
    use.records().end_write(key);
    use.groups().end_write(key.text);
  }
  written_.clear();
  changed_counters_.clear();
  forget();
}

void BatchPlanner::forget() {
  STATOR_CHECK(changed_counters_.empty());
  fences_.clear();
  log_groups_.clear();
  counters_.clear();
}

}  // namespace stator::storage::rocks
