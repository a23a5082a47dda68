#include "monitoring/alarms/alarms.h"

#include <algorithm>
#include <utility>

#include "base/json_parser.h"
#include "base/log.h"
#include "base/random.h"
#include "base/time_slice.h"
#include "monitoring/alarms/alarm_json.h"
#include "monitoring/alarms/messages.h"

namespace stator::monitoring::alarms {

namespace {

constexpr std::int64_t kMinuteMillis = 60'000;
constexpr std::int64_t kShortMillis = 10'000;
constexpr std::chrono::milliseconds kRoundPause{kShortMillis};
constexpr std::int64_t kRemovalPauseMillis = 3600LL * 1000;
constexpr std::string_view kFunctionArn = "arn:aws:lambda:";

Failure no_alarm(std::string name) { return {FailureKind::kNoAlarm, std::move(name)}; }

storage::KeyRange behind(storage::KeyRange range, std::string key) {
  key.push_back('\0');
  range.begin = std::max(range.begin, std::move(key));
  return range;
}

bool any_begins_with(const std::vector<std::string>& actions, std::string_view prefix) {
  return std::any_of(actions.begin(), actions.end(),
                     [&](const std::string& action) { return action.starts_with(prefix); });
}

bool matches(const Alarm& alarm, const DescribeRequest& request) {
  const Configuration& configuration = alarm.configuration;
  if (request.state && alarm.state.value.get() != *request.state) return false;
  return request.action_prefix.empty() || any_begins_with(configuration.ok_actions, request.action_prefix) ||
         any_begins_with(configuration.alarm_actions, request.action_prefix) ||
         any_begins_with(configuration.insufficient_data_actions, request.action_prefix);
}

bool matches(const Alarm& alarm, const MetricRequest& request) {
  if (!alarm.configuration.stat) return false;
  const MetricStat& stat = *alarm.configuration.stat;
  if (stat.metric.name_space != request.metric.name_space || stat.metric.name != request.metric.name ||
      stat.metric.dimensions != request.metric.dimensions)
    return false;
  if (!request.statistic.empty() && stat.statistic != request.statistic) return false;
  if (request.period_seconds && stat.period_seconds != *request.period_seconds) return false;
  return request.unit.empty() || stat.unit == request.unit;
}

void put_tags(Alarm* alarm, const aws::protocol::Map<std::string>& add) {
  for (const auto& [key, value] : add) {
    std::erase_if(alarm->tags, [&key = key](const auto& tag) { return tag.first == key; });
    alarm->tags.emplace_back(key, value);
  }
}

// A change of state is due in the first round of a minute, or of ten seconds.
bool is_due(const Alarm& alarm, std::int64_t last_millis, std::int64_t now_millis) {
  if (alarm.configured_millis >= last_millis) return true;
  const bool is_short = period_of(alarm.configuration) * 1000 < kMinuteMillis;
  const std::int64_t step = is_short ? kShortMillis : kMinuteMillis;
  return last_millis / step != now_millis / step;
}

}  // namespace

Alarms::Alarms(Services services)
    : services_(services),
      history_(services.engine, services.clock),
      rounds_(services.background, tasks_, [this] { return run_round(); }) {}

void Alarms::start() { rounds_.start(kRoundPause, kRoundPause); }

base::Task<void> Alarms::stop() {
  rounds_.stop();
  co_await tasks_.wait();
}

void Alarms::give_up_oldest(const Scope& scope, Alarm* alarm, storage::Commit* commit) {
  for (; alarm->pending.size() > kMaxPending; alarm->pending.erase(alarm->pending.begin())) {
    const PendingAction& action = alarm->pending.front();
    HistoryItem item = action_item(alarm->configuration.name, action, messages::kActionTooLate);
    item.millis = services_.clock.unix_millis();
    history_.add(scope, std::move(item), commit);
  }
}

base::Task<Result<Alarms::Kept>> Alarms::get(std::string key, std::string name) {
  auto record = co_await services_.engine.get_one(key);
  if (!record.ok()) co_return to_failure(record.error());
  if (!record->exists()) co_return no_alarm(std::move(name));
  auto alarm = decode_alarm(record->value);
  if (!alarm.ok()) co_return to_failure(alarm.error());
  Kept kept{std::move(*alarm), record->version};
  co_return kept;
}

base::Task<Result<base::Ok>> Alarms::put(Scope scope, Configuration configuration,
                                         aws::protocol::Map<std::string> tags) {
  if (auto problem = problem_of(configuration)) co_return Failure{FailureKind::kInvalid, std::move(*problem)};
  if (tags.size() > kMaxTags) co_return Failure{FailureKind::kTooManyTags};
  if (configuration.stat) normalize(&configuration.stat->metric);
  const std::string key = alarm_key(scope, configuration.name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto record = co_await services_.engine.get_one(key);
    if (!record.ok()) co_return to_failure(record.error());
    const std::int64_t now = services_.clock.unix_millis();
    Alarm alarm;
    if (record->exists()) {
      auto there = decode_alarm(record->value);
      if (!there.ok()) co_return to_failure(there.error());
      alarm = std::move(*there);
    } else {
      alarm.id = base::new_uuid(base::SecureRandom::system());
      alarm.state.reason = messages::kInitialReason;
      alarm.state.updated_millis = alarm.state.transitioned_millis = now;
      put_tags(&alarm, tags);
    }
    alarm.configuration = configuration;
    alarm.configured_millis = now;
    storage::Commit commit;
    commit.guards.push_back({key, record->version});
    commit.writes.push_back({key, encode_alarm(alarm)});
    const auto change = record->exists() ? ConfigurationChange::kUpdate : ConfigurationChange::kCreate;
    history_.add(scope, configuration_update(scope, alarm, change, now), &commit);
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<Alarm>> Alarms::find(Scope scope, std::string name) {
  std::string key = alarm_key(scope, name);
  auto kept = co_await get(std::move(key), std::move(name));
  if (!kept.ok()) co_return std::move(kept).error();
  co_return std::move(kept->alarm);
}

base::Task<Result<AlarmPage>> Alarms::describe(Scope scope, DescribeRequest request) {
  if (!request.names.empty()) {
    auto named = co_await describe_named(std::move(scope), std::move(request));
    co_return named;
  }
  AlarmPage found;
  storage::KeyRange range = alarms_range(scope, request.prefix);
  if (!request.after.empty()) range = behind(std::move(range), alarm_key(scope, request.after));
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest) {
    auto page = co_await services_.engine.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      co_await slice.pause_if_used_up();
      auto alarm = decode_alarm(entry.value);
      if (!alarm.ok()) co_return to_failure(alarm.error());
      if (!matches(*alarm, request)) continue;
      if (found.alarms.size() == request.limit) {
        found.more = true;
        co_return found;
      }
      found.alarms.push_back(std::move(*alarm));
    }
    rest = page->rest();
  }
  co_return found;
}

base::Task<Result<AlarmPage>> Alarms::describe_named(Scope scope, DescribeRequest request) {
  AlarmPage found;
  std::sort(request.names.begin(), request.names.end());
  request.names.erase(std::unique(request.names.begin(), request.names.end()), request.names.end());
  for (const std::string& name : request.names) {
    if (name <= request.after) continue;
    std::string key = alarm_key(scope, name);
    auto kept = co_await get(std::move(key), name);
    if (!kept.ok() && kept.error().kind == FailureKind::kNoAlarm) continue;
    if (!kept.ok()) co_return std::move(kept).error();
    if (!matches(kept->alarm, request)) continue;
    if (found.alarms.size() == request.limit) {
      found.more = true;
      break;
    }
    found.alarms.push_back(std::move(kept->alarm));
  }
  co_return found;
}

base::Task<Result<std::vector<Alarm>>> Alarms::describe_for_metric(Scope scope, MetricRequest request) {
  normalize(&request.metric);
  DescribeRequest everything;
  everything.limit = SIZE_MAX;
  auto page = co_await describe(std::move(scope), std::move(everything));
  if (!page.ok()) co_return std::move(page).error();
  std::erase_if(page->alarms, [&](const Alarm& alarm) { return !matches(alarm, request); });
  co_return std::move(page->alarms);
}

base::Task<Result<base::Ok>> Alarms::remove(Scope scope, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    storage::Commit commit;
    for (const std::string& name : names) {
      const std::string key = alarm_key(scope, name);
      auto kept = co_await get(key, name);
      if (!kept.ok()) co_return std::move(kept).error();
      commit.guards.push_back({key, kept->version});
      commit.writes.push_back({key, std::nullopt});
      history_.add(scope,
                   configuration_update(scope, kept->alarm, ConfigurationChange::kDelete,
                                        services_.clock.unix_millis()),
                   &commit);
    }
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<base::Ok>> Alarms::change(Scope scope, std::string name, Change apply) {
  const std::string key = alarm_key(scope, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto kept = co_await get(key, name);
    if (!kept.ok()) co_return std::move(kept).error();
    const Result<bool> changed = apply(kept->alarm);
    if (!changed.ok()) co_return changed.error();
    if (!*changed) co_return base::Ok{};
    storage::Commit commit;
    commit.guards.push_back({key, kept->version});
    commit.writes.push_back({key, encode_alarm(kept->alarm)});
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<base::Ok>> Alarms::enable_actions(Scope scope, std::vector<std::string> names,
                                                    bool enabled) {
  const Change set = [enabled](Alarm& alarm) -> Result<bool> {
    return std::exchange(alarm.configuration.actions_enabled, enabled) != enabled;
  };
  for (const std::string& name : names) {
    auto done = co_await change(scope, name, set);
    if (!done.ok() && done.error().kind != FailureKind::kNoAlarm) co_return done;
  }
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> Alarms::tag(Scope scope, std::string name, aws::protocol::Map<std::string> add,
                                         std::vector<std::string> remove) {
  if (add.size() > kMaxTags) co_return Failure{FailureKind::kTooManyTags};
  Change apply = [&](Alarm& alarm) -> Result<bool> {
    put_tags(&alarm, add);
    if (alarm.tags.size() > kMaxTags) return Failure{FailureKind::kTooManyTags};
    for (const std::string& key : remove)
      std::erase_if(alarm.tags, [&](const auto& tag) { return tag.first == key; });
    return true;
  };
  auto done = co_await change(std::move(scope), std::move(name), std::move(apply));
  co_return done;
}

base::Task<Result<base::Ok>> Alarms::set_state(Scope scope, std::string name, State state, std::string reason,
                                               std::string reason_data) {
  if (!reason_data.empty()) {
    base::JsonParser parser;
    if (!parser.parse(reason_data)) co_return Failure{FailureKind::kBadJson};
  }
  StateRecord after;
  after.value = state;
  after.reason = std::move(reason);
  after.reason_data = std::move(reason_data);
  after.updated_millis = services_.clock.unix_millis();
  auto done = co_await enter_state(scope, name, std::move(after), std::nullopt);
  if (!done.ok()) co_return done;
  tasks_.spawn_on(services_.background, run_actions(std::move(scope), std::move(name)));
  co_return done;
}

// With `expected`, only if the alarm is as it was then.
base::Task<Result<base::Ok>> Alarms::enter_state(Scope scope, std::string name, StateRecord after,
                                                 std::optional<storage::CommitVersion> expected) {
  const std::string key = alarm_key(scope, name);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto kept = co_await get(key, name);
    if (!kept.ok()) co_return std::move(kept).error();
    if (expected && kept->version != *expected) co_return Failure{FailureKind::kBusy};
    Alarm& alarm = kept->alarm;
    const StateRecord before = alarm.state;
    const bool changes = before.value.get() != after.value.get();
    alarm.state = after;
    alarm.state.transitioned_millis = changes ? after.updated_millis : before.transitioned_millis;
    storage::Commit commit;
    if (changes) {
      history_.add(scope, state_update(alarm, before), &commit);
      if (alarm.configuration.actions_enabled) {
        const std::string event = action_event(scope, alarm, before);
        for (const std::string& arn : actions_of(alarm.configuration, after.value.get()))
          alarm.pending.push_back({arn, event, after.updated_millis});
        give_up_oldest(scope, &alarm, &commit);
      }
    }
    commit.guards.push_back({key, kept->version});
    commit.writes.push_back({key, encode_alarm(alarm)});
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    co_return base::Ok{};
  }
  co_return Failure{FailureKind::kBusy};
}

// Runs what is pending of the alarm, in order; what is to be tried again later stays, and what is behind it.
base::Task<> Alarms::run_actions(Scope scope, std::string name) {
  const base::AsyncMutex::Lock lock = co_await running_.lock();
  const std::string key = alarm_key(scope, name);
  std::size_t attempts = 0;
  while (attempts < storage::kMaxCommitAttempts) {
    auto kept = co_await get(key, name);
    if (!kept.ok() || kept->alarm.pending.empty()) co_return;
    const PendingAction action = kept->alarm.pending.front();
    std::string problem = messages::kActionUnsupported;
    if (action.arn.starts_with(kFunctionArn)) {
      auto ran =
          co_await services_.actions.invoke_function(scope, action.arn, alarm_arn(scope, name), action.event);
      if (!ran.ok() && ran.error().retry) co_return;
      problem = ran.ok() ? "" : ran.error().reason;
    }
    HistoryItem item = action_item(name, action, problem);
    // The action is not run again because the alarm was changed meanwhile: it stays the first one.
    for (; attempts < storage::kMaxCommitAttempts; ++attempts) {
      auto now = co_await get(key, name);
      if (!now.ok() || now->alarm.pending.empty() || !(now->alarm.pending.front() == action)) co_return;
      now->alarm.pending.erase(now->alarm.pending.begin());
      item.millis = services_.clock.unix_millis();
      storage::Commit commit;
      history_.add(scope, item, &commit);
      commit.guards.push_back({key, now->version});
      commit.writes.push_back({key, encode_alarm(now->alarm)});
      auto done = co_await storage::commit(services_.engine, std::move(commit));
      if (done.ok()) break;
      if (!is_conflict(done)) co_return;
    }
  }
}

// True: its state has changed.
base::Task<bool> Alarms::evaluate(Scope scope, Alarm alarm, storage::CommitVersion version) {
  const Rules rules = rules_of(alarm.configuration);
  const std::int64_t now = services_.clock.unix_millis();
  const Range range = evaluation_range(rules, now);
  auto points = co_await services_.source.read(scope, alarm.configuration, range);
  if (!points.ok()) {
    if (points.error().kind != FailureKind::kInvalid)
      base::log_warning("alarms", "an alarm could not be evaluated: {}", points.error().message);
    co_return false;
  }
  const std::vector<Slot> slots = fill_slots(rules, range, *points);
  auto verdict = alarms::evaluate(rules, alarm.state.value.get(), slots, now);
  if (!verdict) co_return false;
  StateRecord after;
  after.value = verdict->state;
  after.reason = std::move(verdict->reason);
  after.reason_data = std::move(verdict->reason_data);
  after.updated_millis = services_.clock.unix_millis();
  // One that was changed meanwhile is evaluated anew in the next round.
  auto entered = co_await enter_state(std::move(scope), alarm.configuration.name, std::move(after), version);
  if (!entered.ok() && entered.error().kind == FailureKind::kInternal)
    base::log_warning("alarms", "an alarm's state could not be kept: {}", entered.error().message);
  co_return entered.ok();
}

base::Task<> Alarms::run_round() {
  const std::int64_t now = services_.clock.unix_millis();
  const std::int64_t last = std::exchange(last_round_millis_, now);
  base::TimeSlice slice;
  std::optional<storage::KeyRange> rest = all_alarms_range();
  while (rest && !rounds_.stopped()) {
    auto page = co_await services_.engine.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) {
      base::log_warning("alarms", "alarms have to wait: {}", page.error().message);
      co_return;
    }
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      if (rounds_.stopped()) co_return;
      co_await slice.pause_if_used_up();
      auto alarm = decode_alarm(entry.value);
      const auto scope = scope_of(entry.key);
      if (!alarm.ok() || !scope) {
        base::log_warning("alarms", "the record of an alarm is damaged");
        continue;
      }
      const std::string name = alarm->configuration.name;
      bool has_actions = !alarm->pending.empty();
      if (is_due(*alarm, last, now)) {
        const bool changed = co_await evaluate(*scope, std::move(*alarm), entry.version);
        has_actions = has_actions || changed;
      }
      if (has_actions) co_await run_actions(*scope, name);
    }
    rest = page->rest();
  }
  if (now - last_removal_millis_ < kRemovalPauseMillis) co_return;
  last_removal_millis_ = now;
  auto removed = co_await history_.remove_old(rounds_.stop_mark());
  if (!removed.ok())
    base::log_warning("alarms", "the removal of old history has to wait: {}", removed.error().message);
}

}  // namespace stator::monitoring::alarms
