// Where coroutines run. An Executor runs posted jobs one after another (an event loop) or on several
// threads (a pool). A coroutine that waits for something from another thread is resumed on the
// executor on which it suspended, so code of one event loop needs no locks among itself.
#pragma once

#include <chrono>
#include <coroutine>

namespace stator::base {

// A unit of work without an allocation of its own. `run` must not throw.
struct Job {
  void (*run)(void* argument) = nullptr;
  void* argument = nullptr;

  static Job resume(std::coroutine_handle<> handle) {
    return {[](void* address) { std::coroutine_handle<>::from_address(address).resume(); }, handle.address()};
  }
};

class Executor {
 public:
  virtual ~Executor() = default;

  // Runs the job soon, never inside this call. Thread-safe. An event loop runs jobs in the order in which
  // they were posted.
  virtual void post(Job job) = 0;

  // Runs the job once `delay` has passed. Thread-safe. On shutdown, jobs not yet due are run early,
  // so that no coroutine stays suspended: check your own stop flag when you wake.
  virtual void post_after(std::chrono::nanoseconds delay, Job job) = 0;

  // The executor whose job runs on this thread; nullptr on a foreign thread.
  static Executor* current();

 protected:
  // Implementations hold one of these around running jobs.
  class Scope {
   public:
    explicit Scope(Executor* executor);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Executor* previous_;
  };
};

}  // namespace stator::base
