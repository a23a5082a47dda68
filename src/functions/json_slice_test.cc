#include "functions/json_slice.h"

#include <gtest/gtest.h>

namespace stator::functions {
namespace {

TEST(JsonSlice, FindsMembersAsTheyAreWritten) {
  const struct {
    std::string_view object;
    std::optional<std::string_view> state;
  } kCases[] = {
      {R"({})", std::nullopt},
      {R"( { } )", std::nullopt},
      {R"({"state":{"a":1.10}})", R"({"a":1.10})"},
      {R"({ "state" : [1, {"b": "}"}] , "x": 2})", R"([1, {"b": "}"}])"},
      {R"({"x":{"state":1},"state":1e400})", "1e400"},
      {R"({"x":{"state":1}})", std::nullopt},
      {R"({"x":"\"state\":","state": "a\"b,c" })", R"("a\"b,c")"},
      {R"({"state":1,"state":null})", "null"},
      {R"({"a\\":1,"state":true})", "true"},
  };
  for (const auto& each : kCases) EXPECT_EQ(each.state, member_text(each.object, "state")) << each.object;
}

TEST(AddText, EscapesTheValue) {
  std::string out = "{";
  add_text("name", "a \"b\"\n", &out);
  EXPECT_EQ(out, R"({"name":"a \"b\"\n")");
}

}  // namespace
}  // namespace stator::functions
