// Mutual exclusion for coroutines: a waiter suspends instead of blocking its thread. First come, first
// served.
#pragma once

#include <deque>
#include <mutex>
#include <utility>

#include "base/executor.h"

namespace stator::base {

// Thread-safe. Waiters resume on their own executor.
class AsyncMutex {
 public:
  // Gives the mutex back when dropped.
  class Lock {
   public:
    Lock() = default;
    explicit Lock(AsyncMutex* mutex) : mutex_(mutex) {}
    Lock(Lock&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    Lock& operator=(Lock&& other) noexcept {
      std::swap(mutex_, other.mutex_);
      return *this;
    }
    ~Lock() {
      if (mutex_ != nullptr) mutex_->unlock();
    }

   private:
    AsyncMutex* mutex_ = nullptr;
  };

  // co_await lock()
  auto lock() {
    struct Awaiter {
      AsyncMutex& mutex;
      bool await_ready() const noexcept { return false; }
      bool await_suspend(std::coroutine_handle<> handle) {
        std::lock_guard guard(mutex.mutex_);
        if (!mutex.held_) {
          mutex.held_ = true;
          return false;
        }
        mutex.waiters_.push_back({handle, Executor::current()});
        return true;
      }
      Lock await_resume() { return Lock(&mutex); }
    };
    return Awaiter{*this};
  }

 private:
  struct Waiter {
    std::coroutine_handle<> handle;
    Executor* executor;
  };

  void unlock() {
    Waiter next;
    {
      std::lock_guard guard(mutex_);
      if (waiters_.empty()) {
        held_ = false;
        return;
      }
      next = waiters_.front();
      waiters_.pop_front();
    }
    if (next.executor != nullptr) {
      next.executor->post(Job::resume(next.handle));
    } else {
      next.handle.resume();
    }
  }

  std::mutex mutex_;  // guards what follows
  bool held_ = false;
  std::deque<Waiter> waiters_;
};

}  // namespace stator::base
