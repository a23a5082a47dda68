#include "db/statement/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/expression/test_values.h"
#include "db/statement/lexer.h"
#include "messages/statements.h"
#include "messages/values.h"

namespace stator::db::statement {
namespace {

using expression::ConditionNode;
using expression::Operand;
using expression::Operator;
using expression::Path;
using expression::UpdateAction;
using expression::UpdateActionKind;
using expression::UpdateOperand;
using expression::test::decode;
using expression::test::encode;

// ---- statements as text again: prefix notation, one line

std::string print(const Path& path) {
  std::string out;
  for (const auto& element : path.elements) {
    if (const auto* name = std::get_if<expression::SharedString>(&element)) {
      out += out.empty() ? **name : '.' + **name;
    } else {
      out += '[' + std::to_string(std::get<std::uint32_t>(element)) + ']';
    }
  }
  return out;
}

std::string print(const Operand& operand) {
  if (operand.kind == Operand::Kind::kValue) return decode(*operand.value);
  return operand.kind == Operand::Kind::kPath ? print(operand.path) : "size(" + print(operand.path) + ")";
}

std::string print(const ConditionNode& node) {
  std::string out = '(' + std::string(expression::operator_name(node.op));
  for (const Operand& operand : node.operands) out += ' ' + print(operand);
  for (const ConditionNode& child : node.children) out += ' ' + print(child);
  if (node.op == Operator::kAttributeType && node.operands.size() == 1)
    out += ' ' + std::string(model::type_name(node.type));
  return out + ')';
}

std::string print(const UpdateOperand& operand) {
  switch (operand.kind) {
    case UpdateOperand::Kind::kValue:
      return decode(*operand.value);
    case UpdateOperand::Kind::kPath:
      return print(operand.path);
    case UpdateOperand::Kind::kListAppend:
      return "append(" + print(operand.arguments[0]) + ' ' + print(operand.arguments[1]) + ')';
    case UpdateOperand::Kind::kAdd:
      return "(+ " + print(operand.arguments[0]) + ' ' + print(operand.arguments[1]) + ')';
    case UpdateOperand::Kind::kSubtract:
      return "(- " + print(operand.arguments[0]) + ' ' + print(operand.arguments[1]) + ')';
    default:
      return "?";
  }
}

std::string print(const Path& path, const UpdateAction& action) {
  switch (action.kind) {
    case UpdateActionKind::kSet:
      return " set " + print(path) + ' ' + print(action.operand);
    case UpdateActionKind::kRemove:
      return " remove " + print(path);
    case UpdateActionKind::kAdd:
      return " add " + print(path) + ' ' + print(action.operand);
    case UpdateActionKind::kDelete:
      return " delete " + print(path) + ' ' + print(action.operand);
  }
  return {};
}

std::string print(const std::optional<ConditionNode>& where) {
  return where ? " where " + print(*where) : "";
}

std::string print(Returning returning) {
  constexpr std::string_view kNames[] = {"", " all old", " modified old", " all new", " modified new"};
  return std::string(kNames[static_cast<int>(returning)]);
}

std::string print(const Select& select) {
  std::string out = "select";
  for (const Path& column : select.columns) out += ' ' + print(column);
  out += " from " + select.table;
  if (!select.index.empty()) out += '/' + select.index;
  out += print(select.where);
  for (const OrderTerm& term : select.order) out += (term.descending ? " desc " : " asc ") + term.name;
  return out;
}

std::string print(const Statement& statement) {
  if (const auto* select = std::get_if<Select>(&statement)) return print(*select);
  if (const auto* exists = std::get_if<Exists>(&statement)) return "exists " + print(exists->select);
  if (const auto* insert = std::get_if<Insert>(&statement))
    return "insert " + insert->table + ' ' + decode(insert->item);
  if (const auto* update = std::get_if<Update>(&statement)) {
    std::string out = "update " + update->table;
    for (std::size_t i = 0; i < update->plan->paths.size(); ++i)
      out += print(update->plan->paths[i], update->plan->actions[i]);
    return out + print(update->where) + print(update->returning);
  }
  const auto& removal = std::get<Delete>(statement);
  return "delete " + removal.table + print(removal.where) + print(removal.returning);
}

std::string parsed(std::string_view text, const std::vector<std::string>& parameters = {}) {
  std::vector<std::string> values;
  for (const std::string& notation : parameters) values.push_back(encode(notation));
  const std::vector<std::string_view> views(values.begin(), values.end());
  const auto statement = parse(text, views);
  return statement.ok() ? print(*statement) : "! " + statement.error().message;
}

struct Case {
  std::string text;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& test : cases) EXPECT_EQ(parsed(test.text), test.expected) << test.text;
}

std::string malformed(std::string_view what) {
  return "! Statement wasn't well formed, can't be processed: " + std::string(what);
}

TEST(StatementParser, Select) {
  check({
      {"SELECT * FROM Music", "select from Music"},
      {"select * from \"Music-1.x\";", "select from Music-1.x"},
      {"SELECT Artist, \"Song Title\" FROM \"Music\"", "select Artist Song Title from Music"},
      {"SELECT a.b[0].c, d['e f'] FROM t", "select a.b[0].c d.e f from t"},
      {"SELECT * FROM \"t\".\"ByDate\"", "select from t/ByDate"},
      {"SELECT * FROM t.ByDate ORDER BY k DESC, s ASC, u", "select from t/ByDate desc k asc s asc u"},
      {"SELECT year FROM t -- a comment\n WHERE /* another */ year = 1",
       "select year from t where (= year 1)"},
      {"SELECT \"a\"\"b\" FROM t", "select a\"b from t"},
      {"EXISTS(SELECT * FROM t WHERE k = 1)", "exists select from t where (= k 1)"},
  });
}

TEST(StatementParser, Conditions) {
  const std::vector<Case> cases = {
      {"a = 'it''s'", "(= a 'it's')"},
      {"a = -1.50", "(= a -1.5)"},
      {"1e3 < a", "(< 1000 a)"},
      {"a <> 1", "(<> a 1)"},
      {"a != 1", "(<> a 1)"},
      {"a >= 1 AND b <= 2", "(AND (>= a 1) (<= b 2))"},
      {"a = 1 AND b = 2 AND c = 3", "(AND (= a 1) (= b 2) (= c 3))"},
      {"a = 1 OR b = 2 AND c = 3", "(OR (= a 1) (AND (= b 2) (= c 3)))"},
      {"(a = 1 OR b = 2) AND c = 3", "(AND (OR (= a 1) (= b 2)) (= c 3))"},
      {"NOT a = 1 AND b = 2", "(AND (NOT (= a 1)) (= b 2))"},
      {"((a)) = (1)", "(= a 1)"},
      {"a BETWEEN 1 AND 2 AND b = 3", "(AND (BETWEEN a 1 2) (= b 3))"},
      {"a NOT BETWEEN 1 AND 2", "(NOT (BETWEEN a 1 2))"},
      {"a IN [1, 'x']", "(IN a 1 'x')"},
      {"a IN (1, 2)", "(IN a 1 2)"},
      {"a NOT IN (1)", "(NOT (IN a 1))"},
      {"a IS MISSING", "(attribute_not_exists a)"},
      {"a.b[1] IS NOT MISSING", "(attribute_exists a.b[1])"},
      {"a IS NULL", "(attribute_type a NULL)"},
      {"a IS NOT NULL", "(NOT (attribute_type a NULL))"},
      {"a IS STRING", "(attribute_type a S)"},
      {"begins_with(a, 'x')", "(begins_with a 'x')"},
      {"BEGINS_WITH(\"a\", 'x')", "(begins_with a 'x')"},
      {"contains(a.b, 1)", "(contains a.b 1)"},
      {"size(a) > 3", "(> size(a) 3)"},
      {"size('abc') > 3", "(> 3 3)"},
      {"a = 1 + 2 - 4", "(= a -1)"},
      {"a = {'k': [1, {}], 'b': true}", "(= a {b: true, k: [1, {}]})"},
      {"a = <<2, 1>>", "(= a <1, 2>)"},
      {"a = null", "(= a null)"},
  };
  for (const Case& test : cases)
    EXPECT_EQ(parsed("SELECT * FROM t WHERE " + test.text), "select from t where " + test.expected)
        << test.text;
  EXPECT_EQ(parsed("SELECT * FROM t WHERE attribute_type(a, 'SS')"),
            "select from t where (attribute_type a 'SS')");
}

TEST(StatementParser, Insert) {
  check({
      {"INSERT INTO \"Music\" value {'Artist' : 'Acme Band','SongTitle' : 'PartiQL Rocks'}",
       "insert Music {Artist: 'Acme Band', SongTitle: 'PartiQL Rocks'}"},
      {"INSERT INTO TypesTable value {'primarykey':'1', \n'NumberType':1,\n'MapType' : {'entryname1': "
       "'value', "
       "'entryname2': 4}, \n'ListType': [1,'stringval'], \n'NumberSetType':<<1,34,32,4.5>>, \n"
       "'StringSetType':<<'stringval','stringval2'>>\n}",
       "insert TypesTable {ListType: [1, 'stringval'], MapType: {entryname1: 'value', entryname2: 4}, "
       "NumberSetType: "
       "<1, 4.5, 32, 34>, NumberType: 1, StringSetType: <'stringval', 'stringval2'>, primarykey: '1'}"},
  });
}

TEST(StatementParser, Update) {
  check({
      {"UPDATE \"Music\" SET AwardsWon=1 SET AwardDetail={'Grammys':[2020, 2018]} WHERE Artist='Acme Band' "
       "RETURNING ALL "
       "OLD *",
       "update Music set AwardsWon 1 set AwardDetail {Grammys: [2020, 2018]} where (= Artist 'Acme Band') "
       "all old"},
      {"UPDATE t SET a = 1, b = c REMOVE d, e[2].f WHERE k = 1",
       "update t set a 1 set b c remove d remove e[2].f where (= k 1)"},
      {"UPDATE t SET n = n + 100 - m SET l = LIST_APPEND(l, [4, <<'x'>>]) SET s = SET_ADD(s, <<345>>) "
       "SET u = set_delete(u, <<'b', 'a'>>) RETURNING MODIFIED NEW *",
       "update t set n (- (+ n 100) m) set l append(l [4, <'x'>]) add s <345> delete u <'a', 'b'> modified "
       "new"},
      {"UPDATE t SET a = 1 - (b + 2) RETURNING ALL NEW *", "update t set a (- 1 (+ b 2)) all new"},
      {"UPDATE t REMOVE a RETURNING MODIFIED OLD *", "update t remove a modified old"},
  });
}

TEST(StatementParser, Delete) {
  check({
      {"DELETE FROM \"Music\" WHERE \"Artist\" = 'Acme Band'", "delete Music where (= Artist 'Acme Band')"},
      {"DELETE FROM t RETURNING ALL OLD *", "delete t all old"},
      {"DELETE FROM t RETURNING ALL NEW *", "! " + std::string(messages::kDeleteReturning)},
  });
}

TEST(StatementParser, Parameters) {
  EXPECT_EQ(parsed("SELECT * FROM t WHERE a = ? AND b IN [?, 3] AND c IN ?", {"'x'", "2", "[5, 6]"}),
            "select from t where (AND (= a 'x') (IN b 2 3) (IN c 5 6))");
  EXPECT_EQ(parsed("INSERT INTO t VALUE {'a': ?, 'l': [?], 's': <<?, ?>>}", {"b'x'", "{}", "1", "2"}),
            "insert t {a: b'x', l: [{}], s: <1, 2>}");
  EXPECT_EQ(parsed("INSERT INTO t VALUE ?", {"{a: 1}"}), "insert t {a: 1}");
  EXPECT_EQ(parsed("SELECT * FROM t WHERE a = '?'"), "select from t where (= a '?')");
  const std::string mismatch = "! " + std::string(messages::kParameterCount);
  EXPECT_EQ(parsed("SELECT * FROM t WHERE a = ?"), mismatch);
  EXPECT_EQ(parsed("SELECT * FROM t WHERE a = ?", {"1", "2"}), mismatch);
  EXPECT_EQ(parsed("SELECT * FROM t", {"1"}), mismatch);
}

TEST(StatementParser, SyntaxErrors) {
  check({
      {"", malformed("Expected data manipulation")},
      {"hello", malformed("Expected data manipulation")},
      {"UPDATE Payment-x SET a = 1", malformed("Expected data manipulation")},
      {"INSERT INTO urls (key, target) VALUES (1, 2)", malformed("Unexpected keyword")},
      {"SELECT * FROM t WHERE user = 1", malformed("Unexpected keyword")},
      {"SELECT * FROM t WHERE", malformed("Unexpected term")},
      {"SELECT * FROM t WHERE a = ", malformed("Unexpected term")},
      {"SELECT * FROM t WHERE a", malformed("Expected a condition")},
      {"SELECT * FROM t WHERE a = 1 b = 2", malformed("Unexpected token after expression")},
      {"SELECT * FROM t WHERE a = 1 AND", malformed("Unexpected term")},
      {"SELECT * FROM t WHERE (a = 1", malformed("Expected )")},
      {"SELECT * FROM t WHERE (a = 1) = 2", malformed("Expected a value or a path")},
      {"SELECT * FROM t WHERE a = 'x", malformed("Unterminated literal")},
      {"SELECT * FROM t /* x", malformed("Unterminated literal")},
      {"SELECT * t", malformed("Expected FROM")},
      {"SELECT a[4294967296] FROM t", malformed("List index is out of range")},
      {"SELECT a[-1] FROM t", malformed("Expected identifier for simple path")},
      {"INSERT INTO t {'a': 1}", malformed("Expected VALUE")},
      {"INSERT INTO t VALUE {a: 1}", malformed("Unexpected term")},
      {"INSERT INTO t VALUE {'a' 1}", malformed("Expected :")},
      {"UPDATE t SET a", malformed("Expected = for assignment")},
      {"DELETE t WHERE a = 1", malformed("Expected FROM")},
      {"DELETE FROM t WHERE a = 1 RETURNING *",
       malformed("Expected ALL OLD *, MODIFIED OLD *, ALL NEW * or MODIFIED NEW * after RETURNING")},
      // A syntax error comes before other mistakes.
      {"SELECT * FROM t WHERE begins_with(a, 1) AND", malformed("Unexpected term")},
  });
}

TEST(StatementParser, Unsupported) {
  check({
      {"SELECT * FROM t WHERE pk = 'abcde' LIMIT 5", "! Unsupported clause: LIMIT at 1:36:5"},
      {"SELECT *\nFROM t\n  group BY a", "! Unsupported clause: GROUP at 3:3:5"},
      {"SELECT DISTINCT a FROM t", "! Unsupported clause: DISTINCT at 1:8:8"},
      {"SELECT COUNT(*) FROM t", "! Unsupported operation: Aggregate functions are not supported"},
      {"SELECT * FROM t WHERE MAX(a) = 1", "! Unsupported operation: Aggregate functions are not supported"},
      {"SELECT * FROM 't'", "! Unexpected from source"},
      {"SELECT * FROM a, b", "! Unexpected from source"},
      {"SELECT * FROM a JOIN b", "! Unexpected from source"},
      {"SELECT * FROM (SELECT * FROM t)", "! Unexpected from source"},
      {"SELECT * FROM t WHERE upper(a) = 'A'", "! Unsupported function: upper"},
      {"SELECT * FROM t WHERE a LIKE 'x'", "! Unsupported operator: LIKE"},
      {"SELECT * FROM t WHERE a + 1 = 2", "! " + std::string(messages::kUnsupportedOperand)},
      {"SELECT * FROM t WHERE EXISTS(SELECT * FROM u)", "! " + std::string(messages::kExistsOutside)},
      {"INSERT INTO t.i VALUE {}", "! " + std::string(messages::kIndexNotAllowed)},
      {"SELECT * FROM t WHERE begins_with(a)",
       "! Incorrect number of operands for operator or function; operator or function: begins_with, number "
       "of operands: "
       "1"},
  });
}

TEST(StatementParser, Values) {
  const std::string duplicates = "! " + std::string(messages::kNumberSetDuplicates);
  check({
      {"INSERT INTO t VALUE {'a': <<1, 1.0>>}", duplicates},
      {"INSERT INTO t VALUE {'a': <<1, 'x'>>}", "! " + std::string(messages::kMixedSet)},
      {"INSERT INTO t VALUE {'a': <<[]>>}", "! " + std::string(messages::kMixedSet)},
      {"INSERT INTO t VALUE {'a': <<>>}",
       "! One or more parameter values were invalid: An string set  may not be empty"},
      {"INSERT INTO t VALUE {'a': 1, 'a': 2}", "! " + std::string(messages::kStatementDuplicateName)},
      {"INSERT INTO t VALUE {'a': 1e126}",
       "! Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {"INSERT INTO t VALUE {'a': 123456789012345678901234567890123456789}",
       "! Attempting to store more than 38 significant digits in a Number"},
      {"INSERT INTO t VALUE [1]", "! " + std::string(messages::kItemExpected)},
      {"UPDATE t SET a = 1 SET a.b = 2",
       "! Two document paths overlap with each other; must remove or rewrite one of these paths; path one: "
       "[a], path "
       "two: [a, b]"},
      {"UPDATE t SET a = set_add(b, <<1>>)", "! The function set_add takes the path that is set and a set"},
      {"SELECT * FROM t WHERE a IN []", "! " + std::string(messages::kEmptyIn)},
  });
}

// ---- limits

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(StatementParser, NestingIsBounded) {
  const std::string prefix = "SELECT * FROM t WHERE ";
  const std::string too_deep = malformed("Nesting is too deep");
  EXPECT_EQ(parsed(prefix + repeat("(", 8000)), too_deep);
  EXPECT_EQ(parsed(prefix + repeat("NOT ", 2000)), too_deep);
  EXPECT_EQ(parsed(prefix + repeat("size(", 1500)), too_deep);
  EXPECT_EQ(parsed("UPDATE t SET a = " + repeat("(", 8000)), too_deep);
  EXPECT_EQ(parsed("UPDATE t SET a = " + repeat("list_append(", 600)), too_deep);
  EXPECT_EQ(parsed("UPDATE t SET a = 1" + repeat("+1", 4000)), too_deep);
  const std::string nested =
      "! Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
      "beyond supported limit";
  EXPECT_EQ(parsed("INSERT INTO t VALUE " + repeat("[", 8000)), nested);
  EXPECT_EQ(parsed("INSERT INTO t VALUE " + repeat("{'a':", 1500)), nested);
  EXPECT_EQ(parsed("INSERT INTO t VALUE " + repeat("<<", 4000)), nested);
  EXPECT_EQ(parsed(prefix + repeat("(", 250) + "a = 1" + repeat(")", 250)), "select from t where (= a 1)");
}

TEST(StatementParser, DepthOfAnItem) {
  const auto insert = [](std::size_t lists) {
    return "INSERT INTO t VALUE {'a': " + repeat("[", lists) + repeat("]", lists) + "}";
  };
  EXPECT_EQ(parsed(insert(32)).substr(0, 6), "insert");
  EXPECT_EQ(parsed(insert(33)).substr(0, 9), "! Nesting");
  EXPECT_EQ(parsed("INSERT INTO t VALUE {'a': [[?]]}", {repeat("[", 31) + repeat("]", 31)}).substr(0, 9),
            "! Nesting");
}

TEST(StatementParser, LengthIsBounded) {
  const std::string start = "SELECT * FROM t WHERE a = '";
  EXPECT_EQ(parsed(start + std::string(kMaxStatementBytes - start.size() - 1, 'x') + "'").substr(0, 6),
            "select");
  EXPECT_EQ(parsed(start + std::string(kMaxStatementBytes - start.size(), 'x') + "'"),
            "! " + std::string(messages::kStatementTooLong));
}

TEST(StatementParser, InIsBounded) {
  const auto in = [](std::size_t values) {
    return "SELECT * FROM t WHERE a IN [1" + repeat(",1", values - 1) + "]";
  };
  EXPECT_EQ(parsed(in(100)).substr(0, 6), "select");
  EXPECT_EQ(parsed(in(101)), "! The IN operator takes at most 100 values; number of values: 101");
}

// Every prefix and every single-character change of a statement ends in an answer.
TEST(StatementParser, DamagedTexts) {
  const std::string text =
      "UPDATE \"t\" SET a.b[0] = list_append(a, [1, 'x', <<1>>]) SET c = ? - 1 REMOVE d WHERE k = 'v' AND "
      "(NOT begins_with("
      "s, 'p') OR n BETWEEN 1 AND 2 OR m IN [1, 2] OR o IS NOT MISSING) RETURNING ALL OLD *";
  for (std::size_t length = 0; length < text.size(); ++length) parsed(text.substr(0, length), {"1"});
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'(', ')', '\'', '"', '[', '<', '?', '.', ' ', '\0', '\xff'}) {
      std::string damaged = text;
      damaged[at] = c;
      parsed(damaged, {"1"});
    }
  }
  EXPECT_EQ(parsed(text, {"1"}).substr(0, 6), "update");
}

TEST(StatementLexer, ReservedWords) {
  for (const std::string_view word : {"select", "User", "KEY", "date", "ZONE", "ABSOLUTE"})
    EXPECT_TRUE(is_reserved(word));
  for (const std::string_view word : {"year", "Artist", "selector", "", "AUTHORIZATIONS"})
    EXPECT_FALSE(is_reserved(word));
}

}  // namespace
}  // namespace stator::db::statement
