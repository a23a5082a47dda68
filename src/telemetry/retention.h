// Removes, every now and then, events that are older than the retention of their group. AWS takes up to 72
// hours for it.
#pragma once

#include <chrono>

#include "base/executor.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"

namespace stator::telemetry {

class Logs;

class RetentionSweeper {
 public:
  // All must outlive this. Its work is among `tasks`.
  RetentionSweeper(Logs& logs, base::Executor& background, base::TaskGroup& tasks);

  // To be called once.
  void start();
  // No further round begins. Before the tasks are waited for.
  void stop();
  bool stopped() const { return rounds_.stopped(); }

 private:
  base::Task<> run_round();

  Logs& logs_;
  base::Rounds rounds_;
};

}  // namespace stator::telemetry
