#include "db/expression/legacy.h"

#include <gtest/gtest.h>

#include "db/expression/ast.h"
#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

using Op = ComparisonOperator;
using test::encode;

constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";

std::vector<std::string> encode_all(const std::vector<std::string>& notations) {
  std::vector<std::string> out;
  for (const std::string& notation : notations) out.push_back(encode(notation));
  return out;
}

LegacyCondition condition(std::string attribute, Op op, const std::vector<std::string>& values = {}) {
  return {std::move(attribute), op, encode_all(values)};
}

// "true", "false", or the error.
std::string answer(const Result<Condition>& made, std::string_view item) {
  if (!made.ok()) return made.error().message;
  const std::string bytes = encode(item);
  return made->matches(model::ItemView(bytes)) ? "true" : "false";
}

TEST(Legacy, OperatorNames) {
  EXPECT_EQ(comparison_operator_name(Op::kNotContains), "NOT_CONTAINS");
  EXPECT_EQ(comparison_operator_name(Op::kBeginsWith), "BEGINS_WITH");
}

TEST(Legacy, FilterEvaluates) {
  const std::pair<LegacyCondition, std::string> cases[] = {
      {condition("n", Op::kEq, {"5"}), "true"},
      {condition("n", Op::kEq, {"'5'"}), "false"},
      {condition("l", Op::kEq, {"[1, 'x']"}), "true"},
      {condition("n", Op::kNe, {"5"}), "false"},
      {condition("gone", Op::kNe, {"5"}), "true"},
      {condition("n", Op::kLt, {"6"}), "true"},
      {condition("n", Op::kLe, {"4"}), "false"},
      {condition("n", Op::kGt, {"4"}), "true"},
      {condition("n", Op::kGe, {"5"}), "true"},
      {condition("n", Op::kBetween, {"5", "7"}), "true"},
      {condition("n", Op::kIn, {"4", "5"}), "true"},
      {condition("n", Op::kIn, {"4"}), "false"},
      {condition("z", Op::kNotNull), "true"},
      {condition("z", Op::kNull), "false"},
      {condition("gone", Op::kNull), "true"},
      {condition("s", Op::kContains, {"'ell'"}), "true"},
      {condition("ss", Op::kContains, {"'a'"}), "true"},
      {condition("l", Op::kContains, {"'x'"}), "true"},
      {condition("s", Op::kNotContains, {"'ell'"}), "false"},
      {condition("ss", Op::kNotContains, {"'q'"}), "true"},
      {condition("s", Op::kBeginsWith, {"'he'"}), "true"},
      // A dot in a name is a dot.
      {condition("m.x", Op::kEq, {"1"}), "true"},
  };
  for (const auto& [entry, expected] : cases)
    EXPECT_EQ(answer(condition_from_filter({entry}, ConditionalOperator::kAnd),
                     "{n: 5, s: 'hello', l: [1, 'x'], ss: <'a'>, z: null, m: {x: 2}, 'm.x': 1}"),
              expected)
        << entry.attribute << ' ' << comparison_operator_name(entry.op);
}

TEST(Legacy, FilterRefuses) {
  const auto count = [](const char* op) {
    return std::string(kInvalid) + "Invalid number of argument(s) for the " + op + " ComparisonOperator";
  };
  const auto type = [](const char* op, const char* t) {
    return std::string(kInvalid) + "ComparisonOperator " + op + " is not valid for " + t +
           " AttributeValue type";
  };
  const std::pair<LegacyCondition, std::string> cases[] = {
      {condition("a", Op::kEq), count("EQ")},
      {condition("a", Op::kEq, {"1", "2"}), count("EQ")},
      {condition("a", Op::kIn), count("IN")},
      {condition("a", Op::kBetween, {"1"}), count("BETWEEN")},
      {condition("a", Op::kNull, {"1"}), count("NULL")},
      {condition("a", Op::kNotNull, {"1"}), count("NOT_NULL")},
      {condition("a", Op::kLt, {"<'a'>"}), type("LT", "SS")},
      {condition("a", Op::kGe, {"true"}), type("GE", "BOOL")},
      {condition("a", Op::kContains, {"[1]"}), type("CONTAINS", "L")},
      {condition("a", Op::kBeginsWith, {"1"}), type("BEGINS_WITH", "N")},
      {condition("a", Op::kIn, {"1", "{}"}), type("IN", "M")},
      {condition("a", Op::kIn, {"1", "'1'"}),
       std::string(kInvalid) + "AttributeValues inside AttributeValueList must be of same type"},
      {condition("a", Op::kBetween, {"2", "1"}),
       "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"},
  };
  for (const auto& [entry, expected] : cases)
    EXPECT_EQ(answer(condition_from_filter({entry}, ConditionalOperator::kAnd), "{}"), expected);
}

TEST(Legacy, ConditionalOperatorJoins) {
  const std::vector<LegacyCondition> both = {condition("a", Op::kEq, {"1"}), condition("b", Op::kEq, {"2"})};
  EXPECT_EQ(answer(condition_from_filter(both, ConditionalOperator::kAnd), "{a: 1, b: 3}"), "false");
  EXPECT_EQ(answer(condition_from_filter(both, ConditionalOperator::kOr), "{a: 1, b: 3}"), "true");
  EXPECT_TRUE(check_conditional_operator(std::nullopt, 0).ok());
  EXPECT_TRUE(check_conditional_operator(ConditionalOperator::kOr, 2).ok());
  EXPECT_EQ(check_conditional_operator(ConditionalOperator::kOr, 0).error().message,
            "ConditionalOperator cannot be used without Filter or Expected");
  EXPECT_EQ(check_conditional_operator(ConditionalOperator::kAnd, 1).error().message,
            "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

TEST(Legacy, Expected) {
  const std::string one = encode("1");
  const std::vector<std::string> ones = {one};
  const std::pair<ExpectedAttribute, std::string> cases[] = {
      {{"a", {}, one, {}, {}}, "true"},
      {{"b", {}, one, {}, {}}, "false"},
      {{"a", true, one, {}, {}}, "true"},
      {{"a", false, {}, {}, {}}, "false"},
      {{"b", false, {}, {}, {}}, "true"},
      {{"a", {}, {}, Op::kGe, ones}, "true"},
      {{"a", {}, one, Op::kGe, {}}, "true"},
      {{"a", {}, {}, Op::kNotNull, {}}, "true"},
      {{"a", {}, {}, {}, {}},
       std::string(kInvalid) + "Value must be provided when Exists is null for Attribute: a"},
      {{"a", true, {}, {}, {}},
       std::string(kInvalid) + "Value must be provided when Exists is true for Attribute: a"},
      {{"a", false, one, {}, {}},
       std::string(kInvalid) + "Value cannot be used when Exists is false for Attribute: a"},
      {{"a", true, {}, Op::kEq, ones},
       std::string(kInvalid) + "Exists and ComparisonOperator cannot be used together for Attribute: a"},
      {{"a", {}, one, Op::kEq, ones},
       std::string(kInvalid) + "Value and AttributeValueList cannot be used together for Attribute: a"},
      {{"a", {}, {}, {}, ones},
       std::string(kInvalid) +
           "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"},
      {{"a", {}, {}, Op::kEq, {}},
       std::string(kInvalid) +
           "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"},
      {{"a", {}, one, Op::kNull, {}},
       std::string(kInvalid) + "Invalid number of argument(s) for the NULL ComparisonOperator"},
  };
  for (const auto& [entry, expected] : cases)
    EXPECT_EQ(answer(condition_from_expected({entry}, ConditionalOperator::kAnd), "{a: 1}"), expected);
}

TEST(Legacy, KeyConditions) {
  const model::KeySchema schema{{{"pk", model::Type::kS}}, {{"sk", model::Type::kN}}};
  const auto bind = [&](const std::vector<LegacyCondition>& conditions) -> std::string {
    auto made = key_condition_from_legacy(conditions);
    if (!made.ok()) return made.error().message;
    auto bound = made->bind(schema);
    if (!bound.ok()) return bound.error().message;
    std::string out = test::decode(bound->partition[0]);
    for (const std::string& value : bound->sort_equal) out += " = " + test::decode(value);
    if (bound->bound)
      out +=
          " op " + std::to_string(static_cast<int>(bound->bound->op)) + ' ' + test::decode(bound->bound->low);
    if (bound->bound && !bound->bound->high.empty()) out += ' ' + test::decode(bound->bound->high);
    return out;
  };
  const LegacyCondition pk = condition("pk", Op::kEq, {"'x'"});
  EXPECT_EQ(bind({pk}), "'x'");
  EXPECT_EQ(bind({condition("sk", Op::kEq, {"1"}), pk}), "'x' = 1");
  EXPECT_EQ(bind({pk, condition("sk", Op::kGt, {"1"})}), "'x' op 2 1");
  EXPECT_EQ(bind({pk, condition("sk", Op::kBetween, {"1", "3"})}), "'x' op 4 1 3");
  EXPECT_EQ(bind({pk, condition("sk", Op::kNe, {"1"})}),
            "Attempted conditional constraint is not an indexable operation");
  EXPECT_EQ(bind({pk, condition("sk", Op::kNotNull)}),
            "Attempted conditional constraint is not an indexable operation");
  EXPECT_EQ(bind({pk, condition("sk", Op::kGt, {"1", "2"})}),
            std::string(kInvalid) + "Invalid number of argument(s) for the GT ComparisonOperator");
  EXPECT_EQ(bind({condition("pk", Op::kGt, {"'x'"})}), "Query key condition not supported");
  EXPECT_EQ(bind({condition("sk", Op::kEq, {"1"})}), "Query condition missed key schema element: pk");
  EXPECT_EQ(bind({}), "Query condition missed key schema element: pk");
  EXPECT_EQ(bind({pk, condition("sk", Op::kEq, {"1"}), condition("q", Op::kEq, {"1"})}),
            "Conditions can be of length 1 or 2 only");
}

std::string updated(const std::vector<AttributeUpdate>& updates, std::string_view item) {
  auto made = update_from_attribute_updates(updates);
  if (!made.ok()) return made.error().message;
  const std::string base = encode(item);
  auto result = made->apply(model::ItemView(base));
  return result.ok() ? test::decode(*result) : result.error().message;
}

TEST(Legacy, AttributeUpdates) {
  using enum AttributeAction;
  const char* item = "{id: 1, n: 5, s: <'a', 'b'>}";
  EXPECT_EQ(updated({{"n", kPut, encode("'x'")}, {"q", kPut, encode("[1]")}}, item),
            "{id: 1, n: 'x', q: [1], s: <'a', 'b'>}");
  EXPECT_EQ(updated({{"n", kAdd, encode("-6")}, {"q", kAdd, encode("2")}}, item),
            "{id: 1, n: -1, q: 2, s: <'a', 'b'>}");
  EXPECT_EQ(updated({{"s", kAdd, encode("<'c'>")}, {"n", kDelete, {}}}, item), "{id: 1, s: <'a', 'b', 'c'>}");
  EXPECT_EQ(updated({{"s", kDelete, encode("<'a', 'c'>")}}, item), "{id: 1, n: 5, s: <'b'>}");
  EXPECT_EQ(updated({{"s", kDelete, encode("<'a', 'b'>")}, {"gone", kDelete, {}}}, item), "{id: 1, n: 5}");
  EXPECT_EQ(updated({{"l", kAdd, encode("[3, 'x']")}, {"q", kAdd, encode("[1]")}}, "{id: 1, l: [1, 2]}"),
            "{id: 1, l: [1, 2, 3, 'x'], q: [1]}");
  EXPECT_EQ(updated({{"a.b", kPut, encode("1")}}, item), "{a.b: 1, id: 1, n: 5, s: <'a', 'b'>}");
  EXPECT_EQ(updated({}, item), item);

  EXPECT_EQ(updated({{"n", kPut, {}}}, item),
            std::string(kInvalid) + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(updated({{"n", kAdd, {}}}, item),
            std::string(kInvalid) + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(updated({{"n", kAdd, encode("'x'")}}, item),
            std::string(kInvalid) + "ADD action is not supported for the type S");
  EXPECT_EQ(updated({{"n", kDelete, encode("1")}}, item),
            std::string(kInvalid) + "DELETE action is not supported for the type N");
  EXPECT_EQ(updated({{"n", kAdd, encode("<1>")}}, item), "Type mismatch for attribute to update");
  EXPECT_EQ(updated({{"n", kAdd, encode("[1]")}}, item), "Type mismatch for attribute to update");
  EXPECT_EQ(updated({{"s", kDelete, encode("<1>")}}, item), "Type mismatch for attribute to update");
}

TEST(Legacy, AttributesToGet) {
  const std::string item = encode("{a: 1, 'b.c': 2, b: {c: 3}}");
  std::string out;
  auto made = projection_from_attributes({"b.c", "a", "q"});
  ASSERT_TRUE(made.ok());
  made->project(model::ItemView(item), &out);
  EXPECT_EQ(test::decode(out), "{a: 1, b.c: 2}");
  EXPECT_EQ(projection_from_attributes({"a", "b", "a"}).error().message,
            std::string(kInvalid) + "Duplicate value in attribute name: a");
}

}  // namespace
}  // namespace stator::db::expression
