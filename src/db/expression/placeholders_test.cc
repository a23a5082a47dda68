#include "db/expression/placeholders.h"

#include <gtest/gtest.h>

#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

using test::placeholders;

TEST(Placeholders, FindsAndRemembersUse) {
  Placeholders given = placeholders({{"#b", "bee"}, {"#a", "ay"}, {":v", "1"}, {":w", "2"}});
  EXPECT_EQ(*given.name("#a"), "ay");
  EXPECT_EQ(*given.value(":w"), test::encode("2"));
  EXPECT_EQ(given.name("#c"), nullptr);
  EXPECT_EQ(given.value("#a"), nullptr);
  ASSERT_FALSE(given.check_all_used().ok());
  EXPECT_EQ(given.check_all_used().error().message,
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
  given.name("#b");
  EXPECT_EQ(given.check_all_used().error().message,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}");
  given.value(":v");
  EXPECT_TRUE(given.check_all_used().ok());
}

TEST(Placeholders, ListsAllUnused) {
  EXPECT_EQ(placeholders({{":b", "1"}, {":a", "1"}}).check_all_used().error().message,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}");
}

TEST(Placeholders, ChecksKeys) {
  EXPECT_TRUE(placeholders({{"#0", "a"}, {":_", "1"}}).check_keys().ok());
  EXPECT_TRUE(placeholders({{'#' + std::string(kMaxPlaceholderBytes - 1, 'a'), "a"}}).check_keys().ok());
  EXPECT_FALSE(placeholders({{'#' + std::string(kMaxPlaceholderBytes, 'a'), "a"}}).check_keys().ok());
  EXPECT_FALSE(placeholders({{"#a", ""}}).check_keys().ok());
  EXPECT_EQ(Placeholders({{"abc", "a", false}}, {}).check_keys().error().message,
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"abc\"");
  EXPECT_EQ(placeholders({{"v", "1"}}).check_keys().error().message,
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\"");
}

TEST(Placeholders, LimitsTheirTotalSize) {
  const std::string half(kMaxPlaceholderTotalBytes / 2 - 2, 'x');
  const auto total = [&](std::string second) {
    return placeholders({{":a", '\'' + half + '\''}, {":b", '\'' + second + '\''}}).check_keys().ok();
  };
  EXPECT_TRUE(total(half));
  EXPECT_FALSE(total(half + 'x'));
}

}  // namespace
}  // namespace stator::db::expression
