#include "base/wildcards.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace stator::base {
namespace {

constexpr Wildcards kBoth{.any = '*', .one = '?'};

// By the definition, for short ones.
bool oracle(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i)
      if (oracle(pattern.substr(1), text.substr(i))) return true;
    return false;
  }
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         oracle(pattern.substr(1), text.substr(1));
}

std::string repeated(std::size_t count, std::string_view text) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

TEST(Wildcards, OneStandsForItselfUnlessItIsAWildcard) {
  EXPECT_TRUE(matches_wildcards("a?c", "abc", kBoth));
  EXPECT_FALSE(matches_wildcards("a?c", "abc"));
  EXPECT_TRUE(matches_wildcards("a?c", "a?c"));
}

TEST(Wildcards, MatchTheWholeText) {
  std::mt19937 random(1);
  const auto any_of = [&](std::string_view letters, std::size_t longest) {
    std::string out;
    for (std::size_t left = random() % (longest + 1); left > 0; --left)
      out += letters[random() % letters.size()];
    return out;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = any_of("ab*?", 7), text = any_of("ab", 9);
    ASSERT_EQ(matches_wildcards(pattern, text, kBoth), oracle(pattern, text)) << pattern << " " << text;
  }
}

// Long texts take another way: the same letters, each of them 300 times, so that it is taken.
TEST(Wildcards, MatchLongTextsAlike) {
  std::mt19937 random(2);
  int matched = 0;
  for (int i = 0; i < 4'000; ++i) {
    std::string pattern, text, long_pattern, long_text;
    for (std::size_t left = random() % 8; left > 0; --left) {
      const char c = "ab*?"[random() % 4];
      pattern += c;
      long_pattern += c == '*' ? "*" : repeated(300, std::string_view(&c, 1));
    }
    for (std::size_t left = random() % 10; left > 0; --left) {
      const char c = "ab"[random() % 2];
      text += c;
      long_text += repeated(300, std::string_view(&c, 1));
    }
    const bool matches = oracle(pattern, text);
    // Where the letters come in blocks, a place within a block can only help where there is a wildcard.
    if (pattern.find('*') == std::string::npos || matches) {
      ASSERT_EQ(matches_wildcards(long_pattern, long_text, kBoth), matches) << pattern << " " << text;
      if (matches) ++matched;
    }
  }
  EXPECT_GT(matched, 100);
}

TEST(Wildcards, FindPartsOfLongTextsInOrder) {
  const std::string a = repeated(1'000, "ab"), b = repeated(1'000, "ba");
  EXPECT_TRUE(matches_wildcards("*" + a + "*" + b + "*", "x" + a + "y" + b + "z", kBoth));
  EXPECT_FALSE(matches_wildcards("*" + b + "c*" + a + "*", "x" + a + "y" + b + "cz", kBoth));
  EXPECT_TRUE(matches_wildcards(a + "*" + a, a + a, kBoth));
  EXPECT_FALSE(matches_wildcards(a + "*" + a, a + "a", kBoth));  // the ends would have to share
  EXPECT_TRUE(matches_wildcards("*" + a + "?b" + b + "*", "abab" + a + "cb" + b, kBoth));
  EXPECT_TRUE(matches_wildcards("*?" + a + "??*", "c" + a + "dd", kBoth));
  EXPECT_FALSE(matches_wildcards("*?" + a + "??*", a + "dd", kBoth));
  EXPECT_FALSE(matches_wildcards("*?" + a + "??*", "c" + a + "d", kBoth));
}

// Going back after each failure these would take hours.
TEST(Wildcards, TakeNoLongerForTextsThatAlmostMatch) {
  const std::string text(4'000'000, 'a'), half(2'000'000, 'a');
  EXPECT_FALSE(matches_wildcards("*" + half + "b", text, kBoth));
  EXPECT_FALSE(matches_wildcards("*" + half + "b*", text, kBoth));
  EXPECT_FALSE(matches_wildcards("*a?" + half + "b*", text, kBoth));
  EXPECT_TRUE(matches_wildcards("*a?" + half + "*", text, kBoth));
}

}  // namespace
}  // namespace stator::base
