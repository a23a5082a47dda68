// Task<T>: a lazy coroutine that yields one T. It starts when it is awaited and resumes its awaiter by
// symmetric transfer. A task belongs to one awaiter; it is not thread-safe itself.
//
// House rules for coroutines (they also steer clear of compiler bugs of GCC 12):
//  - `auto x = co_await f(a, b);` stands alone as a statement, its arguments are named variables or plain
//    values: no co_await inside conditions, conditional operators or nested calls, no braced arguments, which
//    would be destroyed twice (tests/tree/awaits.py);
//  - parameters of a coroutine are values, or references that the caller keeps alive until it has awaited.
#pragma once

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/executor.h"
#include "base/frame_pool.h"

namespace stator::base {

template <typename T = void>
class Task;

namespace task_internal {

struct PromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr exception;

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> handle) const noexcept {
      return handle.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) { FramePool::free(frame, size); }

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() { exception = std::current_exception(); }
};

template <typename T>
struct Promise : PromiseBase {
  std::optional<T> value;

  Task<T> get_return_object();
  template <typename U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (exception) std::rethrow_exception(exception);
    STATOR_CHECK(value.has_value());
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() const noexcept {}
  void take() const {
    if (exception) std::rethrow_exception(exception);
  }
};

}  // namespace task_internal

template <typename T>
class [[nodiscard]] Task {
 public:
  using promise_type = task_internal::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task() = default;
  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
        handle.promise().continuation = awaiting;
        return handle;
      }
      T await_resume() const { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

 private:
  Handle handle_ = nullptr;
};

namespace task_internal {
template <typename T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

// A coroutine that starts at once and owns itself.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
  };
};
}  // namespace task_internal

// Starts `task` on this thread, now, and lets it run on by itself. An exception that leaves it is a bug
// and ends the process.
inline void spawn(Task<void> task) {
  [](Task<void> owned) -> task_internal::Detached { co_await std::move(owned); }(std::move(task));
}

// A one-shot result handed from any thread to one waiting coroutine. The waiter owns the Completion and
// awaits it exactly once; the producer keeps a reference and calls set() exactly once, so the waiter's
// frame is alive until then. Resumes on the executor on which the waiter suspended (inline where there is
// none). A waiter that finds the result there goes on at once.
template <typename T>
class Completion {
 public:
  Completion() = default;
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  // As set(), but a waiter that finds the result there goes through its executor's queue, too: so the waiters
  // of one event loop go on in the order in which one thread set their results.
  void set_in_turn(T value) {
    in_turn_ = true;
    set(std::move(value));
  }

  void set(T value) {
    value_.emplace(std::move(value));
    // Read before the exchange: afterwards a waiter that has not suspended yet may free this object.
    void* waiter = state_.exchange(kReady, std::memory_order_acq_rel);
    if (waiter == kEmpty) return;
    // The waiter is suspended, so the frame that owns us lives until the posted job runs.
    std::coroutine_handle<> handle = std::coroutine_handle<>::from_address(waiter);
    if (executor_ != nullptr) {
      executor_->post(Job::resume(handle));
    } else {
      handle.resume();
    }
  }

  bool ready() const { return state_.load(std::memory_order_acquire) == kReady; }

  bool await_ready() const noexcept { return ready() && !in_turn_; }
  bool await_suspend(std::coroutine_handle<> handle) noexcept {
    Executor* const executor = Executor::current();
    executor_ = executor;
    void* expected = kEmpty;
    if (state_.compare_exchange_strong(expected, handle.address(), std::memory_order_acq_rel)) return true;
    if (!in_turn_ || executor == nullptr) return false;
    executor->post(Job::resume(handle));
    return true;
  }
  T await_resume() { return std::move(*value_); }

 private:
  static constexpr void* kEmpty = nullptr;
  inline static char ready_tag_;
  inline static void* const kReady = &ready_tag_;

  std::atomic<void*> state_{kEmpty};
  Executor* executor_ = nullptr;
  bool in_turn_ = false;  // read once the result is there
  std::optional<T> value_;
};

// co_await yield(): lets other jobs of this executor run first.
inline auto yield() {
  struct Awaiter {
    bool await_ready() const noexcept { return Executor::current() == nullptr; }
    void await_suspend(std::coroutine_handle<> handle) const {
      Executor::current()->post(Job::resume(handle));
    }
    void await_resume() const noexcept {}
  };
  return Awaiter{};
}

// co_await switch_to(executor): goes on on another executor.
inline auto switch_to(Executor& executor) {
  struct Awaiter {
    Executor& executor;
    bool await_ready() const noexcept { return Executor::current() == &executor; }
    void await_suspend(std::coroutine_handle<> handle) const { executor.post(Job::resume(handle)); }
    void await_resume() const noexcept {}
  };
  return Awaiter{executor};
}

// co_await sleep_for(delay): may wake early on shutdown.
inline auto sleep_for(std::chrono::nanoseconds delay) {
  struct Awaiter {
    std::chrono::nanoseconds delay;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const {
      STATOR_CHECK(Executor::current() != nullptr);
      Executor::current()->post_after(delay, Job::resume(handle));
    }
    void await_resume() const noexcept {}
  };
  return Awaiter{delay};
}

}  // namespace stator::base
