#include "telemetry/retention.h"

#include <mutex>

#include "base/log.h"
#include "telemetry/logs.h"

namespace stator::telemetry {

namespace {

constexpr std::chrono::minutes kFirst{1};
constexpr std::chrono::minutes kPause{30};

}  // namespace

// The timer holds a share of this, not the sweeper itself, so that stop() need not wait for it.
struct RetentionSweeper::Alarm {
  std::mutex mutex;                     // guards what follows
  RetentionSweeper* sweeper = nullptr;  // nullptr once stopped
};

RetentionSweeper::RetentionSweeper(Logs& logs, base::Executor& background, base::TaskGroup& tasks)
    : logs_(logs), background_(background), tasks_(tasks), alarm_(std::make_shared<Alarm>()) {
  alarm_->sweeper = this;
}

RetentionSweeper::~RetentionSweeper() { stop(); }

void RetentionSweeper::start() { set_alarm(kFirst); }

void RetentionSweeper::stop() {
  stopped_.store(true, std::memory_order_relaxed);
  std::lock_guard lock(alarm_->mutex);
  alarm_->sweeper = nullptr;
}

void RetentionSweeper::set_alarm(std::chrono::milliseconds pause) {
  auto fire = [](void* argument) {
    const std::unique_ptr<std::shared_ptr<Alarm>> alarm(static_cast<std::shared_ptr<Alarm>*>(argument));
    std::lock_guard lock((*alarm)->mutex);
    RetentionSweeper* sweeper = (*alarm)->sweeper;
    if (sweeper != nullptr) sweeper->tasks_.spawn_on(sweeper->background_, sweeper->run_round());
  };
  background_.post_after(pause, {fire, new std::shared_ptr<Alarm>(alarm_)});
}

base::Task<> RetentionSweeper::run_round() {
  // The timer holds the alarm while it starts this, maybe on this very thread.
  co_await base::yield();
  auto done = co_await logs_.remove_expired();
  if (!done.ok())
    base::log_warning("logs", "the removal of old log events has to wait: {}", done.error().message);
  if (!stopped()) set_alarm(kPause);
}

}  // namespace stator::telemetry
