#include "transfer/imports.h"

#include <fmt/core.h>

#include <filesystem>

#include "transfer/import_errors.h"
#include "transfer/import_run.h"
#include "transfer/transfer_fixture.h"

namespace stator::transfer {
namespace {

std::string line(const std::string& pk, const std::string& value = "1") {
  return fmt::format(R"({{"Item":{{"pk":{{"S":"{}"}},"value":{{"S":"{}"}}}}}})"
                     "\n",
                     pk, value);
}

class ImportsTest : public TransferTest {
 protected:
  Import imported(ImportRequest request) {
    auto begun = block_on(imports_->begin(std::move(request)));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    EXPECT_EQ(begun->status.get(), JobStatus::kInProgress);
    return finished(*begun);
  }
  std::optional<FailureKind> failure(ImportRequest request) {
    auto begun = block_on(imports_->begin(std::move(request)));
    return begun.ok() ? std::nullopt : std::optional(begun.error().kind);
  }
  std::vector<std::string> errors(const Import& job) {
    const telemetry::Scope scope{job.scope.account, job.scope.region};
    telemetry::ReadRequest request;
    request.group = kImportLogGroup;
    request.stream = job.id + "/error";
    request.from_head = true;
    std::vector<std::string> messages;
    for (;;) {
      const auto events = block_on(logs_->read(scope, request));
      if (!events.ok() || events->empty()) break;
      for (const telemetry::Event& event : *events) messages.push_back(event.message);
      request.after = events->back().position;
    }
    return messages;
  }
};

TEST_F(ImportsTest, ReadsAllObjectsOfAPrefix) {
  put_object("in/1.json", line("a") + line("b"));
  put_object("in/2.json", line("c"));
  put_object("in/empty", "");
  put_object("other", line("d"));
  const auto begun = block_on(imports_->begin(import_request("t", "in/")));
  ASSERT_TRUE(begun.ok());
  const Import job = finished(*begun);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(job.failure.code, "");
  EXPECT_EQ(status("t"), TableStatus::kActive);
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}, {"c", "1"}}));
  EXPECT_EQ(job.processed_items, 3);
  EXPECT_EQ(job.imported_items, 3);
  EXPECT_EQ(job.error_count, 0);
  EXPECT_EQ(job.processed_bytes, static_cast<std::int64_t>(3 * line("a").size()));
  EXPECT_EQ(job.table_id, (*database_->find_table(scope_, "t"))->uuid);
  EXPECT_TRUE(errors(job).empty());
}

// Its end and the table's state are one commit, which is read before the catalog knows of it.
TEST_F(ImportsTest, WhoSeesThatItIsDoneFindsTheTable) {
  engine_.linger_for(keyspace::Space::kImport);
  put_object("good", line("a"));
  put_object("bad", "x");
  JobQuery query;
  query.scope = scope_;
  for (const std::string object : {"good", "bad"}) {
    const auto begun = block_on(imports_->begin(import_request("found-" + object, object)));
    ASSERT_TRUE(begun.ok());
    finished(*begun);
    EXPECT_EQ(status("found-" + object), TableStatus::kActive);

    ASSERT_TRUE(block_on(imports_->begin(import_request("listed-" + object, object))).ok());
    query.table_name = "listed-" + object;
    until([&] { return block_on(imports_->list(query))->jobs.at(0).status.get() != JobStatus::kInProgress; });
    EXPECT_EQ(status("listed-" + object), TableStatus::kActive);
  }
}

TEST_F(ImportsTest, BringsBackAnExport) {
  create("t");
  for (int i = 0; i < 1000; ++i) put("t", fmt::format("{:04}", i), fmt::format("\u00e9 \"{}\"", i));
  for (const DataFormat format : {DataFormat::kDynamodbJson, DataFormat::kIon}) {
    ExportRequest request = export_request();
    request.format = format;
    const Export source = finished(*block_on(exports_->begin(request)));
    ImportRequest into =
        import_request(format == DataFormat::kIon ? "ion" : "json", "AWSDynamoDB/" + source.id + "/data/");
    into.format = format;
    into.compression = Compression::kGzip;
    const Import job = imported(into);
    EXPECT_EQ(job.status.get(), JobStatus::kCompleted) << job.failure.message;
    EXPECT_EQ(items(job.table_name), items("t"));
    EXPECT_EQ(job.imported_items, 1000);
  }
}

// S3DataImport.Validation.
TEST_F(ImportsTest, LogsWhatItCannotImport) {
  put_object("import-test.csv", "title,artist\nThe Dark Side of the Moon,Pink Floyd\n");
  ImportRequest request = import_request("t", "import-test");
  request.format = DataFormat::kCsv;
  const Import job = imported(request);
  EXPECT_EQ(job.status.get(), JobStatus::kFailed);
  EXPECT_EQ(job.failure.code, "ItemValidationError");
  EXPECT_EQ(
      job.failure.message,
      "Some of the items failed validation checks and were not imported. Please check CloudWatch error logs "
      "for more details.");
  EXPECT_EQ(job.error_count, 1);
  EXPECT_EQ(job.processed_items, 1);
  EXPECT_EQ(job.imported_items, 0);
  EXPECT_EQ(
      errors(job),
      std::vector<std::string>{fmt::format(
          R"({{"itemS3Pointer":{{"bucket":"b","key":"import-test.csv","itemIndex":0}},"importArn":"{}",)"
          R"("errorMessages":["One or more parameter values were invalid: Missing the key pk in the item"]}})",
          job.arn())});
  // The table is there, empty.
  EXPECT_EQ(status("t"), TableStatus::kActive);
  EXPECT_TRUE(items("t").empty());
}

TEST_F(ImportsTest, KeepsWhatIsRightBesideWhatIsNot) {
  put_object("1", line("a") + R"({"Item":{"value":{"S":"no key"}}})" + "\n" + line("b"));
  put_object("2", line("c") + "nonsense\n" + line("d"));
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.failure.code, "ItemValidationError");
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}, {"c", "1"}}));
  EXPECT_EQ(job.error_count, 2);
  EXPECT_EQ(job.imported_items, 3);
  EXPECT_EQ(job.processed_items, 5);
}

TEST_F(ImportsTest, LogsSoManyErrorsAndNoMore) {
  std::string text;
  for (std::size_t i = 0; i <= ImportErrors::kMaxLogged; ++i) text += "{\"Item\":{}}\n";
  put_object("1", text);
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.error_count, static_cast<std::int64_t>(ImportErrors::kMaxLogged + 1));
  EXPECT_EQ(errors(job).size(), ImportErrors::kMaxLogged);
}

TEST_F(ImportsTest, TheLastItemOfAKeyStays) {
  std::string text;
  for (std::size_t i = 0; i < 3 * ImportRun::kBatchItems; ++i)
    text += line("a", std::to_string(i)) + line("b");
  put_object("1", text);
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(items("t"), (Items{{"a", std::to_string(3 * ImportRun::kBatchItems - 1)}, {"b", "1"}}));
  EXPECT_EQ(job.imported_items, static_cast<std::int64_t>(6 * ImportRun::kBatchItems));
}

TEST_F(ImportsTest, FillsIndexes) {
  put_object("1", line("a", "x") + line("b", "y") + R"({"Item":{"pk":{"S":"c"}}})" + "\n" +
                      R"({"Item":{"pk":{"S":"d"},"value":{"N":"1"}}})" + "\n");
  ImportRequest request = import_request("t");
  db::table::IndexSchema& index = request.table.indexes.emplace_back();
  index.global = true;
  index.name = "by-value";
  index.keys = {{{"value", db::model::Type::kS}}, {}};
  const Import job = imported(request);
  EXPECT_EQ(job.error_count, 1);  // a key of an index of another type
  EXPECT_EQ(items("t"), (Items{{"a", "x"}, {"b", "y"}, {"c", ""}}));
  db::table::ScanRequest scan;
  scan.index_name = "by-value";
  EXPECT_EQ(block_on(database_->scan(*database_->find_table(scope_, "t"), scan))->items.size(), 2u);
}

TEST_F(ImportsTest, NoTableComesWhereThereIsNoBucket) {
  ImportRequest request = import_request("t");
  request.place.bucket = "none";
  const Import job = imported(request);
  EXPECT_EQ(job.failure.code, "S3NoSuchBucket");
  EXPECT_FALSE(job.table_id.empty());
  EXPECT_EQ(status("t"), std::nullopt);
  request.place = {bucket_.account, bucket_.name, "", true};
  EXPECT_EQ(imported(request).failure.code, "S3AccessDenied");
  EXPECT_EQ(status("t"), std::nullopt);
}

// A commit whose outcome is not known may show only when the engine takes writes again.
TEST_F(ImportsTest, ABeginningThatIsUndecidedForAWhile) {
  put_object("1", line("a"));
  for (const std::string& bucket : {bucket_.name, std::string("none")}) {
    ImportRequest request = import_request("into-" + bucket);
    request.place.bucket = bucket;
    engine_.hold(keyspace::Space::kImport);
    EXPECT_EQ(failure(request), FailureKind::kDatabase);
    if (bucket == "none") until([&] { return engine_.reads_of_jobs() > 0; });
    engine_.decide();
    JobQuery query;
    query.scope = scope_;
    query.table_name = request.table.name;
    const auto page = block_on(imports_->list(query));
    ASSERT_EQ(page->jobs.size(), 1u);
    EXPECT_EQ(finished(page->jobs[0]).failure.code, bucket == "none" ? "S3NoSuchBucket" : "");
  }
}

TEST_F(ImportsTest, ANameThatIsTaken) {
  create("t");
  EXPECT_EQ(failure(import_request("t")), FailureKind::kTableExists);
}

TEST_F(ImportsTest, ATokenNamesARequest) {
  ImportRequest request = import_request("t");
  request.client_token = "token";
  request.request = "one";
  const Import first = imported(request);
  const auto again = block_on(imports_->begin(request));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first.id);
  request.request = "another";
  EXPECT_EQ(failure(request), FailureKind::kTokenUsed);
}

TEST_F(ImportsTest, SoManyObjectsAndNoMore) {
  objects::Object empty;
  for (std::size_t i = 0; i < kMaxImportObjects; ++i) {
    const std::string key = fmt::format("in/{}", i);
    ASSERT_TRUE(block_on(objects_->put(bucket_, key, empty, {}, {})).ok());
  }
  EXPECT_EQ(imported(import_request("t", "in/")).status.get(), JobStatus::kCompleted);
  put_object("in/one-more", "");
  EXPECT_EQ(imported(import_request("u", "in/")).failure.code, "S3ObjectLimitExceeded");
}

TEST_F(ImportsTest, ADamagedObjectIsNotTriedForEver) {
  put_object("1", line("a"));
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_->path() / "blobs"))
    if (file.is_regular_file()) std::filesystem::resize_file(file.path(), 1);
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.status.get(), JobStatus::kFailed);
  EXPECT_EQ(job.failure.code, "InternalServerError");
  EXPECT_EQ(status("t"), TableStatus::kActive);
}

TEST_F(ImportsTest, ABusyEngineIsNoReasonToBeginAnew) {
  put_object("1", line("a") + R"({"Item":{}})");
  engine_.be_busy_for(keyspace::Space::kImport);
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.imported_items, 1);
  EXPECT_EQ(engine_.tried(keyspace::Space::kImport), 3);  // its beginning, and twice its end
  EXPECT_EQ(errors(job).size(), 1u);                      // logged once
}

TEST_F(ImportsTest, KeepsWhatCameBeforeAnObjectThatIsGone) {
  put_object("1", line("a") + line("b") + line("b"));
  put_object("gone", line("c"));
  engine_.gone_object = "gone";
  const Import job = imported(import_request("t"));
  EXPECT_EQ(job.failure.code, "S3NoSuchKey");
  EXPECT_EQ(job.imported_items, 3);
  EXPECT_EQ(items("t"), (Items{{"a", "1"}, {"b", "1"}}));
}

TEST_F(ImportsTest, ThoseThatWaitForTheirNextAttemptHoldUpNobody) {
  put_object("bad", line("a"));
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_->path() / "blobs"))
    if (file.is_regular_file()) std::filesystem::resize_file(file.path(), 1);
  put_object("good", line("a"));
  block_on(imports_->stop());
  imports_ = std::make_unique<Imports>(*database_, *objects_, *logs_, std::chrono::hours(1));
  for (const std::string table : {"t", "u"})
    ASSERT_TRUE(block_on(imports_->begin(import_request(table, "bad"))).ok());
  EXPECT_EQ(imported(import_request("v", "good")).status.get(), JobStatus::kCompleted);
}

TEST_F(ImportsTest, GetsOverFaultsOfTheEngine) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += line(std::to_string(i));
  put_object("1", text);
  const auto begun = block_on(imports_->begin(import_request("t")));
  ASSERT_TRUE(begun.ok());
  storage::FaultRates rates;
  rates.busy = rates.unknown_applied = rates.unknown_lost = 0.05;
  engine_.set_rates(rates);
  const Import job = finished(*begun);
  engine_.set_rates({});
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(job.imported_items, 2000);
  until([&] { return status("t") == TableStatus::kActive; });
  EXPECT_EQ(block_on(database_->describe_table(scope_, "t"))->item_count, 2000);
}

TEST_F(ImportsTest, ARestartTakesItUpAgain) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += line(std::to_string(i));
  put_object("1", text);
  const auto begun = block_on(imports_->begin(import_request("t")));
  ASSERT_TRUE(begun.ok());
  restart();
  const Import job = finished(*begun);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(job.imported_items, 20'000);
  EXPECT_EQ(block_on(database_->describe_table(scope_, "t"))->item_count, 20'000);
}

}  // namespace
}  // namespace stator::transfer
