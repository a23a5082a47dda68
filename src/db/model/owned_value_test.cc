#include "db/model/owned_value.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::db::model {
namespace {

template <typename Write>
std::string encode(Write write) {
  std::string out;
  ValueWriter writer(&out);
  write(writer);
  EXPECT_TRUE(writer.done());
  return out;
}

TEST(OwnedValueTest, EditsInsideADocument) {
  const std::string item = encode([](ValueWriter& w) {
    w.begin_map();
    w.name("a");
    w.begin_list();
    w.string("x");
    w.string("y");
    w.end_list();
    w.name("b");
    w.begin_map();
    w.name("c");
    w.null();
    w.end_map();
    w.end_map();
  });
  OwnedValue owned{ValueView(item)};
  EXPECT_EQ(owned.type(), Type::kM);
  std::string unchanged;
  ValueWriter first(&unchanged);
  owned.write(&first);
  EXPECT_EQ(unchanged, item);

  OwnedValue& list = owned.map().at("a");
  list.list().erase(list.list().begin());
  owned.map().at("b").map().erase("c");
  owned.map().emplace("0", OwnedValue(OwnedValue::List{}));
  std::string edited;
  ValueWriter second(&edited);
  owned.write(&second);
  ASSERT_TRUE(valid(edited));
  EXPECT_EQ(edited, encode([](ValueWriter& w) {
              w.begin_map();
              w.name("0");
              w.begin_list();
              w.end_list();
              w.name("a");
              w.begin_list();
              w.string("y");
              w.end_list();
              w.name("b");
              w.begin_map();
              w.end_map();
              w.end_map();
            }));
}

}  // namespace
}  // namespace stator::db::model
