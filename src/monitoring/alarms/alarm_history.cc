#include "monitoring/alarms/alarm_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/time_slice.h"
#include "monitoring/alarms/alarm_keys.h"
#include "monitoring/alarms/messages.h"

namespace stator::monitoring::alarms {

namespace {

constexpr std::size_t kMaxLooked = 10'000;  // items, for one page

}  // namespace

HistoryItem state_update(const Alarm& alarm, const StateRecord& before) {
  HistoryItem item;
  item.alarm_name = alarm.configuration.name;
  item.millis = alarm.state.updated_millis;
  item.kind = HistoryKind::kStateUpdate;
  item.summary = fmt::format(messages::kStateUpdated, state_name(before.value.get()),
                             state_name(alarm.state.value.get()));
  item.data = state_update_data(before, alarm.state);
  return item;
}

HistoryItem configuration_update(const Scope& scope, const Alarm& alarm, ConfigurationChange change,
                                 std::int64_t now_millis) {
  HistoryItem item;
  item.alarm_name = alarm.configuration.name;
  item.millis = now_millis;
  item.kind = HistoryKind::kConfigurationUpdate;
  item.data = configuration_update_data(scope, alarm, change);
  switch (change) {
    case ConfigurationChange::kCreate:
      item.summary = fmt::format(messages::kAlarmCreated, item.alarm_name);
      break;
    case ConfigurationChange::kUpdate:
      item.summary = fmt::format(messages::kAlarmUpdated, item.alarm_name);
      break;
    case ConfigurationChange::kDelete:
      item.summary = fmt::format(messages::kAlarmDeleted, item.alarm_name);
      break;
  }
  return item;
}

HistoryItem action_item(const std::string& name, const PendingAction& action, const std::string& problem) {
  HistoryItem item;
  item.alarm_name = name;
  item.kind = HistoryKind::kAction;
  item.summary = problem.empty() ? fmt::format(messages::kActionDone, action.arn)
                                 : fmt::format(messages::kActionFailed, action.arn);
  item.data = action_data(action, problem);
  return item;
}

void AlarmHistory::add(const Scope& scope, HistoryItem item, storage::Commit* commit) {
  const HistoryPlace place{item.millis, next_number_.fetch_add(1, std::memory_order_relaxed)};
  const std::string value = encode_history(item);
  std::string key = history_key(place, scope, item.alarm_name);
  commit->guards.push_back({key, 0});
  commit->writes.push_back({std::move(key), value});
  commit->writes.push_back({history_key_of_alarm(place, scope, item.alarm_name), value});
}

base::Task<Result<base::Ok>> AlarmHistory::remove_old(const std::atomic<bool>& stopped) {
  const std::int64_t end = clock_.unix_millis() - kHistoryMillis;
  std::optional<storage::KeyRange> rest = history_range(0, end);
  while (rest && !stopped.load(std::memory_order_relaxed)) {
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, {});
    if (!page.ok()) co_return to_failure(page.error());
    storage::Commit commit;
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      const auto owner = history_owner(entry.key);
      if (owner)
        commit.writes.push_back(
            {history_key_of_alarm(owner->place, owner->scope, owner->name), std::nullopt});
      commit.writes.push_back({std::string(entry.key), std::nullopt});
    }
    rest = page->rest();
    if (commit.writes.empty()) continue;
    auto done = co_await storage::commit(engine_, std::move(commit));
    if (!done.ok()) co_return to_failure(done.error());
  }
  co_return base::Ok{};
}

base::Task<Result<HistoryPage>> AlarmHistory::list(Scope scope, HistoryRequest request) {
  const std::int64_t oldest = clock_.unix_millis() - kHistoryMillis;
  const std::int64_t begin = std::max(request.begin_millis.value_or(0), oldest);
  const std::int64_t end = std::max(request.end_millis.value_or(INT64_MAX), begin);
  const std::string& name = request.alarm_name;
  storage::KeyRange range =
      name.empty() ? history_range(begin, end) : history_range_of_alarm(scope, name, begin, end);
  if (request.after) {
    // The key of a place in time has more behind it, whose it is: the next number is behind all of them.
    HistoryPlace place = *request.after;
    if (request.oldest_first) ++place.number;
    std::string key =
        name.empty() ? history_key(place, Scope{}, "") : history_key_of_alarm(place, scope, name);
    if (request.oldest_first) {
      range.begin = std::max(range.begin, std::move(key));
    } else {
      range.end = std::min(range.end, std::move(key));
    }
  }
  HistoryPage found;
  const auto direction = request.oldest_first ? storage::Direction::kForward : storage::Direction::kBackward;
  base::TimeSlice slice;
  std::size_t looked = 0;
  HistoryPlace last;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest) {
    auto page = co_await engine_.scan(std::move(*rest), direction, {});
    if (!page.ok()) co_return to_failure(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      if (found.items.size() == request.limit || looked++ == kMaxLooked) {
        found.next = last;
        co_return found;
      }
      co_await slice.pause_if_used_up();
      const auto owner = history_owner(entry.key);
      if (!owner) co_return Failure{FailureKind::kInternal, "the key of an alarm's history is damaged"};
      last = owner->place;
      if (owner->scope.account != scope.account || owner->scope.region != scope.region) continue;
      auto item = decode_history(entry.value);
      if (!item.ok()) co_return to_failure(item.error());
      if (request.kind && item->kind.get() != *request.kind) continue;
      found.items.push_back(std::move(*item));
    }
    rest = page->rest();
  }
  co_return found;
}

}  // namespace stator::monitoring::alarms
