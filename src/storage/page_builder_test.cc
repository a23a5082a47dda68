#include "storage/page_builder.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace stator::storage
