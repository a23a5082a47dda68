#include "storage/rocksdb/range_drop.h"

#include <rocksdb/experimental.h>

#include <array>
#include <utility>

#include "storage/rocksdb/range_delete.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

std::array<KeyRange, 2> stored_ranges(const KeyRange& range) {
  return {record_range(range), counter_range(range)};
}

bool has_note_of(const Database::Use& use, const KeyRange& range) {
  rocksdb::PinnableSlice stored;
  return use.db().Get(rocksdb::ReadOptions(), use.family(), range_drop_key(), &stored).ok() &&
         to_view(stored) == encode_range(range);
}

void drop_files(const Database::Use& use, const KeyRange& range) {
  for (const KeyRange& stored : stored_ranges(range)) drop_files_in_range(use, stored);
}

// What is left lies in files with other keys, most of them of level 0, and would stay until somebody has
// written enough for their compaction. The deletes have to be in a file for it. Ask only; no error loses more
// than the space.
void suggest_compaction(const Database::Use& use, const KeyRange& range) {
  rocksdb::FlushOptions flush;
  flush.allow_write_stall = true;  // else it waits as long as others write
  if (!use.db().Flush(flush, use.family()).ok()) return;
  for (const KeyRange& stored : stored_ranges(range)) {
    const rocksdb::Slice begin(stored.begin), end(stored.end);
    rocksdb::experimental::SuggestCompactRange(&use.db(), use.family(), &begin, &end).PermitUncheckedError();
  }
}

}  // namespace

ControlWork drop_keys_work(KeyRange range, bool& has_files) {
  return [range = std::move(range), &has_files](const ControlContext& context) -> Result<base::Ok> {
    if (!range.end.empty() && range.begin >= range.end) return base::Ok{};
    rocksdb::WriteBatch batch;
    for (const KeyRange& stored : stored_ranges(range)) {
      STATOR_ASSIGN(const bool large, plan_range_delete(context.use, stored, batch));
      has_files |= large;
    }
    // The deletes and the note that files are left to drop come together.
    if (has_files) {
      batch.Put(range_drop_key(), encode_range(range)).PermitUncheckedError();
    } else if (has_note_of(context.use, range)) {  // of a drop before that could not be ended
      batch.Delete(range_drop_key()).PermitUncheckedError();
    }
    STATOR_TRY(context.write(batch));
    context.use.records().clear();
    context.use.groups().clear();
    return base::Ok{};
  };
}

void drop_files(Database& database, const KeyRange& range) {
  const Database::Use use = database.use();
  if (!use) return;
  drop_files(use, range);
  suggest_compaction(use, range);
}

// The note of a drop that began later is its own.
ControlWork end_drop_work(KeyRange range) {
  return [range = std::move(range)](const ControlContext& context) -> Result<base::Ok> {
    if (!has_note_of(context.use, range)) return base::Ok{};
    rocksdb::WriteBatch batch;
    batch.Delete(range_drop_key()).PermitUncheckedError();
    // Like all that stands before acknowledged writes in the log (log_damage.h).
    return context.write_as(batch, ControlContext::Synced::kAlways);
  };
}

Result<base::Ok> resume_range_drop(const Database::Use& use, rocksdb::WriteBatch& batch) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      use.db().Get(rocksdb::ReadOptions(), use.family(), range_drop_key(), &stored);
  if (status.IsNotFound()) return base::Ok{};
  if (!status.ok()) return to_error(status);
  const std::optional<KeyRange> range = decode_range(to_view(stored));
  if (!range) return damaged_error();
  drop_files(use, *range);
  batch.Delete(range_drop_key()).PermitUncheckedError();
  return base::Ok{};
}

}  // namespace stator::storage::rocks
