#include "db/expression/update.h"

#include <gtest/gtest.h>

#include <map>

#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

using Given = std::vector<std::pair<std::string, std::string>>;

const Given kGiven = {{"#a", "a"},      {":n", "1"},    {":m", "{k: 1}"},      {":s", "'x'"},
                      {":l", "[8, 9]"}, {":t", "true"}, {":ss", "<'a', 'c'>"}, {":ns", "<1, 2>"},
                      {":z", "null"},   {":b", "b'x'"}, {":big", "9.9E125"}};

std::string parse_error(std::string_view text) {
  Placeholders given = test::placeholders(kGiven);
  auto update = Update::parse(text, given);
  return update.ok() ? "ok" : update.error().message;
}

std::string updated(std::string_view text, std::string_view item, const Given& given = kGiven) {
  Placeholders values = test::placeholders(given);
  auto update = Update::parse(text, values);
  if (!update.ok()) return update.error().message;
  const std::string base = test::encode(item);
  auto result = update->apply(model::ItemView(base));
  if (!result.ok()) return result.error().message;
  EXPECT_TRUE(model::valid(*result)) << text;
  return test::decode(*result);
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(UpdateParse, Refuses) {
  const std::string type = "Incorrect operand type for operator or function; operator or function: ";
  const std::string count = "Incorrect number of operands for operator or function; operator or function: ";
  const std::string overlap =
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ";
  const std::string conflict =
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ";
  const Case cases[] = {
      {"", "The expression can not be empty;"},
      {"INVALID SYNTAX HERE", "Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\""},
      {"ADD hits : incr", "Syntax error; token: \":\", near: \"hits : incr\""},
      {"SET", "Syntax error; token: \"<EOF>\", near: \"SET\""},
      {"SET a", "Syntax error; token: \"<EOF>\", near: \"a\""},
      {"SET a =", "Syntax error; token: \"<EOF>\", near: \"=\""},
      {"SET a = :n,", "Syntax error; token: \"<EOF>\", near: \",\""},
      {"SET a = :n b = :n", "Syntax error; token: \"b\", near: \":n b =\""},
      {"SET a = b + c + d", "Syntax error; token: \"+\", near: \"c + d\""},
      {"SET a = :n * :n", "Syntax error; token: \"*\", near: \":n * :n\""},
      {"SET a = 1", "Syntax error; token: \"1\", near: \"= 1\""},
      {"SET a + :n", "Syntax error; token: \"+\", near: \"a + :n\""},
      {"SET :n = a", "Syntax error; token: \":n\", near: \"SET :n =\""},
      {"SET a = if_not_exists(b, c + :n)", "Syntax error; token: \"+\", near: \"c + :n\""},
      {"REMOVE a = :n", "Syntax error; token: \"=\", near: \"a = :n\""},
      {"REMOVE :n", "Syntax error; token: \":n\", near: \"REMOVE :n\""},
      {"REMOVE SET a = :n", "Syntax error; token: \"SET\", near: \"REMOVE SET a\""},
      {"ADD a b", "Syntax error; token: \"b\", near: \"a b\""},
      {"ADD a = :n", "Syntax error; token: \"=\", near: \"a = :n\""},
      {"DELETE a", "Syntax error; token: \"<EOF>\", near: \"a\""},
      {"SET a = :n SET b = :n", "The \"SET\" section can only be used once in an update expression;"},
      {"remove a add b :n Remove c", "The \"REMOVE\" section can only be used once in an update expression;"},
      {"ADD a :n ADD b :n", "The \"ADD\" section can only be used once in an update expression;"},
      {"DELETE a :ss DELETE b :ss", "The \"DELETE\" section can only be used once in an update expression;"},
      {"SET status = :n", "Attribute name is a reserved keyword; reserved keyword: status"},
      {"SET a = b.Size", "Attribute name is a reserved keyword; reserved keyword: Size"},
      {"SET #x = :n",
       "An expression attribute name used in the document path is not defined; attribute name: #x"},
      {"SET a = :x", "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"SET a = foo(b)", "Invalid function name; function: foo"},
      {"SET a = LIST_APPEND(a, :l)", "Invalid function name; function: LIST_APPEND"},
      {"SET a = size(b)", "The function is not allowed in an update expression; function: size"},
      {"SET a = attribute_exists(b)",
       "The function is not allowed in an update expression; function: attribute_exists"},
      {"SET a = ((b + :n))", "The expression has redundant parentheses;"},
      {"SET a = ((b)) + :n", "The expression has redundant parentheses;"},
      {"SET a = if_not_exists(a)", count + "if_not_exists, number of operands: 1"},
      {"SET a = list_append(a, :l, :l)", count + "list_append, number of operands: 3"},
      {"SET a = if_not_exists(:n, :n)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"SET a = list_append(a, :m)", type + "list_append, operand type: M"},
      {"SET a = list_append(:s, a)", type + "list_append, operand type: S"},
      {"SET a = a + :s", type + "+, operand type: S"},
      {"SET a = :l - :n", type + "-, operand type: L"},
      {"SET a = list_append(a, :l) + :n", type + "+, operand type: L"},
      {"ADD a :s",
       "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: "
       "ALLOWED_FOR_ADD_OPERAND"},
      {"ADD a :l",
       "Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: "
       "ALLOWED_FOR_ADD_OPERAND"},
      {"DELETE a :n",
       "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: "
       "ALLOWED_FOR_DELETE_OPERAND"},
      {"SET a = :n, a = :n", overlap + "[a], path two: [a]"},
      {"SET a = :n REMOVE #a", overlap + "[a], path two: [a]"},
      {"REMOVE a SET a.b = :n", overlap + "[a], path two: [a, b]"},
      {"SET a.b = :n, a[0] = :n", conflict + "[a, b], path two: [a, [0]]"},
      {"SET " + std::string(4093, 'a'), "Expression size has exceeded the maximum allowed size;"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(parse_error(c.text), "Invalid UpdateExpression: " + c.expected) << c.text;
}

TEST(UpdateParse, Limits) {
  std::string text = "SET a=b+c";
  for (int i = 1; i < 300; ++i) text += ",a" + std::to_string(i) + "=b+c";
  EXPECT_EQ(parse_error(text), "ok");
  EXPECT_EQ(parse_error(text + ",d=b-c"),
            "Invalid UpdateExpression: The expression contains too many operators; operator count: 301");
  std::string groups(4000, '(');
  EXPECT_EQ(parse_error("SET a=" + groups),
            "Invalid UpdateExpression: The expression has redundant parentheses;");
  std::string calls;
  for (int i = 0; i < 900; ++i) calls += "f(x,";
  EXPECT_EQ(parse_error("SET a=" + calls),
            "Invalid UpdateExpression: The expression contains too many operators; operator count: 301");
}

TEST(UpdateApply, Set) {
  const Case cases[] = {
      {"SET b = :n", "{a: 5, b: 1, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = :s", "{a: 'x', l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      // Right-hand sides see the item as it was (rule 72).
      {"SET a = q, q = a", "{a: 'old', l: [1, 2, 3], m: {x: {y: 7}}, q: 5}"},
      {"SET c = a REMOVE a", "{c: 5, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = a + :n", "{a: 6, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = (a - :n)", "{a: 4, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = :n - a", "{a: -4, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = (a) + (m.x.y)", "{a: 12, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET a = if_not_exists(a, :n) + :n", "{a: 6, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET c = if_not_exists(c, :n) + :n", "{a: 5, c: 2, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET c = if_not_exists(b, if_not_exists(d, q))",
       "{a: 5, c: 'old', l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET l = list_append(l, :l)", "{a: 5, l: [1, 2, 3, 8, 9], m: {x: {y: 7}}, q: 'old'}"},
      {"SET l = list_append(:l, l)", "{a: 5, l: [8, 9, 1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET c = list_append(if_not_exists(c, :l), :l)",
       "{a: 5, c: [8, 9, 8, 9], l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"},
      {"SET m.x.y = :s", "{a: 5, l: [1, 2, 3], m: {x: {y: 'x'}}, q: 'old'}"},
      {"SET m.x.z = :l, m.a = :n", "{a: 5, l: [1, 2, 3], m: {a: 1, x: {y: 7, z: [8, 9]}}, q: 'old'}"},
      {"SET l[1] = :s", "{a: 5, l: [1, 'x', 3], m: {x: {y: 7}}, q: 'old'}"},
      // Beyond the end: appended in the order of the indices.
      {"SET l[9] = :s, l[5] = :n, l[0] = :t", "{a: 5, l: [true, 2, 3, 1, 'x'], m: {x: {y: 7}}, q: 'old'}"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(updated(c.text, "{a: 5, l: [1, 2, 3], m: {x: {y: 7}}, q: 'old'}"), c.expected) << c.text;
}

TEST(UpdateApply, Remove) {
  const Case cases[] = {
      {"REMOVE a", "{l: [1, 2, {j: 4, k: 3}, [5, 6]], m: {x: 1, y: 2}}"},
      {"REMOVE q, l", "{a: 5, m: {x: 1, y: 2}}"},
      {"REMOVE m.x", "{a: 5, l: [1, 2, {j: 4, k: 3}, [5, 6]], m: {y: 2}}"},
      {"REMOVE m.x, m.y", "{a: 5, l: [1, 2, {j: 4, k: 3}, [5, 6]], m: {}}"},
      {"REMOVE m.q", "{a: 5, l: [1, 2, {j: 4, k: 3}, [5, 6]], m: {x: 1, y: 2}}"},
      // Indices mean the list as it was (rule 76).
      {"REMOVE l[0], l[1]", "{a: 5, l: [{j: 4, k: 3}, [5, 6]], m: {x: 1, y: 2}}"},
      {"REMOVE l[9]", "{a: 5, l: [1, 2, {j: 4, k: 3}, [5, 6]], m: {x: 1, y: 2}}"},
      {"REMOVE l[0], l[2].k, l[3][0]", "{a: 5, l: [2, {j: 4}, [6]], m: {x: 1, y: 2}}"},
      {"REMOVE l[0] SET l[1] = :s, l[4] = :n", "{a: 5, l: ['x', {j: 4, k: 3}, [5, 6], 1], m: {x: 1, y: 2}}"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(updated(c.text, "{a: 5, l: [1, 2, {k: 3, j: 4}, [5, 6]], m: {x: 1, y: 2}}"), c.expected)
        << c.text;
}

TEST(UpdateApply, AddAndDelete) {
  const Case cases[] = {
      {"ADD n :n", "{bs: <b'x'>, n: 6, ns: <2, 3>, ss: <'a', 'b'>}"},
      {"ADD c :n", "{bs: <b'x'>, c: 1, n: 5, ns: <2, 3>, ss: <'a', 'b'>}"},
      {"ADD c :ss", "{bs: <b'x'>, c: <'a', 'c'>, n: 5, ns: <2, 3>, ss: <'a', 'b'>}"},
      {"ADD ss :ss", "{bs: <b'x'>, n: 5, ns: <2, 3>, ss: <'a', 'b', 'c'>}"},
      {"ADD ns :ns", "{bs: <b'x'>, n: 5, ns: <1, 2, 3>, ss: <'a', 'b'>}"},
      {"DELETE ss :ss", "{bs: <b'x'>, n: 5, ns: <2, 3>, ss: <'b'>}"},
      {"DELETE ns :ns", "{bs: <b'x'>, n: 5, ns: <3>, ss: <'a', 'b'>}"},
      {"DELETE c :ss", "{bs: <b'x'>, n: 5, ns: <2, 3>, ss: <'a', 'b'>}"},
      {"ADD n :n DELETE ss :ss SET d = n REMOVE ns", "{bs: <b'x'>, d: 5, n: 6, ss: <'b'>}"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(updated(c.text, "{n: 5, ss: <'a', 'b'>, ns: <2, 3>, bs: <b'x'>}"), c.expected) << c.text;
  // An emptied set takes its attribute with it.
  EXPECT_EQ(updated("DELETE s :ss", "{id: 1, s: <'a', 'c'>}"), "{id: 1}");
  EXPECT_EQ(updated("DELETE m.s :ss", "{m: {s: <'a'>}}"), "{m: {}}");
  // Nested paths work too.
  EXPECT_EQ(updated("ADD m.n :n, m.c :n, l[0] :n, l[7] :n", "{m: {n: 1}, l: [5]}"),
            "{l: [6, 1], m: {c: 1, n: 2}}");
}

TEST(UpdateApply, Errors) {
  const std::string path = "The document path provided in the update expression is invalid for update";
  const std::string type = "An operand in the update expression has an incorrect data type";
  const std::string absent = "The provided expression refers to an attribute that does not exist in the item";
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const Case cases[] = {
      {"SET x.y = :n", path},
      {"SET n.y = :n", path},
      {"SET n[0] = :n", path},
      {"SET m[0] = :n", path},
      {"SET l.x = :n", path},
      {"SET l[5].x = :n", path},
      {"SET m.q.r = :n", path},
      {"REMOVE x.y", path},
      {"REMOVE n[0]", path},
      {"ADD x.y :n", path},
      {"DELETE x[0] :ss", path},
      {"SET a = b", absent},
      {"SET a = n + b", absent},
      {"SET a = list_append(b, :l)", absent},
      {"SET a = m.q", absent},
      {"SET a = l[9]", absent},
      {"SET a = s + :n", type},
      {"SET a = list_append(n, :l)", type},
      {"SET a = if_not_exists(s, :n) - :n", type},
      {"ADD s :n", type},
      {"ADD n :ss", type},
      {"ADD ss :ns", type},
      {"ADD l :n", type},
      {"DELETE n :ss", type},
      {"DELETE ss :ns", type},
      {"SET a = huge + :big", overflow},
      {"ADD huge :big", overflow},
      {"SET a = :n + tiny", "Attempting to store more than 38 significant digits in a Number"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(updated(c.text, "{n: 5, s: 'x', ss: <'a'>, m: {n: 1}, l: [1], huge: 9E125, tiny: 1E-130}"),
              c.expected)
        << c.text;
}

TEST(UpdateApply, ArithmeticIsExact) {
  EXPECT_EQ(updated("SET a = a + :v", "{a: 9007199254740993}", {{":v", "1"}}), "{a: 9007199254740994}");
  EXPECT_EQ(updated("SET a = a + :v", "{a: 0.1}", {{":v", "0.2"}}), "{a: 0.3}");
  EXPECT_EQ(updated("ADD a :v", "{a: 99999999999999999999999999999999999999}", {{":v", "-1"}}),
            "{a: 99999999999999999999999999999999999998}");
  EXPECT_EQ(updated("SET a = a - :v", "{a: 5}", {{":v", "5"}}), "{a: 0}");
}

TEST(UpdateApply, LimitsNesting) {
  std::string deep = "1";
  std::string path = "a";
  for (int i = 0; i < 30; ++i) {
    deep = "{k: " + deep + '}';
    path += ".k";
  }
  const std::string item = "{a: " + deep + '}';  // 31 levels
  EXPECT_NE(updated("SET " + path + " = :l", item).find("[8, 9]"), std::string::npos);
  EXPECT_EQ(updated("SET " + path + " = :v", item, {{":v", "[[1]]"}}),
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
            "supported "
            "limit");
}

// Many paths into attributes, maps and lists of many, on either side.
TEST(UpdateApply, ManyPathsIntoMany) {
  const auto key = [](int i) { return std::to_string(1000 + i); };
  std::string text, removed, map, list, attributes, new_map, new_list, new_attributes;
  for (int i = 0; i < 700; ++i) {
    const bool picked = i % 19 == 0;
    const std::string comma = i == 0 ? "" : ", ", source = key(699 - i);
    map += comma + "k" + key(i) + ": " + key(i);
    list += comma + key(i);
    attributes += ", r" + key(i) + ": {x: " + key(i) + "}";
    new_map += comma + "k" + key(i) + ": " + (picked ? source : key(i));
    new_list += comma + (picked ? source : key(i));
    new_attributes += ", r" + key(i) + ": {" + (picked ? "" : "x: " + key(i)) + "}";
    if (!picked) continue;
    text += (text.empty() ? "SET m.k" : ", m.k") + key(i) + "=r" + source + ".x";
    text += ", l[" + std::to_string(i) + "]=if_not_exists(z.y,m.k" + source + ")";
    removed += (removed.empty() ? " REMOVE r" : ", r") + key(i) + ".x";
  }
  const std::string item = "{l: [" + list + "], m: {" + map + "}" + attributes + "}";
  EXPECT_EQ(updated(text + removed, item),
            "{l: [" + new_list + "], m: {" + new_map + "}" + new_attributes + "}");
  const std::string invalid = "The document path provided in the update expression is invalid for update";
  const std::string missing =
      "The provided expression refers to an attribute that does not exist in the item";
  EXPECT_EQ(updated(text + ", r1001.x.y = :n" + removed, item), invalid);
  EXPECT_EQ(updated(text + ", m.k1[0] = :n", item), invalid);
  EXPECT_EQ(updated(text + ", q = m.k1", item), missing);
  EXPECT_EQ(updated(text + ", q = l[700]", item), missing);
}

TEST(UpdateApply, EmptyBase) {
  Placeholders given = test::placeholders(kGiven);
  auto update = Update::parse("SET b = :n ADD a :n REMOVE c DELETE d :ss", given);
  ASSERT_TRUE(update.ok());
  EXPECT_EQ(test::decode(*update->apply(model::ItemView())), "{a: 1, b: 1}");
}

TEST(Update, Properties) {
  Placeholders given = test::placeholders(kGiven);
  auto update = Update::parse("SET b.c = :n, a = :n REMOVE d, e DELETE f :ss", given);
  ASSERT_TRUE(update.ok());
  std::string paths;
  for (const Path& path : update->paths()) paths += path.debug_string();
  EXPECT_EQ(paths, "[b, c][a][d][e][f]");
  EXPECT_FALSE(update->removes_only());
  EXPECT_EQ(update->writing_actions(), 3u);
  EXPECT_EQ(update->removing_actions(), 2u);
  EXPECT_TRUE(Update::parse("REMOVE d DELETE f :ss", given)->removes_only());
  EXPECT_FALSE(Update::parse("ADD d :n", given)->removes_only());
}

// A list of 300 KB appended to itself, or copied, as often as an expression can say it.
TEST(UpdateApply, EndsWhereNoItemCouldHoldTheValue) {
  const std::string item = "{l: ['" + std::string(300 * 1024, 'x') + "']}";
  const std::string too_large = "Item size to update has exceeded the maximum allowed size";
  std::string nested = "l", copies = "SET a = l";
  for (int i = 0; i < 250; ++i) nested = "list_append(" + nested + ",l)";
  for (int i = 0; i < 400; ++i) copies += ",a" + std::to_string(i) + "=l";
  EXPECT_EQ(updated("SET a = " + nested, item), too_large);
  EXPECT_EQ(updated(copies, item), too_large);
  // Up to there only the whole item is measured, by who stores it.
  EXPECT_TRUE(updated("SET a = l, b = list_append(l, l)", item).starts_with("{a: ["));
}

// Random edits of one list against std::map: position to value, removals, appends.
TEST(UpdateApply, RandomListEdits) {
  std::uint64_t state = 7;
  const auto below = [&](std::uint64_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % n;
  };
  for (int round = 0; round < 500; ++round) {
    const std::size_t length = below(6);
    std::string item = "{l: [";
    for (std::size_t i = 0; i < length; ++i) item += std::to_string(i) + ", ";
    item += "]}";
    std::map<std::uint64_t, bool> edits;  // index -> set (or remove)
    for (std::uint64_t i = below(5) + 1; i > 0; --i) edits.emplace(below(9), below(2) == 0);
    std::string sets;
    std::string removes;
    for (const auto& [index, set] : edits) {
      std::string& clause = set ? sets : removes;
      clause += clause.empty() ? (set ? "SET " : " REMOVE ") : ", ";
      clause += "l[" + std::to_string(index) + ']' + (set ? " = :s" : "");
    }
    std::string expected;
    const auto append = [&](const std::string& element) {
      expected += (expected.empty() ? "" : ", ") + element;
    };
    for (std::size_t i = 0; i < length; ++i) {
      const auto edit = edits.find(i);
      if (edit == edits.end())
        append(std::to_string(i));
      else if (edit->second)
        append("'x'");
    }
    for (auto edit = edits.lower_bound(length); edit != edits.end(); ++edit)
      if (edit->second) append("'x'");
    ASSERT_EQ(updated(sets + removes, item), "{l: [" + expected + "]}") << item << sets << removes;
  }
}

}  // namespace
}  // namespace stator::db::expression
