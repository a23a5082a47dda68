#include "functions/triggers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/log.h"
#include "functions/messages.h"
#include "functions/trigger_runner.h"
#include "records/records.h"

namespace stator::functions {

namespace {

constexpr std::size_t kMaxMeasured = 200;  // triggers that metrics tell of

Failure no_trigger() { return {FailureKind::kNotFound, messages::kNoResource}; }

Failure from_stream(const db::stream::Failure& failure) {
  if (failure.kind == db::stream::FailureKind::kBusy) return {FailureKind::kBusy, failure.message};
  return {FailureKind::kInternal, failure.message};
}

}  // namespace

Triggers::Triggers(Services services) : services_(services) {}
Triggers::~Triggers() = default;

void Triggers::start() { tasks_.spawn_on(services_.background, load()); }

base::Task<> Triggers::load() {
  auto found = co_await records::list(services_.engine, all_triggers_range(), SIZE_MAX);
  if (!found.ok()) {
    base::log_error("functions", "triggers cannot be read: {}", found.error().message);
    co_return;
  }
  for (const records::Found& entry : *found) {
    Trigger trigger;
    auto decoded = records::decode(kTriggerRecord, entry.value, &trigger);
    if (!decoded.ok()) {
      base::log_error("functions", "{}", decoded.error().message);
      continue;
    }
    if (trigger.deleted) {
      tasks_.spawn(retire(nullptr, std::move(trigger)));
    } else {
      run(std::move(trigger));
    }
  }
}

void Triggers::run(Trigger trigger) {
  if (!trigger.enabled) return;
  std::lock_guard lock(mutex_);
  if (stopped_ || runners_.count(trigger.id) != 0) return;
  const std::string id = trigger.id;
  auto runner = std::make_shared<TriggerRunner>(services_, std::move(trigger));
  runner->spawn();
  runners_.emplace(id, std::move(runner));
}

std::vector<std::shared_ptr<TriggerRunner>> Triggers::measured_runners() {
  std::vector<std::shared_ptr<TriggerRunner>> runners;
  std::lock_guard lock(mutex_);
  for (const auto& [id, runner] : runners_) {
    if (runners.size() < kMaxMeasured) runners.push_back(runner);
  }
  return runners;
}

ProcessingResult Triggers::last_result(const std::string& id) {
  std::lock_guard lock(mutex_);
  const auto runner = runners_.find(id);
  return runner == runners_.end() ? ProcessingResult::kNone : runner->second->last_result();
}

std::vector<Triggers::IteratorAge> Triggers::iterator_ages() {
  const std::int64_t now = services_.clock.unix_micros();
  std::vector<IteratorAge> ages;
  for (const std::shared_ptr<TriggerRunner>& runner : measured_runners()) {
    const std::int64_t oldest = runner->oldest_micros();
    if (oldest == 0) continue;
    const Trigger& trigger = runner->trigger();
    ages.push_back({trigger.scope, trigger.function_name,
                    static_cast<double>(std::max<std::int64_t>(now - oldest, 0)) * 1e-3});
  }
  return ages;
}

void Triggers::write_metrics(metrics::Exposition* out) {
  using metrics::Label;
  const auto runners = measured_runners();
  const std::int64_t now = services_.clock.unix_micros();
  out->family("stator_event_source_mapping_iterator_age_seconds", metrics::Type::kGauge,
              "Age of the oldest record that is read and not delivered yet; 0: there is none.");
  for (const std::shared_ptr<TriggerRunner>& runner : runners) {
    const Trigger& trigger = runner->trigger();
    const std::int64_t oldest = runner->oldest_micros();
    const std::array<Label, 5> labels = {
        Label{"mapping", trigger.id}, Label{"function", trigger.function_name},
        Label{"table", trigger.table_name}, Label{"account", trigger.scope.account},
        Label{"region", trigger.scope.region}};
    out->sample(labels,
                oldest == 0 ? 0 : static_cast<double>(std::max<std::int64_t>(now - oldest, 0)) * 1e-6);
  }
}

base::Task<void> Triggers::stop() {
  std::map<std::string, std::shared_ptr<TriggerRunner>> runners;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    runners.swap(runners_);
  }
  for (const auto& [id, runner] : runners) runner->stop();
  co_await services_.invoker.stop();
  for (const auto& [id, runner] : runners) co_await runner->wait();
  co_await tasks_.wait();
}

// LATEST: what is in the stream now is not for this trigger.
base::Task<Result<base::Ok>> Triggers::add_starting_positions(const Trigger& trigger,
                                                              storage::Commit* commit) {
  db::table::Scope scope{trigger.scope.account, trigger.scope.region};
  auto stream = co_await services_.streams.find(std::move(scope), trigger.table_name, trigger.stream_label);
  if (!stream.ok()) {
    if (stream.error().kind != db::stream::FailureKind::kNoStream) co_return from_stream(stream.error());
    co_return Failure{FailureKind::kInvalid, fmt::format(messages::kNoStream, trigger.stream_arn)};
  }
  if (trigger.starting_position != "LATEST") co_return base::Ok{};
  db::stream::ShardRequest request;
  request.limit = SIZE_MAX;
  auto page = co_await services_.streams.shards(*stream, request);
  if (!page.ok()) co_return from_stream(page.error());
  for (const db::stream::Shard& shard : page->shards) {
    TriggerPosition position;
    position.done = shard.last_sequence.has_value();
    if (!position.done) {
      auto latest = co_await services_.streams.position(*stream, shard.name, db::stream::StartAt::kLatest, 0);
      if (!latest.ok()) co_return from_stream(latest.error());
      position.sequence = static_cast<std::int64_t>(latest->sequence);
    }
    commit->writes.push_back(
        {position_key(trigger.id, shard.name.number), records::encode(kTriggerPositionRecord, &position)});
  }
  co_return base::Ok{};
}

base::Task<bool> Triggers::may_read(const Services& services, const Trigger& trigger) {
  static constexpr std::string_view kActions[] = {"dynamodb:GetRecords", "dynamodb:GetShardIterator",
                                                  "dynamodb:DescribeStream", "dynamodb:ListStreams"};
  if (!services.roles.enforced()) co_return true;
  auto function = co_await services.registry.find(trigger.scope, trigger.function_name);
  if (!function.ok()) co_return true;
  const Configuration* configuration = function->find(trigger.qualifier);
  if (configuration == nullptr) co_return true;
  std::string policy = services.streams.resource_policy({trigger.scope.account, trigger.scope.region},
                                                        trigger.table_name, trigger.stream_label);
  auto allowed = co_await services.roles.allows_all(*function, configuration->role, kActions,
                                                    trigger.stream_arn, std::move(policy));
  co_return allowed.ok() && *allowed;
}

base::Task<Result<base::Ok>> Triggers::check_access(const Trigger& trigger) {
  const bool allowed = co_await may_read(services_, trigger);
  if (allowed) co_return base::Ok{};
  co_return Failure{FailureKind::kInvalid, fmt::format(messages::kStreamDenied, trigger.stream_arn)};
}

base::Task<Result<Trigger>> Triggers::create(Trigger trigger) {
  auto function = co_await services_.registry.find(trigger.scope, trigger.function_name);
  if (!function.ok()) co_return std::move(function).error();
  if (function->find(trigger.qualifier) == nullptr)
    co_return Failure{FailureKind::kNotFound, fmt::format(messages::kNoFunction, trigger.function_arn())};
  auto access = co_await check_access(trigger);
  if (!access.ok()) co_return std::move(access).error();
  auto others = co_await list(trigger.scope);
  if (!others.ok()) co_return std::move(others).error();
  for (const Trigger& other : *others) {
    if (other.stream_arn != trigger.stream_arn || other.function_arn() != trigger.function_arn() ||
        other.deleted)
      continue;
    co_return Failure{FailureKind::kExists, fmt::format(messages::kMappingExists, trigger.stream_arn,
                                                        trigger.function_name, other.id)};
  }
  trigger.id = new_uuid();
  trigger.modified_millis = services_.clock.unix_millis();
  storage::Commit commit;
  auto added = co_await add_starting_positions(trigger, &commit);
  if (!added.ok()) co_return std::move(added).error();
  commit.writes.push_back(
      {trigger_key(trigger.scope, trigger.id), records::encode(kTriggerRecord, &trigger)});
  auto done = co_await storage::commit(services_.engine, std::move(commit));
  if (!done.ok()) co_return to_failure(done.error());
  run(trigger);
  co_return trigger;
}

base::Task<Result<Trigger>> Triggers::find(Scope scope, std::string id) {
  auto found = co_await records::get<Trigger>(services_.engine, kTriggerRecord, trigger_key(scope, id));
  if (!found.ok()) co_return to_failure(found.error());
  if (!found->exists()) co_return no_trigger();
  co_return std::move(found->value);
}

base::Task<Result<std::vector<Trigger>>> Triggers::list(Scope scope) {
  auto found = co_await records::list(services_.engine, triggers_range(scope), SIZE_MAX);
  if (!found.ok()) co_return to_failure(found.error());
  std::vector<Trigger> triggers;
  for (const records::Found& entry : *found) {
    auto decoded = records::decode(kTriggerRecord, entry.value, &triggers.emplace_back());
    if (!decoded.ok()) co_return to_failure(decoded.error());
  }
  co_return triggers;
}

base::Task<Result<Trigger>> Triggers::change(Scope scope, std::string id, Change change) {
  const std::string key = trigger_key(scope, id);
  for (std::size_t attempt = 0; attempt < storage::kMaxCommitAttempts; ++attempt) {
    auto found = co_await records::get<Trigger>(services_.engine, kTriggerRecord, key);
    if (!found.ok()) co_return to_failure(found.error());
    if (!found->exists()) co_return no_trigger();
    Trigger trigger = std::move(found->value);
    STATOR_CO_TRY(change(trigger));
    trigger.modified_millis = services_.clock.unix_millis();
    storage::Commit commit;
    commit.guards.push_back({key, found->version});
    commit.writes.push_back({key, records::encode(kTriggerRecord, &trigger)});
    auto done = co_await storage::commit(services_.engine, std::move(commit));
    if (is_conflict(done)) continue;
    if (!done.ok()) co_return to_failure(done.error());
    std::shared_ptr<TriggerRunner> before;
    {
      std::lock_guard lock(mutex_);
      const auto running = runners_.find(id);
      if (running != runners_.end()) {
        before = std::move(running->second);
        runners_.erase(running);
      }
    }
    if (before) before->stop();
    tasks_.spawn_on(services_.background, retire(std::move(before), trigger));
    co_return trigger;
  }
  co_return Failure{FailureKind::kBusy};
}

base::Task<Result<Trigger>> Triggers::remove(Scope scope, std::string id) {
  const auto mark = [](Trigger& trigger) -> Result<base::Ok> {
    trigger.deleted = true;
    trigger.enabled = false;
    return base::Ok{};
  };
  auto removed = co_await change(std::move(scope), std::move(id), mark);
  co_return removed;
}

// Once the runner of the old settings has ended: goes on with the new ones, or removes what is left.
base::Task<> Triggers::retire(std::shared_ptr<TriggerRunner> runner, Trigger trigger) {
  if (runner) co_await runner->wait();
  if (!trigger.deleted) {
    // Another change may have come meanwhile; its own retire() then goes on with that.
    auto now = co_await find(trigger.scope, trigger.id);
    if (now.ok() && !now->deleted) run(std::move(*now));
    co_return;
  }
  auto positions = co_await records::list(services_.engine, positions_range(trigger.id), SIZE_MAX);
  if (!positions.ok()) co_return;
  storage::Commit commit;
  for (const records::Found& position : *positions) commit.writes.push_back({position.key, std::nullopt});
  commit.writes.push_back({trigger_key(trigger.scope, trigger.id), std::nullopt});
  auto done = co_await storage::commit(services_.engine, std::move(commit));
  if (!done.ok())
    base::log_warning("functions", "trigger {} is not gone yet: {}", trigger.id, done.error().message);
}

}  // namespace stator::functions
