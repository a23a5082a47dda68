#include "db/table/build_pace.h"

#include <gtest/gtest.h>

namespace stator::db::table {
namespace {

using namespace std::chrono_literals;
using Rule = BuildPaceRule;

TEST(BuildPace, GoesOnWhereItIsAlone) {
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = 5us}), 0us);
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = Rule::kAlone - 1ns}), 0us);
}

TEST(BuildPace, RestsAsOthersNeedTheLoop) {
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = Rule::kAlone}), 4 * Rule::kAlone);
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = 300us}), 1200us);
}

TEST(BuildPace, AlwaysHasATenth) {
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = 450us}), 1800us);
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = 451us}), 1800us);
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 200us, .waited = 10s}), 1800us);
  EXPECT_EQ(Rule::rest_after({.items = 16, .worked = 0us, .waited = 10s}), 0us);
}

TEST(BuildPace, StepsAreAsLongAsOthersMayWait) {
  EXPECT_EQ(Rule::next_items({.items = 16, .worked = Rule::kStep}), 16U);
  EXPECT_EQ(Rule::next_items({.items = 16, .worked = 200us}), 20U);
  EXPECT_EQ(Rule::next_items({.items = 128, .worked = 2ms}), 16U);
}

TEST(BuildPace, StepsGrowSlowlyAndStayInBounds) {
  EXPECT_EQ(Rule::next_items({.items = 16, .worked = 1us}), 32U);
  EXPECT_EQ(Rule::next_items({.items = 100, .worked = 1us}), Rule::kMostItems);
  EXPECT_EQ(Rule::next_items({.items = 16, .worked = 0us}), 32U) << "the clock tells nothing";
  EXPECT_EQ(Rule::next_items({.items = 1, .worked = 50us}), Rule::kFewestItems);
  EXPECT_EQ(Rule::next_items({.items = 8, .worked = 1s}), Rule::kFewestItems);
  EXPECT_EQ(Rule::next_items({.items = 0, .worked = 50us}), Rule::kFewestItems) << "a page without items";
}

}  // namespace
}  // namespace stator::db::table
