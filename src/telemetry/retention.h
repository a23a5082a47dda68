// Has events removed, now and then, whose group's retention is over. AWS takes up to 72 hours for it.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"

namespace stator::telemetry {

class Logs;

class RetentionSweeper {
 public:
  // All must outlive this. Its work is among `tasks`.
  RetentionSweeper(Logs& logs, base::Executor& background, base::TaskGroup& tasks);
  ~RetentionSweeper();

  // To be called once.
  void start();
  // No further round begins. Before the tasks are waited for.
  void stop();
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  struct Alarm;

  base::Task<> run_round();
  void set_alarm(std::chrono::milliseconds pause);

  Logs& logs_;
  base::Executor& background_;
  base::TaskGroup& tasks_;
  std::atomic<bool> stopped_{false};
  // Shared with a timer that may fire after the sweeper is gone.
  std::shared_ptr<Alarm> alarm_;
};

}  // namespace stator::telemetry
