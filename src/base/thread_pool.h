// A few threads for work that would hold up an event loop: disk reads, compression, large parses.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/executor.h"
#include "base/timer_queue.h"

namespace stator::base {

// Jobs start in the order they were posted and run on any of the threads. Threads start when first needed.
// Thread-safe, except that stop() and the destructor are called by one owner.
class ThreadPool final : public Executor {
 public:
  // `name` shows in the thread list (15 bytes at most are kept).
  explicit ThreadPool(std::size_t max_threads, std::string name = "pool");
  ~ThreadPool() override;
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  void post(Job job) override;
  void post_after(std::chrono::nanoseconds delay, Job job) override;

  // Runs what is queued, timers early, and joins the threads. Jobs posted afterwards are dropped.
  void stop();

 private:
  void work();
  void start_thread_if_needed();

  const std::size_t max_threads_;
  const std::string name_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  TimerQueue timers_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace stator::base
