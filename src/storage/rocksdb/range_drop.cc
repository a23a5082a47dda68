#include "storage/rocksdb/range_drop.h"

#include <rocksdb/convenience.h>

#include <memory>
#include <vector>

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

// Up to so many entries are deleted one by one: a range tombstone makes every later read a little dearer.
constexpr std::size_t kMaxSingleDeletes = 256;

struct FamilyRange {
  rocksdb::ColumnFamilyHandle* family;
  KeyRange range;  // `end` is never empty
};

std::unique_ptr<rocksdb::Iterator> iterate(const Database::Use& use, rocksdb::ColumnFamilyHandle* family) {
  return std::unique_ptr<rocksdb::Iterator>(use.db().NewIterator(rocksdb::ReadOptions(), family));
}

// RocksDB wants an end: the first key behind the last one.
Result<KeyRange> with_end(const Database::Use& use, KeyRange range) {
  if (!range.end.empty()) return range;
  const auto iterator = iterate(use, use.keys());
  iterator->SeekToLast();
  if (!iterator->status().ok()) return to_error(iterator->status());
  range.end = iterator->Valid() ? iterator->key().ToString() : range.begin;
  range.end.push_back('\0');
  return range;
}

// Adds to the batch what deletes the range. True where whole files may lie in it.
Result<bool> plan_deletes(const Database::Use& use, const FamilyRange& target, rocksdb::WriteBatch& batch) {
  const auto iterator = iterate(use, target.family);
  std::vector<std::string> keys;
  for (iterator->Seek(target.range.begin);
       iterator->Valid() && keys.size() <= kMaxSingleDeletes && iterator->key().compare(target.range.end) < 0;
       iterator->Next()) {
    keys.push_back(iterator->key().ToString());
  }
  if (!iterator->status().ok()) return to_error(iterator->status());
  if (keys.size() > kMaxSingleDeletes) {
    batch.DeleteRange(target.family, target.range.begin, target.range.end).PermitUncheckedError();
    return true;
  }
  for (const std::string& key : keys) batch.Delete(target.family, key).PermitUncheckedError();
  return false;
}

// Frees the files that lie wholly in the range. Every key in them is deleted already, and nobody writes
// meanwhile, so that nothing else is lost.
void drop_files(const Database::Use& use, const FamilyRange& target) {
  const rocksdb::Slice begin(target.range.begin);
  const rocksdb::Slice end(target.range.end);
  // An error only leaves the space to the compaction.
  rocksdb::DeleteFilesInRange(&use.db(), target.family, &begin, &end, /*include_end=*/false)
      .PermitUncheckedError();
}

Result<std::vector<FamilyRange>> targets_of(const Database::Use& use, const KeyRange& range) {
  STATOR_ASSIGN(KeyRange keys, with_end(use, range));
  return std::vector<FamilyRange>{{use.keys(), std::move(keys)}, {use.system(), counter_range(range)}};
}

// The note goes unsynced: commits that come later stand behind it in the same log.
Result<base::Ok> drop_files_and_note(const Database::Use& use, const KeyRange& range) {
  STATOR_ASSIGN(const std::vector<FamilyRange> targets, targets_of(use, range));
  for (const FamilyRange& target : targets) drop_files(use, target);
  const rocksdb::Status status = use.db().Delete(rocksdb::WriteOptions(), use.system(), range_drop_key());
  if (!status.ok()) return to_error(status);
  return base::Ok{};
}

Result<base::Ok> drop(const ControlContext& context, const KeyRange& range) {
  STATOR_ASSIGN(const std::vector<FamilyRange> targets, targets_of(context.use, range));
  rocksdb::WriteBatch batch;
  bool has_files = false;
  for (const FamilyRange& target : targets) {
    STATOR_ASSIGN(const bool large, plan_deletes(context.use, target, batch));
    has_files |= large;
  }
  // The deletes and the note that files are left to drop come together.
  if (has_files)
    batch.Put(context.use.system(), range_drop_key(), encode_range(range)).PermitUncheckedError();
  STATOR_TRY(context.write(batch));
  return has_files ? drop_files_and_note(context.use, range) : Result<base::Ok>(base::Ok{});
}

}  // namespace

ControlWork drop_range_work(KeyRange range) {
  return [range](const ControlContext& context) -> Result<base::Ok> {
    if (!range.end.empty() && range.begin >= range.end) return base::Ok{};
    return drop(context, range);
  };
}

Result<base::Ok> resume_range_drop(const Database::Use& use) {
  std::string stored;
  const rocksdb::Status status =
      use.db().Get(rocksdb::ReadOptions(), use.system(), range_drop_key(), &stored);
  if (status.IsNotFound()) return base::Ok{};
  if (!status.ok()) return to_error(status);
  const std::optional<KeyRange> range = decode_range(stored);
  if (!range) return damaged_error();
  return drop_files_and_note(use, *range);
}

}  // namespace stator::storage::rocks
