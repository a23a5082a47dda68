#include "db/expression/attribute_lookup.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/model/value_writer.h"

namespace stator::db::expression {
namespace {

constexpr std::size_t kVeryOften = 1'000'000;

std::string item_of(const std::vector<std::string>& names) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  for (const std::string& name : names) {
    writer.name(name);
    writer.begin_map();
    writer.name("x");
    writer.string(name);
    writer.end_map();
  }
  writer.end_map();
  return out;
}

void expect_same(model::ItemView item, const Path& path) {
  for (const std::size_t times : {std::size_t{1}, std::size_t{16}, std::size_t{100}, kVeryOften}) {
    const AttributeLookup lookup(item, times);
    for (int i = 0; i < 2; ++i)
      EXPECT_EQ(lookup.find(path), path.find(item)) << path.debug_string() << ' ' << times;
  }
}

TEST(AttributeLookup, FindsTheSameHoweverOftenItIsAsked) {
  const std::string several = item_of({"a", "ab", "b", "c"}), none = item_of({});
  for (const model::ItemView item : {model::ItemView(several), model::ItemView(none), model::ItemView()}) {
    for (const char* name : {"", "a", "aa", "ab", "abc", "b", "c", "d"}) {
      for (const Path& path : {Path{{name}}, Path{{name, "x"}}, Path{{name, "y"}}, Path{{name, 0u}}})
        expect_same(item, path);
    }
  }
}

TEST(AttributeLookup, FindsTheSameInWideItems) {
  for (const int count : {63, 64, 65, 80, 81, 1000}) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back("m" + std::to_string(1000 + i));
    const std::string bytes = item_of(names);
    const model::ItemView item(bytes);
    const AttributeLookup often(item, kVeryOften);
    for (const std::string& name : names) {
      EXPECT_EQ((often.find(Path{{name, "x"}})->text()), name);
      for (const Path& path : {Path{{name}}, Path{{name + "a"}}, Path{{name, "x"}}, Path{{name, "x", "x"}}})
        EXPECT_EQ(often.find(path), path.find(item)) << path.debug_string();
    }
    for (const char* name : {"", "m", "m0", "m1000", "m1015", "m1016", "m1063", "m1064", "m9", "n", "z"})
      expect_same(item, Path{{name}});
  }
}

// Maps and lists of all lengths, each in the one before.
TEST(AttributeLookup, FindsTheSameInWideDocuments) {
  constexpr std::uint32_t kCounts[] = {0, 1, 16, 17, 63, 64, 65, 500};
  std::string bytes;
  model::ValueWriter writer(&bytes);
  writer.begin_map();
  for (const std::uint32_t count : kCounts) {
    writer.name("l" + std::to_string(count));
    writer.begin_list();
    for (std::uint32_t i = 0; i < count; ++i) {
      writer.begin_map();
      for (std::uint32_t j = 0; j < i; ++j) {
        writer.name("k" + std::to_string(j));
        writer.string(std::to_string(i) + ' ' + std::to_string(j));
      }
      writer.end_map();
    }
    writer.end_list();
  }
  writer.end_map();
  const model::ItemView item(bytes);
  const AttributeLookup often(item, kVeryOften);
  std::size_t found = 0;
  for (const std::uint32_t count : kCounts) {
    const std::string list = "l" + std::to_string(count);
    for (std::uint32_t i = 0; i < 510; i += i < 100 ? 1 : 7) {
      for (const std::uint32_t j : {0u, 15u, 16u, 63u, 64u, 70u, 200u, 499u}) {
        const Path path{{list, i, "k" + std::to_string(j)}};
        const auto value = often.find(path);
        EXPECT_EQ(value, path.find(item)) << path.debug_string();
        if (!value) continue;
        EXPECT_EQ(value->text(), std::to_string(i) + ' ' + std::to_string(j));
        ++found;
      }
      EXPECT_EQ(often.find(Path{{list, i}}), (Path{{list, i}}).find(item));
      EXPECT_EQ(often.find(Path{{list, i, i}}), std::nullopt);
    }
    EXPECT_EQ(often.find(Path{{list, "k0"}}), std::nullopt);
    EXPECT_EQ(often.find(Path{{list, UINT32_MAX}}), std::nullopt);
  }
  EXPECT_GT(found, 300u);
}

}  // namespace
}  // namespace stator::db::expression
