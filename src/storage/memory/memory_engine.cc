#include "storage/memory/memory_engine.h"

#include <algorithm>
#include <mutex>

#include "storage/append_signal.h"
#include "storage/page_builder.h"

namespace stator::storage {
namespace {

// Keys that drop_range takes away before others get their turn, on the loop and at the lock.
constexpr std::size_t kDropStep = 512;

template <typename Map>
auto bound(Map& map, const std::string& end) {
  return end.empty() ? map.end() : map.lower_bound(end);
}

bool is_empty(const KeyRange& range) { return !range.end.empty() && range.begin >= range.end; }

// Tells `forget` of each key before it goes.
template <typename Map, typename Forget>
bool erase_some(Map& map, const KeyRange& range, Forget forget) {
  auto at = map.lower_bound(range.begin);
  const auto end = bound(map, range.end);
  for (std::size_t erased = 0; at != end && erased < kDropStep; ++erased) {
    forget(at->first);
    at = map.erase(at);
  }
  return at != end;
}

}  // namespace

MemoryEngine::MemoryEngine(base::Clock& clock, AppendSignal* appended) : clock_(clock), appended_(appended) {}

Record MemoryEngine::find(std::string_view key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? Record{} : *at->second;
}

base::Task<Result<std::vector<Record>>> MemoryEngine::get(std::span<const std::string_view> keys) {
  std::vector<Record> records;
  records.reserve(keys.size());
  {
    std::shared_lock lock(mutex_);
    for (std::string_view key : keys) records.push_back(find(key));
  }
  co_return records;
}

base::Task<Result<Record>> MemoryEngine::get_one(std::string_view key) {
  std::shared_lock lock(mutex_);
  Record record = find(key);
  lock.unlock();
  co_return record;
}

// Both say whether more follows. Only one end of the range is looked up: a walk down the tree costs a cache
// miss a level. The next value is fetched while one is copied.
bool MemoryEngine::read_forward(const KeyRange& range, PageBuilder& page) const {
  auto at = records_.lower_bound(range.begin);
  const auto is_in_range = [&] {
    return at != records_.end() && (range.end.empty() || at->first < range.end);
  };
  while (is_in_range() && !page.full()) {
    const auto& [key, record] = *at++;
    if (at != records_.end()) __builtin_prefetch(at->second.value.data());
    page.add(key, record.value, record.version);
  }
  return is_in_range();
}

bool MemoryEngine::read_backward(const KeyRange& range, PageBuilder& page) const {
  auto at = bound(records_, range.end);
  const auto is_in_range = [&] { return at != records_.begin() && std::prev(at)->first >= range.begin; };
  while (is_in_range() && !page.full()) {
    const auto& [key, record] = *--at;
    if (at != records_.begin()) __builtin_prefetch(std::prev(at)->second.value.data());
    page.add(key, record.value, record.version);
  }
  return is_in_range();
}

base::Task<Result<ScanPage>> MemoryEngine::scan(KeyRange range, Direction direction, ScanLimits limits) {
  PageBuilder page(limits);
  bool more = false;
  if (!is_empty(range)) {
    std::shared_lock lock(mutex_);
    more = direction == Direction::kForward ? read_forward(range, page) : read_backward(range, page);
  }
  co_return page.finish(std::move(range), direction, more);
}

Result<CommitVersion> MemoryEngine::submit(Commit commit, CommitCompletion& done) {
  std::unique_lock lock(mutex_);
  const CommitVersion version = next_version_;
  // Log records take their sequence numbers from the same counter, so it moves by their number.
  next_version_ += std::max<std::size_t>(1, commit.appends.size());
  auto checked = check(commit);
  Result<CommitReceipt> outcome = checked.ok() ? Result<CommitReceipt>(apply(commit, version))
                                               : Result<CommitReceipt>(std::move(checked).error());
  lock.unlock();
  const bool can_be_read = outcome.ok();
  done.set(std::move(outcome));
  if (can_be_read && appended_ != nullptr) appended_->notify(commit.appends);
  return version;
}

Result<base::Ok> MemoryEngine::check(const Commit& commit) const {
  for (const Fence& fence : commit.fences) {
    const auto raised = fences_.find(fence.table);
    if (raised != fences_.end() && raised->second > fence.epoch) {
      return Error{ErrorCode::kFenced, "the table's schema has changed"};
    }
  }
  for (const Guard& guard : commit.guards) {
    const auto at = by_key_.find(guard.key);
    const CommitVersion current = at == by_key_.end() ? 0 : at->second->version;
    if (current != guard.expected) return Error{ErrorCode::kConflict, "a guarded key has another version"};
  }
  for (const LogAppend& append : commit.appends) {
    if (!logs_.contains(append.group)) return Error{ErrorCode::kNotFound, "no such log group"};
  }
  return base::Ok{};
}

CommitReceipt MemoryEngine::apply(Commit& commit, CommitVersion version) {
  CommitReceipt receipt{.version = version, .commit_time_micros = now_micros()};
  for (Write& entry : commit.writes) write(std::move(entry.key), std::move(entry.value), version);
  for (DeferredWrite& entry : commit.deferred) write(std::move(entry.key), std::move(entry.value), version);
  for (LogAppend& append : commit.appends) {
    const std::uint64_t sequence = version + receipt.sequences.size();
    Log& log = logs_.at(append.group);
    log.records[log.group.open_shard_for(append.source_key)].push_back(
        {sequence, receipt.commit_time_micros, std::move(append.record)});
    receipt.sequences.push_back(sequence);
  }
  for (CounterAdd& add : commit.adds) counters_[std::move(add.key)] += add.delta;
  return receipt;
}

void MemoryEngine::write(std::string key, std::optional<std::string> value, CommitVersion version) {
  const auto known = by_key_.find(key);
  if (value && known != by_key_.end()) {
    *known->second = Record{version, *std::move(value)};
  } else if (value) {
    const auto added = records_.try_emplace(std::move(key), Record{version, *std::move(value)}).first;
    by_key_.emplace(added->first, &added->second);
  } else if (known != by_key_.end()) {
    by_key_.erase(known);
    records_.erase(key);
  }
}

// Never goes back, so that commit times follow the order of commits. Goes on while the clock, set back, has
// to catch up: what comes later must be seen to.
std::int64_t MemoryEngine::now_micros() {
  const std::int64_t now = clock_.unix_micros();
  last_micros_ = now < last_micros_ ? last_micros_ + 1 : now;
  return last_micros_;
}

base::Task<Result<base::Ok>> MemoryEngine::raise_fence(std::uint64_t table, std::uint64_t epoch) {
  std::unique_lock lock(mutex_);
  std::uint64_t& current = fences_[table];
  current = std::max(current, epoch);
  lock.unlock();
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> MemoryEngine::drop_range(KeyRange range) {
  bool more = !is_empty(range);
  while (more) {
    std::unique_lock lock(mutex_);
    const bool more_keys = erase_some(records_, range, [this](std::string_view key) { by_key_.erase(key); });
    const bool more_counters = erase_some(counters_, range, [](std::string_view) {});
    more = more_keys || more_counters;
    lock.unlock();
    co_await base::yield();
  }
  co_return base::Ok{};
}

base::Task<Result<std::int64_t>> MemoryEngine::read_counter(std::string_view key) {
  std::shared_lock lock(mutex_);
  const auto at = counters_.find(key);
  const std::int64_t value = at == counters_.end() ? 0 : at->second;
  lock.unlock();
  co_return value;
}

base::Task<Result<base::Ok>> MemoryEngine::create_log_group(std::uint64_t group, std::uint32_t shards) {
  std::unique_lock lock(mutex_);
  const bool created =
      logs_.try_emplace(group, Log{LogGroup(shards, next_version_, now_micros()), {}}).second;
  lock.unlock();
  if (!created) co_return Error{ErrorCode::kConflict, "the log group exists"};
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> MemoryEngine::drop_log_group(std::uint64_t group) {
  std::unique_lock lock(mutex_);
  const auto dropped = logs_.extract(group);
  lock.unlock();
  if (dropped.empty()) co_return Error{ErrorCode::kNotFound, "no such log group"};
  co_return base::Ok{};
}

base::Task<Result<std::vector<LogShard>>> MemoryEngine::list_shards(std::uint64_t group) {
  std::vector<LogShard> shards;
  {
    std::shared_lock lock(mutex_);
    const auto log = logs_.find(group);
    if (log == logs_.end()) co_return Error{ErrorCode::kNotFound, "no such log group"};
    shards = log->second.group.shards();
  }
  co_return shards;
}

base::Task<Result<LogPage>> MemoryEngine::read_log(std::uint64_t group, std::uint64_t shard,
                                                   std::uint64_t from, ScanLimits limits) {
  LogPage page;
  page.next_sequence = from;
  {
    std::shared_lock lock(mutex_);
    const auto log = logs_.find(group);
    const LogShard* state = log == logs_.end() ? nullptr : log->second.group.find(shard);
    if (state == nullptr) co_return Error{ErrorCode::kNotFound, "no such log shard"};
    if (from < state->trimmed_upto) co_return Error{ErrorCode::kTrimmed, "these log records are trimmed"};
    static const std::deque<LogRecord> none;
    const auto found = log->second.records.find(shard);
    const std::deque<LogRecord>& records = found == log->second.records.end() ? none : found->second;
    auto at = std::lower_bound(
        records.begin(), records.end(), from,
        [](const LogRecord& record, std::uint64_t wanted) { return record.sequence < wanted; });
    std::size_t bytes = 0;
    while (at != records.end() &&
           (page.records.empty() || (page.records.size() < limits.max_entries && bytes < limits.max_bytes))) {
      page.records.push_back(*at);
      bytes += at->record.size();
      page.next_sequence = at->sequence + 1;
      ++at;
    }
    page.shard_drained = state->last_sequence.has_value() && at == records.end();
  }
  co_return page;
}

base::Task<Result<base::Ok>> MemoryEngine::roll_shard(std::uint64_t group, std::uint64_t shard,
                                                      std::uint32_t children) {
  std::unique_lock lock(mutex_);
  const auto log = logs_.find(group);
  if (log == logs_.end()) co_return Error{ErrorCode::kNotFound, "no such log group"};
  auto rolled = log->second.group.roll(shard, children, next_version_, now_micros());
  lock.unlock();
  co_return rolled;
}

base::Task<Result<base::Ok>> MemoryEngine::trim_log(std::uint64_t group, std::uint64_t shard,
                                                    std::uint64_t upto) {
  std::unique_lock lock(mutex_);
  const auto log = logs_.find(group);
  if (log == logs_.end()) co_return Error{ErrorCode::kNotFound, "no such log group"};
  upto = std::min(upto, next_version_);
  auto trimmed = log->second.group.trim(shard, upto);
  if (!trimmed.ok()) co_return std::move(trimmed).error();
  auto& records = log->second.records[shard];
  while (!records.empty() && records.front().sequence < upto) records.pop_front();
  if (records.empty() && log->second.group.find(shard)->last_sequence) {
    log->second.group.erase(shard);
    log->second.records.erase(shard);
  }
  co_return base::Ok{};
}

}  // namespace stator::storage
