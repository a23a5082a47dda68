// base::JsonParser against simdjson: both take the same texts and read the same values from them.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>

#include "aws/protocol/json_oracle.h"
#include "base/json_parser.h"

namespace stator::aws::protocol {
namespace {

namespace dom = simdjson::dom;
using base::JsonParser;

class JsonParserOracleTest : public testing::Test {
 protected:
  void compare(const std::string& text) {
    dom::element expected;
    const bool good = oracle_.parse(text).get(expected) == simdjson::SUCCESS;
    const auto value = parser_.parse(text);
    ASSERT_EQ(value.has_value(), good) << text;
    ASSERT_TRUE(!good || same_json(expected, *value)) << text;
    (good ? taken_ : refused_)++;
  }

  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  std::string_view one_of(std::initializer_list<std::string_view> pieces) {
    return pieces.begin()[below(pieces.size())];
  }

  std::string string() {
    std::string out = "\"";
    for (auto pieces = below(6); pieces > 0; --pieces) {
      if (chance(8)) out += std::string(below(50), 'x');
      out +=
          one_of({"a", "bc", " ", "/", "\\n", "\\\"", "\\\\", "\\u00e4", "\\u20aC", "\\ud83d\\ude00",
                  "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x7f", "{", "]", ",", "\\/", "\\u0000"});
      if (chance(60))
        out +=
            one_of({"\\ud800", "\\udc00\\ud800", "\\u12", "\\x", "\x01", "\xff", "\xe2\x82", "\xed\xa0\x80"});
    }
    return out + "\"";
  }

  std::string number() {
    std::string out;
    if (chance(3)) out += '-';
    if (chance(2)) out += static_cast<char>('1' + below(9));
    for (auto digits = chance(8) ? below(25) : below(4); digits > 0; --digits)
      out += static_cast<char>('0' + below(10));
    if (out.empty() || chance(30)) out += '0';
    if (chance(4)) out += '.';
    if (chance(3)) out += std::to_string(below(1000));
    if (chance(5)) out += one_of({"e", "E", "e+", "e-", "E-"});
    if (chance(4)) out += std::to_string(below(chance(5) ? 500 : 10));
    return out;
  }

  std::string space() {
    return chance(4) ? std::string(one_of({" ", "\n", "\t", "\r", "  \n "})) : std::string();
  }

  std::string value(int depth) {
    const std::size_t kind = below(depth == 0 ? 4 : 7);
    if (kind == 0) return std::string(one_of({"true", "false", "null"}));
    if (kind == 1) return number();
    if (kind < 4) return string();
    const bool object = kind == 4;
    std::string out(1, object ? '{' : '[');
    const std::size_t count = below(5);
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out += "," + space();
      if (object) out += string() + space() + ":" + space();
      out += value(depth - 1) + space();
    }
    return out + (object ? '}' : ']');
  }

  std::string mutated(std::string text) {
    for (auto changes = 1 + below(2); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = below(text.size());
      const std::string_view piece = one_of({"\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", ".",
                                             " ", "\x01", "\x80", "\xc3", "n", "u"});
      switch (below(4)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, piece);
          break;
        case 2:
          text[at] = piece[0];
          break;
        default:
          text.resize(at);
      }
    }
    return text;
  }

  dom::parser oracle_;
  JsonParser parser_;
  std::mt19937_64 random_{11};
  int taken_ = 0;
  int refused_ = 0;
};

TEST_F(JsonParserOracleTest, RandomTexts) {
  for (int i = 0; i < 30000; ++i) {
    std::string text = space() + value(5) + space();
    if (chance(2)) text.reserve(text.size() + JsonParser::kPadding);
    compare(text);
    compare(mutated(text));
    compare(mutated(text));
  }
  EXPECT_GT(taken_, 20000);
  EXPECT_GT(refused_, 20000);
}

TEST_F(JsonParserOracleTest, RandomNumbers) {
  for (int i = 0; i < 30000; ++i) compare(number());
  for (const char* text : {"1e308", "1.8e308", "1e309", "-1e309", "5e-324", "2e-324", "1e-999", "0e999",
                           "123456789012345678901e-30", "1e99999999999999999999", "1e-99999999999999999999",
                           "0.1e-1", "-0.0", "-0", "00", "-01"}) {
    compare(text);
  }
}

TEST_F(JsonParserOracleTest, Depth) {
  for (std::size_t depth : {1, 2, 1022, 1023, 1024, 1025, 2000}) {
    for (const char* inner : {"", "1", " "}) {
      compare(std::string(depth, '[') + inner + std::string(depth, ']'));
    }
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    compare(objects + "{}" + std::string(depth, '}'));
    compare(objects + "1" + std::string(depth, '}'));
  }
}

TEST_F(JsonParserOracleTest, EveryByteEverywhere) {
  const std::string text = R"({"name":{"S":"a text of more than one block"},"n":[1,true]})";
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string changed = text;
      changed[at] = static_cast<char>(c);
      compare(changed);
    }
  }
}

}  // namespace
}  // namespace stator::aws::protocol
