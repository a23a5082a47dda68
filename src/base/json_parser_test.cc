#include "base/json_parser.h"

#include <gtest/gtest.h>

namespace stator::base {
namespace {

// A value as text again, to compare with: kinds, sizes and contents.
std::string print(JsonValue value) {
  std::string out;
  switch (value.kind()) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kFalse:
      return "false";
    case JsonKind::kTrue:
      return "true";
    case JsonKind::kInteger:
      return "i" + std::to_string(value.integer());
    case JsonKind::kUnsigned:
      return "u" + std::to_string(value.number());
    case JsonKind::kDouble:
      return "d" + std::to_string(value.number());
    case JsonKind::kString:
      return "'" + std::string(value.text()) + "'";
    case JsonKind::kArray:
      out = "[" + std::to_string(value.size()) + ":";
      for (const JsonValue element : value.elements()) out += " " + print(element);
      return out + "]";
    case JsonKind::kObject:
      out = "{" + std::to_string(value.size()) + ":";
      for (const JsonMember member : value.members())
        out += " " + std::string(member.name) + "=" + print(member.value);
      return out + "}";
  }
  return out;
}

std::string parsed(const std::string& text) {
  JsonParser parser;
  const auto root = parser.parse(text);
  return root ? print(*root) : "malformed";
}

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (; times > 0; --times) out += part;
  return out;
}

TEST(JsonParserTest, ReadsValues) {
  const std::pair<std::string, std::string> cases[] = {
      {"null", "null"},
      {" \t\r\n true \n", "true"},
      {"false", "false"},
      {"0", "i0"},
      {"-0", "i0"},
      {"-12", "i-12"},
      {"9223372036854775807", "i9223372036854775807"},
      {"-9223372036854775808", "i-9223372036854775808"},
      {"9223372036854775808", "u9223372036854775808.000000"},
      {"18446744073709551615", "u18446744073709551616.000000"},
      {"1.5", "d1.500000"},
      {"-1.5e2", "d-150.000000"},
      {"1E+2", "d100.000000"},
      {"1e-400", "d0.000000"},
      {R"("")", "''"},
      {R"("text")", "'text'"},
      {R"("\"\\\/\b\f\n\r\t")", "'\"\\/\b\f\n\r\t'"},
      {R"("\u0041\u00e4\u20AC\ud83d\ude00")", "'A\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80'"},
      {R"("a\u0000b")", std::string("'a\0b'", 5)},
      {"\"\xc3\xa4\x7f\"", "'\xc3\xa4\x7f'"},
      {"[]", "[0:]"},
      {"{ }", "{0:}"},
      {"[1,[2,[]],{}]", "[3: i1 [2: i2 [0:]] {0:}]"},
      {R"({"a":1,"b":{"c":[true,null]},"a":"x"})", "{3: a=i1 b={1: c=[2: true null]} a='x'}"},
      {" { \"a\" : [ 1 , 2 ] , \"b\" : \"\" } ", "{2: a=[2: i1 i2] b=''}"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parsed(text), expected) << text;
}

TEST(JsonParserTest, RefusesWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "nul",
                           "nulll",
                           "True",
                           "tru",
                           "01",
                           "-",
                           "+1",
                           ".5",
                           "1.",
                           "1.e5",
                           "1e",
                           "1e+",
                           "- 1",
                           "1 2",
                           "0x10",
                           "18446744073709551616",
                           "-9223372036854775809",
                           "1e400",
                           "-1e400",
                           "NaN",
                           "Infinity",
                           "\"",
                           "\"a",
                           "\"\\",
                           "\"\\\"",
                           "\"\\x\"",
                           "\"\\u\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\\ud800\"",
                           "\"\\ud800x\"",
                           "\"\\ud800\\n\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\ud800\\ud800\"",
                           "\"\\udc00\"",
                           "\"\n\"",
                           "\"\x1f\"",
                           "\"\xff\"",
                           "\"\xed\xa0\x80\"",
                           "\"\xc3\"",
                           "\"\xc3\\n\xa4\"",
                           "\xef\xbb\xbf{}",
                           "'a'",
                           "[",
                           "]",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "[1}",
                           "{",
                           "}",
                           "{1:2}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1",
                           "{\"a\":1,",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\" 1}",
                           "{\"a\":1]",
                           "{\"a\"::1}",
                           "{a:1}",
                           "[]]",
                           "{}{}",
                           "[] x",
                           "/**/{}",
                           "\xc3\xa4"}) {
    EXPECT_EQ(parsed(text), "malformed") << text;
  }
  EXPECT_EQ(parsed(std::string("{}\0", 3)), "malformed");
  EXPECT_EQ(parsed(std::string("\"a\0b\"", 5)), "malformed");
  EXPECT_EQ(parsed(std::string("\0", 1)), "malformed");
}

TEST(JsonParserTest, DepthLimit) {
  const int most = JsonParser::kMaxDepth;
  EXPECT_NE(parsed(repeated("[", most) + "1" + repeated("]", most)), "malformed");
  EXPECT_NE(parsed(repeated("[", most + 1) + repeated("]", most + 1)),
            "malformed");  // the innermost is empty
  EXPECT_EQ(parsed(repeated("[", most + 1) + "1" + repeated("]", most + 1)), "malformed");
  EXPECT_NE(parsed(repeated("{\"a\":", most) + "1" + repeated("}", most)), "malformed");
  EXPECT_EQ(parsed(repeated("{\"a\":", most + 1) + "1" + repeated("}", most + 1)), "malformed");
  EXPECT_EQ(parsed(repeated("[", 100000)), "malformed");
}

// Strings of every length, what ends them at every place, in texts with and without room behind them.
TEST(JsonParserTest, StringsOfEveryLength) {
  JsonParser parser;
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string content(length, 'x');
    std::string text = "[\"" + content + "\",\"" + content + "\\n" + content + "\"]";
    text.shrink_to_fit();
    for (int padded = 0; padded < 2; ++padded) {
      const auto root = parser.parse(text);
      ASSERT_TRUE(root);
      const JsonValue first = root->first();
      EXPECT_EQ(first.text(), content);
      EXPECT_EQ(first.next().text(), content + "\n" + content);
      text.reserve(text.size() + JsonParser::kPadding);
    }
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      std::string part = text.substr(0, cut);
      EXPECT_FALSE(parser.parse(part));
      part.reserve(part.size() + JsonParser::kPadding);
      EXPECT_FALSE(parser.parse(part));
    }
  }
}

TEST(JsonParserTest, IsReadyForTheNextText) {
  JsonParser parser;
  std::string large = "[";
  for (int i = 0; i < 1000; ++i) large += R"({"name":"\u0041 long text with an escape"},)";
  large += "0]";
  for (int round = 0; round < 3; ++round) {
    const auto root = parser.parse(large);
    ASSERT_TRUE(root);
    EXPECT_EQ(root->size(), 1001u);
    EXPECT_EQ(print(root->first()), "{1: name='A long text with an escape'}");
    EXPECT_FALSE(parser.parse("[1,"));
    EXPECT_EQ(print(*parser.parse(R"(["\n"])")), "[1: '\n']");
  }
}

}  // namespace
}  // namespace stator::base
