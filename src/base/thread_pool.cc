#include "base/thread_pool.h"

#include <pthread.h>

#include <utility>

#include "base/check.h"

namespace stator::base {

using std::chrono::steady_clock;

ThreadPool::ThreadPool(std::size_t max_threads, std::string name)
    : max_threads_(max_threads), name_(std::move(name)) {
  STATOR_CHECK(max_threads_ > 0);
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::post(Job job) {
  std::lock_guard lock(mutex_);
  jobs_.push_back(job);
  start_thread_if_needed();
  wake_.notify_one();
}

void ThreadPool::post_after(std::chrono::nanoseconds delay, Job job) {
  std::lock_guard lock(mutex_);
  timers_.add(steady_clock::now() + delay, job);
  start_thread_if_needed();
  wake_.notify_one();  // a waiting thread looks at the next due time again
}

// One thread waits for what is due next, beside those that run jobs.
void ThreadPool::start_thread_if_needed() {
  const bool enough = idle_ >= jobs_.size() + (timers_.empty() ? 0 : 1) && !threads_.empty();
  if (enough || threads_.size() == max_threads_ || stopping_) return;
  threads_.emplace_back([this] { work(); });
}

void ThreadPool::work() {
  pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
  Scope scope(this);
  std::unique_lock lock(mutex_);
  for (;;) {
    timers_.take_due(stopping_ ? steady_clock::time_point::max() : steady_clock::now(), jobs_);
    if (!jobs_.empty()) {
      const Job job = jobs_.front();
      jobs_.pop_front();
      if (!jobs_.empty() || !timers_.empty()) wake_.notify_one();
      lock.unlock();
      job.run(job.argument);
      lock.lock();
      continue;
    }
    if (stopping_) return;
    ++idle_;
    if (timers_.empty()) {
      wake_.wait(lock);
    } else {
      const auto due = timers_.next_due();
      wake_.wait_until(lock, due);
    }
    --idle_;
  }
}

void ThreadPool::stop() {
  std::vector<std::thread> threads;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
    wake_.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace stator::base
