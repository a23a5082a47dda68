#include "db/model/value_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stator::db::model {
namespace {

Number num(std::string_view text) { return *Number::parse(text); }

TEST(ValueWriterTest, LastMemberOfANameWins) {
  std::string out;
  ValueWriter writer(&out);
  writer.begin_map();
  for (const char* value : {"1", "2", "3"}) {
    writer.name("k");
    writer.string(value);
    writer.name(std::string("other") + value);
    writer.null();
  }
  EXPECT_FALSE(writer.end_map());
  ASSERT_TRUE(valid(out));
  EXPECT_EQ(MapView(out).count(), 4u);
  EXPECT_EQ(MapView(out).find("k")->text(), "3");
}

TEST(ValueWriterTest, EqualSetElementsAreReported) {
  const struct {
    Type type;
    std::vector<std::string> elements;
    bool unique;
  } cases[] = {
      {Type::kSs, {"a", "b"}, true},    {Type::kSs, {"b", "a", "b"}, false},
      {Type::kSs, {"a", "a"}, false},   {Type::kNs, {"1", "2"}, true},
      {Type::kNs, {"1", "1.0"}, false}, {Type::kNs, {"100", "5", "1e2"}, false},
      {Type::kBs, {"", "x"}, true},     {Type::kBs, {"x", "", "x"}, false},
  };
  for (const auto& c : cases) {
    std::string out;
    ValueWriter writer(&out);
    writer.begin_set(c.type);
    for (const auto& element : c.elements) {
      if (c.type == Type::kSs) writer.string(element);
      if (c.type == Type::kNs) writer.number(num(element));
      if (c.type == Type::kBs) writer.binary(element);
    }
    EXPECT_EQ(writer.end_set(), c.unique);
    EXPECT_TRUE(valid(out));
  }
}

TEST(ValueWriterTest, WritesBehindOtherBytesAndAfterReset) {
  std::string out = "prefix";
  ValueWriter writer(&out);
  writer.begin_map();
  writer.name("b");
  writer.null();
  writer.name("a");
  writer.null();
  writer.end_map();
  EXPECT_TRUE(valid(std::string_view(out).substr(6)));
  std::string second;
  writer.reset(&second);
  writer.value(ValueView(std::string_view(out).substr(6)));
  EXPECT_EQ("prefix" + second, out);
}

TEST(ValueWriterDeathTest, CallsOutOfOrderAreBugs) {
  std::string out;
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.name("a");
               }),
               "");
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.begin_map();
                 w.null();
               }),
               "");
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.begin_map();
                 w.name("a");
                 w.end_map();
               }),
               "");
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.begin_list();
                 w.end_map();
               }),
               "");
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.begin_set(Type::kSs);
                 w.binary("a");
               }),
               "");
  EXPECT_DEATH(({
                 ValueWriter w(&out);
                 w.null();
                 w.null();
               }),
               "");
}

}  // namespace
}  // namespace stator::db::model
