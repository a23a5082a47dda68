#include "monitoring/insights/key_insights.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/table/database.h"
#include "monitoring/insights/insight_keys.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring::insights {
namespace {

using base::block_on;
using db::model::ItemView;
using db::model::Type;
using db::table::Insights;
using db::table::InsightsMode;

constexpr std::int64_t kStart = 1'800'000'000;  // begin of an hour

std::string item(std::string_view pk, std::string_view sk, std::string_view color = "") {
  std::string out;
  db::model::ValueWriter writer(&out);
  writer.begin_map();
  if (!color.empty()) {
    writer.name("color");
    writer.string(color);
  }
  writer.name("pk");
  writer.string(pk);
  writer.name("sk");
  writer.number(*db::model::Number::parse(sk));
  writer.end_map();
  return out;
}

class KeyInsightsTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void TearDown() override { close(); }

  void open() {
    db::table::Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.seed = 1;
    options.enforce_capacity = enforced_;
    database_ = block_on(db::table::Database::open(engine_, options)).value();
    const auto parts = database_->parts();
    insights_.reset(new KeyInsights({engine_, parts.keys, parts.catalog, clock_, pool_}));
  }
  void close() {
    if (insights_) block_on(insights_->stop());
    insights_.reset();
    if (database_) block_on(database_->stop());
    database_.reset();
  }
  void create() {
    db::table::TableSchema table;
    table.scope = {scope_.account, scope_.region};
    table.name = "t";
    table.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
    table.throughput = {1, 1};
    db::table::IndexSchema index;
    index.global = true;
    index.name = "by-color";
    index.keys = {{{"color", Type::kS}}, {}};
    index.throughput = {1000, 1000};
    index.derive(table.keys);
    table.indexes.push_back(std::move(index));
    ASSERT_TRUE(block_on(database_->create_table(std::move(table))).ok());
  }
  void enable(std::uint16_t index_id = 0, InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys) {
    auto change = [=, this](db::table::TableSchema* table) -> db::Result<base::Ok> {
      std::erase_if(table->insights, [&](const Insights& each) { return each.index_id == index_id; });
      table->insights.push_back({index_id, true, mode, clock_.unix_millis() + index_id, 0});
      return base::Ok{};
    };
    ASSERT_TRUE(block_on(database_->change_settings({scope_.account, scope_.region}, "t", change)).ok());
  }
  db::table::TableRef table() { return *database_->find_table({scope_.account, scope_.region}, "t"); }
  bool get(std::string_view pk, std::string_view sk) {
    const std::string key = item(pk, sk);
    db::table::GetRequest request;
    request.key = ItemView(key);
    request.consistent = true;
    return block_on(database_->get_item(table(), request)).ok();
  }
  bool put(std::string_view pk, std::string_view sk, std::string_view color = "") {
    const std::string bytes = item(pk, sk, color);
    db::table::PutRequest request;
    request.item = ItemView(bytes);
    return block_on(database_->put_item(table(), request)).ok();
  }
  std::optional<Rule> rule(std::string_view kind, std::string_view resource = "t") {
    const std::string prefix =
        "DynamoDBContributorInsights-" + std::string(kind) + "-" + std::string(resource) + "-1";
    for (Rule& each : insights_->rules(scope_))
      if (each.name.starts_with(prefix)) return std::move(each);
    return std::nullopt;
  }
  Report report(std::string_view kind, std::string_view resource = "t", std::size_t limit = 10,
                Order order = Order::kSum, Span span = {kStart - 3600, kStart + 7200, 60}) {
    const auto found = rule(kind, resource);
    EXPECT_TRUE(found) << kind;
    if (!found) return {};
    auto made = block_on(insights_->report(*found, span, limit, order));
    EXPECT_TRUE(made.ok());
    return made.ok() ? *std::move(made) : Report{};
  }
  using Shown = std::vector<std::pair<std::string, double>>;
  static Shown shown(const Report& report) {
    Shown all;
    for (const Contributor& each : report.contributors) {
      std::string keys;
      for (const std::string& key : each.keys) keys += (keys.empty() ? "" : "/") + key;
      all.emplace_back(keys, each.value);
    }
    return all;
  }

  const Scope scope_{"123456789012", "us-east-1"};
  bool enforced_ = false;
  base::ManualClock clock_{kStart * 1'000'000};
  base::ThreadPool pool_{1};
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<KeyInsights> insights_;
};

TEST_F(KeyInsightsTest, CountsUnitsOfPartitionsAndItems) {
  create();
  get("before", "1");
  enable();
  EXPECT_TRUE(put("a", "1"));
  EXPECT_TRUE(get("a", "1"));
  EXPECT_TRUE(get("a", "2.50"));
  EXPECT_TRUE(get("b", "1"));
  const Report partitions = report("PKC");
  EXPECT_EQ(shown(partitions), (Shown{{"a", 5}, {"b", 1}}));
  EXPECT_EQ(partitions.sum, 6);
  EXPECT_EQ(partitions.unique, 2);
  ASSERT_EQ(partitions.totals.size(), 1);
  EXPECT_EQ(partitions.totals[0].unix_seconds, kStart);
  EXPECT_EQ(partitions.totals[0].samples, 4);
  EXPECT_EQ(partitions.totals[0].greatest, 5);
  EXPECT_EQ(partitions.totals[0].maximum, 3);
  EXPECT_EQ(partitions.totals[0].minimum, 1);
  EXPECT_EQ(shown(report("SKC")), (Shown{{"a/1", 4}, {"a/2.5", 1}, {"b/1", 1}}));
  EXPECT_TRUE(shown(report("PKT")).empty());
}

TEST_F(KeyInsightsTest, EntriesOfIndexesCountForTheIndex) {
  create();
  enable(1);
  EXPECT_TRUE(put("a", "1", "red"));
  EXPECT_TRUE(put("a", "1", "blue"));  // moves the entry
  EXPECT_TRUE(put("a", "2"));          // has no entry
  EXPECT_EQ(shown(report("PKC", "t-by-color")), (Shown{{"red", 6}, {"blue", 3}}));
  EXPECT_FALSE(rule("SKC", "t-by-color"));
  EXPECT_FALSE(rule("PKC"));
}

TEST_F(KeyInsightsTest, MinutesAddUpInPeriods) {
  create();
  enable();
  get("a", "1");
  get("b", "1");
  get("b", "1");
  clock_.advance_micros(60 * 1'000'000LL);
  for (int i = 0; i < 3; ++i) get("a", "1");
  clock_.advance_micros(60 * 1'000'000LL);
  for (int i = 0; i < 4; ++i) get("c", "1");
  EXPECT_EQ(shown(report("PKC")), (Shown{{"a", 4}, {"c", 4}, {"b", 2}}));
  const Report maximum = report("PKC", "t", 2, Order::kMaximum);
  EXPECT_EQ(shown(maximum), (Shown{{"c", 4}, {"a", 3}}));
  EXPECT_EQ(maximum.unique, 3);
  EXPECT_EQ(maximum.contributors[1].points,
            (std::vector<std::pair<std::int64_t, double>>{{kStart, 1}, {kStart + 60, 3}}));
  const Report wide = report("PKC", "t", 10, Order::kMaximum, {kStart, kStart + 240, 120});
  ASSERT_EQ(wide.totals.size(), 2);
  EXPECT_EQ(wide.totals[0].greatest, 4);
  EXPECT_EQ(wide.totals[0].sum, 6);
  EXPECT_EQ(wide.totals[1].unix_seconds, kStart + 120);
  EXPECT_TRUE(shown(report("PKC", "t", 10, Order::kSum, {kStart - 600, kStart, 60})).empty());
}

TEST_F(KeyInsightsTest, SurvivesARestart) {
  create();
  enable();
  get("a", "1");
  close();
  open();
  get("a", "1");
  EXPECT_EQ(shown(report("PKC")), (Shown{{"a", 2}}));
}

TEST_F(KeyInsightsTest, OldMinutesGo) {
  create();
  enable();
  get("a", "1");
  const Span all{kStart - 60, kStart + 2 * 86'400, 60};
  clock_.advance_micros(kKeptSeconds * 1'000'000LL);
  EXPECT_EQ(shown(report("PKC", "t", 10, Order::kSum, all)), (Shown{{"a", 1}}));
  clock_.advance_micros(60 * 1'000'000LL);
  EXPECT_TRUE(shown(report("PKC", "t", 10, Order::kSum, all)).empty());
  const auto records = [&] {
    storage::KeyRange range = *records_before(kStart + 3600);
    return block_on(engine_.scan(std::move(range), storage::Direction::kForward, {}))->entries().size();
  };
  EXPECT_EQ(records(), 2);
  ASSERT_TRUE(block_on(insights_->remove_expired()).ok());
  EXPECT_EQ(records(), 2);
  clock_.advance_micros(3600 * 1'000'000LL);
  ASSERT_TRUE(block_on(insights_->remove_expired()).ok());
  EXPECT_EQ(records(), 0);
}

TEST_F(KeyInsightsTest, ThrottledKeysOnly) {
  close();
  enforced_ = true;
  open();
  create();
  enable(0, InsightsMode::kThrottledKeys);
  EXPECT_TRUE(get("a", "1"));
  EXPECT_FALSE(get("a", "1"));
  EXPECT_FALSE(get("b", "1"));
  EXPECT_FALSE(get("b", "1"));
  EXPECT_TRUE(put("a", "1"));
  EXPECT_FALSE(put("a", "1"));
  EXPECT_FALSE(rule("PKC"));
  EXPECT_FALSE(rule("SKC"));
  EXPECT_EQ(shown(report("PKT")), (Shown{{"a", 2}, {"b", 2}}));
  EXPECT_EQ(shown(report("SKT")), (Shown{{"a/1", 2}, {"b/1", 2}}));
}

TEST_F(KeyInsightsTest, EnabledAgainBeginsAnew) {
  create();
  enable();
  get("a", "1");
  const std::string before = rule("PKC")->name;
  clock_.advance_micros(1'000);
  enable();
  EXPECT_NE(rule("PKC")->name, before);
  EXPECT_FALSE(insights_->find_rule(scope_, before));
  EXPECT_TRUE(shown(report("PKC")).empty());
}

TEST_F(KeyInsightsTest, ManyKeys) {
  create();
  enable();
  for (int i = 0; i < 1'000; ++i) {
    get("key" + std::to_string(i), "1");
    get("hot", "1");
  }
  const Report found = report("PKC", "t", 1);
  EXPECT_EQ(shown(found), (Shown{{"hot", 1000}}));
  EXPECT_EQ(found.sum, 2000);
  EXPECT_NEAR(static_cast<double>(found.unique), 1001, 120);
}

TEST_F(KeyInsightsTest, MetricsOfARule) {
  create();
  enable();
  get("a", "1");
  const std::string name = rule("PKC")->name;
  const queries::InsightSpan span{kStart, kStart + 60, 60};
  auto found = block_on(insights_->read(scope_, name, span));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->metrics.size(), 7);
  EXPECT_EQ(found->metrics.at("MaxContributorValue").points, (std::vector<math::Point>{{kStart, 1}}));
  EXPECT_EQ(found->minutes, 1);
  EXPECT_TRUE(block_on(insights_->read(scope_, "other", span))->metrics.empty());
}

TEST(Rules, NamesFitAndDefinitionsAreAscii) {
  db::table::TableSchema table;
  table.name = std::string(255, 'n');
  table.keys = {{{"p\"\xc3\xa4\xf0\x9f\x98\x80", Type::kS}}, {{"s", Type::kS}}};
  const auto rules = rules_of(table, {0, true, InsightsMode::kAccessedAndThrottledKeys, 1'800'000'000'000});
  ASSERT_EQ(rules.size(), 4);
  EXPECT_EQ(rules[0].name.size(), kMaxRuleNameBytes);
  EXPECT_TRUE(rules[0].name.starts_with("DynamoDBContributorInsights-PKC-nnn"));
  EXPECT_TRUE(rules[0].name.ends_with("n-1800000000000"));
  EXPECT_EQ(rules[2].definition(), R"({"Schema":{"Name":"ServiceLogRule","Version":1},"AggregateOn":"Sum",)"
                                   R"("Contribution":{"Filters":[],"Keys":["p\"\u00e4\ud83d\ude00","s"],)"
                                   R"("ValueOf":"ConsumedThroughputUnits"}})");
  EXPECT_NE(rules[3].definition().find(R"("AggregateOn":"Count")"), std::string::npos);
  EXPECT_TRUE(rules_of(table, {0, false}).empty());
  EXPECT_TRUE(rules_of(table, {7, true}).empty());  // no such index
}

}  // namespace
}  // namespace stator::monitoring::insights
