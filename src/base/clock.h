// Time is passed in, so that a run can be replayed and tests need not sleep.
#pragma once

#include <atomic>
#include <cstdint>

namespace stator::base {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t unix_micros() const = 0;   // wall time, µs since 1970
  virtual std::int64_t steady_nanos() const = 0;  // monotonic, ns since an arbitrary point

  std::int64_t unix_millis() const { return unix_micros() / 1000; }
  std::int64_t unix_seconds() const { return unix_micros() / 1'000'000; }

  static Clock& system();
};

// A clock that moves only when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(std::int64_t unix_micros = 1'700'000'000'000'000) : micros_(unix_micros) {}
  std::int64_t unix_micros() const override { return micros_.load(std::memory_order_relaxed); }
  std::int64_t steady_nanos() const override { return unix_micros() * 1000; }
  void advance_micros(std::int64_t delta) { micros_.fetch_add(delta, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace stator::base
