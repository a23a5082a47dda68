#include "db/table/vector_entry.h"

#include <gtest/gtest.h>

#include <limits>

#include "db/model/value_writer.h"

namespace stator::db::table {
namespace {

using model::ItemView;
using model::Number;
using model::Type;
using model::ValueView;
using model::ValueWriter;

std::optional<float> converted(std::string_view text) {
  std::string bytes;
  ValueWriter(&bytes).number(*Number::parse(text));
  return to_float(ValueView(bytes));
}

TEST(VectorEntry, NumbersAreRoundedToFloats) {
  EXPECT_EQ(converted("0"), 0.0F);
  EXPECT_EQ(converted("-1.5"), -1.5F);
  EXPECT_EQ(converted("0.1"), 0.1F);
  EXPECT_EQ(converted("16777217"), 16777216.0F);
  EXPECT_EQ(converted("0.10000000149011611938476562500000000001"), 0.1F);
  EXPECT_EQ(converted("3.4028234663852885981170418348451692544E38"), std::numeric_limits<float>::max());
  EXPECT_EQ(converted("1E-130"), 0.0F);
  EXPECT_EQ(converted("-1E-130"), 0.0F);
}

TEST(VectorEntry, NumbersBeyondFloatsAreNone) {
  EXPECT_EQ(converted("3.41E38"), std::nullopt);
  EXPECT_EQ(converted("-3.41E38"), std::nullopt);
  EXPECT_EQ(converted("9E125"), std::nullopt);
}

class VectorEntryOfItem : public testing::Test {
 protected:
  VectorEntryOfItem() {
    table_.id = 7;
    table_.name = "t";
    table_.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
    index_.id = 3;
    index_.global = true;
    index_.name = "v";
    index_.keys = {{{"tenant", Type::kS}}, {}};
    index_.vector = VectorSpec{"v", 2, DistanceFunction::kCosine, {{"kind", Type::kS}}};
    index_.projection.type = ProjectionType::kKeysOnly;
    index_.derive(table_.keys);
  }

  std::string item(std::initializer_list<std::string_view> vector, std::string_view other = "x") const {
    std::string out;
    ValueWriter writer(&out);
    writer.begin_map();
    writer.name("kind");
    writer.string("k");
    writer.name("other");
    writer.string(other);
    writer.name("pk");
    writer.string("p");
    writer.name("sk");
    writer.number(Number::from_int(5));
    writer.name("tenant");
    writer.string("one");
    writer.name("v");
    writer.begin_list();
    for (const std::string_view number : vector) writer.number(*Number::parse(number));
    writer.end_list();
    writer.end_map();
    return out;
  }

  TableSchema table_with_index() const {
    TableSchema table = table_;
    table.indexes.push_back(index_);
    return table;
  }

  TableSchema table_;
  IndexSchema index_;
};

TEST_F(VectorEntryOfItem, HoldsVectorAndSearchSchema) {
  const std::string bytes = item({"1", "-2.5"});
  const auto entry = index_entry(table_, index_, ItemView(bytes));
  ASSERT_TRUE(entry);
  const VectorEntryView view(entry->value);
  ASSERT_TRUE(view.valid(2));
  const std::string expected("\x00\x00\x80\x3f\x00\x00\x20\xc0", 8);
  EXPECT_EQ(view.vector(2), expected);
  EXPECT_EQ(view.attributes(2).count(), 2u);
  EXPECT_EQ(view.attributes(2).find("kind")->text(), "k");
  EXPECT_EQ(view.attributes(2).find("tenant")->text(), "one");
  // 8 of the vector; kind, pk, sk and tenant with their values
  EXPECT_EQ(view.size_bytes(), 8u + 5 + 3 + 4 + 9);
  EXPECT_EQ(entry->size_bytes, view.size_bytes());
  EXPECT_EQ(view.item_key(table_, entry->key), item_key(table_, ItemView(bytes)));
  EXPECT_TRUE(entry->key.starts_with(vector_partition(table_, index_, ItemView(bytes))));
}

TEST_F(VectorEntryOfItem, KnowsNothingOfOtherAttributes) {
  const std::string one = item({"1", "2"}, "a"), other = item({"1", "2"}, "b");
  EXPECT_EQ(index_entry(table_, index_, ItemView(one))->value,
            index_entry(table_, index_, ItemView(other))->value);
  EXPECT_NE(index_entry(table_, index_, ItemView(one))->value,
            index_entry(table_, index_, ItemView(item({"1", "3"})))->value);
}

TEST_F(VectorEntryOfItem, IsNotThereWithoutAProperVector) {
  for (const std::string& bytes : {item({}), item({"1"}), item({"1", "2", "3"}), item({"1", "1E39"})}) {
    EXPECT_FALSE(index_entry(table_, index_, ItemView(bytes)));
    EXPECT_FALSE(check_vector(*index_.vector, ItemView(bytes)).ok());
    EXPECT_FALSE(check_item(table_with_index(), ItemView(bytes)).ok());
  }
}

TEST_F(VectorEntryOfItem, DamageIsSeen) {
  const std::string bytes = item({"1", "2"});
  std::string value = index_entry(table_, index_, ItemView(bytes))->value;
  EXPECT_FALSE(VectorEntryView(value).valid(3));
  EXPECT_FALSE(VectorEntryView(std::string_view(value).substr(0, value.size() - 1)).valid(2));
  EXPECT_FALSE(VectorEntryView(std::string_view()).valid(2));
  value[0] = 2;
  EXPECT_FALSE(VectorEntryView(value).valid(2));
}

TEST(VectorWriteBytes, AreAtLeastAKibibyte) {
  EXPECT_EQ(vector_write_bytes(1), 1024);
  EXPECT_EQ(vector_write_bytes(1024), 1024);
  EXPECT_EQ(vector_write_bytes(1025), 1025);
}

}  // namespace
}  // namespace stator::db::table
