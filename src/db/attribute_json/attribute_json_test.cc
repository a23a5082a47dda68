#include "db/attribute_json/attribute_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "db/model/random_values.h"
#include "db/model/value_writer.h"
#include "messages/values.h"

namespace stator::db::attribute_json {
namespace {

using model::MapView;
using model::ValueView;
using model::ValueWriter;

// Parses `json` and reads it as one AttributeValue.
Result<Parsed> read(std::string_view json) {
  base::JsonParser parser;
  const auto root = parser.parse(std::string(json));
  EXPECT_TRUE(root) << json;
  return read_value(*root);
}

Result<Parsed> read_item(std::string_view json) {
  base::JsonParser parser;
  const auto root = parser.parse(std::string(json));
  EXPECT_TRUE(root) << json;
  return read_map(*root);
}

std::string written(std::string_view bytes) {
  std::string out;
  write_value(ValueView(bytes), &out);
  return out;
}

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (; times > 0; --times) out += part;
  return out;
}

TEST(AttributeJsonTest, ReadsAndWritesEveryType) {
  const struct {
    std::string_view json;
    std::string_view canonical;  // empty: the same
  } cases[] = {
      {R"({"S":"text"})", ""},
      {R"({"S":""})", ""},
      {R"({"S":"\"\\\/\b\f\n\r\t\u0001\u00e4\ud83d\ude00"})",
       "{\"S\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\xc3\xa4\xf0\x9f\x98\x80\"}"},
      {R"({"N":"0042.50"})", R"({"N":"42.5"})"},
      {R"({"N":"-1e3"})", R"({"N":"-1000"})"},
      {R"({"B":"AP8="})", ""},
      {R"({"B":""})", ""},
      {R"({"BOOL":true})", ""},
      {R"({"BOOL":false})", ""},
      {R"({"NULL":true})", ""},
      {R"({"M":{}})", ""},
      {R"({"M":{"b":{"S":"2"},"a":{"L":[]},"":{"NULL":true}}})",
       R"({"M":{"":{"NULL":true},"a":{"L":[]},"b":{"S":"2"}}})"},
      {R"({"L":[{"S":"x"},{"L":[{"N":"1"}]}]})", ""},
      {R"({"SS":["b","","a"]})", R"({"SS":["","a","b"]})"},
      {R"({"NS":["10","9.0","-1"]})", R"({"NS":["-1","9","10"]})"},
      {R"({"BS":["Yg==","YQ=="]})", R"({"BS":["YQ==","Yg=="]})"},
      // Absent members: null, and names that are no types.
      {R"({"S":null,"N":"1","X":5,"s":"no"})", R"({"N":"1"})"},
      {R"({"S":"first","S":"last"})", R"({"S":"last"})"},
      {R"({"M":{"a":{"N":"1"},"a":{"N":"2"}}})", R"({"M":{"a":{"N":"2"}}})"},
  };
  for (const auto& c : cases) {
    const auto parsed = read(c.json);
    ASSERT_TRUE(parsed.ok()) << c.json << ": " << parsed.error().message;
    ASSERT_FALSE(parsed->invalid) << c.json << ": " << *parsed->invalid;
    EXPECT_TRUE(model::valid(parsed->bytes)) << c.json;
    EXPECT_EQ(written(parsed->bytes), c.canonical.empty() ? c.json : c.canonical);
  }
}

TEST(AttributeJsonTest, ReadsItems) {
  const auto parsed = read_item(R"({"pk":{"S":"a"},"n":{"N":"5"}})");
  ASSERT_TRUE(parsed.ok());
  ASSERT_FALSE(parsed->invalid);
  EXPECT_EQ(MapView(parsed->bytes).find("pk")->text(), "a");
  std::string out;
  write_map(MapView(parsed->bytes), &out);
  EXPECT_EQ(out, R"({"n":{"N":"5"},"pk":{"S":"a"}})");
  out.clear();
  write_map(MapView(), &out);
  EXPECT_EQ(out, "{}");
}

TEST(AttributeJsonTest, WrongJsonTypesAreSerializationErrors) {
  const struct {
    std::string_view json, message;
  } cases[] = {
      {R"({"S":1})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"S":1.5})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"S":true})", "TRUE_VALUE cannot be converted to String"},
      {R"({"S":false})", "FALSE_VALUE cannot be converted to String"},
      {R"({"S":["x"]})", "Start of list found where not expected"},
      {R"({"S":{}})", "Start of structure or map found where not expected"},
      {R"({"N":5})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"B":5})", "only base-64-encoded strings are convertible to bytes"},
      {R"({"B":[1]})", "Start of list found where not expected"},
      {R"({"B":"abc"})", "Base64 encoded length is expected a multiple of 4 bytes but found: 3"},
      {R"({"B":"ab!="})", "Invalid base 64 character: '!'"},
      {R"({"B":"a\u00e4b"})", "Invalid base 64 character: '\xc3\xa4'"},
      {R"({"B":"=aaa"})", "Invalid base 64 character: '='"},
      {R"({"B":"Yh=="})", "Invalid last non-pad Base64 character detected"},
      {R"({"BOOL":"true"})", "Unexpected token received from parser"},
      {R"({"BOOL":1})", "NUMBER_VALUE cannot be converted to Boolean"},
      {R"({"NULL":"true"})", "Unexpected token received from parser"},
      {R"({"NULL":[]})", "Start of list found where not expected"},
      {R"({"M":"x"})", "Unexpected field type"},
      {R"({"M":[]})",
       "Unrecognized collection type java.util.Map<java.lang.String, "
       "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
      {R"({"M":{"a":"x"}})", "Unexpected value type in payload"},
      {R"({"L":"x"})", "Unexpected field type"},
      {R"({"L":{}})", "Start of structure or map found where not expected"},
      {R"({"L":["x"]})", "Unexpected value type in payload"},
      {R"({"L":[[]]})", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"},
      {R"({"SS":"x"})", "Unexpected field type"},
      {R"({"SS":[1]})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"NS":[1]})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"BS":["abc"]})", "Base64 encoded length is expected a multiple of 4 bytes but found: 3"},
      // Before anything that is only invalid, wherever it stands.
      {R"({"L":[{"NS":[]},{"S":1}]})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"S":"x","N":{}})", "Start of structure or map found where not expected"},
      {R"({"S":"x","M":{"a":{"N":1}}})", "NUMBER_VALUE cannot be converted to String"},
  };
  for (const auto& c : cases) {
    const auto parsed = read(c.json);
    ASSERT_FALSE(parsed.ok()) << c.json;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kSerialization);
    EXPECT_EQ(parsed.error().message, c.message) << c.json;
  }
  EXPECT_EQ(read_item("\"x\"").error().message, "Unexpected field type");
}

TEST(AttributeJsonTest, InvalidValuesWaitForTheirTurn) {
  const std::string invalid = "One or more parameter values were invalid: ";
  const struct {
    std::string json, message;
  } cases[] = {
      {"{}", std::string(messages::kAttributeValueEmpty)},
      {R"({"S":null})", std::string(messages::kAttributeValueEmpty)},
      {R"({"X":1})", std::string(messages::kAttributeValueEmpty)},
      {R"({"L":[null]})", std::string(messages::kAttributeValueEmpty)},
      {R"({"S":"x","N":"1"})", std::string(messages::kAttributeValueAmbiguous)},
      {R"({"S":"x","N":"abc"})", "The parameter cannot be converted to a numeric value: abc"},
      {R"({"NULL":false})", invalid + "Null attribute value types must have the value of true"},
      {R"({"SS":[]})", invalid + "An string set  may not be empty"},
      {R"({"NS":[]})", invalid + "An number set  may not be empty"},
      {R"({"BS":[]})", invalid + "Binary sets should not be empty"},
      {R"({"M":{"a":{"L":[{"SS":[]}]}}})", invalid + "An string set  may not be empty"},
      {R"({"SS":[null]})", invalid + "An string set may not have a null string as a member"},
      {R"({"SS":["b","a","b"]})", invalid + "Input collection [b, a, b] contains duplicates."},
      {R"({"NS":["1","2","1.0"]})", "Input collection contains duplicates"},
      {R"({"BS":["Yg==","Yg=="]})", invalid + "Input collection [Yg==, Yg==]of type BS contains duplicates."},
      {R"({"N":""})", "The parameter cannot be converted to a numeric value"},
      {R"({"N":"b"})", "The parameter cannot be converted to a numeric value: b"},
      {R"({"NS":["1","b"]})", "The parameter cannot be converted to a numeric value: b"},
      {R"({"N":"123456789012345678901234567890123456789"})",
       "Attempting to store more than 38 significant digits in a Number"},
      {R"({"N":"1e126"})",
       "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {R"({"N":"-1e-131"})",
       "Number underflow. Attempting to store a number with magnitude smaller than supported range"},
      // The first one in the document counts.
      {R"({"L":[{"N":"x"},{"SS":[]}]})", "The parameter cannot be converted to a numeric value: x"},
  };
  for (const auto& c : cases) {
    const auto parsed = read(c.json);
    ASSERT_TRUE(parsed.ok()) << c.json << ": " << parsed.error().message;
    ASSERT_TRUE(parsed->invalid) << c.json;
    EXPECT_EQ(*parsed->invalid, c.message) << c.json;
  }
}

// The document's order decides which problem is reported, not the order of the names.
TEST(AttributeJsonTest, TheFirstProblemOfTheDocumentCounts) {
  const auto problem = [](std::string_view json) {
    const auto parsed = read_item(json);
    return parsed.ok() ? parsed->invalid.value_or("none") : parsed.error().message;
  };
  const std::string set_empty = "One or more parameter values were invalid: An string set  may not be empty";
  const std::string no_number = "The parameter cannot be converted to a numeric value: x";
  EXPECT_EQ(problem(R"({"b":{"SS":[]},"a":{"N":"x"}})"), set_empty);
  EXPECT_EQ(problem(R"({"a":{"N":"x"},"b":{"SS":[]}})"), no_number);
  EXPECT_EQ(problem(R"({"m":{"M":{"b":{"SS":[]},"a":{"N":"x"}}},"a":{"NS":[]}})"), set_empty);
  EXPECT_EQ(problem(R"({"b":{"S":[]},"a":{"S":{}}})"), "Start of list found where not expected");
  EXPECT_EQ(problem(R"({"b":{"N":"x"},"a":{"S":{}}})"), "Start of structure or map found where not expected");
  // Of a name that stands twice the last value is stored, but all are looked at.
  EXPECT_EQ(problem(R"({"a":{"N":"x"},"a":{"N":"1"}})"), no_number);
  EXPECT_EQ(problem(R"({"a":{"S":[]},"a":{"N":"1"}})"), "Start of list found where not expected");
  EXPECT_EQ(problem(R"({"a":{"M":{"c":{"SS":[]},"c":{"S":"y"}}},"b":{"N":"x"}})"), set_empty);
  EXPECT_EQ(problem(R"({"a":{"N":"1"},"b":{"N":"2"},"a":{"N":"3"}})"), "none");
  EXPECT_EQ(read_item(R"({"a":{"N":"1"},"b":{"N":"2"},"a":{"N":"3"}})")->bytes,
            read_item(R"({"a":{"N":"3"},"b":{"N":"2"}})")->bytes);
}

TEST(AttributeJsonTest, SetsThatFitNowhere) {
  std::string elements = "\"1\"";
  for (int i = 0; i < 1 << 20; ++i) elements += ",\"2\"";
  const auto parsed = read(R"({"NS":[)" + elements + "]}");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->invalid, "Item size has exceeded the maximum allowed size");
  EXPECT_FALSE(read(R"({"NS":[)" + elements + ",5]}").ok());  // a wrong type still takes precedence
}

// Names that differ late or in their length only, in all orders and numbers.
TEST(AttributeJsonTest, SortsNamesAndElements) {
  const std::vector<std::string> names = {"",           "\\u0000",   "a",         "a\\u0000",
                                          "aa",         "attribut",  "attribut0", "attribut00",
                                          "attribut01", "attribut1", "attribute", "\xc3\xa4"};
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> some = names;
    for (std::size_t i = 0; i < random() % 60; ++i) some.push_back("attribute" + std::to_string(i));
    std::shuffle(some.begin(), some.end(), random);
    std::string map = R"({"M":{)", set = R"({"SS":[)";
    for (const std::string& name : some) {
      map += "\"" + name + R"(":{"NULL":true},)";
      set += "\"" + name + "\",";
    }
    map.back() = set.back() = ' ';
    const auto map_bytes = read(map + "}}")->bytes;
    const auto set_bytes = read(set + "]}")->bytes;
    EXPECT_TRUE(model::valid(map_bytes)) << map;
    EXPECT_TRUE(model::valid(set_bytes)) << set;
    EXPECT_EQ(ValueView(map_bytes).count(), some.size());
    EXPECT_EQ(ValueView(set_bytes).count(), some.size());
  }
}

TEST(AttributeJsonTest, AttributeNames) {
  const auto invalid_of = [](const std::string& json) { return read_item(json)->invalid; };
  EXPECT_EQ(invalid_of(R"({"":{"S":"x"}})"), messages::kAttributeNameEmpty);
  EXPECT_FALSE(invalid_of(R"({"a":{"M":{"":{"S":"x"}}}})"));
  EXPECT_FALSE(invalid_of("{\"" + std::string(65535, 'n') + "\":{\"S\":\"x\"}}"));
  EXPECT_EQ(invalid_of("{\"" + std::string(65536, 'n') + "\":{\"S\":\"x\"}}"),
            messages::kAttributeNameTooLong);
}

// Rule 28: 31 lists or maps around a scalar are accepted, 32 are not.
TEST(AttributeJsonTest, NestingLimit) {
  const auto nested = [](int lists, int maps, std::string_view inner) {
    return repeated(R"({"L":[)", lists) + repeated(R"({"M":{"a":)", maps) + std::string(inner) +
           repeated("}}", maps) + repeated("]}", lists);
  };
  EXPECT_FALSE(read(nested(31, 0, R"({"S":"x"})"))->invalid);
  EXPECT_FALSE(read(nested(0, 31, R"({"SS":["x"]})"))->invalid);
  EXPECT_FALSE(read(nested(15, 16, R"({"M":{}})"))->invalid);
  EXPECT_EQ(read(nested(32, 0, R"({"S":"x"})"))->invalid, messages::kNestingTooDeep);
  EXPECT_EQ(read(nested(16, 16, R"({"NULL":true})"))->invalid, messages::kNestingTooDeep);
  EXPECT_FALSE(read_item("{\"a\":" + nested(31, 0, R"({"S":"x"})") + "}")->invalid);
  EXPECT_EQ(read_item("{\"a\":" + nested(32, 0, R"({"S":"x"})") + "}")->invalid, messages::kNestingTooDeep);
  EXPECT_EQ(read(nested(400, 50, R"({"S":"x"})"))->invalid,
            messages::kNestingTooDeep);  // as deep as the parser goes
  EXPECT_EQ(read(nested(33, 0, R"({"S":1})")).error().message, "NUMBER_VALUE cannot be converted to String");
}

TEST(AttributeJsonTest, EscapesAtEveryOffset) {
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t offset = 0; offset < length; ++offset) {
      for (const char special : {'"', '\\', '\n', '\0', '\x1f', '\x7f', ' ', '!', 'z'}) {
        std::string text(length, 'a');
        text[offset] = special;
        std::string json = "x";
        write_json_string(text, &json);
        base::JsonParser parser;
        const auto back = parser.parse(json.substr(1));
        ASSERT_TRUE(back) << json;
        EXPECT_EQ(back->text(), text);
      }
    }
  }
  std::string json;
  write_json_string("\xc3\xa4 \xf0\x9f\x98\x80 \xe2\x82\xac \xc3\xbf \x80 stays as it is", &json);
  EXPECT_EQ(json, "\"\xc3\xa4 \xf0\x9f\x98\x80 \xe2\x82\xac \xc3\xbf \x80 stays as it is\"");
}

// Brackets without end: what no name or text between them gives the writer an occasion to make room for.
TEST(AttributeJsonTest, WritesDeepNestingIntoSmallBuffers) {
  for (const std::string_view inner : {R"({"NULL":true})", R"({"L":[]})", R"({"M":{}})", R"({"S":""})"}) {
    for (int lists = 0; lists <= 30; ++lists) {
      const std::string json = repeated(R"({"L":[)", lists) + std::string(inner) + repeated("]}", lists);
      EXPECT_EQ(written(read(json)->bytes), json);
    }
  }
  std::string nulls = R"({"L":[{"NULL":true})";
  for (int i = 0; i < 1000; ++i) nulls += R"(,{"NULL":true})";
  nulls += "]}";
  EXPECT_EQ(written(read(nulls)->bytes), nulls);
}

TEST(AttributeJsonTest, RandomValuesSurviveJson) {
  model::test::RandomValues random(
      31, {"a", "Z", "\"", "\\", "\n", "\x01", "\xc3\xa4", "\xf0\x9f\x98\x80", "/", " "});
  for (int i = 0; i < 3000; ++i) {
    std::string bytes;
    ValueWriter writer(&bytes);
    random.write(5, &writer);
    const std::string json = written(bytes);
    const auto parsed = read(json);
    ASSERT_TRUE(parsed.ok()) << json << parsed.error().message;
    ASSERT_FALSE(parsed->invalid) << json << *parsed->invalid;
    ASSERT_EQ(parsed->bytes, bytes) << json;
  }
}

}  // namespace
}  // namespace stator::db::attribute_json
