#include "metrics/request_metrics.h"

#include <gtest/gtest.h>

#include "base/block_on.h"

namespace stator::metrics {
namespace {

using namespace std::chrono_literals;

class RequestMetricsTest : public testing::Test {
 protected:
  RequestMetricsTest() { loops_.start(); }

  base::Task<> add_on(std::size_t loop, RequestRecord record) {
    co_await base::switch_to(loops_[loop]);
    metrics_.add({record, 1ms, record.error_code.empty() ? 200 : 400, "ID", "127.0.0.1:1", "000000000000",
                  "eu-west-1"});
  }
  void add(RequestRecord record, std::size_t loop = 0) { base::block_on(add_on(loop, std::move(record))); }
  std::string text() {
    Exposition out(Exposition::Format::kPrometheus);
    base::block_on(metrics_.write(&out));
    return std::move(out).finish();
  }
  static RequestRecord get_item(std::uint32_t table, double units = 0) {
    RequestRecord record;
    record.service = "dynamodb";
    record.operation = "GetItem";
    if (table != 0) {
      record.touch(table, "t" + std::to_string(table));
      record.consume("t" + std::to_string(table), units, 0);
    }
    return record;
  }
  void make_tables(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t id = from; id <= to; ++id)
      tables_[id] = {"000000000000", "eu-west-1", "t" + std::to_string(id)};
  }
  void expect(const std::string& line) { EXPECT_TRUE(has(line)) << line << "\n" << text(); }
  bool has(const std::string& line) { return text().find(line + "\n") != std::string::npos; }

  std::unordered_map<std::uint32_t, TableLabels> tables_;  // changed while nothing is asked
  base::EventLoopGroup loops_{2};
  RequestMetrics metrics_{loops_, [this] { return tables_; }};
};

constexpr char kOfT1[] =
    R"({service="dynamodb",operation="GetItem",table="t1",account="000000000000",region="eu-west-1")";

TEST_F(RequestMetricsTest, AddsUpWhatLoopsHaveCounted) {
  make_tables(1, 1);
  add(get_item(1, 0.5), 0);
  add(get_item(1, 1), 1);
  RequestRecord failed = get_item(1);
  failed.error_code = "ConditionalCheckFailedException";
  failed.request_bytes = 10;
  add(failed, 1);
  expect("stator_requests_total" + std::string(kOfT1) + R"(,result="ok"} 2)");
  expect("stator_requests_total" + std::string(kOfT1) + R"(,result="ConditionalCheckFailedException"} 1)");
  expect("stator_consumed_read_capacity_units_total" + std::string(kOfT1) + "} 1.5");
  expect("stator_conditional_check_failures_total" + std::string(kOfT1) + "} 1");
  expect("stator_request_bytes_total" + std::string(kOfT1) + "} 10");
  expect("stator_request_duration_seconds_count" + std::string(kOfT1) + "} 3");
}

TEST_F(RequestMetricsTest, ARequestOfSeveralTablesCountsForNoneOfThem) {
  make_tables(1, 2);
  RequestRecord batch;
  batch.service = "dynamodb";
  batch.operation = "BatchGetItem";
  batch.touch(1, "t1");
  batch.touch(2, "t2");
  batch.touch(1, "t1");
  batch.consume("t2", 7, 0);
  add(batch);
  expect(R"(stator_requests_total{service="dynamodb",operation="BatchGetItem",result="ok"} 1)");
  expect(
      R"(stator_consumed_read_capacity_units_total{service="dynamodb",operation="BatchGetItem",table="t2",)"
      R"(account="000000000000",region="eu-west-1"} 7)");
  EXPECT_EQ(text().find("table=\"t1\""), std::string::npos);
}

TEST_F(RequestMetricsTest, TablesBeyondTheLimitCountTogether) {
  make_tables(1, RequestMetrics::kMaxTables + 2);
  for (std::uint32_t id = 1; id <= RequestMetrics::kMaxTables + 2; ++id) add(get_item(id), id % 2);
  expect(R"x(stator_requests_total{service="dynamodb",operation="GetItem",table="(other)",result="ok"} 2)x");
  EXPECT_NE(text().find("table=\"t100\""), std::string::npos);
  EXPECT_EQ(text().find("table=\"t101\""), std::string::npos);
}

TEST_F(RequestMetricsTest, RemovedTablesLeaveAndMakeRoom) {
  make_tables(1, RequestMetrics::kMaxTables + 1);
  for (std::uint32_t id = 1; id <= RequestMetrics::kMaxTables + 1; ++id) add(get_item(id));
  tables_.erase(1);
  EXPECT_EQ(text().find("table=\"t1\""), std::string::npos);
  add(get_item(RequestMetrics::kMaxTables + 1));
  EXPECT_NE(text().find("table=\"t101\""), std::string::npos);
  // Of one that nobody knows (any more) no name is learnt.
  add(get_item(1));
  EXPECT_EQ(text().find("table=\"t1\""), std::string::npos);
}

TEST_F(RequestMetricsTest, WhatClientsSendMakesNoSeries) {
  RequestRecord unknown;
  unknown.error_code = "UnknownOperationException";
  add(unknown);
  expect(R"(stator_requests_total{operation="unknown",result="UnknownOperationException"} 1)");
  for (std::size_t i = 0; i < 2 * RequestMetrics::kMaxErrors; ++i) {
    RequestRecord record = get_item(0);
    record.error_code = "E" + std::to_string(i);
    add(record);
  }
  std::size_t lines = 0;
  const std::string all = text();
  for (std::size_t at = 0; (at = all.find("result=", at)) != std::string::npos; ++at) ++lines;
  EXPECT_EQ(lines, 1 + RequestMetrics::kMaxErrors);
  expect(R"x(stator_requests_total{service="dynamodb",operation="GetItem",result="(other)"} 33)x");
}

TEST_F(RequestMetricsTest, PartsThatFailCountBesideTheRequest) {
  RequestRecord canceled;
  canceled.service = "dynamodb";
  canceled.operation = "TransactWriteItems";
  canceled.error_code = "TransactionCanceledException";
  canceled.failed_conditions = 2;
  canceled.conflicts = 1;
  add(canceled);
  RequestRecord throttled = get_item(0);
  throttled.error_code = "ThrottlingException";
  add(throttled);
  throttled.throttles = 3;  // of a batch that failed as a whole
  add(throttled);
  expect(R"(stator_conditional_check_failures_total{service="dynamodb",operation="TransactWriteItems"} 2)");
  expect(R"(stator_transaction_conflicts_total{service="dynamodb",operation="TransactWriteItems"} 1)");
  expect(R"(stator_throttled_total{service="dynamodb",operation="GetItem"} 4)");
}

// "t1 GetItem: ..." for each table and operation, then the errors of clients.
std::string shown(const Windows& windows) {
  std::string out;
  for (const OperationWindow& of : windows.operations) {
    const RequestWindow& window = of.window;
    out += of.table.name + " " + std::string(of.operation) + ": " +
           std::to_string(window.done.tally().count) + " done, " + std::to_string(window.read_units.count) +
           " of " + std::to_string(window.read_units.sum) + ", " + std::to_string(window.failed_conditions) +
           " failed, " + std::to_string(window.throttled_requests) + "/" +
           std::to_string(window.throttled_parts) + " throttled, " + std::to_string(window.system_errors) +
           " ours";
    for (const IndexWindow& index : window.indexes)
      out += ", " + index.name + " " + std::to_string(index.read_units.sum);
    out += "\n";
  }
  for (const ClientErrors& errors : windows.client_errors)
    out += errors.account + " " + errors.region + " " + std::to_string(errors.count) + "\n";
  return out;
}

TEST_F(RequestMetricsTest, WindowsAreTakenOnce) {
  make_tables(1, 1);
  add(get_item(1, 0.5), 0);
  add(get_item(1, 1.5), 1);
  EXPECT_EQ(shown(base::block_on(metrics_.take_windows())),
            "t1 GetItem: 2 done, 2 of 2.000000, 0 failed, 0/0 throttled, 0 ours\n");
  EXPECT_EQ(shown(base::block_on(metrics_.take_windows())), "");
  expect("stator_requests_total" + std::string(kOfT1) + R"(,result="ok"} 2)");
}

TEST_F(RequestMetricsTest, WindowsOfFailures) {
  make_tables(1, 1);
  for (const char* code : {"ConditionalCheckFailedException", "ProvisionedThroughputExceededException",
                           "ValidationException", "ResourceNotFoundException"}) {
    RequestRecord record = get_item(1);
    record.error_code = code;
    add(record);
  }
  EXPECT_EQ(shown(base::block_on(metrics_.take_windows())),
            "t1 GetItem: 0 done, 0 of 0.000000, 1 failed, 1/1 throttled, 0 ours\n000000000000 eu-west-1 2\n");
}

TEST_F(RequestMetricsTest, WindowsOfIndexesAreApartFromTheTables) {
  make_tables(1, 1);
  RequestRecord record = get_item(1, 3);
  record.consume_in_index("t1", "by-age", 2, 0);
  add(record);
  EXPECT_EQ(shown(base::block_on(metrics_.take_windows())),
            "t1 GetItem: 1 done, 1 of 1.000000, 0 failed, 0/0 throttled, 0 ours, by-age 2.000000\n");
}

TEST_F(RequestMetricsTest, WindowsOfTablesThatHaveGoneAreTakenOnceMore) {
  make_tables(1, 1);
  add(get_item(1, 1));
  tables_.clear();
  EXPECT_NE(shown(base::block_on(metrics_.take_windows())).find("t1 GetItem"), std::string::npos);
  EXPECT_FALSE(has("stator_requests_total" + std::string(kOfT1) + R"(,result="ok"} 1)"));
}

TEST_F(RequestMetricsTest, TablesThatHaveGoneMakeRoomWithoutAnybodyLooking) {
  std::vector<std::size_t> counted;
  for (std::uint32_t round = 0; round < 3; ++round) {
    tables_.clear();
    make_tables(1 + round * 100, 100 + round * 100);
    for (const auto& [id, labels] : tables_) add(get_item(id));
    counted.push_back(base::block_on(metrics_.take_windows()).operations.size());
  }
  // The second hundred came before it was seen that the first has gone, and counts together.
  EXPECT_EQ(counted, (std::vector<std::size_t>{100, 1, 100}));
}

TEST(DurationWindow, SpansHoldWhatTheyCount) {
  for (const std::int64_t nanos :
       {1LL, 8191LL, 8192LL, 10'000LL, 1'000'000LL, 1'234'567LL, 60'000'000'000LL}) {
    DurationWindow window;
    window.add(std::chrono::nanoseconds(nanos));
    for (std::size_t span = 0; span < DurationWindow::kSpans; ++span) {
      if (window.count(span) == 0 || nanos < 8192) continue;
      EXPECT_NEAR(DurationWindow::middle(span) / static_cast<double>(nanos), 1, 0.0625) << nanos;
    }
    EXPECT_EQ(window.tally().sum, static_cast<double>(nanos));
  }
  DurationWindow longest;
  longest.add(std::chrono::hours(1));
  EXPECT_EQ(longest.count(DurationWindow::kSpans - 1), 1u);
}

}  // namespace
}  // namespace stator::metrics
