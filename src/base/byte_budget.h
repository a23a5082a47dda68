// A bound on memory that many connections share. Whoever is about to hold a large buffer takes bytes first,
// and waits in line when there are none, for a limited time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "base/task.h"

namespace stator::base {

// Thread-safe. First come, first served: a small request does not overtake a large one that waits. Take all
// bytes in one step: who waits for more while it holds some makes others, that do the same, wait in vain
// until their time is over.
class ByteBudget {
 public:
  static constexpr std::size_t kDefaultCapacity = 256u << 20;
  static constexpr std::chrono::milliseconds kDefaultWait{10'000};

  explicit ByteBudget(std::size_t capacity = kDefaultCapacity, std::chrono::milliseconds wait = kDefaultWait)
      : capacity_(static_cast<std::int64_t>(capacity)), wait_(wait), available_(capacity_) {}
  ~ByteBudget() { STATOR_CHECK(first_ == nullptr); }
  ByteBudget(const ByteBudget&) = delete;
  ByteBudget& operator=(const ByteBudget&) = delete;

  // Gives its bytes back when it goes. Used by one thread at a time.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Lease& operator=(Lease&& other) noexcept {
      if (this != &other) {
        release();
        budget_ = std::exchange(other.budget_, nullptr);
        bytes_ = std::exchange(other.bytes_, 0);
      }
      return *this;
    }
    ~Lease() { release(); }

    // False: the wait was in vain, or nothing was asked for yet.
    bool granted() const { return budget_ != nullptr; }
    std::size_t bytes() const { return bytes_; }
    void release() { shrink_to(0); }
    // Gives back what is held above `bytes`.
    void shrink_to(std::size_t bytes);
    // Holds at least `bytes`, or all there are, if that needs no waiting. Of a granted lease.
    bool try_grow_to(std::size_t bytes);

   private:
    friend class ByteBudget;
    Lease(ByteBudget* budget, std::size_t bytes) : budget_(budget), bytes_(bytes) {}

    ByteBudget* budget_ = nullptr;
    std::size_t bytes_ = 0;
  };

  class Acquire;

  // auto lease = co_await budget.acquire(bytes);   Check granted(). More than the capacity counts as the
  // capacity, so that one oversized buffer can pass alone. None at all waits, too, as long as the budget is
  // overdrawn or others wait.
  Acquire acquire(std::size_t bytes);

  // For a buffer that exists already: takes the bytes even if there are none, so that others wait.
  Lease charge(std::size_t bytes);

  // Sends away those whose time to wait is over. To be called now and then, about as often as the wait should
  // be exact. Costs next to nothing while nobody waits.
  void refuse_late() { refuse_late(std::chrono::steady_clock::now()); }
  void refuse_late(std::chrono::steady_clock::time_point now);

  bool has_waiters() const { return waiting_.load(std::memory_order_relaxed) != 0; }

  // Below zero after charge().
  std::int64_t available() const { return available_.load(std::memory_order_relaxed); }

 private:
  bool try_take(std::int64_t bytes);
  void give_back(std::int64_t bytes);
  Acquire* take_first();
  static void resume_all(Acquire* waiters);

  const std::int64_t capacity_;
  const std::chrono::milliseconds wait_;
  std::atomic<std::int64_t> available_;
  std::atomic<std::int64_t> waiting_{0};

  std::mutex mutex_;  // guards the line of waiters
  Acquire* first_ = nullptr;
  Acquire* last_ = nullptr;
};

// The awaitable of acquire(). Lives in the waiting coroutine's frame and is a link of the line itself.
class ByteBudget::Acquire {
 public:
  bool await_ready() { return budget_.waiting_.load() == 0 && budget_.try_take(bytes_); }
  bool await_suspend(std::coroutine_handle<> handle);
  Lease await_resume() { return refused_ ? Lease() : Lease(&budget_, static_cast<std::size_t>(bytes_)); }

 private:
  friend class ByteBudget;
  Acquire(ByteBudget& budget, std::int64_t bytes) : budget_(budget), bytes_(bytes) {}

  ByteBudget& budget_;
  const std::int64_t bytes_;
  std::coroutine_handle<> handle_;
  Executor* executor_ = nullptr;
  std::chrono::steady_clock::time_point deadline_;
  bool refused_ = false;
  Acquire* next_ = nullptr;
};

}  // namespace stator::base
