#include "db/expression/substring.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace stator::db::expression {
namespace {

TEST(Substring, Edges) {
  EXPECT_TRUE(has_substring("", ""));
  EXPECT_TRUE(has_substring("a", ""));
  EXPECT_FALSE(has_substring("", "a"));
  EXPECT_FALSE(has_substring("a", "aa"));
  EXPECT_TRUE(has_substring("ab", "ab"));
  EXPECT_TRUE(has_substring("xab", "ab"));
  EXPECT_TRUE(has_substring(std::string_view("a\0b", 3), std::string_view("\0b", 2)));
}

TEST(Substring, AgreesWithFind) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 80, 'a'), needle(1 + random() % 8, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 2);
    for (char& c : needle) c = static_cast<char>('a' + random() % 2);
    EXPECT_EQ(has_substring(text, needle), text.find(needle) != text.npos) << text << ' ' << needle;
  }
}

// Long enough that what is not linear would not end.
TEST(Substring, OneLetterAgainAndAgain) {
  const std::string text(4'000'000, 'x');
  for (const std::size_t half : {1, 100, 127, 128, 129, 1'000, 1'000'000}) {
    const std::string run(half, 'x');
    EXPECT_FALSE(has_substring(text, run + "y" + run)) << half;
    EXPECT_FALSE(has_substring(text, run + "y")) << half;
    EXPECT_TRUE(has_substring(text, run + run)) << half;
    EXPECT_TRUE(has_substring(text + "y" + run, run + "y" + run)) << half;
  }
}

}  // namespace
}  // namespace stator::db::expression
