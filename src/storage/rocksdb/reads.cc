#include "storage/rocksdb/reads.h"

#include <rocksdb/snapshot.h>

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

// On the cache tier RocksDB 7.8's MultiGet may answer "OK" without a value where one of several blocks is not
// cached. So each key is read by itself, from one snapshot.
MaybeRead<std::vector<Record>> read_many_cached(const Database::Use& use,
                                                std::span<const std::string_view> keys) {
  rocksdb::ManagedSnapshot snapshot(&use.db());
  TierScope scope(use, Tier::kCache);
  scope.options().snapshot = snapshot.snapshot();
  std::vector<Record> records;
  records.reserve(keys.size());
  for (std::string_view key : keys) {
    rocksdb::PinnableSlice stored;
    const rocksdb::Status status = use.db().Get(scope.options(), use.family(), record_key(key), &stored);
    if (scope.missed(status)) return std::nullopt;
    Result<Record> record = to_record(status, stored);
    if (!record.ok()) return std::move(record).error();
    records.push_back(*std::move(record));
  }
  return records;
}

// MultiGet of one column family reads all keys at one point in time.
Result<std::vector<Record>> read_many_from_disk(const Database::Use& use,
                                                std::span<const std::string_view> keys) {
  std::vector<std::string> stored_keys;
  stored_keys.reserve(keys.size());
  for (std::string_view key : keys) stored_keys.push_back(record_key(key));
  const std::vector<rocksdb::Slice> slices(stored_keys.begin(), stored_keys.end());
  std::vector<rocksdb::PinnableSlice> stored(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  use.db().MultiGet(rocksdb::ReadOptions(), use.family(), keys.size(), slices.data(), stored.data(),
                    statuses.data());
  std::vector<Record> records;
  records.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    STATOR_ASSIGN(Record record, to_record(statuses[i], stored[i]));
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

MaybeRead<std::vector<Record>> read_many(Database& database, std::span<const std::string_view> keys,
                                         Tier tier) {
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  return tier == Tier::kCache ? read_many_cached(use, keys) : read_many_from_disk(use, keys);
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
