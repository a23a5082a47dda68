#include "storage/rocksdb/log_reads.h"

#include <rocksdb/db.h>

#include <memory>

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

MaybeRead<LogGroup> read_group(const Database::Use& use, std::uint64_t group, TierScope& scope) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(scope.options(), use.family(), log_group_key(group), &stored);
  if (scope.missed(status)) return std::nullopt;
  if (status.IsNotFound()) return Error{ErrorCode::kNotFound, "no such log group"};
  if (!status.ok()) return to_error(status);
  std::optional<LogGroup> decoded = decode_log_group(to_view(stored));
  if (!decoded) return damaged_error();
  return *std::move(decoded);
}

// Fills the page with the records that `iterator` gives. True when it came to the end.
Result<bool> fill(rocksdb::Iterator& iterator, ScanLimits limits, LogPage& page) {
  std::size_t bytes = 0;
  for (; iterator.Valid(); iterator.Next()) {
    const bool full = page.records.size() >= limits.max_entries || bytes >= limits.max_bytes;
    if (full && !page.records.empty()) return false;
    std::optional<LogRecord> record = decode_log_record(to_view(iterator.key()), to_view(iterator.value()));
    if (!record) return damaged_error();
    bytes += record->record.size();
    page.next_sequence = record->sequence + 1;
    page.records.push_back(*std::move(record));
  }
  return true;
}

}  // namespace

MaybeRead<std::vector<LogShard>> read_shards(Database& database, std::uint64_t group, Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  TierScope scope(use, tier);
  MaybeRead<LogGroup> found = read_group(use, group, scope);
  if (!found) return std::nullopt;
  if (!found->ok()) return std::move(*found).error();
  return found->value().shards();
}

// The shard and its records are read at one point in time: a roll or a trim in between would make a reader
// skip records.
MaybeRead<LogPage> read_log_page(Database& database, std::uint64_t group, std::uint64_t shard,
                                 std::uint64_t from, ScanLimits limits, Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  rocksdb::ManagedSnapshot snapshot(&use.db());
  TierScope scope(use, tier);
  scope.options().snapshot = snapshot.snapshot();
  const MaybeRead<LogGroup> found = read_group(use, group, scope);
  if (!found) return std::nullopt;
  if (!found->ok()) return found->error();
  const LogShard* state = found->value().find(shard);
  if (state == nullptr) return Error{ErrorCode::kNotFound, "no such log shard"};
  if (from < state->trimmed_upto) return Error{ErrorCode::kTrimmed, "these log records are trimmed"};

  const std::string begin = log_key(group, shard, from);
  const std::string end = log_key(group, shard + 1, 0);
  const rocksdb::Slice upper(end);
  scope.options().iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(scope.options()));
  LogPage page;
  page.next_sequence = from;
  iterator->Seek(begin);
  const Result<bool> at_end = fill(*iterator, limits, page);
  const rocksdb::Status status = status_of(*iterator, scope.lost_any());
  if (!status.ok() && tier == Tier::kCache) return std::nullopt;
  if (!status.ok()) return to_error(status);
  if (!at_end.ok()) return at_end.error();
  page.shard_drained = *at_end && state->last_sequence.has_value();
  return page;
}

}  // namespace stator::storage::rocks
