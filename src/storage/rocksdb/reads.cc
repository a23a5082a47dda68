#include "storage/rocksdb/reads.h"

#include <rocksdb/snapshot.h>

#include <algorithm>
#include <memory>

#include "storage/page_builder.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

// An event loop reads so many blocks at once at most: with reading, unpacking and taking them into the cache
// less than it may work at a stretch (base::TimeSlice).
constexpr int kBlocksAtOnce = 24;

Result<Record> to_record(const rocksdb::Status& status, const rocksdb::Slice& stored) {
  if (status.IsNotFound()) return Record{};
  if (!status.ok()) return to_error(status);
  const std::optional<StoredRecord> record = decode_record(to_view(stored));
  if (!record) return damaged_error();
  return Record{record->version, std::string(record->payload)};
}

}  // namespace

TierScope::TierScope(const Database::Use& use, Tier tier) {
  if (tier == Tier::kDisk) return;
  if (use.reads_at_once()) {
    at_once_.emplace(kBlocksAtOnce);
  } else {
    options_.read_tier = rocksdb::kBlockCacheTier;
  }
}

MaybeRead<Record> read_one(Database& database, std::string_view key, Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  const RecordCache::Key hashed(key);
  if (std::optional<Record> known = use.records().find(hashed)) return *std::move(known);
  const RecordCache::Ticket ticket = use.records().begin_read(hashed);
  TierScope scope(use, tier);
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(scope.options(), use.family(), record_key(key), &stored);
  if (scope.missed(status)) return std::nullopt;
  Result<Record> record = to_record(status, stored);
  if (record.ok()) use.records().add(hashed, ticket, record->version, record->value);
  return record;
}

namespace {

// Asks the record cache first, and leaves there what it finds, unless it reads from a snapshot.
// (RocksDB 7.8's MultiGet may answer "OK" without a value where one of several blocks would have to be waited
// for.)
MaybeRead<std::vector<Record>> read_each(const Database::Use& use, std::span<const std::string_view> keys,
                                         const std::vector<RecordCache::Lookup>& lookups, TierScope& scope) {
  const bool newest = scope.options().snapshot == nullptr;
  std::vector<Record> records;
  records.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (newest) {
      if (std::optional<Record> known = use.records().find(lookups[i].key)) {
        records.push_back(*std::move(known));
        continue;
      }
    }
    rocksdb::PinnableSlice stored;
    const rocksdb::Status status = use.db().Get(scope.options(), use.family(), record_key(keys[i]), &stored);
    if (scope.missed(status)) return std::nullopt;
    STATOR_ASSIGN(Record record, to_record(status, stored));
    if (newest) use.records().add(lookups[i].key, lookups[i].ticket, record.version, record.value);
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

// All at one moment: where no write of any of the keys has begun since before the first was read, the newest
// of each are. Otherwise they are read from a snapshot.
MaybeRead<std::vector<Record>> read_many(Database& database, std::span<const std::string_view> keys,
                                         Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  std::vector<RecordCache::Lookup> lookups;
  lookups.reserve(keys.size());
  for (std::string_view key : keys) lookups.push_back(use.records().begin_lookup(key));
  TierScope scope(use, tier);
  MaybeRead<std::vector<Record>> records = read_each(use, keys, lookups, scope);
  const bool undisturbed =
      std::all_of(lookups.begin(), lookups.end(),
                  [&](const RecordCache::Lookup& lookup) { return use.records().is_current(lookup); });
  if (!records || !records->ok() || undisturbed) return records;
  rocksdb::ManagedSnapshot snapshot(&use.db());
  scope.options().snapshot = snapshot.snapshot();
  return read_each(use, keys, lookups, scope);
}

MaybeRead<ScanPage> read_page(Database& database, const KeyRange& range, Direction direction,
                              ScanLimits limits, Tier tier) {
  PageBuilder page(limits);
  if (!range.end.empty() && range.begin >= range.end) return page.finish(range, direction, false);
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  const KeyRange stored = record_range(range);
  const rocksdb::Slice lower(stored.begin);
  const rocksdb::Slice upper(stored.end);
  TierScope scope(use, tier);
  scope.options().iterate_lower_bound = &lower;
  scope.options().iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(scope.options()));
  const bool forward = direction == Direction::kForward;
  for (forward ? iterator->SeekToFirst() : iterator->SeekToLast(); iterator->Valid() && !page.full();
       forward ? iterator->Next() : iterator->Prev()) {
    const std::optional<StoredRecord> record = decode_record(to_view(iterator->value()));
    if (!record) return damaged_error();
    page.add(user_key(to_view(iterator->key())), record->payload, record->version);
  }
  if (scope.missed(iterator->status())) {
    if (page.empty()) return std::nullopt;
    return page.finish(range, direction, true);  // what is there; the next page begins with the disk
  }
  if (!iterator->status().ok()) return to_error(iterator->status());
  return page.finish(range, direction, iterator->Valid());
}

MaybeRead<std::int64_t> read_counter(Database& database, std::string_view key, Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  TierScope scope(use, tier);
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = use.db().Get(scope.options(), use.family(), counter_key(key), &stored);
  if (scope.missed(status)) return std::nullopt;
  if (status.IsNotFound()) return std::int64_t{0};
  if (!status.ok()) return to_error(status);
  const std::optional<std::uint64_t> number = decode_number(to_view(stored));
  if (!number) return damaged_error();
  return static_cast<std::int64_t>(*number);
}

}  // namespace stator::storage::rocks
