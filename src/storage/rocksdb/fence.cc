#include "storage/rocksdb/fence.h"

#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {

ControlWork raise_fence_work(std::uint64_t table, std::uint64_t epoch) {
  return [table, epoch](const ControlContext& context) -> Result<base::Ok> {
    const std::string key = fence_key(table);
    rocksdb::PinnableSlice stored;
    const rocksdb::Status status =
        context.use.db().Get(rocksdb::ReadOptions(), context.use.family(), key, &stored);
    if (!status.ok() && !status.IsNotFound()) return to_error(status);
    if (status.ok()) {
      const std::optional<std::uint64_t> current = decode_number(to_view(stored));
      if (!current) return damaged_error();
      if (*current >= epoch) return base::Ok{};
    }
    rocksdb::WriteBatch batch;
    batch.Put(key, encode_number(epoch)).PermitUncheckedError();
    return context.write(batch);
  };
}

}  // namespace stator::storage::rocks
