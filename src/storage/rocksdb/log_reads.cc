#include "storage/rocksdb/log_reads.h"

#include <rocksdb/db.h>

#include <memory>

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

rocksdb::ReadOptions options_for(Tier tier, const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  if (tier == Tier::kCache) options.read_tier = rocksdb::kBlockCacheTier;
  return options;
}

MaybeRead<LogGroup> read_group(const Database::Use& use, std::uint64_t group,
                               const rocksdb::ReadOptions& options) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(options, use.family(), log_group_key(group), &stored);
  if (status.IsIncomplete()) return std::nullopt;
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
  MaybeRead<LogGroup> found = read_group(use, group, options_for(tier, nullptr));
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
  rocksdb::ReadOptions options = options_for(tier, snapshot.snapshot());
  const MaybeRead<LogGroup> found = read_group(use, group, options);
  if (!found) return std::nullopt;
  if (!found->ok()) return found->error();
  const LogShard* state = found->value().find(shard);
  if (state == nullptr) return Error{ErrorCode::kNotFound, "no such log shard"};
  if (from < state->trimmed_upto) return Error{ErrorCode::kTrimmed, "these log records are trimmed"};

  const std::string begin = log_key(group, shard, from);
  const std::string end = log_key(group, shard + 1, 0);
  const rocksdb::Slice upper(end);
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(options));
  LogPage page;
  page.next_sequence = from;
  iterator->Seek(begin);
  const Result<bool> at_end = fill(*iterator, limits, page);
  if (iterator->status().IsIncomplete()) return std::nullopt;
  if (!iterator->status().ok()) return to_error(iterator->status());
  if (!at_end.ok()) return at_end.error();
  page.shard_drained = *at_end && state->last_sequence.has_value();
  return page;
}

}  // namespace stator::storage::rocks
