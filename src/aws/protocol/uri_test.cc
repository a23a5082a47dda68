#include "aws/protocol/uri.h"

#include <gtest/gtest.h>

namespace stator::aws::protocol {
namespace {

TEST(Uri, MatchesPathsAgainstTemplates) {
  const auto labels = match_path("/v/functions/{Name}/code", "/v/functions/a%3Ab/code");
  ASSERT_TRUE(labels);
  ASSERT_EQ(labels->size(), 1u);
  EXPECT_EQ((*labels)[0].first, "Name");
  EXPECT_EQ((*labels)[0].second, "a:b");
  EXPECT_TRUE(match_path("/v/functions", "/v/functions/"));
  EXPECT_TRUE(match_path("/v/functions/", "/v/functions"));
  for (const char* path : {"/v/functions", "/v/functions//code", "/v/functions/a", "/v/functions/a/code/b",
                           "/v/functions/a/cod", "/", ""})
    EXPECT_FALSE(match_path("/v/functions/{Name}/code", path)) << path;
}

TEST(Uri, SplitsQueries) {
  const auto parameters = query_parameters("a=1&a=2&b&c=x%20y+z&&d=%");
  ASSERT_EQ(parameters.size(), 5u);
  EXPECT_EQ(parameters[1], (std::pair<std::string, std::string>("a", "2")));
  EXPECT_EQ(parameters[2], (std::pair<std::string, std::string>("b", "")));
  EXPECT_EQ(parameters[3].second, "x y z");
  EXPECT_EQ(parameters[4].second, "%");
}

}  // namespace
}  // namespace stator::aws::protocol
