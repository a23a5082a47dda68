// How often a job is tried: a disk may be full for a while, but nobody wants a job that never ends.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/task.h"

namespace stator::transfer {

// Of one job, in one run of the server. Used by one coroutine at a time.
class Attempts {
 public:
  static constexpr int kMost = 10;
  static constexpr std::chrono::milliseconds kFirstPause{
      200};  // the next ones are twice as long; 100 s in all

  explicit Attempts(std::chrono::milliseconds first_pause) : first_pause_(first_pause), pause_(first_pause) {}

  // Before each: how far those before have brought the job for good. Where that has grown, they do not count.
  void begin(std::int64_t progress) {
    if (progress <= progress_) return;
    progress_ = progress;
    failed_ = 0;
    pause_ = first_pause_;
  }

  // After one that failed. True: it was the last.
  bool used_up() { return ++failed_ >= kMost; }
  // Before the next one; ends early when stopped.
  base::Task<> pause(const std::atomic<bool>& stopped) {
    constexpr std::chrono::milliseconds kStep{100};
    for (auto left = pause_; left.count() > 0 && !stopped.load(std::memory_order_relaxed); left -= kStep)
      co_await base::sleep_for(std::min(left, kStep));
    pause_ *= 2;
  }

 private:
  const std::chrono::milliseconds first_pause_;
  std::chrono::milliseconds pause_;
  std::int64_t progress_ = 0;
  int failed_ = 0;
};

}  // namespace stator::transfer
