// Durations, counted by bounds that are the same everywhere, so that histograms can be added up.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace stator::metrics {

// Not thread-safe.
class TimeHistogram {
 public:
  // The upper bounds, each inclusive; what is longer than the last is counted behind it. From what a read
  // from a cache takes to what a client waits for at most.
  static constexpr std::array<double, 18> kBoundsSeconds = {0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                            0.0025,   0.005,   0.01,   0.025,   0.05,   0.1,
                                                            0.25,     0.5,     1,      2.5,     5,      10};
  static constexpr std::size_t kBuckets = kBoundsSeconds.size() + 1;

  void add(std::chrono::nanoseconds time) {
    std::size_t bucket = 0;
    while (bucket < kBoundsNanos.size() && time.count() > kBoundsNanos[bucket]) ++bucket;
    ++counts_[bucket];
    sum_nanos_ += static_cast<std::uint64_t>(time.count());
  }

  void add(const TimeHistogram& other) {
    for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
    sum_nanos_ += other.sum_nanos_;
  }

  // Of each bucket by itself, not of all below.
  const std::array<std::uint64_t, kBuckets>& counts() const { return counts_; }
  double sum_seconds() const { return static_cast<double>(sum_nanos_) * 1e-9; }
  std::uint64_t total() const {
    std::uint64_t all = 0;
    for (const std::uint64_t count : counts_) all += count;
    return all;
  }

 private:
  static constexpr auto kBoundsNanos = [] {
    std::array<std::int64_t, kBoundsSeconds.size()> nanos{};
    for (std::size_t i = 0; i < nanos.size(); ++i)
      nanos[i] = static_cast<std::int64_t>(kBoundsSeconds[i] * 1e9 + 0.5);
    return nanos;
  }();

  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t sum_nanos_ = 0;
};

}  // namespace stator::metrics
