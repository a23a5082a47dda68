#include "driver/zipf.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stator::bench {

namespace {

constexpr std::uint64_t kStride = 1'000'003;  // a prime, so it has no divisor in common with most counts

double sum_of_worths(std::uint64_t ranks) {
  double sum = 0;
  for (std::uint64_t i = 1; i <= ranks; ++i) sum += 1 / std::pow(static_cast<double>(i), Zipf::kExponent);
  return sum;
}

}  // namespace

// Gray et al., "Quickly Generating Billion-Record Synthetic Databases", 1994.
Zipf::Zipf(std::uint64_t ranks) : ranks_(ranks), total_(sum_of_worths(ranks)), alpha_(1 / (1 - kExponent)) {
  const double first_two = sum_of_worths(std::min<std::uint64_t>(ranks, 2));
  eta_ = (1 - std::pow(2 / static_cast<double>(ranks), 1 - kExponent)) / (1 - first_two / total_);
}

std::uint64_t Zipf::next(Random& random) const {
  constexpr double kSteps = 9007199254740992;  // 2^53
  const double u = static_cast<double>(random.next() >> 11) / kSteps;
  const double worth = u * total_;
  if (worth < 1) return 0;
  if (worth < 1 + std::pow(0.5, kExponent)) return std::min<std::uint64_t>(1, ranks_ - 1);
  const double rank = static_cast<double>(ranks_) * std::pow(eta_ * u - eta_ + 1, alpha_);
  return std::min(static_cast<std::uint64_t>(rank), ranks_ - 1);
}

std::uint64_t scattered(std::uint64_t rank, std::uint64_t count) {
  std::uint64_t stride = kStride;
  while (std::gcd(stride, count) != 1) ++stride;
  return rank * stride % count;
}

}  // namespace stator::bench
