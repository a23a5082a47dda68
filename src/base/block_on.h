// Runs a task to its end from a thread that is no executor: main, a test.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "base/task.h"
#include "base/timer_queue.h"

namespace stator::base {

// The executor behind block_on: one for each calling thread. Jobs that are left when block_on returns run in
// the next block_on of the same thread.
class LocalExecutor final : public Executor {
 public:
  static LocalExecutor& of_this_thread();

  void post(Job job) override;
  void post_after(std::chrono::nanoseconds delay, Job job) override;

  // Runs jobs on the calling thread until `done` is true, which a job sets.
  void run_until(const bool& done);

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  TimerQueue timers_;
};

namespace block_on_internal {

template <typename T>
struct Root {
  Task<T> task;
  LocalExecutor& executor;
  std::conditional_t<std::is_void_v<T>, Ok, std::optional<T>> value;
  bool done = false;
};

template <typename T>
Task<void> run_root(Root<T>& root) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(root.task);
  } else {
    auto value = co_await std::move(root.task);
    root.value.emplace(std::move(value));
  }
  co_await switch_to(root.executor);
  root.done = true;
}

}  // namespace block_on_internal

// The task runs on the calling thread, which must not belong to an executor already. It may hop to other
// executors in between.
template <typename T>
T block_on(Task<T> task) {
  STATOR_CHECK(Executor::current() == nullptr);
  using Root = block_on_internal::Root<T>;
  Root root{std::move(task), LocalExecutor::of_this_thread(), {}};
  root.executor.post(
      {[](void* argument) { spawn(block_on_internal::run_root(*static_cast<Root*>(argument))); }, &root});
  root.executor.run_until(root.done);
  if constexpr (!std::is_void_v<T>) return std::move(*root.value);
}

}  // namespace stator::base
