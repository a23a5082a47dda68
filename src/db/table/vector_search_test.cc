#include "db/table/vector_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/table/item_keys.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::table {
namespace {

using base::block_on;
using model::ItemView;
using model::Number;
using model::Type;
using model::ValueView;
using model::ValueWriter;

struct Row {
  std::string tenant;
  int year = 0;
  std::vector<int> vector;
};

void write_vector(const std::vector<int>& vector, ValueWriter* writer) {
  writer->begin_list();
  for (const int element : vector) writer->number(Number::from_int(element));
  writer->end_list();
}

class VectorSearchTest : public testing::Test {
 protected:
  void SetUp() override {
    Database::Options options;
    options.background = &pool_;
    options.seed = 7;
    database_ = std::move(*block_on(Database::open(engine_, options)));
  }
  void TearDown() override { block_on(database_->stop()); }

  static IndexSchema index(std::string name, DistanceFunction distance, bool parted) {
    IndexSchema index;
    index.global = true;
    index.name = std::move(name);
    if (parted) index.keys.partition = {{"tenant", Type::kS}};
    index.vector = VectorSpec{"v", 3, distance, {{"year", Type::kN}}};
    index.projection.type = ProjectionType::kKeysOnly;
    return index;
  }

  void create(std::vector<IndexSchema> indexes) {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = "t";
    schema.keys = {{{"pk", Type::kS}}, {}};
    schema.billing = BillingMode::kPayPerRequest;
    schema.indexes = std::move(indexes);
    ASSERT_TRUE(block_on(database_->create_table(std::move(schema))).ok());
  }
  TableRef table() { return *database_->find_table(scope_, "t"); }

  void put(const std::string& key, const Row& row) {
    std::string item;
    ValueWriter writer(&item);
    writer.begin_map();
    writer.name("pk");
    writer.string(key);
    if (!row.tenant.empty()) {
      writer.name("tenant");
      writer.string(row.tenant);
    }
    if (!row.vector.empty()) {
      writer.name("v");
      write_vector(row.vector, &writer);
    }
    writer.name("year");
    writer.number(Number::from_int(row.year));
    writer.end_map();
    PutRequest request;
    request.item = ItemView(item);
    ASSERT_TRUE(block_on(database_->put_item(table(), request)).ok());
  }
  void remove(const std::string& key) {
    std::string bytes;
    ValueWriter writer(&bytes);
    writer.begin_map();
    writer.name("pk");
    writer.string(key);
    writer.end_map();
    DeleteRequest request;
    request.key = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->delete_item(table(), request)).ok());
  }

  // Keys and scores, nearest first.
  Result<std::vector<std::pair<std::string, double>>> search(std::string_view index,
                                                             const std::vector<int>& vector,
                                                             std::size_t top_k,
                                                             const std::string& condition = "",
                                                             const std::string& tenant = "", int year = 0) {
    std::string list;
    ValueWriter writer(&list);
    write_vector(vector, &writer);
    SearchRequest request;
    request.index_name = index;
    for (const ValueView element : ValueView(list).elements()) request.vector.push_back(element);
    request.top_k = top_k;
    std::string text, number;
    ValueWriter(&text).string(tenant);
    ValueWriter(&number).number(Number::from_int(year));
    std::vector<expression::Placeholders::Value> values;
    if (condition.find(":t") != std::string::npos) values.push_back({":t", text});
    if (condition.find(":y") != std::string::npos) values.push_back({":y", number});
    expression::Placeholders placeholders({{"#y", "year"}}, values);
    std::optional<expression::SearchCondition> parsed;
    if (!condition.empty()) {
      auto result = expression::SearchCondition::parse(condition, placeholders);
      if (!result.ok()) return result.error();
      parsed = std::move(*result);
      request.condition = &*parsed;
    }
    auto outcome = block_on(database_->search(table(), request));
    if (!outcome.ok()) return outcome.error();
    std::vector<std::pair<std::string, double>> found;
    for (const SearchResult& result : outcome->results)
      found.emplace_back(std::string(ItemView(result.item).find("pk")->text()), result.score);
    return found;
  }

  Scope scope_{"000000000000", "us-east-1"};
  storage::MemoryEngine engine_{base::Clock::system()};
  base::ThreadPool pool_{1};
  std::unique_ptr<Database> database_;
};

using Scores = std::vector<double>;

Scores scores_of(const std::vector<std::pair<std::string, double>>& found) {
  Scores scores;
  for (const auto& [key, score] : found) scores.push_back(score);
  return scores;
}

// After random puts and deletes, every search finds what a look at all rows finds. Products of small integers
// are exact.
TEST_F(VectorSearchTest, FindsWhatAModelFinds) {
  create({index("flat", DistanceFunction::kDotProduct, false),
          index("parted", DistanceFunction::kDotProduct, true)});
  base::SeededRandom random(11);
  std::map<std::string, Row> rows;
  for (int step = 0; step < 600; ++step) {
    const std::string key = "k" + std::to_string(random.below(120));
    if (random.below(5) == 0) {
      remove(key);
      rows.erase(key);
      continue;
    }
    Row row;
    if (random.below(6) != 0) row.tenant = "t" + std::to_string(random.below(3));
    row.year = static_cast<int>(random.below(5));
    if (random.below(6) != 0)
      for (int i = 0; i < 3; ++i) row.vector.push_back(static_cast<int>(random.below(41)) - 20);
    put(key, row);
    rows[key] = row;
  }
  const auto expected = [&](const std::vector<int>& wanted, const std::string& tenant, int least_year,
                            std::size_t top_k) {
    Scores scores;
    for (const auto& [key, row] : rows) {
      if (row.vector.empty() || (!tenant.empty() && row.tenant != tenant) || row.year < least_year) continue;
      double dot = 0;
      for (std::size_t i = 0; i < 3; ++i) dot += wanted[i] * row.vector[i];
      scores.push_back(dot);
    }
    std::sort(scores.rbegin(), scores.rend());
    if (scores.size() > top_k) scores.resize(top_k);
    return scores;
  };
  for (const std::size_t top_k : {1u, 7u, 100u}) {
    const std::vector<int> wanted{static_cast<int>(random.below(9)) - 4, 3, -2};
    EXPECT_EQ(scores_of(*search("flat", wanted, top_k)), expected(wanted, "", 0, top_k));
    EXPECT_EQ(scores_of(*search("flat", wanted, top_k, "#y >= :y", "", 3)), expected(wanted, "", 3, top_k));
    for (const std::string tenant : {"t0", "t1", "t2"}) {
      EXPECT_EQ(scores_of(*search("parted", wanted, top_k, "tenant = :t", tenant)),
                expected(wanted, tenant, 0, top_k));
      EXPECT_EQ(scores_of(*search("parted", wanted, top_k, "tenant = :t AND #y >= :y", tenant, 2)),
                expected(wanted, tenant, 2, top_k));
    }
  }
  EXPECT_TRUE(search("parted", {1, 1, 1}, 5, "tenant = :t", "none")->empty());
}

// More entries than fit into a page of the engine.
TEST_F(VectorSearchTest, ReadsManyPages) {
  create({index("flat", DistanceFunction::kEuclidean, false)});
  for (int i = 0; i < 3000; ++i) put(std::to_string(i), {"", 0, {i, 0, 0}});
  const auto found = *search("flat", {2999, 0, 0}, 3);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], (std::pair<std::string, double>("2999", 0)));
  EXPECT_EQ(found[2], (std::pair<std::string, double>("2997", 2)));
}

TEST_F(VectorSearchTest, TiesAreInOrderOfKeys) {
  create({index("flat", DistanceFunction::kEuclidean, false)});
  for (int i = 0; i < 50; ++i) put(std::to_string(i), {"", 0, {1, 1, 1}});
  EXPECT_EQ(*search("flat", {1, 1, 1}, 10), *search("flat", {1, 1, 1}, 10));
  const auto all = *search("flat", {1, 1, 1}, 100);
  EXPECT_EQ(std::vector(all.begin(), all.begin() + 10), *search("flat", {1, 1, 1}, 10));
}

TEST_F(VectorSearchTest, CountsEntriesAndTheirBytes) {
  create({index("parted", DistanceFunction::kCosine, true)});
  put("a", {"t", 1, {1, 2, 3}});
  put("b", {"t", 1, {1, 2, 3}});
  put("c", {"", 1, {1, 2, 3}});
  put("a", {"t", 1, {1, 2, 4}});
  remove("b");
  const auto description = *block_on(database_->describe_table(scope_, "t"));
  ASSERT_EQ(description.indexes.size(), 1u);
  EXPECT_EQ(description.indexes[0].item_count, 1);
  // 12 of the vector, pk "a", tenant "t", year 1
  EXPECT_EQ(description.indexes[0].size_bytes, 12 + 3 + 7 + 6);
}

TEST_F(VectorSearchTest, IsBuiltFromWhatIsThere) {
  create({});
  for (int i = 0; i < 300; ++i) put(std::to_string(i), {"t", i, {i, 0, 0}});
  TableUpdate update;
  update.indexes.push_back({IndexUpdate::Action::kCreate, index("new", DistanceFunction::kEuclidean, true)});
  ASSERT_TRUE(block_on(database_->update_table(scope_, "t", update)).ok());
  put("300", {"t", 300, {300, 0, 0}});
  remove("7");
  while (table()->status != TableStatus::kActive) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(search("new", {7, 0, 0}, 1, "tenant = :t", "t")->front().second, 1);
  EXPECT_EQ(search("new", {400, 0, 0}, 1, "tenant = :t", "t")->front().first, "300");
  EXPECT_EQ(block_on(database_->describe_table(scope_, "t"))->indexes[0].item_count, 300);
}

TEST_F(VectorSearchTest, OfAnIndexThatIsNoVectorIndex) {
  IndexSchema global;
  global.global = true;
  global.name = "global";
  global.keys.partition = {{"tenant", Type::kS}};
  create({global});
  EXPECT_FALSE(search("global", {1, 1, 1}, 1).ok());
  EXPECT_FALSE(search("nope", {1, 1, 1}, 1).ok());
}

}  // namespace
}  // namespace stator::db::table
