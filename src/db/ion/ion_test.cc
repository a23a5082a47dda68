#include "db/ion/ion.h"

#include <gtest/gtest.h>

#include "db/attribute_json/attribute_json.h"
#include "db/model/random_values.h"
#include "db/model/value_writer.h"

namespace stator::db::ion {
namespace {

using namespace std::string_literals;
using model::MapView;
using model::ValueWriter;

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (; times > 0; --times) out += part;
  return out;
}

// {"a": {"S": "x"}, ...} -> the encoding of the map. Empty if it is no item.
std::string encoded(std::string_view json) {
  base::JsonParser parser;
  const auto root = parser.parse(std::string(json));
  if (!root) return {};
  const auto parsed = attribute_json::read_map(*root);
  EXPECT_TRUE(parsed.ok()) << json << ": " << parsed.error().message;
  return parsed.ok() && !parsed->invalid ? parsed->bytes : std::string();
}

std::string ion_of(std::string_view json) {
  const std::string bytes = encoded(json);
  EXPECT_FALSE(bytes.empty()) << json;
  std::string out;
  write_map(MapView(bytes), &out);
  return out;
}

// Of a field of an item.
std::optional<std::string> value_json(std::string_view ion) {
  const auto json = to_dynamodb_json("{Item:{a:" + std::string(ion) + "}}");
  if (!json) return json;
  const std::string_view before = R"({"Item":{"a":)", after = "}}";
  EXPECT_TRUE(json->starts_with(before) && json->ends_with(after)) << *json;
  return json->substr(before.size(), json->size() - before.size() - after.size());
}

TEST(IonTest, TheItemOfTheGuide) {  // S3DataExport.Output, in the order of names
  const std::string json =
      R"({"Authors":{"SS":["Author1","Author2"]},"Dimensions":{"S":"8.5 x 11.0 x 1.5"},)"
      R"("ISBN":{"S":"333-3333333333"},"Id":{"N":"103"},"InPublication":{"BOOL":false},)"
      R"("PageCount":{"N":"600"},"Price":{"N":"2000"},"ProductCategory":{"S":"Book"},"Title":{"S":"Book 103 Title"}})";
  EXPECT_EQ(ion_of(json), R"({Authors:$dynamodb_SS::["Author1","Author2"],Dimensions:"8.5 x 11.0 x 1.5",)"
                          R"(ISBN:"333-3333333333",Id:103.,InPublication:false,PageCount:6d2,Price:2d3,)"
                          R"(ProductCategory:"Book",Title:"Book 103 Title"})");
  const auto read = to_dynamodb_json(R"($ion_1_0 {
    Item:{
        Authors:$dynamodb_SS::["Author1","Author2"],
        Dimensions:"8.5 x 11.0 x 1.5",
        ISBN:"333-3333333333",
        Id:103.,
        InPublication:false,
        PageCount:6d2,
        Price:2d3,
        ProductCategory:"Book",
        Title:"Book 103 Title"
    }
})");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, R"({"Item":{"Authors":{"SS":["Author1","Author2"]},"Dimensions":{"S":"8.5 x 11.0 x 1.5"},)"
                   R"("ISBN":{"S":"333-3333333333"},"Id":{"N":"103"},"InPublication":{"BOOL":false},)"
                   R"("PageCount":{"N":"6e2"},"Price":{"N":"2e3"},"ProductCategory":{"S":"Book"},)"
                   R"("Title":{"S":"Book 103 Title"}}})");
}

TEST(IonTest, WritesEveryType) {
  EXPECT_EQ(ion_of("{}"), "{}");
  std::string empty;
  write_map(MapView(), &empty);
  EXPECT_EQ(empty, "{}");
  EXPECT_EQ(
      ion_of(
          R"({"b":{"B":"AP8="},"l":{"L":[{"NULL":true},{"BOOL":true},{"L":[]}]},"m":{"M":{"":{"S":""}}}})"),
      R"({b:{{AP8=}},l:[null,true,[]],m:{'':""}})");
  EXPECT_EQ(ion_of(R"({"b":{"BS":["","YQ=="]},"n":{"NS":["1","20"]}})"),
            R"({b:$dynamodb_BS::[{{}},{{YQ==}}],n:$dynamodb_NS::[1.,2d1]})");
}

TEST(IonTest, WritesNamesAsSymbols) {
  const struct {
    std::string_view name, ion;
  } cases[] = {
      {"a", "a"},
      {"_9", "_9"},
      {"$", "$"},
      {"$a1", "$a1"},
      {"$dynamodb_SS", "$dynamodb_SS"},
      {"inf", "inf"},
      {"int", "int"},
      {"Null", "Null"},
      {"nullx", "nullx"},
      {"null", "'null'"},
      {"true", "'true'"},
      {"nan", "'nan'"},
      {"false", "'false'"},
      {"$10", "'$10'"},
      {"9", "'9'"},
      {"a b", "'a b'"},
      {"a-b", "'a-b'"},
      {"a.b", "'a.b'"},
      {"null.int", "'null.int'"},
      {"it's", "'it\\'s'"},
      {"\\\"", "'\"'"},
      {"\\u000a", "'\\n'"},
      {"\xc3\xa4", "'\xc3\xa4'"},
  };
  for (const auto& c : cases) {
    const std::string json = R"({")" + std::string(c.name) + R"(":{"NULL":true}})";
    const std::string ion = "{" + std::string(c.ion) + ":null}";
    EXPECT_EQ(ion_of(json), ion);
    EXPECT_EQ(to_dynamodb_json("{Item:" + ion + "}"), R"({"Item":)" + json + "}") << ion;
  }
}

TEST(IonTest, WritesDecimals) {
  const struct {
    std::string_view number, ion;
  } cases[] = {
      {"0", "0."},
      {"-7", "-7."},
      {"10", "1d1"},
      {"-1050", "-105d1"},
      {"1E125", "1d125"},
      {"-1.5", "-1.5"},
      {"10.05", "10.05"},
      {"100.000000001", "100.000000001"},
      {"0.5", "0.5"},
      {"-0.0000012", "-0.0000012"},  // five zeros
      {"-0.00000012", "-12d-8"},     // six
      {"1E-130", "1d-130"},
      {"99999999999999999999999999999999999999", "99999999999999999999999999999999999999."},
  };
  for (const auto& c : cases) {
    const std::string json = R"({"a":{"N":")" + std::string(c.number) + R"("}})";
    EXPECT_EQ(ion_of(json), "{a:" + std::string(c.ion) + "}");
  }
}

TEST(IonTest, WritesStringsOnOneLine) {
  std::string bytes;
  ValueWriter writer(&bytes);
  writer.begin_map();
  writer.name("s");
  writer.string(
      "\0\x01\a\b\t\n\v\f\r\x0e\x1f \"'\\/?\x7f\xc2\x80\xc2\x9f\xc2\xa0\xc3\xa4\xe2\x80\xa8\xf0\x9f\x98\x80"s);
  writer.end_map();
  std::string out;
  write_map(MapView(bytes), &out);
  EXPECT_EQ(out, R"({s:"\0\x01\a\b\t\n\v\f\r\x0e\x1f \"'\\/?\x7f\x80\x9f)"
                 "\xc2\xa0\xc3\xa4\xe2\x80\xa8\xf0\x9f\x98\x80\"}");
}

TEST(IonTest, ReadsValues) {
  const struct {
    std::string_view ion, json;
  } cases[] = {
      {"true", R"({"BOOL":true})"},
      {"false", R"({"BOOL":false})"},
      {"null", R"({"NULL":true})"},
      {"null.null", R"({"NULL":true})"},
      {"null.string", R"({"NULL":true})"},
      {"null.struct", R"({"NULL":true})"},
      {"[]", R"({"L":[]})"},
      {"[ \"a\" , [{}] , ]", R"({"L":[{"S":"a"},{"L":[{"M":{}}]}]})"},
      {"{b:1.,'c d':true,\"e\":null,'''f''' '''g''':[],}",
       R"({"M":{"b":{"N":"1"},"c d":{"BOOL":true},"e":{"NULL":true},"fg":{"L":[]}}})"},
      {"{b : x :: 1.}", R"({"M":{"b":{"N":"1"}}})"},
      {"{'':1.}", R"({"M":{"":{"N":"1"}}})"},
      {"{b:1.,b:2.}", R"({"M":{"b":{"N":"1"},"b":{"N":"2"}}})"},
      // Decimals.
      {"0.", R"({"N":"0"})"},
      {"-0.0", R"({"N":"-0.0"})"},
      {"-1.5", R"({"N":"-1.5"})"},
      {"1_000.000_1", R"({"N":"1000.0001"})"},
      {"1.d2", R"({"N":"1e2"})"},
      {"12D+3", R"({"N":"12e3"})"},
      {"1.5d-07", R"({"N":"1.5e-07"})"},
      {"1d99999999999999999999", R"({"N":"1e99999999999999999999"})"},
      // Blobs.
      {"{{}}", R"({"B":""})"},
      {"{{ A P\n8= }}", R"({"B":"AP8="})"},
      // Sets, and other annotations.
      {"$dynamodb_SS::[\"b\",'''a''']", R"({"SS":["b","a"]})"},
      {"'$dynamodb_NS' :: [1., -2d1]", R"({"NS":["1","-2e1"]})"},
      {"x::'$dynamodb\\x5fBS'::'y'::[{{}}]", R"({"BS":[""]})"},
      {"$dynamodb_SS::[]", R"({"SS":[]})"},  // for db/attribute_json to refuse
      {"int::$a::''::\"s\"", R"({"S":"s"})"},
      {"x::null", R"({"NULL":true})"},
      // White space and comments.
      {" \t\v\f\r\n// x\r/* * / // */[/**/1./*]*/,//\n2.]", R"({"L":[{"N":"1"},{"N":"2"}]})"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_json(c.ion), c.json) << c.ion;
}

TEST(IonTest, ReadsStrings) {
  const struct {
    std::string ion, json;
  } cases[] = {
      {R"("")", ""},
      {"\"'\t\v\f\x7f\xc2\x80\"", "'\\u0009\\u000b\\u000c\x7f\xc2\x80"},
      {R"("\0\a\b\t\n\v\f\r\"\'\?\/\\")", R"(\u0000\u0007\u0008\u0009\u000a\u000b\u000c\u000d\"'?/\\)"},
      {"\"a\\\nb\\\r\nc\\\rd\"", "abcd"},
      {R"("\x41\xe4\u0022\u20AC\U0001f600\U0010FFFF\ud83d\ude00")",
       R"(A\u00e4\"\u20ac\ud83d\ude00\udbff\udfff\ud83d\ude00)"},
      {"\"\xc3\xa4\xf0\x9f\x98\x80\"", "\xc3\xa4\xf0\x9f\x98\x80"},
      {"''''''", ""},
      {"'''a'b''c\"'''", "a'b''c\\\""},
      {"'''a\nb\r\nc\rd\\r\ne'''", "a\\u000ab\\u000ac\\u000ad\\u000d\\u000ae"},
      {"'''\\\na''' /* and */ '''b'''\n'''c'''", "abc"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_json(c.ion), R"({"S":")" + c.json + R"("})") << c.ion;
  const std::string bytes =
      encoded(R"({"a":)" + value_json(R"("\xe4\u20ac\U0001f600\ud83d\ude00")").value() + "}");
  EXPECT_EQ(MapView(bytes).find("a")->text(), "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
}

TEST(IonTest, RefusesWhatItIsNot) {
  const std::string_view values[] = {
      "",
      // What an import's numbers are not: ints, floats.
      "1", "-1", "0", "0x1f", "0b1", "1_000", "1e0", "1.5e3", "nan", "+inf", "-inf", "null.int", "null.float",
      // Types that DynamoDB has not.
      "2007-01-01", "2007T", "2007-02-23T12:14Z", "null.timestamp", "sym", "'sym'", "$10", "x::sym",
      "null.symbol", "()", "(1.)", "null.sexp", "{{\"clob\"}}", "{{'''clob'''}}", "null.clob",
      // Numbers that are none.
      "+1.", ".5", "01.", "0_1.", "1_.", "1__0.", "_1.", "1._5", "1.5_", "1.5__5", "-", "-.", "-_1.", "1d",
      "1d+", "1d1_0", "1d1.5", "1.5.5", "1.x", "1.\"a\"", "--1.", "- 1.",
      // Strings that are none.
      "\"", "\"\\\"", "\"\\", "\"a\nb\"", "\"a\rb\"", "\"\x01\"", "'''", "'''a''", "'''a''''", "'''\\'''",
      R"("\c")", R"("\1")", R"("\x4")", R"("\x4g")", R"("\x-1")", R"("\u 041")", R"("\u41")", R"("\uu0041")",
      R"("\U00110000")", R"("\U0000d800")", R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\ud800a")",
      R"("\ud800\u0041")", R"("\ud800\n")", R"('''\ud83d''' '''\ude00''')", "\"a\" \"b\"", "\"\xff\"",
      "\"\xed\xa0\x80\"",
      // Blobs that are none.
      "{{", "{{}", "{{} }", "{{A}}", "{{AP8}}", "{{AP8==}}", "{{AP9=}}", "{{A=P8}}", "{{AP8_}}", "{{/**/}}",
      "{{//\n}}",
      // Containers that are none.
      "[", "]", "[,]", "[1.,,]", "[1. 2.]", "[1.}", "{", "{,}", "{b}", "{b:}", "{b:1.,,}", "{b:1. c:2.}",
      "{b:1.]", "{b::1.}", "{1:1.}", "{b:c:1.}", "{x::b:1.}", "{:1.}", "{null:1.}", "{true:1.}", "{nan:1.}",
      "{null.int:1.}", "{$10:1.}", "{a-b:1.}", "{\xc3\xa4:1.}",
      // Annotations that are none, or say what is not so.
      "::1.", "x:1.", "x: :1.", "x::", "x::y", "\"x\"::1.", "'''x'''::1.", "null::1.", "true::1.", "$10::1.",
      "1.::1.", "$dynamodb_SS::\"a\"", "$dynamodb_SS::null", "$dynamodb_SS::{}", "$dynamodb_SS::[1.]",
      "$dynamodb_SS::[null]", "$dynamodb_SS::[x]", "$dynamodb_SS::['x']", "$dynamodb_SS::[[]]",
      "$dynamodb_SS::[x::\"a\"]", "$dynamodb_NS::[\"1\"]", "$dynamodb_NS::[1]", "$dynamodb_BS::[\"YQ==\"]",
      "$dynamodb_SS::$dynamodb_NS::[]", "$dynamodb_SS::$dynamodb_SS::[]",
      // Words and comments that are none.
      "True", "nul", "null.", "null .string", "null. string", "null.strin", "null.stringx", "truex",
      "true false", "1. /", "/1.", "/*1.", "/*/ 1.", "# 1.", "1. //", std::string_view("1.\0", 3)};
  for (const std::string_view value : values) EXPECT_EQ(value_json(value), std::nullopt) << value;
}

TEST(IonTest, ReadsLines) {
  const struct {
    std::string_view ion, json;
  } cases[] = {
      {"{}", "{}"},
      {"$ion_1_0{}", "{}"},
      {"\n$ion_1_0 // 1\n$ion_1_0/**/{Item:{}} // 2", R"({"Item":{}})"},
      {"{Item:x::{a:null},'Item':{},Keys:{},}", R"({"Item":{"a":{"NULL":true}},"Item":{},"Keys":{}})"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_dynamodb_json(c.ion), c.json) << c.ion;
  const std::string_view refused[] = {
      "",
      // No single struct.
      " ", "$ion_1_0", "$ion_1_1 {}", "'$ion_1_0' {}", "$ion_1_0_ {}", "$ion_1_0::{}", "x::{}", "{", "{}}",
      "{} {}", "{}$ion_1_0", "{} /*", "[]", "1.", "null", "null.struct", "{{}}",
      // Its fields are no structs of attributes.
      "{Item:null}", "{Item:null.struct}", "{Item:1.}", "{Item:[]}", "{Item:{{}}}", "{Item:$dynamodb_SS::[]}",
      "{Item:$dynamodb_SS::{}}", "{Item}", "{Item:}", "{Item:{}", "{Id:103.}",
      // A byte order mark; binary Ion.
      "\xef\xbb\xbf{}", "\xe0\x01"};
  for (const std::string_view ion : refused) EXPECT_EQ(to_dynamodb_json(ion), std::nullopt) << ion;
}

TEST(IonTest, ReadsValuesBesideStructs) {
  EXPECT_EQ(to_dynamodb_json_with_values("{Item:x::{a:null},E:\"s\",N:{'#a':\"b\"},V:{':v':1.},L:[true],}"),
            R"({"Item":{"a":{"NULL":true}},"E":{"S":"s"},"N":{"#a":{"S":"b"}},"V":{":v":{"N":"1"}},)"
            R"("L":{"L":[{"BOOL":true}]}})");
  EXPECT_EQ(to_dynamodb_json_with_values("{Item:{a:1.}}"), to_dynamodb_json("{Item:{a:1.}}"));
  for (const std::string_view ion : {"", "{E:1}", "{E:\"s}", "{Item:{a:1}}", "{E:sym}"})
    EXPECT_EQ(to_dynamodb_json_with_values(ion), std::nullopt) << ion;
}

TEST(IonTest, ReadsSoDeep) {
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{a:", "}")}) {
    const auto nested = [&](int depth) {
      return value_json(repeated(open, depth - 1) + "null" + repeated(close, depth - 1));
    };
    EXPECT_TRUE(nested(model::kMaxNestingDepth));
    EXPECT_TRUE(nested(kMaxDepth));
    EXPECT_FALSE(nested(kMaxDepth + 1));
    EXPECT_FALSE(nested(1'000'000));
  }
  const auto item = [](int depth) {
    const std::string json =
        to_dynamodb_json("{Item:{a:" + repeated("[", depth) + repeated("]", depth) + "}}").value();
    return encoded(json.substr(8, json.size() - 9));
  };
  EXPECT_NE(item(model::kMaxNestingDepth), "");
  EXPECT_EQ(item(model::kMaxNestingDepth + 1), "");
}

TEST(IonTest, GrowsSoMuch) {
  const std::string texts[] = {
      "\"" + repeated("\v", 10000) + "\"",
      "\"" + repeated("\\0", 10000) + "\"",
      "[" + repeated("1.,", 10000) + "]",
      "[" + repeated("{},", 10000) + "]",
      "[" + repeated(repeated("[", 60) + repeated("]", 60) + ",", 1000) + "]",
      repeated("[", 60) + "1." + repeated("]", 60),
      "{" + repeated("a:[],", 10000) + "}",
  };
  for (const std::string& text : texts) {
    const auto json = value_json(text);
    ASSERT_TRUE(json);
    EXPECT_LE(json->size(), kMaxGrowth * text.size());
  }
  EXPECT_GT(value_json(texts[0])->size(), (kMaxGrowth - 1) * texts[0].size());
}

TEST(IonTest, RandomItemsSurvive) {
  model::test::RandomValues random(
      37, {"a",  "Z",  "0",    "_",    "$",  "'",        "\"",       "\\",
           "\n", "\r", "\x01", "\x7f", "/",  "\xc2\x80", "\xc3\xa4", "\xf0\x9f\x98\x80",
           " ",  "{{", "::",   "null", "//", "'''"});
  for (int i = 0; i < 3000; ++i) {
    std::string bytes;
    ValueWriter writer(&bytes);
    writer.begin_map();
    for (auto count = random.below(5); count > 0; --count) {
      writer.name("a" + random.text());
      random.write(6, &writer);
    }
    writer.end_map();
    std::string ion = "$ion_1_0 {Item:";
    write_map(MapView(bytes), &ion);
    ion += '}';
    ASSERT_EQ(ion.find_first_of("\r\n"), ion.npos) << ion;
    const auto json = to_dynamodb_json(ion);
    ASSERT_TRUE(json) << ion;
    ASSERT_EQ(encoded(json->substr(8, json->size() - 9)), bytes) << ion;
  }
}

}  // namespace
}  // namespace stator::db::ion
