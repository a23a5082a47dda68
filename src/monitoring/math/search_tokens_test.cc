#include "monitoring/math/search_tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::monitoring::math {
namespace {

std::string words(std::string_view text) {
  std::string joined;
  for (const Word& word : words_of(text)) {
    if (!joined.empty()) joined += ' ';
    joined += word.text;
  }
  return joined;
}

bool finds(std::string_view term, std::string_view name) { return TokenizedName(name).has(words_of(term)); }

TEST(SearchTokens, OfTheGuide) {
  EXPECT_EQ(words("CustomCount1"), "Custom Count 1");
  EXPECT_EQ(words("SDBFailure"), "SDB Failure");
  EXPECT_EQ(words("Project2-trial333"), "Project 2 trial 333");
  EXPECT_EQ(words("Network-Errors_2"), "Network Errors 2");
  EXPECT_EQ(words("couNT"), "cou NT");
}

TEST(SearchTokens, Others) {
  EXPECT_EQ(words(""), "");
  EXPECT_EQ(words("-/:"), "");
  EXPECT_EQ(words("AWS/EC2"), "AWS EC 2");
  EXPECT_EQ(words("t2.micro"), "t 2 micro");
  EXPECT_EQ(words("ABc"), "A Bc");
  EXPECT_EQ(words("aB"), "a B");
  EXPECT_EQ(words("A"), "A");
  EXPECT_EQ(words("4xxErrors"), "4 xx Errors");
  EXPECT_EQ(words("caf\xC3\xA9 x"), "caf\xC3\xA9 x");
}

TEST(SearchTokens, PartialMatchesOfTheGuide) {
  for (const char* term : {"count", "Count", "COUNT", "CustomCount", "Count1", "CustomCount1", "1"})
    EXPECT_TRUE(finds(term, "CustomCount1")) << term;
  for (const char* term : {"couNT", "customcount", "count1", "ustom", "Custom1"})
    EXPECT_FALSE(finds(term, "CustomCount1")) << term;
  for (const char* term : {"network/errors", "network+errors", "network-errors", "Network_Errors"}) {
    EXPECT_TRUE(finds(term, "Network-Errors-2")) << term;
    EXPECT_TRUE(finds(term, "NetworkErrors2")) << term;
  }
}

TEST(SearchTokens, WholeNames) {
  EXPECT_TRUE(finds("customcount", "CustomCount"));
  EXPECT_FALSE(finds("customcount", "CustomCounts"));
  EXPECT_TRUE(finds("i-1234567890123456", "i-1234567890123456"));
  EXPECT_FALSE(finds("i-1234567890123456", "i-12345678901234567"));
  EXPECT_TRUE(finds("-", "anything"));
}

}  // namespace
}  // namespace stator::monitoring::math
