#include "storage/page_builder.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

namespace stator::storage {
namespace {

TEST(PageBuilder, ViewsSurviveMovingThePage) {
  PageBuilder builder({.max_bytes = 1 << 20, .max_entries = 1000});
  const std::string large(300'000, 'x');
  for (int i = 0; i < 100; ++i) builder.add("key" + std::to_string(i), i == 50 ? large : "value", i + 1);
  ScanPage built = builder.finish({}, Direction::kForward, false);
  const ScanPage page = std::move(built);
  ASSERT_EQ(page.entries().size(), 100u);
  EXPECT_EQ(page.entries()[7].key, "key7");
  EXPECT_EQ(page.entries()[50].value, large);
  EXPECT_EQ(page.entries()[99].value, "value");
  EXPECT_EQ(page.entries()[99].version, 100u);
  EXPECT_FALSE(page.rest());
}

TEST(PageBuilder, FirstEntryAlwaysFits) {
  PageBuilder builder({.max_bytes = 1, .max_entries = 0});
  EXPECT_FALSE(builder.full());
  builder.add("k", "a value over the limit", 1);
  EXPECT_TRUE(builder.full());
}

TEST(PageBuilder, RestLeavesOutTheLastEntry) {
  PageBuilder forward({});
  forward.add("m", "", 1);
  EXPECT_EQ(forward.finish({"a", "z"}, Direction::kForward, true).rest()->begin, std::string("m\0", 2));
  PageBuilder backward({});
  backward.add("m", "", 1);
  EXPECT_EQ(backward.finish({"a", "z"}, Direction::kBackward, true).rest()->end, "m");
}

TEST(PageBuilder, TakesWhatLiesInARow) {
  const std::string bytes = "a1bb22c3";
  const std::string_view all = bytes;
  const std::vector<ScanPage::Entry> row = {{all.substr(0, 1), all.substr(1, 1), 1},
                                            {all.substr(2, 2), all.substr(4, 2), 2},
                                            {all.substr(6, 1), all.substr(7, 1), 3}};
  const struct {
    ScanLimits limits;
    std::size_t forward, backward;
  } cases[] = {{{100, 100}, 3, 3}, {{8, 3}, 3, 3},   {{7, 100}, 3, 3}, {{6, 100}, 2, 2},
               {{2, 100}, 1, 1},   {{3, 100}, 2, 2}, {{100, 2}, 2, 2}, {{0, 0}, 1, 1}};
  for (const auto& [limits, forward, backward] : cases) {
    PageBuilder builder(limits);
    EXPECT_EQ(builder.count_fitting(row, Direction::kForward), forward) << limits.max_bytes;
    EXPECT_EQ(builder.count_fitting(row, Direction::kBackward), backward) << limits.max_bytes;
    EXPECT_EQ(builder.count_fitting({}, Direction::kForward), 0u);
  }
  PageBuilder builder({100, 2});
  builder.add_row({}, Direction::kForward);
  EXPECT_TRUE(builder.empty());
  builder.add_row(std::span(row).last(2), Direction::kBackward);
  EXPECT_TRUE(builder.full());
  const ScanPage page = builder.finish({}, Direction::kBackward, true);
  ASSERT_EQ(page.entries().size(), 2u);
  EXPECT_EQ(page.entries()[0].key, "c");
  EXPECT_EQ(page.entries()[0].value, "3");
  EXPECT_EQ(page.entries()[1].key, "bb");
  EXPECT_EQ(page.entries()[1].value, "22");
  EXPECT_EQ(page.entries()[1].version, 2u);
  EXPECT_EQ(page.rest()->end, "bb");
}

}  // namespace
}  // namespace stator::storage
