#include "base/block_on.h"

namespace stator::base {

using std::chrono::steady_clock;

LocalExecutor& LocalExecutor::of_this_thread() {
  thread_local LocalExecutor executor;
  return executor;
}

void LocalExecutor::post(Job job) {
  // Notifies under the lock: the thread that waits may end, and free this object, as soon as we unlock.
  std::lock_guard lock(mutex_);
  jobs_.push_back(job);
  wake_.notify_one();
}

void LocalExecutor::post_after(std::chrono::nanoseconds delay, Job job) {
  std::lock_guard lock(mutex_);
  timers_.add(steady_clock::now() + delay, job);
  wake_.notify_one();
}

void LocalExecutor::run_until(const bool& done) {
  Scope scope(this);
  std::unique_lock lock(mutex_);
  while (!done) {
    timers_.take_due(steady_clock::now(), jobs_);
    if (!jobs_.empty()) {
      const Job job = jobs_.front();
      jobs_.pop_front();
      lock.unlock();
      job.run(job.argument);
      lock.lock();
    } else if (timers_.empty()) {
      wake_.wait(lock);
    } else {
      const auto due = timers_.next_due();
      wake_.wait_until(lock, due);
    }
  }
}

}  // namespace stator::base
