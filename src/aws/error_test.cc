#include "aws/error.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/log.h"
#include "base/log_limit.h"

namespace stator::aws {
namespace {

TEST(InternalErrors, AreNotLoggedAsOftenAsClientsCauseThem) {
  static std::vector<std::string> lines;
  base::set_log_sink([](std::string_view line) { lines.emplace_back(line); });
  for (int i = 0; i < 100; ++i) log_internal_error("s3", "the disk is full");
  base::set_log_sink(nullptr);
  ASSERT_EQ(lines.size(), static_cast<std::size_t>(base::LogLimit::kLines));
  EXPECT_TRUE(lines[0].ends_with("error   s3: internal error: the disk is full")) << lines[0];
}

}  // namespace
}  // namespace stator::aws
