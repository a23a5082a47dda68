#include "base/wildcards.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

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

// By the definition, in time and memory of the product.
bool table_oracle(std::string_view pattern, std::string_view text) {
  std::vector<char> reached(text.size() + 1, 0);  // by what was seen of the pattern
  reached[0] = 1;
  for (const char p : pattern) {
    if (p == '*') {
      for (std::size_t t = 1; t <= text.size(); ++t) reached[t] |= reached[t - 1];
      continue;
    }
    for (std::size_t t = text.size(); t > 0; --t)
      reached[t] = reached[t - 1] && (p == '?' || p == text[t - 1]);
    reached[0] = 0;
  }
  return reached[text.size()] != 0;
}

// Patterns made of a long text, of which about half have one character that may be another.
TEST(Wildcards, FindPartsWithGaps) {
  std::mt19937 random(3);
  int matched = 0;
  constexpr int kRounds = 1'000;
  for (int i = 0; i < kRounds; ++i) {
    const std::string_view letters = i % 4 < 2 ? "ab" : "abcdefgh";
    std::string text, pattern;
    for (std::size_t left = 400 + random() % 200; left > 0; --left)
      text += letters[random() % letters.size()];
    for (std::size_t t = random() % 100; t < text.size(); ++t) {
      if (pattern.empty() || random() % 80 == 0) {
        pattern += '*';
        t += random() % 10;
      } else {
        pattern += random() % 3 == 0 ? '?' : text[t];
      }
    }
    if (i % 2 == 0) pattern[random() % pattern.size()] = letters[random() % letters.size()];
    const bool matches = table_oracle(pattern, text);
    ASSERT_EQ(matches_wildcards(pattern, text, kBoth), matches) << pattern << "\n" << text;
    if (matches) ++matched;
  }
  EXPECT_GT(matched, kRounds / 10);
  EXPECT_LT(matched, kRounds * 9 / 10);
}

TEST(Wildcards, FindAShortPartWithGapsAtEachPlace) {
  for (std::size_t length = 1'000; length < 1'130; ++length) {
    for (const std::size_t place :
         {std::size_t{0}, std::size_t{63}, std::size_t{64}, length / 2, length - 3}) {
      std::string text(length, 'a');
      text[place] = text[place + 2] = 'b';
      EXPECT_TRUE(matches_wildcards("*b?b*" + std::string(200, '*'), text, kBoth)) << length << " " << place;
      EXPECT_FALSE(matches_wildcards("*b??b*" + std::string(200, '*'), text, kBoth))
          << length << " " << place;
    }
  }
}

// Of 9,900 words and 60,000 characters: their product is 600 million.
TEST(Wildcards, CountWhatTheyDo) {
  const auto steps_of = [](const std::string& pattern, const std::string& text, bool matches) {
    WorkBudget work(1'000'000'000);
    EXPECT_EQ(matches_wildcards(pattern, text, kBoth, &work), matches);
    EXPECT_FALSE(work.spent());
    return 1'000'000'000 - work.left();
  };
  const std::string gaps = repeated(9'900, "a?"), text(60'000, 'a');
  EXPECT_LT(steps_of("*" + gaps + "b*", text, false), 500'000u);
  EXPECT_LT(steps_of("*" + gaps + "*", text, true), 500'000u);
  EXPECT_GT(steps_of("*" + gaps + "b*", text, false), 60'000u);
  const std::string ends = "b" + text + "b";
  EXPECT_LT(steps_of("*" + gaps + "b" + gaps + "*", ends, false), gaps.size() * ends.size() / 8);
  EXPECT_LT(steps_of("*a" + std::string(1'000, '*') + "b", text, false), 500'000u);

  WorkBudget little(10'000);
  EXPECT_FALSE(matches_wildcards("*" + gaps + "*", text, kBoth, &little));
  EXPECT_TRUE(little.spent());
  EXPECT_FALSE(matches_wildcards("a", "a", kBoth, &little));
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
