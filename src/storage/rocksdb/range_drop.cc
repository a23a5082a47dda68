#include "storage/rocksdb/range_drop.h"

#include <array>

#include "storage/rocksdb/range_delete.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

std::array<KeyRange, 2> stored_ranges(const KeyRange& range) {
  return {record_range(range), counter_range(range)};
}

// The note goes unsynced: commits that come later stand behind it in the same log.
Result<base::Ok> drop_files_and_note(const Database::Use& use, const KeyRange& range) {
  for (const KeyRange& stored : stored_ranges(range)) drop_files_in_range(use, stored);
  const rocksdb::Status status = use.db().Delete(rocksdb::WriteOptions(), range_drop_key());
  if (!status.ok()) return to_error(status);
  return base::Ok{};
}

}  // namespace

ControlWork drop_range_work(KeyRange range) {
  return [range](const ControlContext& context) -> Result<base::Ok> {
    if (!range.end.empty() && range.begin >= range.end) return base::Ok{};
    rocksdb::WriteBatch batch;
    bool has_files = false;
    for (const KeyRange& stored : stored_ranges(range)) {
      STATOR_ASSIGN(const bool large, plan_range_delete(context.use, stored, batch));
      has_files |= large;
    }
    // The deletes and the note that files are left to drop come together.
    if (has_files) batch.Put(range_drop_key(), encode_range(range)).PermitUncheckedError();
    STATOR_TRY(context.write(batch));
    context.use.records().clear();
    return has_files ? drop_files_and_note(context.use, range) : Result<base::Ok>(base::Ok{});
  };
}

Result<base::Ok> resume_range_drop(const Database::Use& use) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      use.db().Get(rocksdb::ReadOptions(), use.family(), range_drop_key(), &stored);
  if (status.IsNotFound()) return base::Ok{};
  if (!status.ok()) return to_error(status);
  const std::optional<KeyRange> range = decode_range(to_view(stored));
  if (!range) return damaged_error();
  return drop_files_and_note(use, *range);
}

}  // namespace stator::storage::rocks
