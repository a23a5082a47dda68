#include "db/recovery/table_fill.h"

#include "db/recovery/recovery_fixture.h"
#include "db/table/item_keys.h"

namespace stator::db::recovery {
namespace {

class TableFillTest : public RecoveryTest {
 protected:
  void SetUp() override {
    RecoveryTest::SetUp();
    create();
    table_ = *database_->find_table(scope_, "t");
    fill_ = std::make_unique<TableFill>(engine_, *table_, stopped_);
  }
  bool add(const std::string& pk, std::optional<std::string> value) {
    const std::string bytes = item(pk, value.value_or(""));
    TableFill::Wanted wanted{table::item_key(*table_, ItemView(bytes)), std::nullopt};
    if (value) wanted.item = ItemView(bytes);
    const auto added = block_on(fill_->add({wanted}));
    return added.ok() && *added;
  }
  bool flush() {
    const auto flushed = block_on(fill_->flush());
    return flushed.ok() && *flushed;
  }
  std::int64_t count() { return block_on(database_->describe_table(scope_, "t"))->item_count; }

  table::TableRef table_;
  std::atomic<bool> stopped_{false};
  std::unique_ptr<TableFill> fill_;
};

TEST_F(TableFillTest, WritesSoManyItemsAtOnce) {
  for (std::size_t i = 1; i < TableFill::kCommitItems; ++i) ASSERT_TRUE(add(std::to_string(i), "x"));
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(add("last", "x"));
  EXPECT_EQ(count(), static_cast<std::int64_t>(TableFill::kCommitItems));
  ASSERT_TRUE(add("more", "x"));
  EXPECT_EQ(count(), static_cast<std::int64_t>(TableFill::kCommitItems));
  EXPECT_TRUE(flush());
  EXPECT_EQ(count(), static_cast<std::int64_t>(TableFill::kCommitItems) + 1);
}

TEST_F(TableFillTest, WritesSoManyBytesAtOnce) {
  ASSERT_TRUE(add("a", std::string(TableFill::kCommitBytes / 2, 'x')));
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(add("b", std::string(TableFill::kCommitBytes / 2, 'x')));
  EXPECT_EQ(count(), 2);
}

TEST_F(TableFillTest, WhatIsAddedLaterCounts) {
  put("there", "0");
  ASSERT_TRUE(add("there", "1"));
  ASSERT_TRUE(add("a", "1"));
  ASSERT_TRUE(add("a", "2"));
  ASSERT_TRUE(add("b", "1"));
  ASSERT_TRUE(add("b", std::nullopt));
  EXPECT_TRUE(flush());
  EXPECT_EQ(items("t"), (Items{{"there", "1"}, {"a", "2"}}));
  EXPECT_EQ(count(), 2);
}

TEST_F(TableFillTest, AConflictBeginsAgain) {
  ASSERT_TRUE(add("a", "1"));
  ASSERT_TRUE(add("b", "1"));
  put("a", "0");  // as an attempt whose outcome was not known
  EXPECT_TRUE(flush());
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(count(), 2);
}

TEST_F(TableFillTest, WritesNothingWhenStopped) {
  ASSERT_TRUE(add("a", "1"));
  stopped_ = true;
  EXPECT_FALSE(flush());
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace stator::db::recovery
