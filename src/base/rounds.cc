#include "base/rounds.h"

#include <mutex>

namespace stator::base {

struct Rounds::Alarm {
  Executor& executor;
  TaskGroup& tasks;
  std::function<Task<>()> round;
  std::shared_ptr<std::atomic<bool>> stopped;
  std::chrono::milliseconds pause{0};
  std::mutex mutex;  // a round is begun, or stopped is set, under it
};

Rounds::Rounds(Executor& executor, TaskGroup& tasks, std::function<Task<>()> round)
    : stopped_(std::make_shared<std::atomic<bool>>(false)),
      alarm_(new Alarm{executor, tasks, std::move(round), stopped_}) {}

Rounds::~Rounds() { stop(); }

void Rounds::start(std::chrono::milliseconds first, std::chrono::milliseconds pause) {
  alarm_->pause = pause;
  set(alarm_, first);
}

void Rounds::stop() {
  std::lock_guard lock(alarm_->mutex);
  stopped_->store(true, std::memory_order_relaxed);
}

void Rounds::set(std::shared_ptr<Alarm> alarm, std::chrono::milliseconds pause) {
  auto fire = [](void* argument) {
    const std::unique_ptr<std::shared_ptr<Alarm>> held(static_cast<std::shared_ptr<Alarm>*>(argument));
    Alarm& alarm = **held;
    std::lock_guard lock(alarm.mutex);
    if (!alarm.stopped->load(std::memory_order_relaxed)) alarm.tasks.spawn_on(alarm.executor, run(*held));
  };
  Executor& executor = alarm->executor;
  executor.post_after(pause, {fire, new std::shared_ptr<Alarm>(std::move(alarm))});
}

Task<> Rounds::run(std::shared_ptr<Alarm> alarm) {
  // The timer holds the mutex while it starts this, maybe on this very thread.
  co_await yield();
  co_await alarm->round();
  if (!alarm->stopped->load(std::memory_order_relaxed)) {
    const std::chrono::milliseconds pause = alarm->pause;
    set(std::move(alarm), pause);
  }
}

}  // namespace stator::base
