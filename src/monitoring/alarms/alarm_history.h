// What happened to alarms: kept for kHistoryMillis, also of those that are gone.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "monitoring/alarms/alarm.h"
#include "monitoring/alarms/alarm_json.h"
#include "monitoring/alarms/alarm_keys.h"
#include "storage/engine.h"

namespace stator::monitoring::alarms {

struct HistoryRequest {
  std::string alarm_name;  // empty: of all
  std::optional<HistoryKind> kind;
  std::optional<std::int64_t> begin_millis;  // included
  std::optional<std::int64_t> end_millis;    // excluded
  bool oldest_first = false;
  std::optional<HistoryPlace> after;  // the last place of the page before
  std::size_t limit = 50;
};
struct HistoryPage {
  std::vector<HistoryItem> items;
  std::optional<HistoryPlace> next;  // set if there may be more
};

HistoryItem state_update(const Alarm& alarm, const StateRecord& before);
HistoryItem configuration_update(const Scope& scope, const Alarm& alarm, ConfigurationChange change,
                                 std::int64_t now_millis);
// `problem`: why it did not run; empty: it did. The caller sets the time.
HistoryItem action_item(const std::string& name, const PendingAction& action, const std::string& problem);

class AlarmHistory {
 public:
  // Both must outlive this.
  AlarmHistory(storage::Engine& engine, base::Clock& clock) : engine_(engine), clock_(clock) {}

  // To be committed with what it tells of.
  void add(const Scope& scope, HistoryItem item, storage::Commit* commit);
  // Looks at a bounded number of items: a page may be empty and not the last one.
  base::Task<Result<HistoryPage>> list(Scope scope, HistoryRequest request);
  // What is older than it is kept for. Ends early once `stopped`.
  base::Task<Result<base::Ok>> remove_old(const std::atomic<bool>& stopped);

 private:
  storage::Engine& engine_;
  base::Clock& clock_;
  std::atomic<std::uint64_t> next_number_{0};
};

}  // namespace stator::monitoring::alarms
