// Statements carried out on a database in memory.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "db/expression/test_values.h"
#include "db/statement/parser.h"
#include "db/statement/select.h"
#include "db/statement/write.h"
#include "messages/statements.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::statement {
namespace {

using base::block_on;
using expression::test::decode;
using expression::test::encode;
using model::ItemView;
using model::Type;

std::string join(const std::vector<std::string>& rows) {
  std::string out;
  for (const std::string& row : rows) out += (out.empty() ? "" : " | ") + row;
  return out;
}

class ExecutionTest : public testing::Test {
 protected:
  void SetUp() override {
    table::Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    database_ = std::move(*block_on(table::Database::open(engine_, options)));
    table::TableSchema schema;
    schema.scope = {"000000000000", "us-east-1"};
    schema.name = "t";
    schema.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
    schema.billing = table::BillingMode::kPayPerRequest;
    table::IndexSchema index;
    index.global = true;
    index.name = "ByOwner";
    index.keys = {{{"owner", Type::kS}}, {{"at", Type::kN}}};
    schema.indexes.push_back(index);
    ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
    table_ = *database_->find_table(schema.scope, "t");
  }
  void TearDown() override { block_on(database_->stop()); }

  // "ok", what RETURNING gave, or the error.
  std::string write(std::string_view text, const std::vector<std::string>& parameters = {}) {
    auto statement = parse_with(text, parameters);
    if (!statement.ok()) return "! " + statement.error().message;
    auto bound = BoundWrite::bind(*statement, *table_);
    if (!bound.ok()) return "! " + bound.error().message;
    const BoundWrite& write = **bound;
    auto outcome = block_on(write.write(*database_, table_));
    if (!outcome.ok()) return (write.is_insert() ? "insert ! " : "! ") + outcome.error().message;
    const auto returned = write.returned(*outcome);
    return returned ? decode(*returned) : "ok";
  }

  struct Rows {
    std::vector<std::string> rows;
    std::optional<PagePosition> next;
    std::string error;
    double units = 0;
  };
  Rows read_page(std::string_view text, SelectOptions options = {}) {
    auto statement = parse_with(text, {});
    if (!statement.ok()) return {{}, {}, statement.error().message, 0};
    auto bound = BoundSelect::bind(std::get<Select>(*statement), *table_);
    if (!bound.ok()) return {{}, {}, bound.error().message, 0};
    const BoundSelect& select = *bound;
    auto page = block_on(select.read(*database_, table_, options));
    if (!page.ok()) return {{}, {}, page.error().message, 0};
    Rows rows{{}, page->next, {}, page->consumed.total()};
    for (const ItemView item : page->items) rows.rows.push_back(decode(item.bytes()));
    return rows;
  }
  std::string read(std::string_view text, SelectOptions options = {}) {
    const Rows rows = read_page(text, options);
    return rows.error.empty() ? join(rows.rows) : "! " + rows.error;
  }
  // All pages, with a bar between rows.
  std::string read_pages(std::string_view text, std::uint32_t limit) {
    std::vector<std::string> all;
    SelectOptions options;
    options.limit = limit;
    for (int pages = 0; pages < 100; ++pages) {
      const Rows rows = read_page(text, options);
      EXPECT_LE(rows.rows.size(), limit);
      all.insert(all.end(), rows.rows.begin(), rows.rows.end());
      if (!rows.next) return join(all);
      options.position = *rows.next;
    }
    return "endless";
  }

  static Result<Statement> parse_with(std::string_view text, const std::vector<std::string>& parameters) {
    std::vector<std::string> values;
    for (const std::string& notation : parameters) values.push_back(encode(notation));
    return parse(text, std::vector<std::string_view>(values.begin(), values.end()));
  }

  void fill() {
    for (const char* pk : {"a", "b", "c"})
      for (int sk = 1; sk <= 3; ++sk)
        ASSERT_EQ(write("INSERT INTO t VALUE {'pk': ?, 'sk': ?, 'n': ?, 'owner': 'o', 'at': ?}",
                        {'\'' + std::string(pk) + '\'', std::to_string(sk), std::to_string(10 * sk),
                         std::to_string(sk + (pk[0] - 'a') * 10)}),
                  "ok");
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  base::ThreadPool pool_{1};
  std::unique_ptr<table::Database> database_;
  table::TableRef table_;
};

TEST_F(ExecutionTest, InsertIsNoUpsert) {
  EXPECT_EQ(write("INSERT INTO t VALUE {'pk': 'a', 'sk': 1, 'v': 'first'}"), "ok");
  EXPECT_EQ(write("INSERT INTO t VALUE {'pk': 'a', 'sk': 1, 'v': 'second'}"),
            "insert ! The conditional request failed");
  EXPECT_EQ(read("SELECT v FROM t WHERE pk = 'a' AND sk = 1"), "{v: 'first'}");
  EXPECT_EQ(write("INSERT INTO t VALUE {'pk': 'a'}"),
            "insert ! One or more parameter values were invalid: Missing the key sk in the item");
}

TEST_F(ExecutionTest, Update) {
  EXPECT_EQ(write("UPDATE t SET v = 1 WHERE pk = 'a' AND sk = 1"), "! The conditional request failed");
  EXPECT_EQ(read("SELECT * FROM t"), "");  // nothing was left behind
  ASSERT_EQ(
      write("INSERT INTO t VALUE {'pk': 'a', 'sk': 1, 'm': {'x': 1, 'y': 2}, 's': <<1, 2>>, 'l': [1, 2]}"),
      "ok");
  const struct {
    std::string actions;
    std::string rest;
    std::string expected;
  } kCases[] = {
      {"SET n = 5", "RETURNING MODIFIED NEW *", "{n: 5}"},
      {"SET n = n + 2 - 1", "RETURNING MODIFIED OLD *", "{n: 5}"},
      {"SET m.x = 7", "RETURNING MODIFIED NEW *", "{m: {x: 7}}"},
      {"SET s = set_add(s, <<3>>)", "RETURNING MODIFIED NEW *", "{s: <1, 2, 3>}"},
      {"SET s = set_delete(s, <<1>>)", "RETURNING MODIFIED NEW *", "{s: <2, 3>}"},
      {"SET l = list_append(l, ['x'])", "RETURNING MODIFIED NEW *", "{l: [1, 2, 'x']}"},
      {"REMOVE l[0] REMOVE m.y", "RETURNING MODIFIED NEW *", "{l: [2]}"},
      {"REMOVE nothing", "RETURNING MODIFIED NEW *", "ok"},
      {"SET n = 1", "AND n = 6 RETURNING MODIFIED NEW *", "{n: 1}"},
      {"SET n = 1", "AND n = 6", "! The conditional request failed"},
      {"SET n = 1", "AND (n = 6 OR m.x = 7)", "ok"},
      {"SET n = 2", "", "ok"},
      {"REMOVE l REMOVE m REMOVE s", "RETURNING ALL NEW *", "{n: 2, pk: 'a', sk: 1}"},
      {"SET q = 1", "RETURNING ALL OLD *", "{n: 2, pk: 'a', sk: 1}"},
      {"SET pk = 'b'", "",
       "! One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of "
       "the key"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(write("UPDATE t " + test.actions + " WHERE sk = 1 AND pk = 'a' " + test.rest), test.expected)
        << test.actions << ' ' << test.rest;
  }
}

TEST_F(ExecutionTest, WritesNeedTheFullKey) {
  const std::string wanted = "! " + std::string(messages::kKeyNotEqual);
  for (const char* where :
       {"", "WHERE pk = 'a'", "WHERE sk = 1", "WHERE pk = 'a' AND sk > 1", "WHERE pk = 'a' OR sk = 1",
        "WHERE pk IN ['a'] AND sk = 1", "WHERE pk = sk AND sk = 1"}) {
    EXPECT_EQ(write("UPDATE t SET v = 1 " + std::string(where)), wanted) << where;
    EXPECT_EQ(write("DELETE FROM t " + std::string(where)), wanted) << where;
  }
  EXPECT_EQ(write("DELETE FROM t WHERE pk = 1 AND sk = 1"),
            "! The provided key element does not match the schema");
}

TEST_F(ExecutionTest, Delete) {
  fill();
  EXPECT_EQ(write("DELETE FROM t WHERE pk = 'z' AND sk = 1"), "ok");
  EXPECT_EQ(write("DELETE FROM t WHERE pk = 'z' AND sk = 1 AND n = 5 RETURNING ALL OLD *"), "ok");
  EXPECT_EQ(write("DELETE FROM t WHERE pk = 'a' AND sk = 1 AND n = 5"), "! The conditional request failed");
  EXPECT_EQ(write("DELETE FROM t WHERE pk = 'a' AND sk = 1 AND n = 10 RETURNING ALL OLD *"),
            "{at: 1, n: 10, owner: 'o', pk: 'a', sk: 1}");
  EXPECT_EQ(read("SELECT sk FROM t WHERE pk = 'a'"), "{sk: 2} | {sk: 3}");
}

TEST_F(ExecutionTest, Select) {
  fill();
  const struct {
    std::string text;
    std::string expected;
  } kCases[] = {
      {"SELECT n FROM t WHERE pk = 'a' AND sk = 2", "{n: 20}"},
      {"SELECT n FROM t WHERE pk = 'a' AND sk = 2 AND n > 20", ""},
      {"SELECT n FROM t WHERE pk = 'a' AND sk = 9", ""},
      {"SELECT sk FROM t WHERE pk = 'a'", "{sk: 1} | {sk: 2} | {sk: 3}"},
      {"SELECT sk FROM t WHERE pk = 'a' AND sk >= 2", "{sk: 2} | {sk: 3}"},
      {"SELECT sk FROM t WHERE 2 > sk AND pk = 'a'", "{sk: 1}"},
      {"SELECT sk FROM t WHERE pk = 'a' AND sk BETWEEN 2 AND 3", "{sk: 2} | {sk: 3}"},
      {"SELECT sk FROM t WHERE pk = 'a' AND sk > 1 AND sk < 3", "{sk: 2}"},
      {"SELECT n FROM t WHERE pk = 'a' AND sk > 1 AND sk < 3", "{n: 20}"},
      {"SELECT n FROM t WHERE pk = 'a' AND sk IN [1, 3]", "{n: 10} | {n: 30}"},
      {"SELECT sk FROM t WHERE pk = 'a' AND n <> 20", "{sk: 1} | {sk: 3}"},
      {"SELECT sk FROM t WHERE pk = 'a' ORDER BY sk DESC", "{sk: 3} | {sk: 2} | {sk: 1}"},
      {"SELECT pk, sk FROM t WHERE pk IN ['c', 'a'] AND sk = 1", "{pk: 'c', sk: 1} | {pk: 'a', sk: 1}"},
      {"SELECT pk, sk FROM t WHERE pk IN ['c', 'a', 'c'] AND sk = 1 ORDER BY pk",
       "{pk: 'a', sk: 1} | {pk: 'c', sk: 1}"},
      {"SELECT pk FROM t WHERE (pk = 'a' OR pk = 'b') AND sk = 3 ORDER BY pk DESC", "{pk: 'b'} | {pk: 'a'}"},
      {"SELECT at FROM t.ByOwner", "! Statement wasn't well formed, can't be processed: Unexpected keyword"},
      {"SELECT \"at\" FROM \"t\".\"ByOwner\" WHERE owner = 'o' AND \"at\" > 20",
       "{at: 21} | {at: 22} | {at: 23}"},
      {"SELECT * FROM t.NoIndex", "! " + std::string(messages::kStatementNoSuchIndex)},
      {"SELECT * FROM t ORDER BY pk", "! " + std::string(messages::kOrderWithoutWhere)},
      {"SELECT * FROM t WHERE n = 1 ORDER BY pk", "! " + std::string(messages::kOrderWithoutHash)},
      {"SELECT * FROM t WHERE pk = 'a' ORDER BY n",
       "! Variable reference n in ORDER BY clause must be part of the primary key"},
      {"SELECT * FROM t WHERE pk = 1",
       "! One or more parameter values were invalid: Condition parameter type does not match schema type"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(read(test.text), test.expected) << test.text;
  }
}

TEST_F(ExecutionTest, ScansWhereTheKeyIsNotGiven) {
  fill();
  EXPECT_EQ(read_page("SELECT * FROM t").rows.size(), 9u);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE n = 20").rows.size(), 3u);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk = 'a' OR n = 30").rows.size(), 5u);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk > 'a'").rows.size(), 6u);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE NOT pk = 'a'").rows.size(), 6u);
}

TEST_F(ExecutionTest, NestedColumns) {
  ASSERT_EQ(write("INSERT INTO t VALUE {'pk': 'a', 'sk': 1, 'm': {'l': [1, {'x': 2}], 'y': 3}}"), "ok");
  EXPECT_EQ(read("SELECT m.l[0], m.y, pk FROM t WHERE pk = 'a' AND sk = 1"), "{l[0]: 1, pk: 'a', y: 3}");
  EXPECT_EQ(read("SELECT m.l[1].x, m.z FROM t WHERE pk = 'a'"), "{x: 2}");
  EXPECT_EQ(read("SELECT m.l[1].x FROM t"), "{x: 2}");
  EXPECT_EQ(read("SELECT m FROM t WHERE m.l[1].x = 2"), "{m: {l: [1, {x: 2}], y: 3}}");
}

// So many columns that they are not looked for one by one: each gives what it gives by itself.
TEST_F(ExecutionTest, SelectsManyColumns) {
  std::string item, plain, nested, plain_row, nested_row;
  for (int i = 100; i < 400; ++i) {
    const std::string name = "c" + std::to_string(i), value = std::to_string(i);
    item += ", '" + name + "': {'x" + value + "': " + value + "}";
    if (i % 2 != 0) continue;
    plain += ", " + name + ", q" + value;
    nested += ", " + name + ".x" + value + ", " + name + ".y";
    plain_row += ", " + name + ": {x" + value + ": " + value + "}";
    nested_row += ", x" + value + ": " + value;
  }
  EXPECT_EQ(write("INSERT INTO t VALUE {'pk': 'a', 'sk': 1" + item + "}"), "ok");
  for (const char* where :
       {" WHERE pk = 'a' AND sk = 1", " WHERE pk = 'a'", " WHERE pk = 'a' OR sk = 2", ""}) {
    EXPECT_EQ(read("SELECT pk, sk, pk" + plain + " FROM t" + where),
              "{" + plain_row.substr(2) + ", pk: 'a', sk: 1}");
    EXPECT_EQ(read("SELECT sk" + nested + " FROM t" + where), "{sk: 1" + nested_row + "}");
  }
  EXPECT_EQ(read("SELECT q, q FROM t WHERE pk = 'a' AND sk = 1"), "{}");
}

TEST_F(ExecutionTest, LimitCountsEvaluatedItems) {
  fill();
  SelectOptions options;
  options.limit = 2;
  const Rows rows = read_page("SELECT sk FROM t WHERE pk = 'a' AND n = 30", options);
  EXPECT_EQ(join(rows.rows), "");
  ASSERT_TRUE(rows.next);
  options.position = *rows.next;
  EXPECT_EQ(read("SELECT sk FROM t WHERE pk = 'a' AND n = 30", options), "{sk: 3}");
}

TEST_F(ExecutionTest, PagesVisitEachItemOnce) {
  fill();
  const char* statements[] = {
      "SELECT pk, sk FROM t WHERE pk = 'a'",
      "SELECT pk, sk FROM t WHERE pk = 'a' ORDER BY sk DESC",
      "SELECT pk, sk FROM t WHERE pk IN ['b', 'x', 'a', 'c']",
      "SELECT pk, sk FROM t WHERE pk IN ['b', 'x', 'a'] AND sk > 1 ORDER BY pk, sk DESC",
      "SELECT pk, sk FROM t",
      "SELECT pk, sk FROM t WHERE n > 10",
      "SELECT pk, sk FROM t.ByOwner WHERE owner = 'o'",
  };
  for (const char* text : statements) {
    const std::string all = read(text);
    EXPECT_FALSE(all.empty()) << text;
    for (std::uint32_t limit = 1; limit <= 10; ++limit)
      EXPECT_EQ(read_pages(text, limit), all) << text << ' ' << limit;
  }
}

TEST_F(ExecutionTest, ReadsByKeyCostNoScan) {
  fill();
  SelectOptions consistent;
  consistent.consistent = true;
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk = 'a' AND sk = 1").units, 0.5);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk = 'a' AND sk = 1", consistent).units, 1);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk = 'missing' AND sk = 1").units, 0.5);
  EXPECT_EQ(read_page("SELECT * FROM t WHERE pk IN ['a', 'b']").units, 1);
  EXPECT_EQ(read("SELECT * FROM t.ByOwner", consistent),
            "! " + std::string(messages::kStatementConsistentIndex));
}

TEST_F(ExecutionTest, PartitionValuesAreBounded) {
  std::string values = "'0'";
  for (std::size_t i = 1; i < kMaxPartitionInValues; ++i) values += ", '" + std::to_string(i) + '\'';
  EXPECT_EQ(read("SELECT * FROM t WHERE pk IN [" + values + "]"), "");
  EXPECT_EQ(read("SELECT * FROM t WHERE pk IN [" + values + ", 'x']"),
            "! The IN operator takes at most 50 values of the partition key; number of values: 51");
}

TEST_F(ExecutionTest, Transactions) {
  fill();
  transaction::Transactions transactions(*database_);
  const auto run = [&](const std::vector<std::string>& texts) {
    std::vector<Statement> statements;
    std::vector<std::unique_ptr<BoundWrite>> bound;
    std::vector<transaction::WriteAction> actions;
    for (const std::string& text : texts) {
      bound.push_back(*BoundWrite::bind(*parse_with(text, {}), *table_));
      actions.push_back(bound.back()->action(table_));
    }
    auto outcome = block_on(transactions.write(std::move(actions), std::nullopt));
    std::string codes;
    if (!outcome.ok()) return "! " + outcome.error().message;
    for (const auto& reason : outcome->reasons)
      codes += reason.code == transaction::CancellationCode::kNone ? '-' : 'x';
    return codes;
  };
  EXPECT_EQ(run({"EXISTS(SELECT * FROM t WHERE pk = 'a' AND sk = 1 AND n = 10)",
                 "DELETE FROM t WHERE pk = 'a' AND sk = 2", "UPDATE t SET n = 0 WHERE pk = 'a' AND sk = 3",
                 "INSERT INTO t VALUE {'pk': 'a', 'sk': 4}"}),
            "");
  EXPECT_EQ(read("SELECT sk, n FROM t WHERE pk = 'a'"), "{n: 10, sk: 1} | {n: 0, sk: 3} | {sk: 4}");
  EXPECT_EQ(
      run({"EXISTS(SELECT * FROM t WHERE pk = 'b' AND sk = 9)", "DELETE FROM t WHERE pk = 'b' AND sk = 2",
           "UPDATE t SET n = 0 WHERE pk = 'q' AND sk = 3", "INSERT INTO t VALUE {'pk': 'b', 'sk': 3}"}),
      "x-xx");
  EXPECT_EQ(read("SELECT sk FROM t WHERE pk = 'b'"), "{sk: 1} | {sk: 2} | {sk: 3}");
}

TEST(PageToken, RoundTrip) {
  const std::uint64_t hash = statement_hash("SELECT * FROM t", {}, "uuid");
  for (const std::string& key : {std::string(), encode("{pk: 'a', sk: 1}")}) {
    const auto position = read_page_token(write_page_token({3, key}, hash), hash);
    ASSERT_TRUE(position.ok());
    EXPECT_EQ(position->partition, 3u);
    EXPECT_EQ(position->key, key);
  }
}

TEST(PageToken, IsBoundToItsStatement) {
  const std::string parameter = encode("'x'");
  const std::vector<std::string_view> parameters = {parameter};
  const std::uint64_t hash = statement_hash("SELECT * FROM t", {}, "uuid");
  EXPECT_NE(statement_hash("SELECT * FROM u", {}, "uuid"), hash);
  EXPECT_NE(statement_hash("SELECT * FROM t", parameters, "uuid"), hash);
  EXPECT_NE(statement_hash("SELECT * FROM t", {}, "uuie"), hash);
  const auto foreign = read_page_token(write_page_token({0, {}}, hash), hash + 1);
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().message, messages::kTokenMismatch);
}

TEST(PageToken, Damaged) {
  const std::string token = write_page_token({1, encode("{pk: 'a'}")}, 7);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(read_page_token(damaged, 7).ok()) << i;
    EXPECT_FALSE(read_page_token(token.substr(0, i), 7).ok()) << i;
  }
  // A right checksum does not make bytes a key.
  EXPECT_FALSE(read_page_token(write_page_token({0, "garbage"}, 7), 7).ok());
  EXPECT_FALSE(read_page_token(write_page_token({0, encode("[1]")}, 7), 7).ok());
}

}  // namespace
}  // namespace stator::db::statement
