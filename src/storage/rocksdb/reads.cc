#include "storage/rocksdb/reads.h"

#include <rocksdb/snapshot.h>

#include <algorithm>
#include <memory>

#include "storage/page_builder.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

Result<Record> to_record(const rocksdb::Status& status, const rocksdb::Slice& stored) {
  if (status.IsNotFound()) return Record{};
  if (!status.ok()) return to_error(status);
  const std::optional<StoredRecord> record = decode_record(to_view(stored));
  if (!record) return damaged_error();
  return Record{record->version, std::string(record->payload)};
}

}  // namespace

TierScope::TierScope(const Database::Use& use, Tier tier, int blocks) {
  if (tier == Tier::kDisk) return;
  if (use.reads_at_once()) {
    at_once_.emplace(blocks);
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

// RocksDB reads so many keys together faster than one by one.
constexpr std::size_t kWorthReadingTogether = 4;

// Of the keys in `wanted`, into their places in `records`. False: some would have to wait for the disk.
bool read_together(const Database::Use& use, std::span<const std::string_view> keys,
                   std::span<const std::size_t> wanted, TierScope& scope,
                   std::vector<Result<Record>>& records) {
  std::vector<std::string> stored_keys;
  std::vector<rocksdb::Slice> slices;
  stored_keys.reserve(wanted.size());
  slices.reserve(wanted.size());
  for (std::size_t at : wanted) slices.emplace_back(stored_keys.emplace_back(record_key(keys[at])));
  std::vector<rocksdb::PinnableSlice> stored(wanted.size());
  std::vector<rocksdb::Status> statuses(wanted.size());
  use.db().MultiGet(scope.options(), use.family(), wanted.size(), slices.data(), stored.data(),
                    statuses.data());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (scope.missed(statuses[i], stored[i])) return false;
    records[wanted[i]] = to_record(statuses[i], stored[i]);
  }
  return true;
}

bool read_one_by_one(const Database::Use& use, std::span<const std::string_view> keys,
                     std::span<const std::size_t> wanted, TierScope& scope,
                     std::vector<Result<Record>>& records) {
  for (std::size_t at : wanted) {
    rocksdb::PinnableSlice stored;
    const rocksdb::Status status = use.db().Get(scope.options(), use.family(), record_key(keys[at]), &stored);
    if (scope.missed(status)) return false;
    records[at] = to_record(status, stored);
  }
  return true;
}

// Asks the record cache first, and leaves there what it finds, unless it reads from a snapshot.
MaybeRead<std::vector<Record>> read_each(const Database::Use& use, std::span<const std::string_view> keys,
                                         const std::vector<RecordCache::Lookup>& lookups, TierScope& scope) {
  const bool newest = scope.options().snapshot == nullptr;
  std::vector<Result<Record>> found;
  found.reserve(keys.size());
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::optional<Record> known = newest ? use.records().find(lookups[i].key) : std::nullopt;
    if (!known) wanted.push_back(i);
    found.emplace_back(known ? *std::move(known) : Record{});
  }
  const bool read = wanted.size() >= kWorthReadingTogether ? read_together(use, keys, wanted, scope, found)
                                                           : read_one_by_one(use, keys, wanted, scope, found);
  if (!read) return std::nullopt;
  for (std::size_t at : wanted) {
    if (!newest || !found[at].ok()) continue;
    use.records().add(lookups[at].key, lookups[at].ticket, found[at]->version, found[at]->value);
  }
  std::vector<Record> records;
  records.reserve(keys.size());
  for (Result<Record>& record : found) {
    if (!record.ok()) return std::move(record).error();
    records.push_back(*std::move(record));
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
  TierScope scope(use, tier, TierScope::kBlocksOfMany);
  MaybeRead<std::vector<Record>> records = read_each(use, keys, lookups, scope);
  const bool undisturbed =
      std::all_of(lookups.begin(), lookups.end(),
                  [&](const RecordCache::Lookup& lookup) { return use.records().is_current(lookup); });
  if (!records || !records->ok() || undisturbed) return records;
  rocksdb::ManagedSnapshot snapshot(&use.db());
  scope.options().snapshot = snapshot.snapshot();
  return read_each(use, keys, lookups, scope);
}

namespace {

// As much of a group as a loop may read beside a page.
constexpr ScanLimits kWholeGroup{128 << 10, 200};

// Until the page is full, the range ends, or something is lost. False: a record is damaged.
bool fill(rocksdb::Iterator& iterator, Direction direction, const TierScope& scope, PageBuilder& page) {
  const bool forward = direction == Direction::kForward;
  for (forward ? iterator.SeekToFirst() : iterator.SeekToLast();
       iterator.Valid() && !scope.lost_any() && !page.full(); forward ? iterator.Next() : iterator.Prev()) {
    const std::optional<StoredRecord> record = decode_record(to_view(iterator.value()));
    if (!record) return false;
    page.add(user_key(to_view(iterator.key())), record->payload, record->version);
  }
  return true;
}

// Leaves all records of the key's group in the cache, if they are not too many. Whatever is in the way is
// met by who reads them for an answer.
void learn_group(const Database::Use& use, GroupCache::Ticket ticket, std::string_view key,
                 const TierScope& scope) {
  const KeyRange group = range_of_group(key);
  const KeyRange stored = record_range(group);
  const rocksdb::Slice lower(stored.begin);
  const rocksdb::Slice upper(stored.end);
  rocksdb::ReadOptions options = scope.options();
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(options));
  PageBuilder page(kWholeGroup);
  if (!fill(*iterator, Direction::kForward, scope, page)) return;
  if (!status_of(*iterator, scope.lost_any()).ok() || iterator->Valid()) return;
  use.groups().add(ticket, group, Direction::kForward, page.finish(group, Direction::kForward, false),
                   std::nullopt);
}

}  // namespace

MaybeRead<ScanPage> read_page(Database& database, const KeyRange& range, Direction direction,
                              ScanLimits limits, Tier tier) {
  PageBuilder page(limits);
  if (!range.end.empty() && range.begin >= range.end) return page.finish(range, direction, false);
  const Database::Use use = database.use();
  if (!use) return not_open_error();
  const bool within_group = is_within_group(range);
  GroupCache::Ticket ticket = 0;
  if (within_group) {
    if (std::optional<ScanPage> known = use.groups().find(range, direction, limits)) return *std::move(known);
    ticket = use.groups().begin_read(range.begin);
  }
  const KeyRange stored = record_range(range);
  const rocksdb::Slice lower(stored.begin);
  const rocksdb::Slice upper(stored.end);
  TierScope scope(use, tier);
  scope.options().iterate_lower_bound = &lower;
  scope.options().iterate_upper_bound = &upper;
  scope.options().total_order_seek = !within_group;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(scope.options()));
  if (!fill(*iterator, direction, scope, page)) return damaged_error();
  const rocksdb::Status status = status_of(*iterator, scope.lost_any());
  if (!status.ok()) {
    // What is there; the next page begins with what is not.
    if (!page.empty()) return page.finish(range, direction, true);
    if (tier == Tier::kCache) return std::nullopt;
    return to_error(status);
  }
  const bool more = iterator->Valid();
  ScanPage read = page.finish(range, direction, more);
  if (within_group) {
    std::optional<std::string_view> next;
    if (more) next = user_key(to_view(iterator->key()));
    const GroupCache::Added added = use.groups().add(ticket, range, direction, read, next);
    if (added == GroupCache::Added::kBeginsToGrow) learn_group(use, ticket, range.begin, scope);
  }
  return read;
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
