#include "db/stream/streams.h"

#include <algorithm>

namespace stator::db::stream {

namespace {

using storage::LogShard;

ShardName name_of(const LogShard& shard) { return {shard.id, shard.created_micros / 1000}; }

const LogShard* find_shard(const std::vector<LogShard>& shards, std::uint64_t number) {
  const auto at = std::lower_bound(shards.begin(), shards.end(), number,
                                   [](const LogShard& shard, std::uint64_t id) { return shard.id < id; });
  return at != shards.end() && at->id == number ? &*at : nullptr;
}

std::uint64_t begin_of(const LogShard& shard) { return std::max(shard.first_sequence, shard.trimmed_upto); }

// The shards that take records while the stream is enabled are closed when it ends.
std::optional<std::uint64_t> end_of(const Stream& stream, const LogShard& shard) {
  if (!shard.last_sequence && !stream.closed) return std::nullopt;
  return std::max(shard.last_sequence.value_or(stream.end_sequence), begin_of(shard));
}

bool fills(const storage::LogPage& page, const storage::ScanLimits& limits) {
  std::size_t bytes = 0;
  for (const storage::LogRecord& record : page.records) bytes += record.record.size();
  return page.records.size() >= limits.max_entries || bytes >= limits.max_bytes;
}

}  // namespace

std::size_t Record::size_bytes() const {
  std::size_t size = change.keys.size_bytes();
  if (change.old_image) size += change.old_image->size_bytes();
  if (change.new_image) size += change.new_image->size_bytes();
  return size;
}

Streams::Streams(table::Database& database, bool limit_calls)
    : database_(database), engine_(database.parts().engine), registry_(database.parts().engine) {
  if (limit_calls) limits_ = std::make_unique<CallLimits>(database.parts().clock);
}

base::Task<Result<Stream>> Streams::find(table::Scope scope, std::string table_name, std::string label) {
  auto found = co_await registry_.find(std::move(scope), std::move(table_name), std::move(label));
  if (!found.ok()) co_return to_failure(found.error());
  if (!*found) co_return Failure{FailureKind::kNoStream};
  co_return std::move(**found);
}

std::string Streams::resource_policy(const table::Scope& scope, std::string_view table_name,
                                     std::string_view label) const {
  const auto table = database_.find_table(scope, table_name);
  if (!table.ok()) return {};
  const table::ResourcePolicy* policy = (*table)->find_policy(label);
  return policy == nullptr ? std::string() : policy->document;
}

base::Task<Result<std::vector<Stream>>> Streams::list(table::StreamRegistry::ListRequest request) {
  auto streams = co_await registry_.list(std::move(request));
  if (!streams.ok()) co_return to_failure(streams.error());
  co_return std::move(*streams);
}

base::Task<Result<ShardPage>> Streams::shards(Stream stream, ShardRequest request) {
  auto all = co_await engine_.list_shards(stream.log_group);
  if (!all.ok() && all.error().code == storage::ErrorCode::kNotFound)
    co_return Failure{FailureKind::kNoStream};
  if (!all.ok()) co_return to_failure(all.error());
  ShardPage page;
  for (const LogShard& shard : *all) {
    if (request.after && shard.id <= *request.after) continue;
    if (request.parent && shard.parent != request.parent) continue;
    if (page.shards.size() == request.limit) {
      page.has_more = true;
      break;
    }
    Shard& shown = page.shards.emplace_back();
    shown.name = name_of(shard);
    const LogShard* parent = shard.parent ? find_shard(*all, *shard.parent) : nullptr;
    if (parent != nullptr) shown.parent = name_of(*parent);
    shown.first_sequence = begin_of(shard);
    shown.last_sequence = end_of(stream, shard);
  }
  co_return page;
}

base::Task<Result<Position>> Streams::position(Stream stream, ShardName name, StartAt start,
                                               std::uint64_t sequence) {
  auto all = co_await engine_.list_shards(stream.log_group);
  if (!all.ok() && all.error().code == storage::ErrorCode::kNotFound)
    co_return Failure{FailureKind::kNoStream};
  if (!all.ok()) co_return to_failure(all.error());
  const LogShard* shard = find_shard(*all, name.number);
  if (shard == nullptr || name_of(*shard) != name) co_return Failure{FailureKind::kNoShard};
  if (start == StartAt::kTrimHorizon) co_return Position{name.number, begin_of(*shard)};

  // A commit of nothing: every acknowledged record is below its version, and later ones are not.
  storage::Commit nothing;
  auto now = co_await storage::commit(engine_, std::move(nothing));
  if (!now.ok()) co_return to_failure(now.error());
  if (start == StartAt::kLatest) co_return Position{name.number, std::max(now->version, begin_of(*shard))};

  const std::uint64_t last = end_of(stream, *shard).value_or(std::max(now->version, begin_of(*shard)));
  if (sequence < shard->first_sequence || sequence > last) co_return Failure{FailureKind::kBadSequence};
  const std::uint64_t from = start == StartAt::kAfterSequence ? sequence + 1 : sequence;
  if (from < shard->trimmed_upto) co_return Failure{FailureKind::kTrimmed};
  co_return Position{name.number, from};
}

base::Task<Result<RecordPage>> Streams::read(Stream stream, Position position, std::size_t limit) {
  const storage::ScanLimits limits{kMaxPageBytes, limit};
  auto log = co_await engine_.read_log(stream.log_group, position.shard, position.sequence, limits);
  if (!log.ok()) {
    const bool gone =
        log.error().code == storage::ErrorCode::kNotFound || log.error().code == storage::ErrorCode::kTrimmed;
    if (gone) co_return Failure{FailureKind::kTrimmed};
    co_return to_failure(log.error());
  }
  const bool drained = log->shard_drained || (stream.closed && !fills(*log, limits));
  RecordPage page;
  if (!drained) page.next = Position{position.shard, log->next_sequence};
  page.bytes = std::move(log->records);
  std::size_t bytes = 0;
  for (const storage::LogRecord& stored : page.bytes) {
    auto change = change::decode(stored.record);
    if (!change) co_return Failure{FailureKind::kInternal, "a record of a change log is damaged"};
    Record record{stored.sequence, stored.commit_time_micros, *change};
    bytes += record.size_bytes();
    if (bytes > kMaxPageBytes && !page.records.empty()) {
      page.next = Position{position.shard, stored.sequence};
      break;
    }
    page.records.push_back(std::move(record));
  }
  co_return page;
}

Result<base::Ok> Streams::admit_reader(const Stream& stream, const Position& position) {
  if (limits_ == nullptr) return base::Ok{};
  const std::string shard = stream.arn() + '/' + std::to_string(position.shard);
  if (!limits_->admits(shard, kGetRecordsPerSecond)) return Failure{FailureKind::kThrottled};
  return base::Ok{};
}

Result<base::Ok> Streams::admit_description(const Stream& stream) {
  if (limits_ == nullptr) return base::Ok{};
  const std::string account = stream.scope.account + '/' + stream.scope.region;
  if (!limits_->admits(account, kDescribeStreamPerSecond)) return Failure{FailureKind::kThrottled};
  return base::Ok{};
}

}  // namespace stator::db::stream
