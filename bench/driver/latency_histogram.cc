#include "driver/latency_histogram.h"

#include <algorithm>
#include <bit>

namespace stator::bench {

int LatencyHistogram::bucket_of(std::uint64_t nanoseconds) {
  if (nanoseconds < (1u << kSubBits)) return static_cast<int>(nanoseconds);
  const int shift = std::bit_width(nanoseconds) - 1 - kSubBits;
  if (shift >= kDoublings) return ((kDoublings + 1) << kSubBits) - 1;
  const auto sub = static_cast<int>((nanoseconds >> shift) - (1u << kSubBits));
  return ((shift + 1) << kSubBits) + sub;
}

std::int64_t LatencyHistogram::upper_end(int bucket) {
  const int doubling = bucket >> kSubBits;
  if (doubling == 0) return bucket;
  const std::int64_t sub = (bucket & ((1 << kSubBits) - 1)) + (1 << kSubBits);
  return ((sub + 1) << (doubling - 1)) - 1;
}

void LatencyHistogram::add(std::int64_t nanoseconds) {
  nanoseconds = std::max<std::int64_t>(nanoseconds, 0);
  ++buckets_[static_cast<std::size_t>(bucket_of(static_cast<std::uint64_t>(nanoseconds)))];
  ++count_;
  max_ns_ = std::max(max_ns_, nanoseconds);
  total_ns_ += static_cast<double>(nanoseconds);
}

void LatencyHistogram::add(const LatencyHistogram& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ns_ = std::max(max_ns_, other.max_ns_);
  total_ns_ += other.total_ns_;
}

std::int64_t LatencyHistogram::quantile_ns(double fraction) const {
  if (count_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(fraction * static_cast<double>(count_ - 1));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen > rank) return std::min(upper_end(static_cast<int>(i)), max_ns_);
  }
  return max_ns_;
}

}  // namespace stator::bench
