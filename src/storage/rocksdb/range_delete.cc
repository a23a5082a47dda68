#include "storage/rocksdb/range_delete.h"

#include <rocksdb/convenience.h>

#include <memory>
#include <vector>

#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/lost_reads.h"

namespace stator::storage::rocks {
namespace {

// Up to so many entries are deleted one by one: a range tombstone makes every later read a little dearer.
constexpr std::size_t kMaxSingleDeletes = 256;

}  // namespace

Result<bool> plan_range_delete(const Database::Use& use, const KeyRange& range, rocksdb::WriteBatch& batch) {
  const rocksdb::Slice end(range.end);
  rocksdb::ReadOptions options = reads_in_order();
  options.iterate_upper_bound = &end;
  const LostReads lost;
  const std::unique_ptr<rocksdb::Iterator> iterator(use.db().NewIterator(options));
  std::vector<std::string> keys;
  for (iterator->Seek(range.begin); iterator->Valid() && keys.size() <= kMaxSingleDeletes; iterator->Next()) {
    keys.push_back(iterator->key().ToString());
  }
  const rocksdb::Status status = status_of(*iterator, lost.any());
  if (!status.ok()) return to_error(status);
  if (keys.size() > kMaxSingleDeletes) {
    batch.DeleteRange(range.begin, range.end).PermitUncheckedError();
    return true;
  }
  for (const std::string& key : keys) batch.Delete(key).PermitUncheckedError();
  return false;
}

void drop_files_in_range(const Database::Use& use, const KeyRange& range) {
  const rocksdb::Slice begin(range.begin);
  const rocksdb::Slice end(range.end);
  // An error only leaves the space to the compaction.
  rocksdb::DeleteFilesInRange(&use.db(), use.family(), &begin, &end, /*include_end=*/false)
      .PermitUncheckedError();
}

}  // namespace stator::storage::rocks
