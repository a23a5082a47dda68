#include "functions/function_arn.h"

#include <gtest/gtest.h>

namespace stator::functions {
namespace {

TEST(FunctionArn, IsReadAsItIsWritten) {
  const std::string plain = "arn:aws:lambda:eu-west-1:000000000000:function:f";
  for (const std::string& text : {plain, plain + ":live", plain + ":$LATEST"}) {
    const auto arn = parse_function_arn(text);
    ASSERT_TRUE(arn) << text;
    EXPECT_EQ(arn->scope.region, "eu-west-1");
    EXPECT_EQ(arn->scope.account, "000000000000");
    EXPECT_EQ(arn->name, "f");
    EXPECT_EQ(arn->text(), text);
  }
  EXPECT_EQ(parse_function_arn(plain + ":live")->qualifier, "live");
}

TEST(FunctionArn, OtherTextsAreNone) {
  for (const char* text :
       {"", "f", "arn:aws:lambda:eu-west-1:000000000000", "arn:aws:lambda:eu-west-1:000000000000:layer:f",
        "arn:aws:s3:eu-west-1:000000000000:function:f"})
    EXPECT_FALSE(parse_function_arn(text)) << text;
}

}  // namespace
}  // namespace stator::functions
