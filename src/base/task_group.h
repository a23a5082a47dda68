// Keeps count of background tasks, so that a shutdown can wait for the last one.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "base/task.h"

namespace stator::base {

// Thread-safe. Whoever owns the group awaits wait() before the group, or anything its tasks refer to, goes.
class TaskGroup {
 public:
  TaskGroup() = default;
  ~TaskGroup() { STATOR_CHECK(running_ == 0); }
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts the task now, on this thread.
  void spawn(Task<void> task) {
    add();
    base::spawn(run(std::move(task)));
  }

  // Starts the task on another executor.
  void spawn_on(Executor& executor, Task<void> task) {
    add();
    base::spawn(run_on(executor, std::move(task)));
  }

  std::size_t running() const {
    std::lock_guard lock(mutex_);
    return running_;
  }

  // Returns once no task is running. Tasks may be added meanwhile; they are waited for, too.
  Task<void> wait() {
    Completion<Ok> idle;
    {
      std::lock_guard lock(mutex_);
      if (running_ == 0) co_return;
      waiters_.push_back(&idle);
    }
    co_await idle;
  }

 private:
  void add() {
    std::lock_guard lock(mutex_);
    ++running_;
  }

  void finish() {
    std::vector<Completion<Ok>*> woken;
    {
      std::lock_guard lock(mutex_);
      if (--running_ == 0) woken.swap(waiters_);
    }
    // From here on the group may be gone.
    for (Completion<Ok>* waiter : woken) waiter->set({});
  }

  Task<void> run(Task<void> task) {
    co_await std::move(task);
    task = {};  // frees its frame before anybody is told that it is done
    finish();
  }

  Task<void> run_on(Executor& executor, Task<void> task) {
    co_await switch_to(executor);
    co_await run(std::move(task));
  }

  mutable std::mutex mutex_;  // guards what follows
  std::size_t running_ = 0;
  std::vector<Completion<Ok>*> waiters_;
};

}  // namespace stator::base
