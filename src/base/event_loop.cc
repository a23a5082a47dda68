#include "base/event_loop.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/event_loop_asio.h"
#include "base/timer_queue.h"

namespace stator::base {

using std::chrono::steady_clock;

struct EventLoop::Impl {
  // One thread runs the context: Asio then keeps its own posts free of locks.
  static constexpr int kOneThread = 1;

  struct RemoteTimer {
    steady_clock::time_point due;
    Job job;
  };

  explicit Impl(EventLoop& owner) : owner(owner) {}

  EventLoop& owner;
  boost::asio::io_context context{kOneThread};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_alive{context.get_executor()};

  // Touched by the loop's thread only.
  std::vector<Job> local_jobs;
  std::vector<Job> running;
  std::vector<RemoteTimer> remote_timer_batch;
  std::vector<Job> round_jobs;
  std::vector<Job> running_round;
  steady_clock::time_point round_began;  // when the first of round_jobs came
  bool local_drain_posted = false;
  bool drained = false;  // nothing was left to run in the last drain
  TimerQueue timers;
  boost::asio::steady_timer timer{context};
  std::optional<steady_clock::time_point> timer_set_for;

  std::mutex mutex;  // guards what follows
  std::vector<Job> remote_jobs;
  std::vector<RemoteTimer> remote_timers;
  bool wake_outstanding = false;

  std::atomic<bool> has_remote_jobs = false;  // set and cleared with the mutex held
  std::atomic<bool> stopping = false;

  bool on_loop_thread() const { return Executor::current() == &owner; }

  // Behind what other threads have posted before.
  void post_local(Job job) {
    if (has_remote_jobs.load(std::memory_order_acquire)) {
      std::lock_guard lock(mutex);
      take_remote_jobs(local_jobs);
    }
    local_jobs.push_back(job);
    post_local_drain();
  }

  void post_local_drain() {
    if (local_drain_posted) return;
    local_drain_posted = true;
    boost::asio::post(context, [this] { drain(); });
  }

  void end_round() {
    running_round.swap(round_jobs);
    for (std::size_t i = 0; i < running_round.size(); ++i) running_round[i].run(running_round[i].argument);
    running_round.clear();
  }

  void end_round_if_long() {
    if (!round_jobs.empty() && steady_clock::now() - round_began >= kRoundLimit) end_round();
  }

  template <typename Add>
  void post_remote(Add add) {
    std::unique_lock lock(mutex);
    add();
    if (wake_outstanding) return;
    wake_outstanding = true;
    lock.unlock();
    boost::asio::post(context, [this] { drain(); });
  }

  // With the mutex held.
  void take_remote_jobs(std::vector<Job>& jobs) {
    jobs.insert(jobs.end(), remote_jobs.begin(), remote_jobs.end());
    remote_jobs.clear();
    has_remote_jobs.store(false, std::memory_order_relaxed);
  }

  // Runs the jobs that are queued now; those posted meanwhile wait for the next turn, behind socket events.
  void drain() {
    const bool stop_seen = stopping;
    {
      std::lock_guard lock(mutex);
      wake_outstanding = false;
      take_remote_jobs(local_jobs);
      remote_timer_batch.swap(remote_timers);
    }
    local_drain_posted = false;
    running.swap(local_jobs);
    for (const RemoteTimer& entry : remote_timer_batch) timers.add(entry.due, entry.job);
    remote_timer_batch.clear();
    if (stop_seen) timers.take_due(steady_clock::time_point::max(), running);
    drained = running.empty() && round_jobs.empty();
    run_all(running);
    end_round();
    if (!stop_seen) set_timer();
  }

  void run_all(std::vector<Job>& jobs) {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].run(jobs[i].argument);
      end_round_if_long();
    }
    jobs.clear();
  }

  void set_timer() {
    if (timers.empty()) return;
    const auto due = timers.next_due();
    if (timer_set_for && *timer_set_for <= due) return;
    timer_set_for = due;
    timer.expires_at(due);
    timer.async_wait([this](const boost::system::error_code& error) {
      if (error) return;  // set again for an earlier time
      timer_set_for.reset();
      std::vector<Job> due_jobs;
      timers.take_due(steady_clock::now(), due_jobs);
      run_all(due_jobs);
      set_timer();
    });
  }
};

boost::asio::io_context& asio_context(EventLoop& loop) { return loop.impl().context; }

EventLoop::EventLoop() : impl_(std::make_unique<Impl>(*this)) {}
EventLoop::~EventLoop() = default;

void EventLoop::post(Job job) {
  if (impl_->on_loop_thread()) {
    impl_->post_local(job);
    return;
  }
  impl_->post_remote([&] {
    impl_->remote_jobs.push_back(job);
    impl_->has_remote_jobs.store(true, std::memory_order_release);
  });
}

void EventLoop::post_to_round_end(Job job) {
  if (impl_->round_jobs.empty()) impl_->round_began = steady_clock::now();
  impl_->round_jobs.push_back(job);
  impl_->post_local_drain();
}

void EventLoop::post_after(std::chrono::nanoseconds delay, Job job) {
  const auto due = steady_clock::now() + delay;
  if (!impl_->on_loop_thread()) {
    impl_->post_remote([&] { impl_->remote_timers.push_back({due, job}); });
    return;
  }
  if (impl_->stopping) {
    impl_->post_local(job);
    return;
  }
  impl_->timers.add(due, job);
  impl_->set_timer();
}

void EventLoop::stop() {
  impl_->post_remote([&] { impl_->stopping = true; });
}

void EventLoop::run() {
  Scope scope(this);
  while (!impl_->stopping) {
    impl_->context.run_one();
    impl_->end_round_if_long();
  }
  const auto deadline = steady_clock::now() + kDrainLimit;
  while (steady_clock::now() < deadline) {
    impl_->drain();
    const std::size_t events = impl_->context.poll();
    if (events == 0 && impl_->drained) return;
  }
}

}  // namespace stator::base
