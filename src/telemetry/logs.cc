#include "telemetry/logs.h"

#include <algorithm>

#include "base/log.h"
#include "base/random.h"
#include "base/time_slice.h"
#include "keyspace/keys.h"
#include "records/records.h"
#include "storage/drop_expired.h"
#include "telemetry/event_reader.h"
#include "telemetry/log_keys.h"

namespace stator::telemetry {

namespace {

using aws::protocol::Member;
using aws::protocol::Structure;
using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::int64_t kMillisPerDay = 24LL * 3600 * 1000;
// An event is matched on the pool if that may take more work than this, in bytes that are looked at.
constexpr std::size_t kPoolWork = 64 * 1024;

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kTags = map_shape(kText, kText);

constexpr Member kGroupMembers[] = {
    member<&LogGroup::name>("name", kText),
    member<&LogGroup::created_millis>("created", kNumber),
    member<&LogGroup::retention_days>("retention", kNumber),
    member<&LogGroup::tags>("tags", kTags),
    member<&LogGroup::id>("id", kNumber),
};
constexpr Structure kGroup{"log group", kGroupMembers};

constexpr Member kStreamMembers[] = {
    member<&LogStream::name>("name", kText),
    member<&LogStream::created_millis>("created", kNumber),
    member<&LogStream::first_event_millis>("first", kNumber),
    member<&LogStream::last_event_millis>("last", kNumber),
    member<&LogStream::last_ingestion_millis>("ingested", kNumber),
    member<&LogStream::next_number>("next", kNumber),
    member<&LogStream::id>("id", kNumber),
};
constexpr Structure kStream{"log stream", kStreamMembers};

Failure to_failure(const storage::Error& error) { return records::to_failure<Failure>(error); }

// Positive, so that it is the same number signed and unsigned. 0 stands for "all".
std::int64_t new_id() {
  const auto id = static_cast<std::int64_t>(base::SecureRandom::system().next() >> 1);
  return id == 0 ? 1 : id;
}

// The part of the range that is at `key` or behind it.
storage::KeyRange from_key(storage::KeyRange range, std::string key) {
  range.begin = std::max(range.begin, std::move(key));
  return range;
}

std::string after_key(std::string key) {
  key.push_back('\0');
  return key;
}

// Earlier events are gone, be they removed yet or not.
std::int64_t retention_begin(const LogGroup& group, std::int64_t now_millis) {
  return group.retention_days ? now_millis - *group.retention_days * kMillisPerDay : 0;
}

// Cuts off what is too old or too new at both ends, and says so.
PutReport take_valid(const LogGroup& group, std::int64_t now_millis, std::vector<NewEvent>* events) {
  const std::int64_t oldest = now_millis - kMaxEventAgeMillis;
  const std::int64_t expired = retention_begin(group, now_millis);
  PutReport report;
  std::size_t begin = 0, end = events->size();
  for (; begin < end && (*events)[begin].millis < std::max(oldest, expired); ++begin) {
    if ((*events)[begin].millis < oldest) {
      report.too_old_end = begin + 1;
    } else {
      report.expired_end = begin + 1;
    }
  }
  for (; end > begin && (*events)[end - 1].millis > now_millis + kMaxEventLeadMillis; --end)
    report.too_new_start = end - 1;
  events->resize(end);
  events->erase(events->begin(), events->begin() + static_cast<std::ptrdiff_t>(begin));
  return report;
}

}  // namespace

void Logs::start() {
  tasks_.spawn_on(background_, remove_events());
  sweeper_.start();
}

base::Task<void> Logs::stop() {
  sweeper_.stop();
  co_await tasks_.wait();
}

base::Task<Result<base::Ok>> Logs::create_group(Scope scope, std::string name,
                                                aws::protocol::Map<std::string> tags) {
  LogGroup group;
  group.created_millis = clock_.unix_millis();
  group.tags = std::move(tags);
  group.id = new_id();
  storage::Commit commit;
  std::string key = group_key(scope, name);
  group.name = std::move(name);
  commit.guards.push_back({key, 0});
  commit.writes.push_back({std::move(key), records::encode(kGroup, &group)});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (is_conflict(done)) co_return Failure{FailureKind::kExists};
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

base::Task<Result<LogGroup>> Logs::find_group(Scope scope, std::string name) {
  auto group = co_await records::get<LogGroup>(engine_, kGroup, group_key(scope, name));
  if (!group.ok()) co_return to_failure(group.error());
  if (!group->exists()) co_return Failure{FailureKind::kNoGroup};
  co_return std::move(group->value);
}

base::Task<Result<base::Ok>> Logs::change_group(Scope scope, std::string name, Change change) {
  const std::string key = group_key(scope, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto group = co_await records::get<LogGroup>(engine_, kGroup, key);
    if (!group.ok()) co_return to_failure(group.error());
    if (!group->exists()) co_return Failure{FailureKind::kNoGroup};
    if (auto changed = change(group->value); !changed.ok()) co_return std::move(changed).error();
    storage::Commit commit;
    commit.guards.push_back({key, group->version});
    commit.writes.push_back({key, records::encode(kGroup, &group->value)});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<base::Ok>> Logs::set_retention(Scope scope, std::string name,
                                                 std::optional<std::int64_t> days) {
  Change change = [days](LogGroup& group) -> Result<base::Ok> {
    group.retention_days = days;
    return base::Ok{};
  };
  auto changed = co_await change_group(std::move(scope), std::move(name), std::move(change));
  co_return changed;
}

base::Task<Result<base::Ok>> Logs::tag_group(Scope scope, std::string name,
                                             aws::protocol::Map<std::string> add,
                                             std::vector<std::string> remove) {
  Change change = [&](LogGroup& group) -> Result<base::Ok> {
    for (const auto& [key, value] : add) {
      std::erase_if(group.tags, [&key = key](const auto& tag) { return tag.first == key; });
      group.tags.emplace_back(key, value);
    }
    for (const std::string& key : remove)
      std::erase_if(group.tags, [&](const auto& tag) { return tag.first == key; });
    if (!add.empty() && group.tags.size() > kMaxTags) return Failure{FailureKind::kTooManyTags};
    return base::Ok{};
  };
  auto changed = co_await change_group(std::move(scope), std::move(name), std::move(change));
  co_return changed;
}

base::Task<Result<std::pair<std::vector<LogGroup>, bool>>> Logs::list_groups(Scope scope,
                                                                             GroupRequest request) {
  std::pair<std::vector<LogGroup>, bool> page;
  std::optional<storage::KeyRange> rest = groups_range(scope, request.prefix);
  if (!request.after.empty()) rest = from_key(std::move(*rest), after_key(group_key(scope, request.after)));
  while (rest) {
    auto found = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!found.ok()) co_return to_failure(found.error());
    for (const storage::ScanPage::Entry& entry : found->entries()) {
      LogGroup group;
      auto decoded = records::decode(kGroup, entry.value, &group);
      if (!decoded.ok()) co_return to_failure(decoded.error());
      if (group.name.find(request.pattern) == std::string::npos) continue;
      if (page.first.size() == request.limit) {
        page.second = true;
        co_return page;
      }
      page.first.push_back(std::move(group));
    }
    rest = found->rest();
  }
  co_return page;
}

base::Task<Result<base::Ok>> Logs::delete_group(Scope scope, std::string name) {
  const std::string key = group_key(scope, name);
  auto group = co_await records::get<LogGroup>(engine_, kGroup, key);
  if (!group.ok()) co_return to_failure(group.error());
  if (!group->exists()) co_return Failure{FailureKind::kNoGroup};
  storage::Commit commit;
  commit.guards.push_back({key, group->version});
  commit.writes.push_back({key, std::nullopt});
  commit.writes.push_back({removal_key(group->value.id, 0), std::string(1, records::kRecordFormat)});
  // Its streams go in the same commit, so that no event is taken by a stream without a group.
  auto streams = co_await records::list(engine_, streams_range(scope, name, ""), SIZE_MAX);
  if (!streams.ok()) co_return to_failure(streams.error());
  for (const records::Found& stream : *streams) commit.writes.push_back({stream.key, std::nullopt});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (is_conflict(done)) co_return Failure{FailureKind::kBusy};
  if (!done.ok()) co_return to_failure(done.error());
  tasks_.spawn_on(background_, remove_events());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Logs::create_stream(Scope scope, std::string group_name, std::string name) {
  const std::string parent_key = group_key(scope, group_name);
  auto group = co_await records::get<LogGroup>(engine_, kGroup, parent_key);
  if (!group.ok()) co_return to_failure(group.error());
  if (!group->exists()) co_return Failure{FailureKind::kNoGroup};
  std::string key = stream_key(scope, group_name, name);
  LogStream stream;
  stream.name = std::move(name);
  stream.created_millis = clock_.unix_millis();
  stream.id = new_id();
  storage::Commit commit;
  commit.guards.push_back({parent_key, group->version});
  commit.guards.push_back({key, 0});
  commit.writes.push_back({key, records::encode(kStream, &stream)});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (is_conflict(done)) {
    auto there = co_await engine_.get_one(key);
    if (!there.ok()) co_return to_failure(there.error());
    co_return Failure{there->exists() ? FailureKind::kExists : FailureKind::kBusy};
  }
  if (!done.ok()) co_return to_failure(done.error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Logs::delete_stream(Scope scope, std::string group_name, std::string name) {
  auto group = co_await find_group(scope, group_name);
  if (!group.ok()) co_return std::move(group).error();
  const std::string key = stream_key(scope, group_name, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto stream = co_await records::get<LogStream>(engine_, kStream, key);
    if (!stream.ok()) co_return to_failure(stream.error());
    if (!stream->exists()) co_return Failure{FailureKind::kNoStream};
    storage::Commit commit;
    commit.guards.push_back({key, stream->version});
    commit.writes.push_back({key, std::nullopt});
    commit.writes.push_back(
        {removal_key(group->id, stream->value.id), std::string(1, records::kRecordFormat)});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    tasks_.spawn_on(background_, remove_events());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<std::pair<std::vector<LogStream>, bool>>> Logs::list_streams(Scope scope,
                                                                               StreamRequest request) {
  auto group = co_await find_group(scope, request.group);
  if (!group.ok()) co_return std::move(group).error();
  storage::KeyRange range = streams_range(scope, request.group, request.prefix);
  if (!request.after.empty())
    range = from_key(std::move(range), after_key(stream_key(scope, request.group, request.after)));
  std::pair<std::vector<LogStream>, bool> page;
  const std::size_t wanted = request.limit == SIZE_MAX ? SIZE_MAX : request.limit + 1;
  auto found = co_await records::list(engine_, std::move(range), wanted);
  if (!found.ok()) co_return to_failure(found.error());
  for (const records::Found& entry : *found) {
    if (page.first.size() == request.limit) {
      page.second = true;
      break;
    }
    LogStream& stream = page.first.emplace_back();
    auto decoded = records::decode(kStream, entry.value, &stream);
    if (!decoded.ok()) co_return to_failure(decoded.error());
  }
  co_return page;
}

base::Task<Result<PutReport>> Logs::put(Scope scope, std::string group_name, std::string stream_name,
                                        std::vector<NewEvent> events) {
  auto group = co_await find_group(scope, group_name);
  if (!group.ok()) co_return std::move(group).error();
  const std::int64_t now = clock_.unix_millis();
  const std::string key = stream_key(scope, group_name, stream_name);
  const PutReport report = take_valid(*group, now, &events);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto stream = co_await records::get<LogStream>(engine_, kStream, key);
    if (!stream.ok()) co_return to_failure(stream.error());
    if (!stream->exists()) co_return Failure{FailureKind::kNoStream};
    if (events.empty()) co_return report;
    LogStream& changed = stream->value;
    changed.first_event_millis =
        std::min(changed.first_event_millis.value_or(INT64_MAX), events.front().millis);
    changed.last_event_millis = std::max(changed.last_event_millis.value_or(0), events.back().millis);
    changed.last_ingestion_millis = now;
    storage::Commit commit;
    for (const NewEvent& event : events) {
      const auto number = static_cast<std::uint64_t>(changed.next_number++);
      commit.writes.push_back(
          {event_key(group->id, changed.id, {event.millis, number}), encode_event(event.message, now)});
    }
    commit.guards.push_back({key, stream->version});
    commit.writes.push_back({key, records::encode(kStream, &changed)});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return report;
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<std::vector<Event>>> Logs::read(Scope scope, ReadRequest request) {
  auto group = co_await find_group(scope, request.group);
  if (!group.ok()) co_return std::move(group).error();
  auto stream =
      co_await records::get<LogStream>(engine_, kStream, stream_key(scope, request.group, request.stream));
  if (!stream.ok()) co_return to_failure(stream.error());
  if (!stream->exists()) co_return Failure{FailureKind::kNoStream};
  const std::int64_t begin = std::max(request.start_millis, retention_begin(*group, clock_.unix_millis()));
  const std::int64_t id = stream->value.id;
  storage::KeyRange range = events_range(group->id, id, begin, request.end_millis);
  if (request.after) range = from_key(std::move(range), after_key(event_key(group->id, id, *request.after)));
  if (request.before) range.end = std::min(range.end, event_key(group->id, id, *request.before));
  std::vector<Event> events;
  const auto direction = request.from_head ? storage::Direction::kForward : storage::Direction::kBackward;
  std::size_t bytes = 0;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest && events.size() < request.limit && bytes < kMaxPageBytes) {
    storage::ScanLimits limits;
    limits.max_entries = std::min(limits.max_entries, request.limit - events.size());
    auto page = co_await engine_.scan(std::move(*rest), direction, limits);
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      if (bytes >= kMaxPageBytes) break;
      auto event = decode_event(entry.key, entry.value);
      if (!event) co_return Failure{FailureKind::kInternal, "a log event is damaged"};
      bytes += event->message.size();
      events.push_back(std::move(*event));
    }
    rest = page->rest();
  }
  if (!request.from_head) std::reverse(events.begin(), events.end());
  co_return events;
}

base::Task<Result<FilterPage>> Logs::filter(Scope scope, FilterRequest request, FilterPattern pattern) {
  auto group = co_await find_group(scope, request.group);
  if (!group.ok()) co_return std::move(group).error();
  StreamRequest all{request.group, request.stream_prefix, "", SIZE_MAX};
  auto streams = co_await list_streams(scope, std::move(all));
  if (!streams.ok()) co_return std::move(streams).error();
  for (const std::string& name : request.streams) {
    const bool known = std::any_of(streams->first.begin(), streams->first.end(),
                                   [&](const LogStream& stream) { return stream.name == name; });
    if (!known) co_return Failure{FailureKind::kNoStream};
  }
  const std::int64_t begin = std::max(request.start_millis, retention_begin(*group, clock_.unix_millis()));
  const auto direction = request.from_head ? storage::Direction::kForward : storage::Direction::kBackward;
  EventReader reader(engine_, group->id, direction, request.after);
  for (LogStream& stream : streams->first) {
    const bool wanted = request.streams.empty() || std::find(request.streams.begin(), request.streams.end(),
                                                             stream.name) != request.streams.end();
    if (wanted && stream.last_event_millis.value_or(-1) >= begin)
      reader.add(std::move(stream.name), stream.id, begin, request.end_millis);
  }
  FilterPage page;
  std::size_t bytes = 0, work = 0;
  std::optional<GroupPosition> before;
  base::TimeSlice slice;
  base::Executor* home = base::Executor::current();
  for (std::size_t looked = 0;; ++looked) {
    co_await slice.pause_if_used_up();
    auto event = co_await reader.next();
    if (!event.ok()) co_return to_failure(event.error());
    if (!*event) co_return page;
    const GroupPosition place{(*event)->position, (*event)->stream_id};
    const std::size_t more_work = (*event)->message.size() * pattern.work_per_byte();
    work += more_work;
    if (work > kMaxPageWork && before) {
      page.next = before;
      co_return page;
    }
    before = place;
    const bool on_pool = pool_ != nullptr && home != nullptr && more_work > kPoolWork;
    if (on_pool) co_await base::switch_to(*pool_);
    const bool matches = pattern.matches((*event)->message);
    if (on_pool) co_await base::switch_to(*home);
    if (matches) {
      bytes += (*event)->message.size();
      page.events.push_back(std::move(**event));
    }
    if (page.events.size() == request.limit || bytes >= kMaxPageBytes || looked == kMaxPageEvents) {
      page.next = place;
      co_return page;
    }
  }
}

// A group's name says in which account and region its streams are: the two keys differ in their space only.
base::Task<Result<base::Ok>> Logs::remove_expired() {
  auto groups = co_await records::list(engine_, all_groups_range(), SIZE_MAX);
  if (!groups.ok()) co_return to_failure(groups.error());
  for (const records::Found& found : *groups) {
    if (sweeper_.stopped()) break;
    LogGroup group;
    auto decoded = records::decode(kGroup, found.value, &group);
    if (!decoded.ok()) co_return to_failure(decoded.error());
    if (!group.retention_days) continue;
    auto streams = streams_of_group(found.key);
    if (!streams) continue;
    auto removed = co_await remove_expired_of(group, std::move(*streams));
    if (!removed.ok()) co_return removed;
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Logs::remove_expired_of(const LogGroup& group, storage::KeyRange streams) {
  // Nobody writes so far back: put() refuses what is expired by the clock of its begin.
  constexpr std::int64_t kMarginMillis = 3600LL * 1000;
  const std::int64_t end = retention_begin(group, clock_.unix_millis()) - kMarginMillis;
  if (end <= 0) co_return base::Ok{};
  auto found = co_await records::list(engine_, std::move(streams), SIZE_MAX);
  if (!found.ok()) co_return to_failure(found.error());
  for (const records::Found& entry : *found) {
    LogStream stream;
    auto decoded = records::decode(kStream, entry.value, &stream);
    if (!decoded.ok()) co_return to_failure(decoded.error());
    auto dropped = co_await storage::drop_expired(engine_, events_range(group.id, stream.id, 0, end));
    if (!dropped.ok()) co_return to_failure(dropped.error());
  }
  co_return base::Ok{};
}

// Every removal there is, oldest names first. Two at a time do no harm.
base::Task<> Logs::remove_events() {
  auto removals = co_await records::list(engine_, removals_range(), SIZE_MAX);
  if (!removals.ok()) co_return;
  for (const records::Found& removal : *removals) {
    const auto [group, stream] = removal_of(removal.key);
    storage::KeyRange range = stream == 0 ? events_range(group) : events_range(group, stream);
    auto dropped = co_await engine_.drop_range(std::move(range));
    if (!dropped.ok()) {
      base::log_warning("logs", "removed log events stay on the disk: {}", dropped.error().message);
      co_return;
    }
    storage::Commit commit;
    commit.writes.push_back({removal.key, std::nullopt});
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (!done.ok()) co_return;
  }
}

}  // namespace stator::telemetry
