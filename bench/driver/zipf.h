// Ranks by Zipf's law: a few are asked for all the time, most hardly ever, as YCSB does it.
#pragma once

#include <cstdint>

#include "driver/random.h"

namespace stator::bench {

class Zipf {
 public:
  static constexpr double kExponent = 0.99;

  // Takes a moment for many ranks: it adds up what each is worth.
  explicit Zipf(std::uint64_t ranks);

  std::uint64_t ranks() const { return ranks_; }
  // 0, the most frequent one, to ranks - 1.
  std::uint64_t next(Random& random) const;

 private:
  std::uint64_t ranks_;
  double total_, alpha_, eta_;
};

// Rank `rank` of `count` at a place that does not tell its rank; no two ranks meet.
std::uint64_t scattered(std::uint64_t rank, std::uint64_t count);

}  // namespace stator::bench
