#include "transfer/bulk_puts.h"

#include <fmt/core.h>

#include "base/json_parser.h"
#include "transfer/source/test_compression.h"
#include "transfer/transfer_fixture.h"

namespace stator::transfer {
namespace {

std::string line(const std::string& pk, const std::string& value = "1", const std::string& rest = "") {
  return fmt::format(R"({{"Item":{{"pk":{{"S":"{}"}},"value":{{"S":"{}"}}}}{}}})"
                     "\n",
                     pk, value, rest);
}
const std::string kIfNew = R"json(,"ConditionExpression":"attribute_not_exists(pk)")json";

class BulkPutsTest : public TransferTest {
 protected:
  BulkPut begun(BulkPutRequest request) {
    auto job = block_on(bulk_puts_->begin(std::move(request)));
    EXPECT_TRUE(job.ok());
    return job.ok() ? *job : BulkPut{};
  }
  BulkPut done(BulkPutRequest request) { return finished(begun(std::move(request))); }
  std::optional<FailureKind> failure(BulkPutRequest request) {
    auto job = block_on(bulk_puts_->begin(std::move(request)));
    return job.ok() ? std::nullopt : std::optional(job.error().kind);
  }
  // Of 50,000 items, so slowly that it does not end by itself: the clock stands still.
  BulkPutRequest endless_request() {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += line(std::to_string(i));
    put_object("in/1", text);
    BulkPutRequest request = bulk_request();
    request.max_units = kMinBulkUnits;
    return request;
  }
  std::string report(const BulkPut& job, const std::string& name) {
    return object("out/AWSDynamoDB/" + job.id + "/" + name);
  }
  std::int64_t count(const std::string& table) {
    return block_on(database_->describe_table(scope_, table))->item_count;
  }
  void advance_millis(std::int64_t millis) { clock_.advance_micros(millis * 1000); }
  bool has_marks(const BulkPut& job) {
    const auto page = block_on(memory_.scan(bulk_marks(job), storage::Direction::kForward, {}));
    return !page->entries().empty();
  }
};

TEST_F(BulkPutsTest, PutsIntoATableThatIsThere) {
  create("t");
  put("t", "old", "0");
  put("t", "a", "0");
  put_object("in/1", line("a") + line("b", "1", kIfNew));
  put_object("in/2", line("c"));
  put_object("in/empty", "");
  put_object("other", line("d"));
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted) << job.failure.message;
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}, {"c", "1"}, {"old", "0"}}));
  EXPECT_EQ(job.processed_items, 3);
  EXPECT_EQ(job.failed_items, 0);
  EXPECT_EQ(job.processed_bytes, job.total_bytes);
  EXPECT_EQ(job.total_bytes, static_cast<std::int64_t>(2 * line("a").size() + line("b", "1", kIfNew).size()));
  EXPECT_EQ(job.table_bytes, static_cast<std::int64_t>(3 * std::string("pkavalue1").size()));
  EXPECT_NE(job.end_millis, 0);
  EXPECT_FALSE(has_marks(job));
  EXPECT_EQ(keys("out/"), std::vector{"out/AWSDynamoDB/" + job.id + "/manifest.json"});
  const std::string manifest = report(job, "manifest.json");
  EXPECT_NE(manifest.find(R"("processedItemCount":3,"failedItemCount":0,"conditionCheckFailureCount":0)"),
            manifest.npos);
}

TEST_F(BulkPutsTest, ReportsWhatItDidNotWrite) {
  create("t");
  put("t", "a", "0");
  put_object("in/1", line("a", "1", kIfNew) + R"({"Item":{"x":{"S":"1"}}})" + "\n" + line("b", "1", kIfNew) +
                         line("c", "1", R"(,"ConditionExpression":"x =")"));
  put_object("in/2", line("c") + "no JSON\n" + line("d"));
  put_object("in/3", line("e", "1", R"json(,"ConditionExpression":"attribute_exists(pk)")json"));
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(job.status.get(), JobStatus::kCompletedWithErrors) << job.failure.message;
  EXPECT_EQ(job.processed_items, 7);  // what is behind a line that is no JSON is not read
  EXPECT_EQ(job.failed_items, 3);
  EXPECT_EQ(job.unmet_conditions, 2);
  EXPECT_EQ(items("t"), (Items{{"a", "0"}, {"b", "1"}, {"c", "1"}}));
  const std::string pointer = R"({"itemS3Pointer":{"bucket":"b","key":"in/)";
  EXPECT_EQ(report(job, "CONDITION_CHECK_FAILURE/00000000.json"),
            pointer + R"(1","itemIndex":0},"Item":{"pk":{"S":"a"},"value":{"S":"1"}},)" +
                R"("ExistingItem":{"pk":{"S":"a"},"value":{"S":"0"}}})" + "\n" + pointer +
                R"(3","itemIndex":0},"Item":{"pk":{"S":"e"},"value":{"S":"1"}}})" + "\n");
  EXPECT_EQ(
      report(job, "ERROR/00000000.json"),
      pointer + R"(1","itemIndex":1},"errorMessages":["One or more parameter values were invalid: )" +
          R"(Missing the key pk in the item"],"Item":{"x":{"S":"1"}}})" + "\n" + pointer +
          R"(1","itemIndex":3},"errorMessages":["Invalid ConditionExpression: Syntax error; token: \"<EOF>\", )" +
          R"(near: \"=\""]})" + "\n" + pointer +
          R"(2","itemIndex":1},"errorMessages":["The line is not valid JSON"]})" + "\n");
  EXPECT_NE(report(job, "manifest.json").find(R"("outputType":"ERROR","dataFileS3Key":"out/AWSDynamoDB/)"),
            std::string::npos);
}

TEST_F(BulkPutsTest, WritesOnlyTheReportsThatWereAskedFor) {
  create("t");
  put("t", "a", "0");
  put_object("in/1", line("a", "1", kIfNew) + R"({"Item":{"x":{"S":"1"}}})" + "\n");
  BulkPutRequest request = bulk_request();
  request.reports_errors = false;
  const BulkPut first = done(request);
  EXPECT_EQ(first.failed_items, 1);
  EXPECT_EQ(keys("out/AWSDynamoDB/" + first.id).size(), 2U);
  EXPECT_NE(report(first, "CONDITION_CHECK_FAILURE/00000000.json"), "");
  request.reports_errors = true;
  request.reports_conditions = false;
  const BulkPut second = done(request);
  EXPECT_EQ(keys("out/AWSDynamoDB/" + second.id).size(), 2U);
  EXPECT_NE(report(second, "ERROR/00000000.json"), "");
}

TEST_F(BulkPutsTest, ConditionsWithPlaceholders) {
  create("t");
  put("t", "a", "1");
  put("t", "b", "9");
  const std::string rest = R"(,"ConditionExpression":"#v < :v","ExpressionAttributeNames":{"#v":"value"},)"
                           R"("ExpressionAttributeValues":{":v":{"S":"5"}})";
  put_object("in/1", line("a", "5", rest) + line("b", "5", rest) +
                         line("c", "5", rest + R"(,"ExpressionAttributeNames":{"#v":"value","#x":"x"})") +
                         line("d", "5", R"(,"ExpressionAttributeNames":{"#v":"value"})") +
                         line("e", "5", R"(,"ConditionExpression":1)"));
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(items("t"), (Items{{"a", "5"}, {"b", "9"}}));
  EXPECT_EQ(job.unmet_conditions, 1);
  EXPECT_EQ(job.failed_items, 3);
  const std::string errors = report(job, "ERROR/00000000.json");
  EXPECT_NE(errors.find("Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}"),
            errors.npos);
  EXPECT_NE(errors.find("ExpressionAttributeNames can only be specified when using expressions"),
            errors.npos);
  EXPECT_NE(errors.find("ConditionExpression must be a string"), errors.npos);
}

TEST_F(BulkPutsTest, IonAndCompression) {
  create("t");
  put("t", "b", "0");
  const std::string ion =
      "$ion_1_0 {Item:{pk:\"a\",value:\"1\"}}\n"
      "{Item:{pk:\"b\",value:\"1\"},ConditionExpression:\"#p <> :p\","
      "ExpressionAttributeNames:{'#p':\"pk\"},ExpressionAttributeValues:{':p':\"b\"}}\n";
  BulkPutRequest request = bulk_request();
  request.format = DataFormat::kIon;
  for (const Compression compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
    put_object("in/1", compression == Compression::kGzip   ? gzip_of(ion)
                       : compression == Compression::kZstd ? zstd_of(ion)
                                                           : ion);
    request.compression = compression;
    const BulkPut job = done(request);
    EXPECT_EQ(job.status.get(), JobStatus::kCompleted) << job.failure.message;
    EXPECT_EQ(job.unmet_conditions, 1);
    EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "0"}}));
    remove("t", "a");
  }
}

// The order of items of one key is that of the object.
TEST_F(BulkPutsTest, TheLastItemOfAKeyWins) {
  create("t");
  std::string text;
  for (int i = 0; i < 100; ++i) text += line(std::to_string(i % 3), std::to_string(i));
  put_object("in/1", text);
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(job.processed_items, 100);
  EXPECT_EQ(items("t"), (Items{{"0", "99"}, {"1", "97"}, {"2", "98"}}));
}

TEST_F(BulkPutsTest, CountsTheBytesOfIndexes) {
  TableSchema wanted = schema("t");
  db::table::IndexSchema index;
  index.global = true;
  index.name = "byValue";
  index.keys = {{{"value", db::model::Type::kS}}, {}};
  wanted.indexes.push_back(index);
  db::table::IndexSchema vectors;
  vectors.global = true;
  vectors.name = "byVector";
  vectors.vector = db::table::VectorSpec{.attribute = "v", .dimensions = 2};
  wanted.indexes.push_back(vectors);
  ASSERT_TRUE(block_on(database_->create_table(wanted)).ok());
  put_object("in/1", line("a") + R"({"Item":{"pk":{"S":"b"},"v":{"L":[{"N":"1"},{"N":"2"}]}}})" + "\n");
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(job.table_bytes, 22);
  ASSERT_EQ(job.global_bytes.size(), 1U);
  EXPECT_EQ(job.global_bytes[0].first, "byValue");
  EXPECT_EQ(job.global_bytes[0].second, 9);
  ASSERT_EQ(job.vector_bytes.size(), 1U);
  EXPECT_EQ(job.vector_bytes[0].first, "byVector");
  EXPECT_EQ(job.vector_bytes[0].second, 11);
  EXPECT_TRUE(job.local_bytes.empty());
}

TEST_F(BulkPutsTest, FailsBeforeItWrites) {
  create("t");
  put_object("in/1", line("a"));
  const auto failure_code = [this](const BulkPutRequest& request) {
    const BulkPut job = done(request);
    EXPECT_EQ(job.status.get(), JobStatus::kFailed);
    return job.failure.code;
  };
  BulkPutRequest request = bulk_request();
  request.output.bucket = "none";
  EXPECT_EQ(failure_code(request), "S3NoSuchBucket");
  request = bulk_request();
  request.input.bucket = "none";
  EXPECT_EQ(failure_code(request), "S3NoSuchBucket");
  request = bulk_request();
  request.output.denied = true;
  EXPECT_EQ(failure_code(request), "S3AccessDenied");
  request = bulk_request();
  request.input.denied = true;
  EXPECT_EQ(failure_code(request), "S3AccessDenied");
  request = bulk_request();
  request.output.prefix = std::string(1000, 'p');
  EXPECT_EQ(failure_code(request), "S3KeyTooLong");
  EXPECT_TRUE(items("t").empty());
}

TEST_F(BulkPutsTest, WritesWhatCameBeforeAnObjectThatIsGone) {
  create("t");
  put_object("in/1", line("a") + line("b"));
  put_object("in/2", line("c"));
  engine_.gone_object = "in/2";
  const BulkPut job = done(bulk_request());
  EXPECT_EQ(job.status.get(), JobStatus::kFailed);
  EXPECT_EQ(job.failure.code, "S3NoSuchKey");
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(job.processed_items, 2);
}

// The others have all turns meanwhile.
TEST_F(BulkPutsTest, OneThatIsCancelledBeforeItsTurnMakesNothingWhereItMayNot) {
  const BulkPutRequest endless = endless_request();
  std::vector<BulkPut> others;
  for (int i = 0; i < kBulkPutsAtATime; ++i) {
    const std::string name = "t" + std::to_string(i);
    create(name);
    BulkPutRequest request = endless;
    request.table_name = name;
    others.push_back(begun(std::move(request)));
    until([&] { return count(name) > 0; });
  }
  create("t");
  BulkPutRequest request = bulk_request();
  request.output.prefix = "denied/";
  request.output.denied = true;
  const BulkPut job = begun(std::move(request));
  ASSERT_TRUE(block_on(bulk_puts_->cancel(scope_, {"t", job.id})).ok());
  for (const BulkPut& other : others)
    ASSERT_TRUE(block_on(bulk_puts_->cancel(scope_, {other.table_name, other.id})).ok());
  EXPECT_EQ(finished(job).status.get(), JobStatus::kCancelled);
  EXPECT_EQ(keys("denied/"), std::vector<std::string>());
}

TEST_F(BulkPutsTest, SoManyObjectsSoLarge) {
  EXPECT_FALSE(bulk_limits_exceeded(50'000, 5ULL << 30));
  EXPECT_EQ(bulk_limits_exceeded(50'001, 1)->code, "S3ObjectLimitExceeded");
  EXPECT_EQ(bulk_limits_exceeded(1, (5ULL << 30) + 1)->code, "S3ObjectSizeLimitExceeded");
}

TEST_F(BulkPutsTest, RefusesWhatCannotBegin) {
  EXPECT_EQ(failure(bulk_request()), FailureKind::kNoTable);
  create("t");
  BulkPutRequest request = bulk_request();
  request.client_token = "token";
  request.request = "1";
  const BulkPut job = done(request);
  EXPECT_EQ(done(request).id, job.id);
  request.request = "2";
  EXPECT_EQ(failure(request), FailureKind::kTokenUsed);
  // 8 hours after the first request, as long as it may have taken.
  advance_millis(kTokenMillis - 1);
  EXPECT_EQ(failure(request), FailureKind::kTokenUsed);
  advance_millis(1);
  EXPECT_NE(done(request).id, job.id);
}

TEST_F(BulkPutsTest, SoManyAtATime) {
  create("t");
  put_object("in/1", line("a"));
  const BulkPut first = done(bulk_request());
  // By records that nobody works on.
  for (int i = 0; i < static_cast<int>(kMaxRunningBulkPuts); ++i) {
    BulkPut job = first;
    job.id = fmt::format("01604632434000-{:08}", i);
    job.table_name = i < static_cast<int>(kMaxRunningBulkPutsOfTable) - 1 ? "t" : "u" + std::to_string(i);
    job.status = i % 2 == 0 ? JobStatus::kInProgress : JobStatus::kCancelling;
    job.end_millis = 0;
    storage::Commit commit;
    commit.writes.push_back(JobStore<BulkPut>::storing(job));
    if (i == static_cast<int>(kMaxRunningBulkPuts) - 1) {
      // One less than the most: one more begins, and then none.
      const BulkPut last = begun(bulk_request());
      EXPECT_EQ(finished(last).status.get(), JobStatus::kCompleted);
    }
    ASSERT_TRUE(block_on(storage::commit(engine_, std::move(commit))).ok());
  }
  EXPECT_EQ(failure(bulk_request()), FailureKind::kTooManyJobs);
}

TEST_F(BulkPutsTest, SoManyOfATable) {
  create("t");
  const BulkPut first = done(bulk_request());
  for (std::size_t i = 0; i < kMaxRunningBulkPutsOfTable; ++i) {
    if (i == kMaxRunningBulkPutsOfTable - 1) {
      EXPECT_EQ(failure(bulk_request()), std::nullopt);
    }
    BulkPut job = first;
    job.id = fmt::format("01604632434000-{:08}", i);
    job.status = JobStatus::kInProgress;
    storage::Commit commit;
    commit.writes.push_back(JobStore<BulkPut>::storing(job));
    ASSERT_TRUE(block_on(storage::commit(engine_, std::move(commit))).ok());
  }
  EXPECT_EQ(failure(bulk_request()), FailureKind::kTooManyOfTable);
  create("u");
  EXPECT_EQ(failure(bulk_request("u")), std::nullopt);
}

TEST_F(BulkPutsTest, ListsTheLastOneFirst) {
  create("t");
  create("u");
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.insert(ids.begin(), done(bulk_request(i % 2 == 0 ? "t" : "u")).id);
    advance_millis(1000);
  }
  std::vector<std::string> listed;
  JobQuery query;
  query.scope = scope_;
  query.limit = 2;
  for (bool more = true; more;) {
    const auto page = block_on(bulk_puts_->list(query));
    ASSERT_TRUE(page.ok());
    for (const BulkPut& job : page->jobs) listed.push_back(job.id);
    more = page->has_more;
    EXPECT_EQ(page->jobs.size(), more ? 2U : 1U);
    query.after = JobName{page->jobs.back().table_name, page->jobs.back().id};
  }
  EXPECT_EQ(listed, ids);
  // The first one is just as old as is still shown, when the last second has passed.
  query.after.reset();
  query.limit = 25;
  advance_millis(kJobMillis - 5000);
  EXPECT_EQ(block_on(bulk_puts_->list(query))->jobs.size(), 5U);
  advance_millis(1);
  EXPECT_EQ(block_on(bulk_puts_->list(query))->jobs.size(), 4U);
  query.scope.region = "us-east-1";
  EXPECT_TRUE(block_on(bulk_puts_->list(query))->jobs.empty());
}

TEST_F(BulkPutsTest, ARestartWritesNothingTwice) {
  create("t");
  std::string text;
  // Each would fail its condition, if it was tried again.
  for (int i = 0; i < 20'000; ++i) text += line(std::to_string(i), "1", kIfNew);
  put_object("in/1", text);
  const BulkPut job = begun(bulk_request());
  for (int i = 1; i <= 3; ++i) {
    until([&] { return count("t") >= i * 3'000; });
    restart();
  }
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kCompleted) << ended.failure.message;
  EXPECT_EQ(ended.processed_items, 20'000);
  EXPECT_EQ(ended.unmet_conditions, 0);
  EXPECT_EQ(count("t"), 20'000);
  EXPECT_EQ(ended.processed_bytes, static_cast<std::int64_t>(text.size()));
  EXPECT_FALSE(has_marks(ended));
}

// The item that follows makes the condition hold.
TEST_F(BulkPutsTest, ARestartDecidesNoConditionAnew) {
  create("t");
  BulkPutRequest request = endless_request();
  const std::string if_there = R"json(,"ConditionExpression":"attribute_exists(pk)")json";
  put_object("in/0", line("k", "first", if_there) + line("k", "second"));
  const BulkPut job = begun(std::move(request));
  until([&] { return count("t") >= 25; });
  restart();
  const std::int64_t before = count("t");
  until([&] { return count("t") > before; });
  ASSERT_TRUE(block_on(bulk_puts_->cancel(scope_, {"t", job.id})).ok());
  const BulkPut ended = finished(job);
  EXPECT_EQ(items("t").at("k"), "second");
  EXPECT_EQ(ended.unmet_conditions, 1);
  EXPECT_EQ(ended.processed_items, count("t") + 1);
  EXPECT_FALSE(has_marks(ended));
  EXPECT_NE(report(ended, "CONDITION_CHECK_FAILURE/00000000.json").find("first"), std::string::npos);
}

TEST_F(BulkPutsTest, ARestartReadsOnWhereAnObjectWasPutBefore) {
  create("t");
  const BulkPut job = begun(endless_request());
  until([&] { return count("t") > 0; });
  std::string etag;
  const auto listed = block_on(objects_->list(bucket_, {}));
  for (const auto& entry : listed->objects)
    if (entry.key == "in/1") etag = entry.object.etag;
  put_object("in/0", line("x"));
  close();
  const std::string key = JobStore<BulkPut>::key_of(scope_, "t", job.id);
  BulkPut stored = block_on(records::get<BulkPut>(memory_, kBulkPutRecord, key))->value;
  stored.progress.object = "in/1";
  stored.progress.etag = etag;
  storage::Commit changed;
  changed.writes.push_back(JobStore<BulkPut>::storing(stored));
  ASSERT_TRUE(block_on(storage::commit(memory_, std::move(changed))).ok());
  open();
  const std::int64_t before = count("t");
  until([&] { return count("t") > before; });
  ASSERT_TRUE(block_on(bulk_puts_->cancel(scope_, {"t", job.id})).ok());
  EXPECT_EQ(finished(job).failure.code, "UserCancelled");
  EXPECT_FALSE(items("t").contains("x"));
}

TEST_F(BulkPutsTest, AnEngineThatFailsNowAndThen) {
  create("t");
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += line(std::to_string(i), "1", kIfNew);
  put_object("in/1", text);
  storage::FaultRates rates;
  rates.busy = 0.1;
  rates.conflict = 0.05;
  rates.unknown_applied = rates.unknown_lost = 0.001;
  const BulkPut job = begun(bulk_request());
  engine_.set_rates(rates);
  until([&] { return count("t") >= 1'000; });
  engine_.set_rates({});
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kCompleted) << ended.failure.message;
  EXPECT_EQ(ended.processed_items, 3'000);
  EXPECT_EQ(ended.unmet_conditions, 0);
  EXPECT_EQ(count("t"), 3'000);
}

TEST_F(BulkPutsTest, IsCancelled) {
  create("t");
  const BulkPut job = begun(endless_request());
  until([&] { return count("t") > 0; });
  const auto cancelled = block_on(bulk_puts_->cancel(scope_, {"t", job.id}));
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->status.get(), JobStatus::kCancelling);
  // Again, as long as it is not over, and from then on no more.
  const auto again = block_on(bulk_puts_->cancel(scope_, {"t", job.id}));
  if (!again.ok()) {
    EXPECT_EQ(again.error().kind, FailureKind::kEnded);
  }
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kCancelled);
  EXPECT_EQ(ended.failure.code, "UserCancelled");
  EXPECT_LT(ended.processed_items, 50'000);
  // What was written stays, and is counted.
  EXPECT_EQ(count("t"), ended.processed_items);
  EXPECT_EQ(block_on(bulk_puts_->cancel(scope_, {"t", job.id})).error().kind, FailureKind::kEnded);
  EXPECT_EQ(block_on(bulk_puts_->cancel(scope_, {"t", "none"})).error().kind, FailureKind::kNoJob);
  EXPECT_FALSE(has_marks(ended));
  EXPECT_NE(report(ended, "manifest.json"), "");
}

TEST_F(BulkPutsTest, StaysCancelledOverARestart) {
  create("t");
  const BulkPut job = begun(endless_request());
  until([&] { return count("t") > 0; });
  ASSERT_TRUE(block_on(bulk_puts_->cancel(scope_, {"t", job.id})).ok());
  restart();
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kCancelled);
  EXPECT_EQ(ended.failure.code, "UserCancelled");
}

TEST_F(BulkPutsTest, FailsWhenItsTableGoes) {
  create("t");
  const BulkPut job = begun(endless_request());
  until([&] { return count("t") > 0; });
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kFailed);
  EXPECT_EQ(ended.failure.code, "TableNotFound");
  EXPECT_FALSE(has_marks(ended));
}

TEST_F(BulkPutsTest, FailsWhenItsObjectChanges) {
  create("t");
  const BulkPut job = begun(endless_request());
  until([&] { return count("t") > 0; });
  close();
  const std::string key = JobStore<BulkPut>::key_of(scope_, "t", job.id);
  BulkPut stored = block_on(records::get<BulkPut>(memory_, kBulkPutRecord, key))->value;
  stored.progress.object = "in/1";
  stored.progress.etag = "of another object";
  stored.progress.records = 1;
  storage::Commit changed;
  changed.writes.push_back(JobStore<BulkPut>::storing(stored));
  ASSERT_TRUE(block_on(storage::commit(memory_, std::move(changed))).ok());
  open();
  const BulkPut ended = finished(job);
  EXPECT_EQ(ended.status.get(), JobStatus::kFailed);
  EXPECT_EQ(ended.failure.code, "S3ObjectModified");
}

TEST(BulkPaceTest, LimitsUnitsASecond) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  BulkPace none(0);
  EXPECT_EQ(none.wait_nanos(1e9, 0), 0);
  BulkPace pace(1'024);
  pace.begin(5 * kSecond);
  EXPECT_EQ(pace.wait_nanos(1'024, 5 * kSecond), kSecond);
  EXPECT_EQ(pace.wait_nanos(512, 6 * kSecond), kSecond / 2);
  // Time that was not used is not saved.
  EXPECT_EQ(pace.wait_nanos(1'024, 60 * kSecond), 0);
  EXPECT_EQ(pace.wait_nanos(2'048, 60 * kSecond), 2 * kSecond);
}

}  // namespace
}  // namespace stator::transfer
