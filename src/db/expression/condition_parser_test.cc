#include "db/expression/condition_parser.h"

#include <gtest/gtest.h>

#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

std::string show(const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::kPath:
      return operand.path.debug_string();
    case Operand::Kind::kSizeOfPath:
      return "size" + operand.path.debug_string();
    case Operand::Kind::kValue:
      return test::decode(*operand.value);
  }
  return {};
}

// As an s-expression.
std::string show(const ConditionNode& node) {
  std::string out = '(' + std::string(operator_name(node.op));
  for (const Operand& operand : node.operands) out += ' ' + show(operand);
  for (const ConditionNode& child : node.children) out += ' ' + show(child);
  return out + ')';
}

// The tree, or the error without "Invalid ConditionExpression: ".
std::string parse(std::string_view text) {
  Placeholders given = test::placeholders({{"#a", "a"},
                                           {"#dot", "x.y"},
                                           {":b", "'b'"},
                                           {":s", "'a'"},
                                           {":n", "1"},
                                           {":l", "[1]"},
                                           {":m", "{}"},
                                           {":t", "true"},
                                           {":z", "null"},
                                           {":ss", "<'a'>"},
                                           {":type", "'SS'"},
                                           {":bin", "b'x'"}});
  auto parsed = ConditionParser(Kind::kCondition, text, given).parse();
  if (parsed.ok()) return show(*parsed);
  const std::string prefix = "Invalid ConditionExpression: ";
  EXPECT_TRUE(parsed.error().message.starts_with(prefix));
  EXPECT_EQ(parsed.error().kind, ErrorKind::kValidation);
  return parsed.error().message.substr(prefix.size());
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(ConditionParser, Trees) {
  const Case cases[] = {
      {"a = :b", "(= [a] 'b')"},
      {":b<>a", "(<> 'b' [a])"},
      {"a<b", "(< [a] [b])"},
      {"a[0].b.#dot <= :n", "(<= [a, [0], b, x.y] 1)"},
      {"#a between :n and c", "(BETWEEN [a] 1 [c])"},
      {"a BETWEEN :n AND :n AND b = :n", "(AND (BETWEEN [a] 1 1) (= [b] 1))"},
      {"a IN (:b)", "(IN [a] 'b')"},
      {"a in (:b, c, size(d))", "(IN [a] 'b' [c] size[d])"},
      {"a = :b OR c = :b AND d = :b", "(OR (= [a] 'b') (AND (= [c] 'b') (= [d] 'b')))"},
      {"a = :b AND c = :b AND d = :b", "(AND (= [a] 'b') (= [c] 'b') (= [d] 'b'))"},
      {"a = :b AND (c = :b AND d = :b)", "(AND (= [a] 'b') (AND (= [c] 'b') (= [d] 'b')))"},
      {"(a = :b AND c = :b) AND d = :b", "(AND (AND (= [a] 'b') (= [c] 'b')) (= [d] 'b'))"},
      {"(a = :b OR c = :b) AND d = :b", "(AND (OR (= [a] 'b') (= [c] 'b')) (= [d] 'b'))"},
      {"NOT a = :b AND c = :b", "(AND (NOT (= [a] 'b')) (= [c] 'b'))"},
      {"not (a = :b)", "(NOT (= [a] 'b'))"},
      {"NOT NOT a = :b", "(NOT (NOT (= [a] 'b')))"},
      {"(a = :b)", "(= [a] 'b')"},
      {"(a) = (:b)", "(= [a] 'b')"},
      {"((a) = :b)", "(= [a] 'b')"},
      {"( ( size ( a )) < b.Maximum ) AND ( c > :n )", "(AND (< size[a] [b, Maximum]) (> [c] 1))"},
      {"((a = :b) AND (c = :b))", "(AND (= [a] 'b') (= [c] 'b'))"},
      {"attribute_exists(a)", "(attribute_exists [a])"},
      {"attribute_not_exists (a.b)", "(attribute_not_exists [a, b])"},
      {"attribute_type(a, :type)", "(attribute_type [a] 'SS')"},
      {"begins_with(a, :b)", "(begins_with [a] 'b')"},
      {"begins_with(a, :bin)", "(begins_with [a] b'x')"},
      {"contains(a, :m)", "(contains [a] {})"},
      {"contains(:ss, a)", "(contains <'a'> [a])"},
      {"size(a) > :n", "(> size[a] 1)"},
      {"size(:b) = :n", "(= 1 1)"},
      {":b = :b", "(= 'b' 'b')"},
      {"a = :m", "(= [a] {})"},
      {"size(a) = size(a.b)", "(= size[a] size[a, b])"},
  };
  for (const Case& c : cases) EXPECT_EQ(parse(c.text), c.expected) << c.text;
}

TEST(ConditionParser, SyntaxErrors) {
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"a", "Syntax error; token: \"<EOF>\", near: \"a\""},
      {":b", "Syntax error; token: \"<EOF>\", near: \":b\""},
      {"a = ", "Syntax error; token: \"<EOF>\", near: \"=\""},
      {"a = :b AND", "Syntax error; token: \"<EOF>\", near: \"AND\""},
      {"a  = : b", "Syntax error; token: \":\", near: \"= : b\""},
      {"a == :b", "Syntax error; token: \"=\", near: \"== :b\""},
      {"= :b", "Syntax error; token: \"=\", near: \"= :b\""},
      {"a = :b c", "Syntax error; token: \"c\", near: \":b c\""},
      {"a = b = c", "Syntax error; token: \"=\", near: \"b = c\""},
      {"(a = b) = c", "Syntax error; token: \"=\", near: \") = c\""},
      {"(a = :b", "Syntax error; token: \"<EOF>\", near: \":b\""},
      {"a = :b)", "Syntax error; token: \")\", near: \":b)\""},
      {"a = (b = c)", "Syntax error; token: \"=\", near: \"b = c\""},
      {"a = (b OR c)", "Syntax error; token: \"OR\", near: \"b OR c\""},
      {"a OR b = c", "Syntax error; token: \"OR\", near: \"a OR b\""},
      {"AND = :b", "Syntax error; token: \"AND\", near: \"AND =\""},
      {"a IN :b", "Syntax error; token: \":b\", near: \"IN :b\""},
      {"a IN ()", "Syntax error; token: \")\", near: \"()\""},
      {"attribute_exists()", "Syntax error; token: \")\", near: \"()\""},
      {"a NOT IN (:b)", "Syntax error; token: \"NOT\", near: \"a NOT IN\""},
      {"a BETWEEN :n", "Syntax error; token: \"<EOF>\", near: \":n\""},
      {"a BETWEEN :n OR :n", "Syntax error; token: \"OR\", near: \":n OR :n\""},
      {"a.0 = :b", "Syntax error; token: \"0\", near: \".0 =\""},
      {"a[b] = :b", "Syntax error; token: \"b\", near: \"[b]\""},
      {"a[-1] = :b", "Syntax error; token: \"-\", near: \"[-1\""},
      {"a-b = :b", "Syntax error; token: \"-\", near: \"a-b\""},
      {"_a = :b", "Syntax error; token: \"_\", near: \"_a\""},
      {"a = 5", "Syntax error; token: \"5\", near: \"= 5\""},
      {"a = \"x\"", "Syntax error; token: \"\"\", near: \"= \"x\""},
      // A syntax error goes before every other mistake.
      {"name = :undefined AND foo((a = b)", "Syntax error; token: \"=\", near: \"a = b\""},
  };
  for (const Case& c : cases) EXPECT_EQ(parse(c.text), c.expected) << c.text;
}

TEST(ConditionParser, OtherErrors) {
  const std::string type = "Incorrect operand type for operator or function; operator or function: ";
  const std::string count = "Incorrect number of operands for operator or function; operator or function: ";
  const std::string path = "Operator or function requires a document path; operator or function: ";
  const std::string distinct =
      "The first operand must be distinct from the remaining operands for this operator or function; "
      "operator: ";
  const std::string misplaced =
      "The function is not allowed to be used this way in an expression; function: ";
  const Case cases[] = {
      {"Name = :b", "Attribute name is a reserved keyword; reserved keyword: Name"},
      {"a.status = :b", "Attribute name is a reserved keyword; reserved keyword: status"},
      {"#x = :b",
       "An expression attribute name used in the document path is not defined; attribute name: #x"},
      {"a = :x", "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"a[2147483648] = :b", "List index is not within the allowable range; index: [2147483648]"},
      {"a[99999999999999999999] = :b",
       "List index is not within the allowable range; index: [99999999999999999999]"},
      {"((a = :b))", "The expression has redundant parentheses;"},
      {"a = :b AND (((c = :b)))", "The expression has redundant parentheses;"},
      {"a = ((:b))", "The expression has redundant parentheses;"},
      {"((a)) = :b", "The expression has redundant parentheses;"},
      {"foo(a)", "Invalid function name; function: foo"},
      {"foo(a) = :b", "Invalid function name; function: foo"},
      {"SIZE(a) = :n", "Invalid function name; function: SIZE"},
      {"Attribute_exists(a)", "Invalid function name; function: Attribute_exists"},
      {"list_append(a, b) = :l",
       "The function is not allowed in a condition expression; function: list_append"},
      {"a = if_not_exists(a, :b)",
       "The function is not allowed in a condition expression; function: if_not_exists"},
      {"size(a)", misplaced + "size"},
      {"size(a) AND a = :b", misplaced + "size"},
      {"attribute_exists(a) = :b", misplaced + "attribute_exists"},
      {"a = attribute_exists(a)", misplaced + "attribute_exists"},
      {"size(contains(a, :b)) = :n", misplaced + "contains"},
      {"attribute_exists(a, :b)", count + "attribute_exists, number of operands: 2"},
      {"begins_with(a)", count + "begins_with, number of operands: 1"},
      {"size(a, b) = :n", count + "size, number of operands: 2"},
      {"begins_with(a, :n)", type + "begins_with, operand type: N"},
      {"begins_with(:l, a)", type + "begins_with, operand type: L"},
      {"begins_with(size(a), :b)", type + "begins_with, operand type: N"},
      {"contains(:n, a)", type + "contains, operand type: N"},
      {"a < :m", type + "<, operand type: M"},
      {":t >= a", type + ">=, operand type: BOOL"},
      {"a <= :ss", type + "<=, operand type: SS"},
      {"a BETWEEN :l AND :l", type + "BETWEEN, operand type: L"},
      {"size(:n) = :n", type + "size, operand type: N"},
      {"size(size(a)) = :n", type + "size, operand type: N"},
      {"attribute_type(a, :n)", type + "attribute_type, operand type: N"},
      {"attribute_type(a, :b)",
       "Invalid attribute type name found; type: b, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
      {"attribute_exists(:b)", path + "attribute_exists"},
      {"attribute_exists(size(a))", path + "attribute_exists"},
      {"attribute_not_exists(:b)", path + "attribute_not_exists"},
      {"attribute_type(:b, :type)", path + "attribute_type"},
      {"a = a", distinct + "=, first operand: [a]"},
      {"a.b[1] <> a.b[1]", distinct + "<>, first operand: [a, b, [1]]"},
      {"#a >= a", distinct + ">=, first operand: [a]"},
      {"a BETWEEN b AND a", distinct + "BETWEEN, first operand: [a]"},
      {"a IN (b, a)", distinct + "IN, first operand: [a]"},
      {"contains(a, a)", distinct + "contains, first operand: [a]"},
      {"begins_with(a, a)", distinct + "begins_with, first operand: [a]"},
      {"a BETWEEN :b AND :s",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
       "operand: "
       "AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}"},
      {"a BETWEEN :s AND :n",
       "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: "
       "AttributeValue: "
       "{S:a}, upper bound operand: AttributeValue: {N:1}"},
  };
  for (const Case& c : cases) EXPECT_EQ(parse(c.text), c.expected) << c.text;
}

TEST(ConditionParser, LimitOfBytes) {
  const std::string expression = "a = :b";
  const std::string at_limit = expression + std::string(kMaxExpressionBytes - expression.size(), ' ');
  EXPECT_EQ(parse(at_limit), "(= [a] 'b')");
  EXPECT_EQ(parse(at_limit + ' '), "Expression size has exceeded the maximum allowed size;");
}

// 150 comparisons and 149 or 150 operators between them, and a NOT.
TEST(ConditionParser, LimitOfOperators) {
  std::string text = "NOT a=:b";
  for (int i = 1; i < 150; ++i) text += " OR a=:b";
  EXPECT_TRUE(parse(text).starts_with("(OR"));
  EXPECT_EQ(parse("NOT " + text), "The expression contains too many operators; operator count: 301");
  std::string functions = "attribute_exists(a)";
  for (int i = 1; i < 150; ++i) functions += " OR attribute_exists(a)";
  EXPECT_TRUE(parse(functions).starts_with("(OR"));
}

TEST(ConditionParser, LimitOfInOperands) {
  std::string text = "a IN (:b";
  for (std::size_t i = 1; i < kMaxInOperands; ++i) text += ", :b";
  EXPECT_TRUE(parse(text + ")").starts_with("(IN"));
  EXPECT_EQ(parse(text + ", :b)"),
            "The IN operator is provided with too many operands; number of operands: 101");
}

TEST(ConditionParser, LimitOfPathElements) {
  std::string text = "a";
  for (int i = 1; i < 32; ++i) text += "[0]";
  EXPECT_TRUE(parse(text + " = :b").starts_with("(="));
  EXPECT_EQ(parse(text + "[0] = :b"), "The document path has too many nesting elements; nesting levels: 33");
}

TEST(ConditionParser, DeepNestingIsBounded) {
  const auto repeat = [](std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  const std::string redundant = "The expression has redundant parentheses;";
  const std::string too_many = "The expression contains too many operators; operator count: 301";
  EXPECT_TRUE(parse(repeat("NOT (", 299) + "a=:b" + repeat(")", 299)).starts_with("(NOT"));
  EXPECT_EQ(parse(repeat("NOT (", 300) + "a=:b" + repeat(")", 300)), too_many);
  EXPECT_EQ(parse(repeat("NOT ", 1000) + "a=:b"), too_many);
  EXPECT_EQ(parse(repeat("(", 2000) + "a=:b" + repeat(")", 2000)), redundant);
  EXPECT_EQ(parse(repeat("(", 4096)), redundant);
  EXPECT_EQ(parse("a=" + repeat("(", 4000)), redundant);
  EXPECT_EQ(parse(repeat("size(", 800)), too_many);
  EXPECT_EQ(parse("a=" + repeat("f(", 2000)), too_many);
}

TEST(ConditionParser, UsesOfAPlaceholderShareWhatIsLong) {
  const std::string name(60'000, 'n');
  Placeholders given = test::placeholders({{"#long", name}, {"#short", "n"}, {":long", "'" + name + "'"}});
  auto parsed =
      ConditionParser(Kind::kCondition, "#long.#long IN (:long, :long, #short, #short)", given).parse();
  ASSERT_TRUE(parsed.ok());
  const std::vector<Operand>& operands = parsed->operands;
  const auto at = [](const Operand& operand, std::size_t i) {
    return std::get<SharedString>(operand.path.elements[i])->data();
  };
  EXPECT_EQ(at(operands[0], 0), at(operands[0], 1));
  EXPECT_EQ(at(operands[0], 0), (*given.name("#long"))->data());
  EXPECT_EQ(operands[1].value->data(), operands[2].value->data());
  EXPECT_EQ(operands[1].value->data(), (*given.value(":long"))->data());
  EXPECT_NE(at(operands[3], 0), at(operands[4], 0));
  // The tree keeps them after the request is gone.
  given = Placeholders();
  EXPECT_EQ(operands[0].path.elements.size(), 2U);
  EXPECT_EQ(operands[0].path.root(), name);
  EXPECT_EQ(test::decode(*operands[2].value), "'" + name + "'");
}

}  // namespace
}  // namespace stator::db::expression
