// The alarms of all accounts and regions: kept, evaluated, and what they bring about.
//
// Thread-safe. What was acknowledged is kept as the engine's durability promises. A change of state, its item
// in the history and the actions that it brings about are one commit; actions that did not run before a stop
// run after the start, so one may run twice. An alarm is evaluated once a minute, one with a period below a
// minute every ten seconds; one that was put is evaluated within ten seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async_mutex.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "monitoring/alarms/alarm.h"
#include "monitoring/alarms/alarm_history.h"
#include "monitoring/alarms/metric_source.h"
#include "storage/engine.h"

namespace stator::monitoring::alarms {

struct DescribeRequest {
  std::vector<std::string> names;  // those that are not there are left out; empty: all
  std::string prefix;              // without names
  std::optional<State> state;
  std::string action_prefix;  // one of its actions begins so
  std::string after;          // the last name of the page before
  std::size_t limit = 50;
};
struct AlarmPage {
  std::vector<Alarm> alarms;  // in order of name
  bool more = false;
};

struct MetricRequest {
  Metric metric;
  std::string statistic;  // empty: any; so with the others
  std::optional<std::int64_t> period_seconds;
  std::string unit;
};

class Alarms {
 public:
  struct Services {
    storage::Engine& engine;
    MetricSource& source;
    ActionRunner& actions;
    base::Clock& clock;
    base::Executor& background;
  };

  // All services must outlive this.
  explicit Alarms(Services services);

  // Begins to evaluate, and runs the actions that an earlier run has left.
  void start();
  // Waits for what runs in the background.
  base::Task<void> stop();

  // Creates it, or replaces its configuration: then its state and tags stay as they are. kInvalid,
  // kTooManyTags.
  base::Task<Result<base::Ok>> put(Scope scope, Configuration configuration,
                                   aws::protocol::Map<std::string> tags);
  base::Task<Result<Alarm>> find(Scope scope, std::string name);
  base::Task<Result<AlarmPage>> describe(Scope scope, DescribeRequest request);
  // Not those on expressions.
  base::Task<Result<std::vector<Alarm>>> describe_for_metric(Scope scope, MetricRequest request);
  // All of them, or kNoAlarm and none. Their history stays.
  base::Task<Result<base::Ok>> remove(Scope scope, std::vector<std::string> names);
  // Until the next evaluation. kNoAlarm; kBadJson of the reason's data.
  base::Task<Result<base::Ok>> set_state(Scope scope, std::string name, State state, std::string reason,
                                         std::string reason_data);
  // Names that are not there are left out.
  base::Task<Result<base::Ok>> enable_actions(Scope scope, std::vector<std::string> names, bool enabled);
  // kTooManyTags.
  base::Task<Result<base::Ok>> tag(Scope scope, std::string name, aws::protocol::Map<std::string> add,
                                   std::vector<std::string> remove);
  AlarmHistory& history() { return history_; }

  // What a round does: evaluates the alarms whose time has come, runs actions, removes old history.
  base::Task<> run_round();

 private:
  using Change = std::function<Result<bool>(Alarm&)>;  // false: nothing to be written

  struct Kept {
    Alarm alarm;
    storage::CommitVersion version = 0;
  };

  base::Task<Result<Kept>> get(std::string key, std::string name);
  base::Task<Result<base::Ok>> change(Scope scope, std::string name, Change apply);
  base::Task<Result<base::Ok>> enter_state(Scope scope, std::string name, StateRecord after,
                                           std::optional<storage::CommitVersion> expected);
  base::Task<Result<AlarmPage>> describe_named(Scope scope, DescribeRequest request);
  base::Task<bool> evaluate(Scope scope, Alarm alarm, storage::CommitVersion version);
  base::Task<> run_actions(Scope scope, std::string name);
  void give_up_oldest(const Scope& scope, Alarm* alarm, storage::Commit* commit);

  const Services services_;
  AlarmHistory history_;
  std::int64_t last_round_millis_ = 0;  // of run_round() alone, as the one below
  std::int64_t last_removal_millis_ = 0;
  base::AsyncMutex running_;  // held while actions run: each runs once
  base::TaskGroup tasks_;
  base::Rounds rounds_;
};

}  // namespace stator::monitoring::alarms
