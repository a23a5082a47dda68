#include "transfer/source/object_items.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/attribute_json/attribute_json.h"
#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "messages/values.h"
#include "transfer/source/test_compression.h"

namespace stator::transfer {
namespace {

using namespace std::string_literals;
using db::model::Type;
using Steps = std::vector<std::string>;

const std::string kMark = "\xef\xbb\xbf";

// Key attributes: pk (S), number (N), and of an index binary (B).
db::table::TableSchema table() {
  db::table::TableSchema table;
  table.keys = {{{"pk", Type::kS}}, {{"number", Type::kN}}};
  table.indexes.emplace_back().keys = {{{"binary", Type::kB}}, {}};
  return table;
}

std::string shown(const ObjectItems& items, ObjectItems::Step step) {
  const std::string index = std::to_string(items.index());
  if (step == ObjectItems::Step::kDone) return "done";
  if (step == ObjectItems::Step::kBad) return index + " bad " + items.problem();
  if (step == ObjectItems::Step::kBroken) return index + " broken " + items.problem();
  EXPECT_TRUE(db::model::valid(items.item()));
  std::string json = index + " ";
  db::attribute_json::write_map(db::model::MapView(items.item()), &json);
  return json;
}

// Fed in parts of `part` bytes.
Steps steps_of(const SourceFormat& format, std::string_view object, std::size_t part) {
  const auto schema = table();
  ObjectItems items(format, schema);
  Steps steps;
  for (;;) {
    const auto step = items.next();
    if (step != ObjectItems::Step::kMore) {
      steps.push_back(shown(items, step));
      if (step == ObjectItems::Step::kDone || step == ObjectItems::Step::kBroken) return steps;
      continue;
    }
    const std::string_view fed = object.substr(0, part);
    object.remove_prefix(fed.size());
    items.feed(fed, object.empty());
  }
}

// The same, however it is fed.
Steps steps_of(const SourceFormat& format, const std::string& object) {
  const Steps at_once = steps_of(format, object, object.size() + 1);
  for (const std::size_t part : {1, 2, 5, 1000}) EXPECT_EQ(steps_of(format, object, part), at_once) << part;
  return at_once;
}

Steps json(const std::string& object) { return steps_of({}, object); }
Steps ion(const std::string& object) { return steps_of({.format = DataFormat::kIon}, object); }
Steps csv(const std::string& object, std::string delimiter = ",", std::vector<std::string> header = {}) {
  return steps_of({.format = DataFormat::kCsv, .csv = {std::move(delimiter), std::move(header)}}, object);
}

std::string broken(int index, const std::string& problem) {
  return std::to_string(index) + " broken " + problem;
}
std::string bad(int index, const std::string& problem) { return std::to_string(index) + " bad " + problem; }

// Of S3DataImport.Format, each in one line.
constexpr char kGuideJson[] =
    R"({"Item":{"Authors":{"SS":["Author1","Author2"]},"Dimensions":{"S":"8.5 x 11.0 x 1.5"},)"
    R"("ISBN":{"S":"333-3333333333"},"Id":{"N":"103"},"InPublication":{"BOOL":false},)"
    R"("PageCount":{"N":"600"},"Price":{"N":"2000"},"ProductCategory":{"S":"Book"},)"
    R"("Title":{"S":"Book 103 Title"}}})";
constexpr char kGuideIon[] =
    R"($ion_1_0 {Item:{Authors:$dynamodb_SS::["Author1","Author2"],Dimensions:"8.5 x 11.0 x 1.5",)"
    R"(ISBN:"333-3333333333",Id:103.,InPublication:false,PageCount:6d2,Price:2d3,)"
    R"(ProductCategory:"Book",Title:"Book 103 Title"}})";
const std::string kGuideItem = std::string(kGuideJson).substr(8, sizeof(kGuideJson) - 10);

TEST(ObjectItemsTest, ExamplesOfTheGuide) {
  EXPECT_EQ(json(kGuideJson), (Steps{"0 " + kGuideItem, "done"}));
  EXPECT_EQ(ion(kGuideIon), (Steps{"0 " + kGuideItem, "done"}));
  EXPECT_EQ(
      csv("pk,title,artist,year_of_release\n"
          "Albums::Rock::Classic::1973::AlbumId::ALB25,The Dark Side of the Moon,Pink Floyd,1973\n"),
      (Steps{R"(0 {"artist":{"S":"Pink Floyd"},"pk":{"S":"Albums::Rock::Classic::1973::AlbumId::ALB25"},)"
             R"("title":{"S":"The Dark Side of the Moon"},"year_of_release":{"S":"1973"}})",
             "done"}));
  // "Escaping double quotes"
  EXPECT_EQ(csv("id,value\n\"\"\"123\"\"\",Women's Full Lenth Dress\n"),
            (Steps{R"(0 {"id":{"S":"\"123\""},"value":{"S":"Women's Full Lenth Dress"}})", "done"}));
  EXPECT_EQ(csv("id,value \"123\",Women's Full Lenth Dress\n"), (Steps{broken(0, messages::kImportQuote)}));
}

TEST(ObjectItemsTest, Compressed) {
  const std::string text = kGuideJson + "\n"s + kGuideJson;
  const Steps expected{"0 " + kGuideItem, "1 " + kGuideItem, "done"};
  const SourceFormat gzip{.compression = Compression::kGzip}, zstd{.compression = Compression::kZstd};
  EXPECT_EQ(steps_of(gzip, gzip_of(text)), expected);
  EXPECT_EQ(steps_of(gzip, gzip_of(text.substr(0, 300)) + gzip_of(text.substr(300))), expected);
  EXPECT_EQ(steps_of(zstd, zstd_of(text)), expected);
  EXPECT_EQ(steps_of(gzip, ""), (Steps{"done"}));

  EXPECT_EQ(steps_of(gzip, text), (Steps{"0 broken The object is not valid GZIP data, or is damaged"}));
  EXPECT_EQ(steps_of(zstd, text), (Steps{"0 broken The object is not valid ZSTD data, or is damaged"}));
  const std::string whole = gzip_of("{\"Item\":{}}\n{\"Item\":{}}");
  EXPECT_EQ(steps_of(gzip, whole.substr(0, whole.size() - 1)),
            (Steps{"0 {}", "1 broken The object ends in the middle of its GZIP data"}));
  EXPECT_EQ(steps_of(zstd, "\x28\xb5\x2f\xfd\0\x69\x01\0\0"s),
            (Steps{"0 broken The object is compressed by ZSTD with a window of more than 8388608 bytes"}));
}

TEST(ObjectItemsTest, Lines) {
  const std::string item = R"({"Item":{"pk":{"S":"a"}}})", read = R"( {"pk":{"S":"a"}})";
  const Steps two{"0" + read, "1" + read, "done"};
  for (const std::string& object :
       {item + "\n" + item + "\n", item + "\n" + item, item + "\r\n" + item + "\r\n",
        item + "\r\n" + item + "\r", "\n\r\n \t\n" + item + "\n\n\n" + item + "\n\n ",
        kMark + item + "\n" + item, " " + item + " \n" + item})
    EXPECT_EQ(json(object), two) << object;
  for (const std::string& object : {""s, "\n"s, "\r\n\n"s, kMark, kMark + "\n"}) {
    EXPECT_EQ(json(object), (Steps{"done"}));
    EXPECT_EQ(ion(object), (Steps{"done"}));
    EXPECT_EQ(csv(object), (Steps{"done"}));
  }
  for (const std::string& object : {kMark.substr(0, 1), kMark.substr(0, 2) + item, kMark + kMark + item}) {
    EXPECT_EQ(json(object), (Steps{broken(0, messages::kImportNotJson)}));
    EXPECT_EQ(ion(object), (Steps{broken(0, messages::kImportNotIon)}));
  }
}

TEST(ObjectItemsTest, JsonThatIsNoItem) {
  const std::string good = "{\"Item\":{}}\n";
  const std::pair<std::string, std::string> cases[] = {
      {"{\"Item\":{}", messages::kImportNotJson},
      {"{\"Item\":{}} {\"Item\":{}}", messages::kImportNotJson},
      {"{\"Item\":{\"a\":{\"S\":\"\xff\"}}}", messages::kImportNotJson},
      {"[{\"Item\":{}}]", messages::kImportNoItem},
      {"\"Item\"", messages::kImportNoItem},
      {"{\"item\":{}}", messages::kImportNoItem},
      {"{\"pk\":{\"S\":\"a\"}}", messages::kImportNoItem},
      // Of an incremental export.
      {R"({"Metadata":{},"Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"}}})", messages::kImportNoItem},
      {R"({"Item":{"a":{"S":1}}})", "NUMBER_VALUE cannot be converted to String"},
      {R"({"Item":{"a":1}})", messages::kScalarAsAttributeValue},
  };
  for (const auto& [line, problem] : cases)
    EXPECT_EQ(json(good + line + "\n" + good), (Steps{"0 {}", broken(1, problem)})) << line;
}

TEST(ObjectItemsTest, JsonWithAValueThatIsRefused) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"N":"x"})", std::string(messages::kNumberMalformed) + "x"},
      {R"({"SS":[]})", messages::kStringSetEmpty},
      {R"({})", messages::kAttributeValueEmpty},
      {R"({"S":"a","N":"1"})", messages::kAttributeValueAmbiguous},
  };
  for (const auto& [value, problem] : cases) {
    EXPECT_EQ(json("{\"Item\":{}}\n{\"Item\":{\"a\":" + value + "}}\n\n{\"Item\":{}}"),
              (Steps{"0 {}", bad(1, problem), "2 {}", "done"}));
  }
}

TEST(ObjectItemsTest, LongProblemsAreCutOff) {
  const std::string begin = messages::kNumberMalformed;
  for (const std::string letter : {"x", "\xc3\xa4"}) {
    std::string number;
    while (begin.size() + number.size() + letter.size() <= kMaxProblemBytes) number += letter;
    const Steps expected{bad(0, begin + number), "done"};
    EXPECT_EQ(json(R"({"Item":{"a":{"N":")" + number + "\"}}}"), expected);
    EXPECT_EQ(json(R"({"Item":{"a":{"N":")" + number + letter + "\"}}}"), expected);
    EXPECT_EQ(csv("number\n" + number + letter), expected);
  }
}

TEST(ObjectItemsTest, MembersBesideTheItem) {
  EXPECT_EQ(json(R"({"a":1,"Item":{"b":{"S":"1"}},"Item":{"b":{"S":"2"}},"c":[]})"),
            (Steps{R"(0 {"b":{"S":"2"}})", "done"}));
}

TEST(ObjectItemsTest, Ion) {
  EXPECT_EQ(ion("$ion_1_0 {Item:{a:1.5}}\n\n{Item:{a:$dynamodb_SS::[]}}\r\n$ion_1_0 {Item:{}}"),
            (Steps{R"(0 {"a":{"N":"1.5"}})", bad(1, messages::kStringSetEmpty), "2 {}", "done"}));
  for (const std::string& line : {"$ion_1_0"s, "{Item:{a:(1)}}"s, "{Item:{a:\"\xff\"}}"s})
    EXPECT_EQ(ion("{Item:{}}\n" + line + "\n{Item:{}}"), (Steps{"0 {}", broken(1, messages::kImportNotIon)}));
  EXPECT_EQ(ion("{Items:{}}"), (Steps{broken(0, messages::kImportNoItem)}));
}

TEST(ObjectItemsTest, CsvFields) {
  const std::pair<std::string, std::string> cases[] = {
      {"1,2,3", R"({"a":{"S":"1"},"b":{"S":"2"},"c":{"S":"3"}})"},
      {",,", R"({"a":{"S":""},"b":{"S":""},"c":{"S":""}})"},
      {R"("","","")", R"({"a":{"S":""},"b":{"S":""},"c":{"S":""}})"},
      {"\"1,\n\r\n\"\"\",2 , \t3", R"({"a":{"S":"1,\n\r\n\""},"b":{"S":"2 "},"c":{"S":" \t3"}})"},
      {"1\r2,\r,\"3\"", R"({"a":{"S":"1\r2"},"b":{"S":"\r"},"c":{"S":"3"}})"},
      {"1,2,3\r", R"({"a":{"S":"1"},"b":{"S":"2"},"c":{"S":"3"}})"},
      {"1,2,\r", R"({"a":{"S":"1"},"b":{"S":"2"},"c":{"S":""}})"},
      {"1,2,\"3\"\r", R"({"a":{"S":"1"},"b":{"S":"2"},"c":{"S":"3"}})"},
      {"null,'x',\xc3\xa4", "{\"a\":{\"S\":\"null\"},\"b\":{\"S\":\"'x'\"},\"c\":{\"S\":\"\xc3\xa4\"}}"},
  };
  for (const auto& [line, item] : cases) {
    const Steps expected{"0 " + item, "1 " + item, "done"};
    EXPECT_EQ(csv("a,b,c\n" + line + "\n" + line + "\n"), expected) << line;
    EXPECT_EQ(csv("\n\"a\",b,\"c\"\r\n\r\n" + line + "\n\n" + line), expected) << line;
    EXPECT_EQ(csv(line + "\n" + line, ",", {"a", "b", "c"}), expected) << line;
    EXPECT_EQ(csv(kMark + "\"a\",b,c\n" + line + "\n" + line), expected) << line;
  }
  EXPECT_EQ(csv("c,a\n\"\"\n1,2"), (Steps{bad(0, "The line has 1 columns where the header has 2"),
                                          R"(1 {"a":{"S":"2"},"c":{"S":"1"}})", "done"}));
  EXPECT_EQ(csv("a\n\"\"\n\nx"), (Steps{R"(0 {"a":{"S":""}})", R"(1 {"a":{"S":"x"}})", "done"}));
  EXPECT_EQ(csv("a,b"), (Steps{"done"}));
}

TEST(ObjectItemsTest, CsvDelimiters) {
  for (const std::string delimiter : {",", ";", ":", "|", "\t", " "}) {
    EXPECT_EQ(
        csv("a" + delimiter + "b\n\"1" + delimiter + "\"" + delimiter + "2\n", delimiter),
        (Steps{"0 {\"a\":{\"S\":\"1" + (delimiter == "\t" ? "\\t" : delimiter) + "\"},\"b\":{\"S\":\"2\"}}",
               "done"}));
  }
}

TEST(ObjectItemsTest, CsvKeysHaveTheirTypes) {
  EXPECT_EQ(csv("number,other,pk,binary\n"
                "1.50,1.50,1.50,AP8=\n"
                "x,,,\n"
                ",,,\n"
                "1,,,A\n"
                "1,,,\n"),
            (Steps{R"(0 {"binary":{"B":"AP8="},"number":{"N":"1.5"},"other":{"S":"1.50"},"pk":{"S":"1.50"}})",
                   bad(1, std::string(messages::kNumberMalformed) + "x"), bad(2, messages::kNumberEmpty),
                   bad(3, messages::kNotBase64),
                   R"(4 {"binary":{"B":""},"number":{"N":"1"},"other":{"S":""},"pk":{"S":""}})", "done"}));
}

TEST(ObjectItemsTest, CsvLinesThatAreRefused) {
  const std::pair<std::string, std::string> cases[] = {
      {"1", "The line has 1 columns where the header has 2"},
      {"1,2,", "The line has 3 columns where the header has 2"},
      {"1,2,3,4", "The line has 4 columns where the header has 2"},
      {"1,\xff", messages::kImportNotUtf8},
      {"\xc3,\xa4", messages::kImportNotUtf8},
      {"1,\xed\xa0\x80", messages::kImportNotUtf8},
  };
  for (const auto& [line, problem] : cases) {
    EXPECT_EQ(csv("a,b\n" + line + "\n1,2"),
              (Steps{bad(0, problem), R"(1 {"a":{"S":"1"},"b":{"S":"2"}})", "done"}));
  }
}

TEST(ObjectItemsTest, CsvQuotesThatAreNotEscaped) {
  for (const std::string& line : {"1,2\"\n"s, "1,\"2\"x\n"s, "1,\"2\" \n"s, "1,\"2\"\r\r\n"s, "1,\"2\"\r,\n"s,
                                  "1, \"2\"\n"s, kMark + "\"1\",2"})
    EXPECT_EQ(csv("a,b\n" + line), (Steps{broken(0, messages::kImportQuote)})) << line;
  EXPECT_EQ(csv("a,b\n1,\"2\n3,4\n"), (Steps{broken(0, messages::kImportOpenQuote)}));
  EXPECT_EQ(csv("a,\"b"), (Steps{broken(0, messages::kImportOpenQuote)}));
}

TEST(ObjectItemsTest, CsvHeaders) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"a", ""}, messages::kAttributeNameEmpty},
      {{"a", "b", "a"}, "The header names a column twice: a"},
      {{"a", "\xff"}, messages::kImportNotUtf8},
      {{"a", std::string(65536, 'b')}, messages::kAttributeNameTooLong},
  };
  for (const auto& [names, problem] : cases) {
    std::string line;
    for (const std::string& name : names) line += (line.empty() ? "" : ",") + name;
    EXPECT_EQ(csv(line + "\n1,2"), (Steps{broken(0, problem)}));
    EXPECT_EQ(csv("1,2", ",", names), (Steps{broken(0, problem)}));
    EXPECT_EQ(csv(kMark.substr(0, 1) + "1\n2", ",", names), (Steps{broken(0, problem)}));
    EXPECT_EQ(csv("", ",", names), (Steps{"done"}));
  }
  const std::string longest(65535, 'b');
  EXPECT_EQ(csv(longest + "\n1"), (Steps{"0 {\"" + longest + "\":{\"S\":\"1\"}}", "done"}));
}

TEST(ObjectItemsTest, CsvColumnsAsManyAsAnItemHasBytes) {
  std::string header = "0";
  for (std::size_t i = 1; i < db::model::kMaxItemBytes; ++i) header += "," + std::to_string(i);
  const SourceFormat format{.format = DataFormat::kCsv};
  EXPECT_EQ(steps_of(format, header + "\n1", 10'000),
            (Steps{bad(0, "The line has 1 columns where the header has 409600"), "done"}));
  EXPECT_EQ(steps_of(format, header + ",a\n1", 10'000), (Steps{broken(0, messages::kItemTooLarge)}));
}

TEST(ObjectItemsTest, RecordsAndBlankLinesAreBounded) {
  const SourceFormat json, ion{.format = DataFormat::kIon},
      csv{.format = DataFormat::kCsv, .csv = {",", {"a", "b"}}};
  const struct {
    SourceFormat format;
    std::string begin;
    char filling;
    std::string end;
  } cases[] = {
      {json, "{\"Item\":{", ' ', "}}"}, {json, "", '\n', ""}, {ion, "{Item:{", ' ', "}}"},
      {ion, "", '\n', "{Item:{}}"},     {csv, "1,", 'x', ""}, {csv, "1,\"", 'x', "\""},
      {csv, "1,\"", ',', "\""},         {csv, "1", ',', ""},  {csv, "", '\n', ""},
      {csv, "", '\n', "1,2"},
  };
  for (const auto& [format, begin, filling, end] : cases) {
    const auto object = [&](std::size_t size) {
      return begin + std::string(size - begin.size() - end.size(), filling) + end;
    };
    const Steps too_large{"0 broken An item takes more than 4194304 bytes of the object"};
    for (const std::size_t part : {2 * kMaxRecordBytes, std::size_t{100'003}}) {
      EXPECT_EQ(steps_of(format, object(kMaxRecordBytes), part).back(), "done");
      EXPECT_EQ(steps_of(format, object(kMaxRecordBytes + 1), part), too_large);
    }
    if (begin.empty() && end.empty()) continue;
    EXPECT_EQ(steps_of(format, object(kMaxRecordBytes) + "\n", 100'003).back(), "done");
    EXPECT_EQ(steps_of(format, object(kMaxRecordBytes + 1) + "\n", 100'003), too_large);
  }
}

}  // namespace
}  // namespace stator::transfer
