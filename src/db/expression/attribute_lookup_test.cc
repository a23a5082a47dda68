#include "db/expression/attribute_lookup.h"

#include <gtest/gtest.h>

#include "db/model/value_writer.h"

namespace stator::db::expression {
namespace {

constexpr std::size_t kVeryOften = 1'000'000;

std::string item_of(std::initializer_list<std::string_view> names) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  for (const std::string_view name : names) {
    writer.name(name);
    writer.begin_map();
    writer.name("x");
    writer.string(name);
    writer.end_map();
  }
  writer.end_map();
  return out;
}

TEST(AttributeLookup, FindsTheSameHoweverOftenItIsAsked) {
  const std::string several = item_of({"a", "ab", "b", "c"}), none = item_of({});
  for (const model::ItemView item : {model::ItemView(several), model::ItemView(none), model::ItemView()}) {
    const AttributeLookup once(item, 1), often(item, kVeryOften);
    for (const char* name : {"", "a", "aa", "ab", "abc", "b", "c", "d"}) {
      for (const Path& path : {Path{{name}}, Path{{name, "x"}}, Path{{name, "y"}}, Path{{name, 0u}}}) {
        EXPECT_EQ(once.find(path), path.find(item)) << path.debug_string();
        EXPECT_EQ(often.find(path), path.find(item)) << path.debug_string();
      }
    }
  }
}

}  // namespace
}  // namespace stator::db::expression
