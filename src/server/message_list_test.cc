#include "server/message_list.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

TEST(MessageList, HasTextsAndSources) {
  const std::string list = message_list();
  EXPECT_TRUE(list.starts_with("## ")) << list;
  EXPECT_NE(list.find("\n## Tables\n\n| text | source |\n| --- | --- |\n"), std::string::npos) << list;
  EXPECT_NE(list.find("| `Transaction payload cannot exceed 4MB` | "), std::string::npos) << list;
  EXPECT_NE(list.find("| `Invalid ShardIterator` | assumed, 2026-11 |\n"), std::string::npos) << list;
  EXPECT_NE(list.find("| `{} is not supported` | Stator's own |\n"), std::string::npos) << list;
}

// A brace that fmt wants doubled is shown once.
TEST(MessageList, BracesAsAUserSeesThem) {
  EXPECT_NE(message_list().find("Non-expression parameters: {{}} Expression parameters: {{}}"),
            std::string::npos);
}

TEST(MessageList, LinesAndTabsStayInTheirRow) {
  const std::string list = message_list();
  EXPECT_NE(list.find(R"(there are {} validation errors:\n{}` | )"), std::string::npos) << list;
  EXPECT_EQ(list.find('\t'), std::string::npos);
}

}  // namespace
}  // namespace stator::server
