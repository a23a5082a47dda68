#include "driver/zipf.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace stator::bench {
namespace {

TEST(ZipfTest, FewRanksAreMostOfAll) {
  constexpr int kDraws = 100'000;
  const Zipf zipf(1000);
  Random random(1);
  std::vector<int> counts(1000);
  for (int i = 0; i < kDraws; ++i) ++counts.at(zipf.next(random));
  // What rank r is worth: r^-0.99 of a sum of 7.73.
  EXPECT_NEAR(counts[0], kDraws / 7.73, kDraws / 100);
  EXPECT_NEAR(counts[1], kDraws / 7.73 / 1.986, kDraws / 100);
  int first_hundred = 0;
  for (int i = 0; i < 100; ++i) first_hundred += counts[static_cast<std::size_t>(i)];
  EXPECT_NEAR(first_hundred, kDraws * 0.683, kDraws * 0.03);
}

TEST(ZipfTest, ScatteredRanksNeverMeet) {
  for (const std::uint64_t count : {1u, 2u, 100u, 1'000u, 100'003u}) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t rank = 0; rank < count; ++rank) seen.insert(scattered(rank, count));
    EXPECT_EQ(seen.size(), count);
    EXPECT_EQ(*seen.rbegin(), count - 1);
  }
}

}  // namespace
}  // namespace stator::bench
