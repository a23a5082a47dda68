// One thread that runs jobs and socket events in turn. The server has one per core; sockets live on one
// loop for their whole life, so code of one connection needs no locks.
#pragma once

#include <memory>

#include "base/executor.h"

namespace stator::base {

// Asio sits underneath and is visible only in event_loop_asio.h. Jobs posted by one thread run in the order
// they were posted. post() from another thread costs one short lock; at most one wake-up is outstanding, so a
// burst of completions wakes the loop once.
class EventLoop final : public Executor {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void post(Job job) override;
  void post_after(std::chrono::nanoseconds delay, Job job) override;

  // Runs the job at the end of this round, behind the jobs and events that were ready with the one that runs
  // now; of a long round, behind the one in which kRoundLimit ends. On the loop's thread only.
  void post_to_round_end(Job job);

  // Runs jobs and events on the calling thread until stop(); called once. On the way out it runs every job
  // that is queued, timers early, for at most kDrainLimit; jobs posted after it returned are dropped.
  void run();

  // Thread-safe, returns at once. Work that uses the loop must be finished or cancelled before.
  void stop();

  static constexpr std::chrono::milliseconds kDrainLimit{500};
  static constexpr std::chrono::microseconds kRoundLimit{200};

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace stator::base
