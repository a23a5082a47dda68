#include "monitoring/contributors/top_contributors.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/random.h"

namespace stator::monitoring {
namespace {

using Contributor = TopContributors::Contributor;

std::vector<std::pair<std::string, double>> shown(const TopContributors& of, std::size_t limit = 100) {
  std::vector<std::pair<std::string, double>> all;
  for (const Contributor& each : of.top(limit)) all.emplace_back(each.key, each.value);
  return all;
}

using Shown = std::vector<std::pair<std::string, double>>;

TEST(TopContributors, OfFewAllIsExact) {
  TopContributors top;
  EXPECT_TRUE(top.empty());
  top.add("a", 1);
  top.add("b", 3);
  top.add("a", 0.5);
  top.add("c", 3);
  EXPECT_EQ(shown(top), (Shown{{"b", 3}, {"c", 3}, {"a", 1.5}}));
  EXPECT_EQ(shown(top, 1), (Shown{{"b", 3}}));
  EXPECT_EQ(top.samples(), 4);
  EXPECT_EQ(top.sum(), 7.5);
  EXPECT_EQ(top.minimum(), 0.5);
  EXPECT_EQ(top.maximum(), 3);
  EXPECT_EQ(top.greatest(), 3);
  EXPECT_EQ(top.unique(), 3);
  EXPECT_EQ(top.floor(), 0);
}

TEST(TopContributors, TwiceTheCountersFitAndOneMoreMakesRoom) {
  TopContributors top;
  for (std::size_t i = 0; i < 2 * TopContributors::kCounters; ++i) top.add("key" + std::to_string(i), 1);
  EXPECT_EQ(top.top(1000).size(), 2 * TopContributors::kCounters);
  EXPECT_EQ(top.floor(), 0);
  top.add("one more", 2);
  EXPECT_EQ(top.top(1000).size(), TopContributors::kCounters);
  EXPECT_EQ(top.floor(), 1);
  EXPECT_EQ(shown(top, 1), (Shown{{"one more", 2}}));
}

TEST(TopContributors, LongKeysTakeTheRoomOfMany) {
  TopContributors top({.counters = 100, .key_bytes = 1000});
  for (int i = 0; i < 50; ++i) top.add(std::string(99, 'x') + static_cast<char>('!' + i), i + 1);
  EXPECT_LE(top.top(1000).size(), 20);
  EXPECT_GE(top.top(1000).size(), 10);
  top.encode();
  EXPECT_EQ(top.top(1000).size(), 10);
}

// Random weights of keys, some of which are much more frequent than others.
void fill(std::uint64_t seed, TopContributors* top, std::map<std::string, double>* truth) {
  base::SeededRandom random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t draw = random.next();
    const std::uint64_t spread = draw % 4 == 0 ? 5'000 : 30;
    const std::string key = "key" + std::to_string((draw >> 8) % spread);
    const double weight = 0.5 * static_cast<double>(1 + (draw >> 40) % 8);
    top->add(key, weight);
    (*truth)[key] += weight;
  }
}

void check_bounds(const TopContributors& top, const std::map<std::string, double>& truth) {
  EXPECT_LE(top.floor(), top.sum() / TopContributors::kCounters + 1e-6);
  const auto known = top.top(10'000);
  for (const Contributor& each : known) {
    const double real = truth.at(std::string(each.key));
    EXPECT_LE(each.value, real + 1e-6);
    EXPECT_GE(each.value, real - top.floor() - 1e-6);
  }
  for (const auto& [key, real] : truth) {
    if (real <= top.floor()) continue;
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&name = key](const Contributor& each) {
      return each.key == name;
    })) << key;
  }
  const auto unique = static_cast<double>(truth.size());
  EXPECT_NEAR(static_cast<double>(top.unique()), unique, unique * 0.12);  // more than three standard errors
}

TEST(TopContributors, OfManyTheBoundsHold) {
  TopContributors top;
  std::map<std::string, double> truth;
  fill(1, &top, &truth);
  check_bounds(top, truth);
}

TEST(TopContributors, BoundsHoldForWhatWasMergedAndStored) {
  TopContributors all;
  std::map<std::string, double> truth;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    TopContributors part;
    fill(seed, &part, &truth);
    all.add(part);
    auto stored = TopContributors::decode(all.encode());
    ASSERT_TRUE(stored);
    all = *std::move(stored);
  }
  check_bounds(all, truth);
}

TEST(TopContributors, MergesWithoutOrWithEmpty) {
  TopContributors one, other, none;
  one.add("a", 2);
  one.add("b", 1);
  other.add("b", 4);
  other.add(none);
  one.add(other);
  EXPECT_EQ(shown(one), (Shown{{"b", 5}, {"a", 2}}));
  EXPECT_EQ(one.samples(), 3);
  EXPECT_EQ(one.maximum(), 4);
  none.add(one);
  EXPECT_EQ(shown(none), shown(one));
  EXPECT_EQ(none.minimum(), 1);
}

TEST(TopContributors, Golden) {
  TopContributors top;
  top.add("k", 1.5);
  const std::string bytes = top.encode();
  const std::string number("\x3f\xf8\0\0\0\0\0\0", 8), one("\x3f\xf0\0\0\0\0\0\0", 8), zero(8, '\0');
  std::string expected("\x01\0", 2);
  for (const std::string& each : {one, number, number, number, zero}) expected.append(each);
  expected.append("\0\x01\0\x01k", 5).append(number).append(zero);
  EXPECT_EQ(bytes, expected);
  auto decoded = TopContributors::decode(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->encode(), bytes);
}

TEST(TopContributors, DamagedBytesAreRefused) {
  TopContributors top;
  std::map<std::string, double> truth;
  fill(3, &top, &truth);
  const std::string bytes = top.encode();
  ASSERT_TRUE(TopContributors::decode(bytes));
  for (std::size_t length = 0; length < bytes.size(); length += 7)
    EXPECT_FALSE(TopContributors::decode(std::string_view(bytes).substr(0, length)));
  EXPECT_FALSE(TopContributors::decode(bytes + "x"));
  std::string other = bytes;
  other[0] = 2;
  EXPECT_FALSE(TopContributors::decode(other));
  other = bytes;
  other[1] = 4;
  EXPECT_FALSE(TopContributors::decode(other));
}

}  // namespace
}  // namespace stator::monitoring
