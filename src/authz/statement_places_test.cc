// Positions as AWS's own answers have them.
#include "authz/statement_places.h"

#include <gtest/gtest.h>

namespace stator::authz {
namespace {

// The examples of the AWS CLI (awscli/examples/iam/simulate-custom-policy.rst,
// simulate-principal-policy.rst).
TEST(StatementPlaces, AsTheAwsCliShowsThem) {
  EXPECT_EQ(statement_places(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*",)"
                             R"("Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":)"
                             R"("2018-08-16T12:00:00Z"}}}})"),
            (std::vector<Place>{{{1, 38}, {1, 167}}}));
  EXPECT_EQ(statement_places("{\n"
                             "    \"Version\": \"2012-10-17\",\n"
                             "    \"Statement\": [\n"
                             "        {\n"
                             "            \"Effect\": \"Allow\",\n"
                             "            \"Action\": [\n"
                             "                \"codecommit:ListRepositories\"],\n"
                             "            \"Resource\": \"*\"\n"
                             "        }\n"
                             "    ]\n"
                             "}\n"),
            (std::vector<Place>{{{3, 19}, {9, 10}}}));
}

TEST(StatementPlaces, OneBehindTheOther) {
  EXPECT_EQ(statement_places(R"({"Statement":[{"Sid":"a"},  {"Sid":"]}\"\\"},{}]})"),
            (std::vector<Place>{{{1, 15}, {1, 26}}, {{1, 26}, {1, 45}}, {{1, 45}, {1, 48}}}));
}

TEST(StatementPlaces, MembersInAnyOrderAndLines) {
  EXPECT_EQ(
      statement_places("\r\n{\"Id\":\"\\\"Statement\\\":{\",\r\"\\u0053tatement\"\n:{ },\"Version\":1}"),
      (std::vector<Place>{{{4, 3}, {4, 5}}}));
  EXPECT_EQ(statement_places("{\"Id\":[{},\"\xC3\xA4\xF0\x9F\x98\x80\",1e5,null],\"Statement\":[]}"),
            std::vector<Place>());
  // Characters, not bytes: one of two bytes, one of four that is a pair in UTF-16.
  EXPECT_EQ(statement_places("{\"Id\":\"\xC3\xA4\xF0\x9F\x98\x80\",\"Statement\":{}}"),
            (std::vector<Place>{{{1, 26}, {1, 27}}}));
}

TEST(StatementPlaces, NoneInOtherTexts) {
  for (const char* text : {"", "[]", "{", "{}", R"({"Version":"2012-10-17"})"})
    EXPECT_TRUE(statement_places(text).empty()) << text;
}

}  // namespace
}  // namespace stator::authz
