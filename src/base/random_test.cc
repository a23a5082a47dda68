#include "base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>
#include <vector>

namespace stator::base {
namespace {

TEST(SeededRandom, RepeatsForTheSameSeed) {
  SeededRandom a(42), b(42), c(43);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t value = a.next();
    EXPECT_EQ(value, b.next());
    differs |= value != c.next();
  }
  EXPECT_TRUE(differs);
}

TEST(SeededRandom, BelowStaysBelowAndReachesAll) {
  SeededRandom random(1);
  std::array<int, 10> counts{};
  for (int i = 0; i < 10'000; ++i) ++counts.at(random.below(10));
  for (int count : counts) {
    EXPECT_GT(count, 800);
    EXPECT_LT(count, 1200);
  }
}

TEST(SecureRandom, NeverRepeatsAcrossThreads) {
  std::vector<std::vector<std::uint64_t>> drawn(4);
  std::vector<std::thread> threads;
  for (auto& values : drawn) {
    threads.emplace_back([&values] {
      for (int i = 0; i < 1000; ++i) values.push_back(SecureRandom::system().next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::uint64_t> all;
  for (const auto& values : drawn) all.insert(values.begin(), values.end());
  EXPECT_EQ(all.size(), 4000u);
}

TEST(Random, FillsOddSizes) {
  std::array<std::byte, 13> bytes{};
  SeededRandom random(7);
  random.fill(bytes);
  bool tail = false;
  for (std::size_t i = 8; i < bytes.size(); ++i) tail |= bytes[i] != std::byte{0};
  EXPECT_TRUE(tail);
}

}  // namespace
}  // namespace stator::base
