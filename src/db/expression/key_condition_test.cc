#include "db/expression/key_condition.h"

#include <gtest/gtest.h>

#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

using model::KeyAttribute;
using model::KeySchema;
using model::Type;

const KeySchema kHashOnly{{{"pk", Type::kS}}, {}};
const KeySchema kHashRange{{{"pk", Type::kS}}, {{"sk", Type::kN}}};
const KeySchema kTextRange{{{"pk", Type::kS}}, {{"sk", Type::kS}}};
const KeySchema kMulti{{{"p1", Type::kS}, {"p2", Type::kN}},
                       {{"s1", Type::kS}, {"s2", Type::kN}, {"s3", Type::kB}}};

std::string show(const BoundKeyCondition& bound) {
  std::string out;
  for (const std::string& value : bound.partition) out += test::decode(value) + ' ';
  out += '|';
  for (const std::string& value : bound.sort_equal) out += ' ' + test::decode(value);
  if (!bound.bound) return out;
  static const char* kNames[] = {"<", "<=", ">", ">=", "between", "begins"};
  out += std::string(" ") + kNames[static_cast<int>(bound.bound->op)] + ' ' + test::decode(bound.bound->low);
  if (!bound.bound->high.empty()) out += ".." + test::decode(bound.bound->high);
  return out;
}

std::string bind(std::string_view text, const KeySchema& schema) {
  Placeholders given = test::placeholders({{"#pk", "pk"},
                                           {":s", "'x'"},
                                           {":n", "1"},
                                           {":n2", "2"},
                                           {":b", "b'y'"},
                                           {":e", "''"},
                                           {":l", "[1]"},
                                           {":t", "true"},
                                           {":s2048", '\'' + std::string(2048, 'x') + '\''},
                                           {":s2049", '\'' + std::string(2049, 'x') + '\''},
                                           {":s1024", '\'' + std::string(1024, 'x') + '\''},
                                           {":s1025", '\'' + std::string(1025, 'x') + '\''}});
  auto parsed = KeyCondition::parse(text, given);
  if (!parsed.ok()) return parsed.error().message;
  auto bound = parsed->bind(schema);
  return bound.ok() ? show(*bound) : bound.error().message;
}

struct Case {
  const char* text;
  const KeySchema& schema;
  std::string expected;
};

TEST(KeyCondition, Binds) {
  const Case cases[] = {
      {"pk = :s", kHashOnly, "'x' |"},
      {":s = #pk", kHashOnly, "'x' |"},
      {"(pk = :s)", kHashRange, "'x' |"},
      {"pk = :s AND sk = :n", kHashRange, "'x' | 1"},
      {"sk < :n AND pk = :s", kHashRange, "'x' | < 1"},
      {"(pk = :s) AND (sk <= :n)", kHashRange, "'x' | <= 1"},
      {"pk = :s AND :n < sk", kHashRange, "'x' | > 1"},
      {"pk = :s AND :n >= sk", kHashRange, "'x' | <= 1"},
      {"pk = :s AND sk between :n and :n2", kHashRange, "'x' | between 1..2"},
      {"pk = :s AND sk BETWEEN :n AND :n", kHashRange, "'x' | between 1..1"},
      {"pk = :s AND begins_with(sk, :s)", kTextRange, "'x' | begins 'x'"},
      {"pk = :s2048 AND sk = :s1024", kTextRange,
       '\'' + std::string(2048, 'x') + "' | '" + std::string(1024, 'x') + '\''},
      {"p1 = :s AND p2 = :n", kMulti, "'x' 1 |"},
      {"s1 = :s AND (p2 = :n AND p1 = :s)", kMulti, "'x' 1 | 'x'"},
      {"p1 = :s AND p2 = :n AND s1 = :s AND s2 > :n", kMulti, "'x' 1 | 'x' > 1"},
      {"p1 = :s AND p2 = :n AND s1 = :s AND s2 = :n AND begins_with(s3, :b)", kMulti,
       "'x' 1 | 'x' 1 begins b'y'"},
  };
  for (const Case& c : cases) EXPECT_EQ(bind(c.text, c.schema), c.expected) << c.text;
}

TEST(KeyCondition, RefusesBeforeTheTableIsKnown) {
  const std::string op = "Invalid operator used in KeyConditionExpression: ";
  const std::pair<const char*, std::string> cases[] = {
      {"", "The expression can not be empty;"},
      {"pk", "Syntax error; token: \"<EOF>\", near: \"pk\""},
      {"pk = :x", "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"name = :s", "Attribute name is a reserved keyword; reserved keyword: name"},
      {"((pk = :s))", "The expression has redundant parentheses;"},
      {"pk = :s OR pk = :s", op + "OR"},
      {"pk = :s AND NOT sk = :n", op + "NOT"},
      {"pk = :s AND sk <> :n", op + "<>"},
      {"pk = :s AND sk IN (:n)", op + "IN"},
      {"pk = :s AND contains(sk, :s)", op + "contains"},
      {"attribute_exists(pk)", op + "attribute_exists"},
      {"size(pk) = :n", op + "size"},
      {"pk = sk",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
      {":s = :s", "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"pk.a = :s", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"pk[0] = :s", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"pk = :s AND #pk = :s", "KeyConditionExpressions must only contain one condition per key"},
      {"pk = :s AND sk > :n AND sk < :n2", "KeyConditionExpressions must only contain one condition per key"},
      {"pk = :s AND begins_with(sk, :n)",
       "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"},
      {"pk = :s AND sk > :l",
       "Incorrect operand type for operator or function; operator or function: >, operand type: L"},
      {"pk = :s AND sk BETWEEN :n2 AND :n",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
       "operand: "
       "AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(bind(text, kHashRange), "Invalid KeyConditionExpression: " + expected) << text;
}

TEST(KeyCondition, RefusesWithTheSchema) {
  const std::string unsupported = "Query key condition not supported";
  const std::string type =
      "One or more parameter values were invalid: Condition parameter type does not match schema type";
  const auto missed = [](const std::string& name) {
    return "Query condition missed key schema element: " + name;
  };
  const auto empty = [](const std::string& kind, const std::string& name) {
    return "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
           "contain an empty " +
           kind + " value. Key: " + name;
  };
  const Case cases[] = {
      {"sk = :n", kHashRange, missed("pk")},
      {"extra = :s", kHashOnly, missed("pk")},
      {"pk = :s AND extra = :n", kHashRange, missed("sk")},
      {"pk = :s AND extra = :n", kHashOnly, unsupported},
      {"pk = :s AND sk = :n AND extra = :n", kHashRange, "Conditions can be of length 1 or 2 only"},
      {"pk > :s", kHashRange, unsupported},
      {"begins_with(pk, :s) AND sk = :n", kHashRange, unsupported},
      {"pk = :s AND begins_with(:s, sk)", kTextRange, unsupported},
      {"pk = :n", kHashRange, type},
      {"pk = :l", kHashRange, type},
      {"pk = :s AND sk = :s", kHashRange, type},
      {"pk = :s AND begins_with(sk, :s)", kHashRange, type},
      {"pk = :e", kHashRange, empty("string", "pk")},
      {"pk = :s AND sk > :e", kTextRange, empty("string", "sk")},
      {"pk = :s2049", kHashRange,
       "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit "
       "of2048 bytes"},
      {"pk = :s AND sk = :s1025", kTextRange,
       "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
       "limit of 1024 "
       "bytes"},
      {"p1 = :s", kMulti, missed("p2")},
      {"p1 = :s AND p2 > :n", kMulti, unsupported},
      {"p1 = :s AND p2 = :n AND s2 = :n", kMulti, unsupported},
      {"p1 = :s AND p2 = :n AND s1 > :s AND s2 = :n", kMulti, unsupported},
      {"p1 = :s AND p2 = :n AND s1 = :s AND s3 = :b", kMulti, unsupported},
  };
  for (const Case& c : cases) EXPECT_EQ(bind(c.text, c.schema), c.expected) << c.text;
}

}  // namespace
}  // namespace stator::db::expression
