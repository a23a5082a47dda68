// Work that is done again and again in the background, with a pause in between.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"

namespace stator::base {

// Thread-safe but for start(), which is to be called once at most. Rounds do not overlap.
class Rounds {
 public:
  // Each round runs on `executor`, and is among `tasks`; both must outlive this, and what `round` uses must
  // live until the last of `tasks` is done.
  Rounds(Executor& executor, TaskGroup& tasks, std::function<Task<>()> round);
  ~Rounds();  // stops
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;

  void start(std::chrono::milliseconds first, std::chrono::milliseconds pause);
  // No further round begins. A running one is not waited for: it asks stopped() to end early.
  void stop();
  bool stopped() const { return stopped_->load(std::memory_order_relaxed); }
  const std::atomic<bool>& stop_mark() const { return *stopped_; }

 private:
  struct Alarm;

  static void set(std::shared_ptr<Alarm> alarm, std::chrono::milliseconds pause);
  static Task<> run(std::shared_ptr<Alarm> alarm);

  // Shared with a timer that may fire after this is gone, and with the round.
  std::shared_ptr<std::atomic<bool>> stopped_;
  std::shared_ptr<Alarm> alarm_;
};

}  // namespace stator::base
