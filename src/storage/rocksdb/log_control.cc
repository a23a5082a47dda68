#include "storage/rocksdb/log_control.h"

#include <algorithm>
#include <memory>

#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/lost_reads.h"
#include "storage/rocksdb/range_delete.h"
#include "storage/rocksdb/stored_form.h"

namespace stator::storage::rocks {
namespace {

Result<LogGroup> existing_group(const ControlContext& context, std::uint64_t group) {
  STATOR_ASSIGN(const LogGroup* found, context.planner.log_group(context.use, group));
  if (found == nullptr) return Error{ErrorCode::kNotFound, "no such log group"};
  return *found;
}

void put_group(std::uint64_t id, const LogGroup& group, rocksdb::WriteBatch& batch) {
  batch.Put(log_group_key(id), encode_log_group(group)).PermitUncheckedError();
}

Result<bool> has_records(const ControlContext& context, const KeyRange& range) {
  const rocksdb::Slice end(range.end);
  rocksdb::ReadOptions options = reads_in_order();
  options.iterate_upper_bound = &end;
  const LostReads lost;
  const std::unique_ptr<rocksdb::Iterator> iterator(context.use.db().NewIterator(options));
  iterator->Seek(range.begin);
  const rocksdb::Status status = status_of(*iterator, lost.any());
  if (!status.ok()) return to_error(status);
  return iterator->Valid();
}

}  // namespace

ControlWork create_log_group_work(std::uint64_t group, std::uint32_t shards) {
  return [group, shards](const ControlContext& context) -> Result<base::Ok> {
    STATOR_ASSIGN(const LogGroup* found, context.planner.log_group(context.use, group));
    if (found != nullptr) return Error{ErrorCode::kConflict, "the log group exists"};
    rocksdb::WriteBatch batch;
    put_group(group, LogGroup(shards, context.version, context.now_micros), batch);
    return context.write(batch);
  };
}

ControlWork drop_log_group_work(std::uint64_t group, std::optional<KeyRange>& files) {
  return [group, &files](const ControlContext& context) -> Result<base::Ok> {
    STATOR_TRY(existing_group(context, group));
    const KeyRange records = log_group_range(group);
    rocksdb::WriteBatch batch;
    batch.Delete(log_group_key(group)).PermitUncheckedError();
    STATOR_ASSIGN(const bool has_files, plan_range_delete(context.use, records, batch));
    STATOR_TRY(context.write(batch));
    if (has_files) files = records;
    return base::Ok{};
  };
}

ControlWork roll_shard_work(std::uint64_t group, std::uint64_t shard, std::uint32_t children) {
  return [group, shard, children](const ControlContext& context) -> Result<base::Ok> {
    STATOR_ASSIGN(LogGroup rolled, existing_group(context, group));
    STATOR_TRY(rolled.roll(shard, children, context.version, context.now_micros));
    rocksdb::WriteBatch batch;
    put_group(group, rolled, batch);
    return context.write(batch);
  };
}

ControlWork trim_log_work(std::uint64_t group, std::uint64_t shard, std::uint64_t wanted,
                          std::optional<KeyRange>& files) {
  return [group, shard, wanted, &files](const ControlContext& context) -> Result<base::Ok> {
    STATOR_ASSIGN(LogGroup trimmed, existing_group(context, group));
    const std::uint64_t upto = std::min(wanted, context.version);
    const LogShard* before = trimmed.find(shard);
    const std::uint64_t from = before != nullptr ? std::max(before->first_sequence, before->trimmed_upto) : 0;
    STATOR_TRY(trimmed.trim(shard, upto));
    // What was trimmed before leaves traces, which it takes time to pass.
    const KeyRange gone{log_key(group, shard, from), log_key(group, shard, std::max(from, upto))};
    STATOR_ASSIGN(const bool records_left, has_records(context, {gone.end, log_key(group, shard + 1, 0)}));
    if (!records_left) trimmed.erase(shard);
    rocksdb::WriteBatch batch;
    put_group(group, trimmed, batch);
    STATOR_ASSIGN(const bool has_files, plan_range_delete(context.use, gone, batch));
    STATOR_TRY(context.write(batch));
    if (has_files) files = gone;
    return base::Ok{};
  };
}

}  // namespace stator::storage::rocks
