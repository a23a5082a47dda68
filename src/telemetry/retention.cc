#include "telemetry/retention.h"

#include "base/log.h"
#include "telemetry/logs.h"

namespace stator::telemetry {

namespace {

constexpr std::chrono::minutes kFirst{1};
constexpr std::chrono::minutes kPause{30};

}  // namespace

RetentionSweeper::RetentionSweeper(Logs& logs, base::Executor& background, base::TaskGroup& tasks)
    : logs_(logs), rounds_(background, tasks, [this] { return run_round(); }) {}

void RetentionSweeper::start() { rounds_.start(kFirst, kPause); }

void RetentionSweeper::stop() { rounds_.stop(); }

base::Task<> RetentionSweeper::run_round() {
  auto done = co_await logs_.remove_expired();
  if (!done.ok())
    base::log_warning("logs", "the removal of old log events has to wait: {}", done.error().message);
}

}  // namespace stator::telemetry
