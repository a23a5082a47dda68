#include "base/byte_budget.h"

#include <algorithm>

namespace stator::base {

void ByteBudget::Lease::shrink_to(std::size_t bytes) {
  if (budget_ == nullptr || bytes >= bytes_) return;
  const std::size_t surplus = bytes_ - bytes;
  bytes_ = bytes;
  budget_->give_back(static_cast<std::int64_t>(surplus));
}

bool ByteBudget::Lease::try_grow_to(std::size_t bytes) {
  bytes = std::min(bytes, static_cast<std::size_t>(budget_->capacity_));
  if (bytes <= bytes_) return true;
  if (budget_->waiting_.load() != 0 || !budget_->try_take(static_cast<std::int64_t>(bytes - bytes_)))
    return false;
  bytes_ = bytes;
  return true;
}

ByteBudget::Acquire ByteBudget::acquire(std::size_t bytes) {
  return Acquire(*this, std::min(static_cast<std::int64_t>(bytes), capacity_));
}

ByteBudget::Lease ByteBudget::charge(std::size_t bytes) {
  available_.fetch_sub(static_cast<std::int64_t>(bytes));
  return Lease(this, bytes);
}

bool ByteBudget::try_take(std::int64_t bytes) {
  std::int64_t available = available_.load();
  while (available >= bytes) {
    if (available_.compare_exchange_weak(available, available - bytes)) return true;
  }
  return false;
}

// A waiter announces itself in waiting_ before it tries a last time, and give_back adds before it looks at
// waiting_ (both sequentially consistent): one of the two sees the other, so no wake-up is lost.
bool ByteBudget::Acquire::await_suspend(std::coroutine_handle<> handle) {
  handle_ = handle;
  executor_ = Executor::current();
  deadline_ = std::chrono::steady_clock::now() + budget_.wait_;
  std::lock_guard lock(budget_.mutex_);
  budget_.waiting_.fetch_add(1);
  if (budget_.first_ == nullptr && budget_.try_take(bytes_)) {
    budget_.waiting_.fetch_sub(1);
    return false;
  }
  (budget_.first_ == nullptr ? budget_.first_ : budget_.last_->next_) = this;
  budget_.last_ = this;
  return true;
}

// With the mutex held.
ByteBudget::Acquire* ByteBudget::take_first() {
  Acquire* taken = first_;
  first_ = taken->next_;
  taken->next_ = nullptr;
  waiting_.fetch_sub(1);
  return taken;
}

void ByteBudget::give_back(std::int64_t bytes) {
  available_.fetch_add(bytes);
  if (waiting_.load() == 0) return;
  Acquire* granted = nullptr;
  Acquire** end = &granted;
  {
    std::lock_guard lock(mutex_);
    while (first_ != nullptr && try_take(first_->bytes_)) {
      *end = take_first();
      end = &(*end)->next_;
    }
  }
  resume_all(granted);
}

void ByteBudget::refuse_late(std::chrono::steady_clock::time_point now) {
  if (!has_waiters()) return;
  Acquire* done = nullptr;
  Acquire** end = &done;
  {
    std::lock_guard lock(mutex_);
    // The line is in the order of the deadlines.
    while (first_ != nullptr && first_->deadline_ <= now) {
      *end = take_first();
      (*end)->refused_ = true;
      end = &(*end)->next_;
    }
    // Those behind may ask for less.
    while (done != nullptr && first_ != nullptr && try_take(first_->bytes_)) {
      *end = take_first();
      end = &(*end)->next_;
    }
  }
  resume_all(done);
}

void ByteBudget::resume_all(Acquire* waiters) {
  while (waiters != nullptr) {
    Acquire* waiter = waiters;
    waiters = waiter->next_;  // the waiter's frame may be gone once it is posted
    const std::coroutine_handle<> handle = waiter->handle_;
    if (waiter->executor_ != nullptr) {
      waiter->executor_->post(Job::resume(handle));
    } else {
      handle.resume();
    }
  }
}

}  // namespace stator::base
