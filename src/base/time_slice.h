// Fairness on an event loop: work that may take long asks from time to time whether it should let others run.
#pragma once

#include <chrono>

#include "base/task.h"

namespace stator::base {

// Start one where the work starts; `co_await slice.pause_if_used_up()` in its loops. A question costs one
// reading of the clock (about 25 ns), so ask every few microseconds of work, not every byte.
class TimeSlice {
 public:
  static constexpr std::chrono::microseconds kLength{250};

  bool used_up() const { return std::chrono::steady_clock::now() - start_ > kLength; }
  void restart() { start_ = std::chrono::steady_clock::now(); }

  auto pause_if_used_up() {
    struct Awaiter {
      TimeSlice& slice;
      bool paused = false;

      bool await_ready() const { return Executor::current() == nullptr || !slice.used_up(); }
      void await_suspend(std::coroutine_handle<> handle) {
        paused = true;
        Executor::current()->post(Job::resume(handle));
      }
      void await_resume() const {
        if (paused) slice.restart();
      }
    };
    return Awaiter{*this};
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace stator::base
