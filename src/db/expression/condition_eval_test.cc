#include <gtest/gtest.h>

#include "db/expression/ast.h"
#include "db/expression/condition.h"
#include "db/expression/test_values.h"

namespace stator::db::expression {
namespace {

using test::encode;

bool matches(std::string_view text, std::string_view item,
             std::vector<std::pair<std::string, std::string>> given = {}) {
  Placeholders values = test::placeholders(given);
  auto condition = Condition::parse(Kind::kFilter, text, values);
  EXPECT_TRUE(condition.ok()) << text << ": " << (condition.ok() ? "" : condition.error().message);
  const std::string bytes = encode(item);
  return condition.ok() && condition->matches(model::ItemView(bytes));
}

struct Case {
  const char* text;
  const char* value;  // of :v
  bool expected;
};

constexpr const char* kItem =
    "{n: 5, s: 'hello', b: b'xyz', t: true, z: null, l: [1, 'two', [3], {k: 'v'}], m: {x: {y: [10, 20]}, n: "
    "1}, "
    "ss: <'a', 'b'>, ns: <1, 2.5>, bs: <b'p', b'q'>, blank: '', emoji: 'aé😀', nolist: [], big: "
    "9007199254740993}";

TEST(ConditionEval, Table) {
  const Case cases[] = {
      {"n = :v", "5", true},
      {"n = :v", "5.0", true},
      {"n = :v", "'5'", false},
      {"n <> :v", "'5'", true},
      {"n <> :v", "5", false},
      {"big = :v", "9007199254740992", false},
      {"n < :v", "10", true},
      {"n < :v", "'a'", false},
      {"n >= :v", "5", true},
      {"n > :v", "5", false},
      {"n <= :v", "-1", false},
      {"s < :v", "'hellp'", true},
      {"s > :v", "'Hello'", true},
      {"b < :v", "b'y'", true},
      {"s < :v", "b'y'", false},
      {"t = :v", "true", true},
      {"z = :v", "null", true},
      // Absent attributes (rule 65).
      {"absent = :v", "1", false},
      {"absent <> :v", "1", true},
      {"absent < :v", "1", false},
      {"NOT absent < :v", "1", true},
      {"absent BETWEEN :v AND :v", "1", false},
      {"absent IN (:v)", "1", false},
      {"n IN (absent, :v)", "5", true},
      {"n BETWEEN absent AND :v", "9", false},
      {"contains(absent, :v)", "'a'", false},
      {"begins_with(absent, :v)", "'a'", false},
      {"size(absent) = :v", "0", false},
      {"size(absent) <> :v", "0", true},
      // Deep equality (rule 67).
      {"m = :v", "{n: 1.0, x: {y: [10, 20]}}", true},
      {"m = :v", "{n: 1, x: {y: [20, 10]}}", false},
      {"ss = :v", "<'b', 'a'>", true},
      {"ns = :v", "<2.50, 1>", true},
      {"ss = :v", "<'a'>", false},
      {"l[3] = :v", "{k: 'v'}", true},
      // Paths.
      {"m.x.y[1] = :v", "20", true},
      {"m.x.y[2] = :v", "20", false},
      {"m.x.y.z = :v", "20", false},
      {"m[0] = :v", "20", false},
      {"s.a <> :v", "20", true},
      {"l[2][0] = :v", "3", true},
      // BETWEEN and IN.
      {"n BETWEEN :v AND big", "5", true},
      {"n BETWEEN :v AND big", "6", false},
      {"s BETWEEN :v AND s2", "'a'", false},
      {"n IN (:v, s)", "5", true},
      {"n IN (s, :v)", "6", false},
      {"l[2] IN (:v)", "[3]", true},
      {":v BETWEEN m.n AND n", "3", true},
      // Functions.
      {"begins_with(s, :v)", "'hel'", true},
      {"begins_with(s, :v)", "''", true},
      {"begins_with(s, :v)", "'hello!'", false},
      {"begins_with(s, :v)", "b'hel'", false},
      {"begins_with(b, :v)", "b'xy'", true},
      {"begins_with(n, :v)", "'5'", false},
      {"contains(s, :v)", "'ell'", true},
      {"contains(s, :v)", "''", true},
      {"contains(s, :v)", "'elo'", false},
      {"contains(s, :v)", "5", false},
      {"contains(b, :v)", "b'yz'", true},
      {"contains(ss, :v)", "'b'", true},
      {"contains(ss, :v)", "'c'", false},
      {"contains(ns, :v)", "2.5", true},
      {"contains(ns, :v)", "'2.5'", false},
      {"contains(bs, :v)", "b'q'", true},
      {"contains(l, :v)", "[3]", true},
      {"contains(l, :v)", "'two'", true},
      {"contains(l, :v)", "3", false},
      {"contains(m, :v)", "'x'", false},
      {"contains(:v, s)", "<'hello'>", true},
      {"attribute_type(l, :v)", "'L'", true},
      {"attribute_type(l, :v)", "'M'", false},
      {"attribute_type(absent, :v)", "'NULL'", false},
      {"attribute_type(z, :v)", "'NULL'", true},
      {"size(s) = :v", "5", true},
      {"size(emoji) = :v", "4", true},
      {"size(b) = :v", "3", true},
      {"size(ss) = :v", "2", true},
      {"size(l) = :v", "4", true},
      {"size(m) = :v", "2", true},
      {"size(nolist) = :v", "0", true},
      {"size(blank) = :v", "0", true},
      {"size(n) = :v", "1", false},
      {"size(s) > :v", "4", true},
      {"size(s) = n AND n = :v", "5", true},
      {"size(:v) = n", "'12345'", true},
      // Logic.
      {"n = :v AND s = :v", "5", false},
      {"n = :v OR s = :v", "5", true},
      {"s = :v OR b = :v OR n = :v", "5", true},
      {"NOT (s = :v OR n = :v)", "5", false},
      {"NOT s = :v AND n = :v", "5", true},
  };
  for (const Case& c : cases)
    EXPECT_EQ(matches(c.text, kItem, {{":v", c.value}}), c.expected) << c.text << " " << c.value;
}

TEST(ConditionEval, Existence) {
  EXPECT_TRUE(matches("attribute_exists(z)", kItem));
  EXPECT_TRUE(matches("attribute_exists(m.x.y[0])", kItem));
  EXPECT_FALSE(matches("attribute_exists(m.x.y[2])", kItem));
  EXPECT_TRUE(matches("attribute_not_exists(m.q)", kItem));
  EXPECT_TRUE(matches("s <> absent", kItem));
  EXPECT_TRUE(matches("absent <> gone", kItem));
}

// An item that does not exist is the empty item, also without bytes.
TEST(ConditionEval, AbsentItem) {
  Placeholders values = test::placeholders({{":v", "1"}});
  auto condition = Condition::parse(Kind::kCondition, "attribute_not_exists(a) AND b <> :v", values);
  ASSERT_TRUE(condition.ok());
  EXPECT_TRUE(condition->matches(model::ItemView()));
}

TEST(ConditionEval, RootNames) {
  Placeholders values = test::placeholders({{":v", "1"}, {"#p", "pk"}});
  auto condition =
      Condition::parse(Kind::kFilter, "a.b = :v AND (size(c[0]) > :v OR NOT #p IN (a, :v))", values);
  ASSERT_TRUE(condition.ok());
  EXPECT_EQ(condition->root_names(), (std::vector<std::string_view>{"a", "c", "pk"}));
}

// Random trees on random items against an evaluator that works on the notation and knows nothing of
// encodings.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return (state_ >> 33) % n;
  }

 private:
  std::uint64_t state_;
};

const std::vector<std::string> kScalars = {"1", "2", "10", "'1'", "'10'", "'2'", "b'1'", "true", "null"};

struct Model {
  std::vector<std::pair<std::string, std::string>> attributes;  // name, scalar notation
  const std::string* find(const std::string& name) const {
    for (const auto& [n, v] : attributes)
      if (n == name) return &v;
    return nullptr;
  }
};

int rank_of(const std::string& v) { return v[0] == '\'' ? 0 : v[0] == 'b' ? 1 : std::isdigit(v[0]) ? 2 : 3; }

bool naive_compare(const std::string& op, const std::string* a, const std::string* b) {
  if (op == "<>") return a == nullptr || b == nullptr || *a != *b;
  if (a == nullptr || b == nullptr) return false;
  if (op == "=") return *a == *b;
  if (rank_of(*a) != rank_of(*b) || rank_of(*a) == 3) return false;
  const bool less = rank_of(*a) == 2 ? std::stoi(*a) < std::stoi(*b) : *a < *b;
  if (op == "<") return less;
  if (op == "<=") return less || *a == *b;
  if (op == ">") return !less && *a != *b;
  return !less;
}

// Text of a random condition over attributes a..d; *expected is its value for `item`.
std::string random_condition(Random& random, const Model& item, int depth, bool* expected) {
  const std::uint64_t choice = depth == 0 ? 0 : random.below(4);
  bool left = false;
  bool right = false;
  switch (choice) {
    case 1: {
      const std::string text = "NOT (" + random_condition(random, item, depth - 1, &left) + ')';
      *expected = !left;
      return text;
    }
    case 2:
    case 3: {
      const std::string a = random_condition(random, item, depth - 1, &left);
      const std::string b = random_condition(random, item, depth - 1, &right);
      *expected = choice == 2 ? left && right : left || right;
      return '(' + a + (choice == 2 ? ") AND (" : ") OR (") + b + ')';
    }
    default:
      break;
  }
  static const std::string kNames[] = {"a", "b", "c", "d"};
  static const std::string kOps[] = {"=", "<>", "<", "<=", ">", ">="};
  const std::string& name = kNames[random.below(4)];
  const std::string& op = kOps[random.below(6)];
  // Values of unordered types only with = and <>: others are refused.
  const std::size_t value = random.below(op == "=" || op == "<>" ? kScalars.size() : kScalars.size() - 2);
  *expected = naive_compare(op, item.find(name), &kScalars[value]);
  return name + ' ' + op + " :v" + std::to_string(value);
}

// Each of many operands finds what it would find alone.
TEST(ConditionEval, ManyPathsIntoMany) {
  std::string item = "{m: {", list = "l: [";
  for (int i = 1000; i < 2000; ++i) {
    const std::string number = std::to_string(i), comma = i == 1000 ? "" : ", ";
    item += comma + "k" + number + ": " + number;
    list += comma + "{x: " + number + "}";
  }
  item += "}, " + list + "]";
  for (int i = 1000; i < 2000; ++i) item += ", r" + std::to_string(i) + ": {x: " + std::to_string(i) + "}";
  item += "}";
  std::string all, none;
  for (int i = 1000; i < 2000; i += 25) {
    const std::string number = std::to_string(i), place = std::to_string(i - 1000);
    const std::string comma = i == 1000 ? "" : " AND ";
    all += comma + "m.k" + number + "=l[" + place + "].x AND r" + number + ".x=m.k" + number;
    none += (i == 1000 ? "" : " OR ") + ("attribute_exists(r" + number) + ".y) OR m.k" + number + "=l[" +
            std::to_string(i - 999) + "].x";
  }
  EXPECT_TRUE(matches(all, item, {}));
  EXPECT_FALSE(matches(all + " AND attribute_exists(l[1000])", item, {}));
  EXPECT_FALSE(matches(none, item, {}));
  EXPECT_TRUE(matches(none + " OR attribute_exists(l[999].x)", item, {}));
}

TEST(ConditionEval, RandomAgainstNaive) {
  Random random(20240611);
  std::vector<std::pair<std::string, std::string>> given;
  for (std::size_t i = 0; i < kScalars.size(); ++i) given.emplace_back(":v" + std::to_string(i), kScalars[i]);
  for (int round = 0; round < 2000; ++round) {
    Model item;
    std::string notation = "{";
    for (const std::string name : {"a", "b", "c", "d"}) {
      if (random.below(4) == 0) continue;
      item.attributes.emplace_back(name, kScalars[random.below(kScalars.size())]);
      notation += name + ": " + item.attributes.back().second + ", ";
    }
    notation += '}';
    bool expected = false;
    const std::string text = random_condition(random, item, 4, &expected);
    ASSERT_EQ(matches(text, notation, given), expected) << text << "\n" << notation;
  }
}

}  // namespace
}  // namespace stator::db::expression
