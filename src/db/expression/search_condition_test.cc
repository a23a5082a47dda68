#include "db/expression/search_condition.h"

#include <gtest/gtest.h>

#include "db/model/number.h"
#include "db/model/value_writer.h"

namespace stator::db::expression {
namespace {

using model::KeyAttribute;
using model::Type;

const std::vector<KeyAttribute> kHash = {{"h", Type::kS}};
const std::vector<KeyAttribute> kFilters = {{"f", Type::kN}, {"g", Type::kS}};

Result<SearchCondition> parse(std::string_view text) {
  std::string one, number;
  model::ValueWriter(&one).string("x");
  model::ValueWriter(&number).number(model::Number::from_int(1));
  Placeholders placeholders({}, {{":s", one}, {":n", number}});
  return SearchCondition::parse(text, placeholders);
}

Result<SearchCondition::Bound> bind(std::string_view text, const std::vector<KeyAttribute>& hash = kHash) {
  STATOR_ASSIGN(const SearchCondition condition, parse(text));
  return condition.bind(hash, kFilters);
}

TEST(SearchCondition, FixesTheHash) {
  const auto bound = bind("h = :s");
  ASSERT_TRUE(bound.ok());
  EXPECT_EQ(model::ValueView(bound->partition).text(), "x");
  EXPECT_FALSE(bound->filters);
}

TEST(SearchCondition, AndFilters) {
  for (const char* text : {"h = :s AND f > :n", "f BETWEEN :n AND :n AND h = :s", "g IN (:s, :s) AND h = :s",
                           "h = :s AND (f = :n OR g <> :s)", "h = :s AND NOT begins_with(g, :s)",
                           "attribute_exists(f) AND attribute_not_exists(g) AND h = :s"}) {
    const auto bound = bind(text);
    ASSERT_TRUE(bound.ok()) << text << ": " << bound.error().message;
    EXPECT_FALSE(bound->partition.empty()) << text;
    EXPECT_TRUE(bound->filters) << text;
  }
}

TEST(SearchCondition, WithoutHash) {
  const auto bound = bind("f = :n", {});
  ASSERT_TRUE(bound.ok());
  EXPECT_TRUE(bound->partition.empty());
  EXPECT_FALSE(bind("h = :s", {}).ok());
}

TEST(SearchCondition, RefusesAHashThatIsNotFixedOnce) {
  for (const char* text : {"f = :n", "h > :s", "h IN (:s)", "h = :s OR f = :n", "NOT h = :s",
                           "h = :s AND h = :s", "h = :s AND attribute_exists(h)"})
    EXPECT_FALSE(bind(text).ok()) << text;
}

TEST(SearchCondition, RefusesOtherTypesAndNames) {
  EXPECT_FALSE(bind("h = :n").ok());
  EXPECT_FALSE(bind("h = :s AND f = :s").ok());
  EXPECT_FALSE(bind("h = :s AND z = :s").ok());
}

TEST(SearchCondition, RefusesWhatItHasNoWordFor) {
  for (const char* text : {"contains(g, :s)", "size(g) > :n", "attribute_type(g, :s)", "g.a = :s",
                           "g[0] = :s", ":s = g", "g = f", ":s = :s", "begins_with(:s, :s)"})
    EXPECT_FALSE(parse(text).ok()) << text;
}

}  // namespace
}  // namespace stator::db::expression
