#include "monitoring/dashboards/dashboards.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring::dashboards {
namespace {

using Tags = aws::protocol::Map<std::string>;

class DashboardsTest : public ::testing::Test {
 protected:
  void put(const char* name, const char* body = "{}", const char* account = "1", Tags tags = {}) {
    EXPECT_TRUE(base::block_on(dashboards_.put(account, name, body, std::move(tags))).ok());
  }
  std::string body_of(const char* name, const char* account = "1") {
    auto found = base::block_on(dashboards_.find(account, name));
    return found.ok() ? found->body : "none";
  }
  // "a b", and " ..." if there are more.
  std::string list(const char* prefix, const char* after = "", std::size_t limit = kMaxPage) {
    auto page = base::block_on(dashboards_.list("1", ListRequest{prefix, after, limit}));
    EXPECT_TRUE(page.ok());
    std::string text;
    for (const Entry& entry : page->entries) text += (text.empty() ? "" : " ") + entry.name;
    return text + (page->more ? " ..." : "");
  }
  // The kind of the failure, and its message.
  std::string remove(std::vector<std::string> names) {
    auto done = base::block_on(dashboards_.remove("1", std::move(names)));
    if (done.ok()) return "done";
    EXPECT_EQ(done.error().kind, FailureKind::kNoDashboard);
    return done.error().message;
  }
  Tags tags_of(const char* name) { return base::block_on(dashboards_.find("1", name))->tags; }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  Dashboards dashboards_{engine_, clock_};
};

TEST_F(DashboardsTest, NamesAndArns) {
  EXPECT_TRUE(is_name("aZ09-_"));
  EXPECT_FALSE(is_name(""));
  for (const char* name : {"a.b", "a b", "a/b", "\xc3\xa4", "a\n"}) EXPECT_FALSE(is_name(name)) << name;
  EXPECT_EQ(dashboard_arn("000000000000", "d"), "arn:aws:cloudwatch::000000000000:dashboard/d");
}

TEST_F(DashboardsTest, AreKeptByAccount) {
  put("d", "{\"widgets\": []}");
  put("d", "{}", "2");
  EXPECT_EQ(body_of("d"), "{\"widgets\": []}");
  EXPECT_EQ(body_of("d", "2"), "{}");
  put("d", "{ }");
  EXPECT_EQ(body_of("d"), "{ }");
  EXPECT_EQ(body_of("e"), "none");
}

TEST_F(DashboardsTest, AreListedInOrder) {
  for (const char* name : {"b1", "a", "b", "c", "b-2"}) put(name);
  put("x", "{}", "2");
  EXPECT_EQ(list(""), "a b b-2 b1 c");
  EXPECT_EQ(list("b"), "b b-2 b1");
  EXPECT_EQ(list("b", "b"), "b-2 b1");
  EXPECT_EQ(list("b", "c"), "");
  EXPECT_EQ(list("z"), "");
  EXPECT_EQ(list("", "", 4), "a b b-2 b1 ...");
  EXPECT_EQ(list("", "", 5), "a b b-2 b1 c");
  EXPECT_EQ(list("", "b1", 4), "c");
}

TEST_F(DashboardsTest, EntriesTellSizeAndTime) {
  clock_.advance_micros(5'000'000);
  put("d", "{ }");
  auto page = base::block_on(dashboards_.list("1", ListRequest{}));
  EXPECT_EQ(page->entries.at(0).body_bytes, 3u);
  const std::int64_t first = page->entries[0].modified_millis;
  EXPECT_EQ(first, clock_.unix_millis());
  clock_.advance_micros(1'000'000);
  put("d");
  page = base::block_on(dashboards_.list("1", ListRequest{}));
  EXPECT_EQ(page->entries.at(0).modified_millis, first + 1000);
}

TEST_F(DashboardsTest, AllOrNoneAreRemoved) {
  for (const char* name : {"a", "b", "c"}) put(name);
  EXPECT_EQ(remove({"a", "x", "b"}), "x");
  EXPECT_EQ(list(""), "a b c");
  EXPECT_EQ(remove({"c", "a", "c"}), "done");
  EXPECT_EQ(list(""), "b");
}

TEST_F(DashboardsTest, TagsStayWhenTheBodyIsReplaced) {
  put("d", "{}", "1", {{"a", "1"}});
  put("d", "{ }", "1", {{"b", "2"}});
  EXPECT_EQ(tags_of("d"), (Tags{{"a", "1"}}));
  EXPECT_TRUE(base::block_on(dashboards_.tag("1", "d", Tags{{"a", "3"}, {"c", "4"}}, {"x"})).ok());
  EXPECT_EQ(tags_of("d"), (Tags{{"a", "3"}, {"c", "4"}}));
  EXPECT_TRUE(base::block_on(dashboards_.tag("1", "d", Tags{}, {"a"})).ok());
  EXPECT_EQ(tags_of("d"), (Tags{{"c", "4"}}));
  EXPECT_EQ(body_of("d"), "{ }");
  EXPECT_EQ(base::block_on(dashboards_.tag("1", "e", Tags{}, {})).error().kind, FailureKind::kNoDashboard);
}

TEST_F(DashboardsTest, NumberOfTags) {
  Tags tags;
  for (std::size_t i = 0; i < kMaxTags; ++i) tags.emplace_back("t" + std::to_string(i), "");
  put("d", "{}", "1", tags);
  EXPECT_EQ(base::block_on(dashboards_.tag("1", "d", Tags{{"one", "more"}}, {})).error().kind,
            FailureKind::kTooManyTags);
  EXPECT_TRUE(base::block_on(dashboards_.tag("1", "d", Tags{{"t0", "other"}}, {})).ok());
  EXPECT_TRUE(base::block_on(dashboards_.tag("1", "d", tags, {})).ok());
  tags.emplace_back("one", "more");
  EXPECT_EQ(base::block_on(dashboards_.tag("1", "d", tags, {"one"})).error().kind, FailureKind::kTooManyTags);
  EXPECT_EQ(base::block_on(dashboards_.put("1", "e", "{}", tags)).error().kind, FailureKind::kTooManyTags);
}

}  // namespace
}  // namespace stator::monitoring::dashboards
