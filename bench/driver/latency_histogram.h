// Counts durations in buckets whose width is below 1 % of their value, from 1 ns to 1,000 s.
#pragma once

#include <array>
#include <cstdint>

namespace stator::bench {

class LatencyHistogram {
 public:
  void add(std::int64_t nanoseconds);
  void add(const LatencyHistogram& other);

  std::uint64_t count() const { return count_; }
  std::int64_t max_ns() const { return max_ns_; }
  double mean_ns() const { return count_ == 0 ? 0 : total_ns_ / static_cast<double>(count_); }
  // The duration that `fraction` (0 to 1) of all did not exceed, to 1 %; 0 if there are none.
  std::int64_t quantile_ns(double fraction) const;

 private:
  static constexpr int kSubBits = 7;  // 128 buckets to each doubling
  static constexpr int kDoublings = 34;
  static int bucket_of(std::uint64_t nanoseconds);
  static std::int64_t upper_end(int bucket);

  std::array<std::uint64_t, (kDoublings + 1) << kSubBits> buckets_{};
  std::uint64_t count_ = 0;
  std::int64_t max_ns_ = 0;
  double total_ns_ = 0;
};

}  // namespace stator::bench
