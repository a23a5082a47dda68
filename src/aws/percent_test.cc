#include "aws/percent.h"

#include <gtest/gtest.h>

namespace stator::aws {
namespace {

TEST(Percent, DecodesEscapes) {
  EXPECT_EQ(percent_decode_strictly("arn%3aaws%3Alambda"), "arn:aws:lambda");
  EXPECT_EQ(percent_decode_strictly(""), "");
  for (const char* damaged : {"%", "%4", "a%", "%zz", "%4g"}) {
    EXPECT_FALSE(percent_decode_strictly(damaged)) << damaged;
    EXPECT_EQ(percent_decode(damaged), damaged);
  }
}

}  // namespace
}  // namespace stator::aws
