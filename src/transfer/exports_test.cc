#include "transfer/exports.h"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "base/base64.h"
#include "base/digest.h"
#include "transfer/export_writer.h"
#include "transfer/transfer_fixture.h"

namespace stator::transfer {
namespace {

using testing::Test;

std::string md5_base64(std::string_view bytes) {
  std::string out;
  base::append_base64(base::digest_of(base::DigestKind::kMd5, bytes), out);
  return out;
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::ranges::sort(lines);
  return lines;
}

class ExportsTest : public TransferTest {
 protected:
  Export exported(ExportRequest request) {
    auto begun = block_on(exports_->begin(std::move(request)));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    EXPECT_EQ(begun->status.get(), JobStatus::kInProgress);
    return finished(*begun);
  }
  std::optional<FailureKind> failure(ExportRequest request) {
    auto begun = block_on(exports_->begin(std::move(request)));
    return begun.ok() ? std::nullopt : std::optional(begun.error().kind);
  }
  // The lines of the data files, of all of them.
  std::vector<std::string> data(const std::string& prefix) {
    std::string text;
    for (const std::string& key : keys(prefix)) {
      auto unpacked = net::gunzip(object(key), std::size_t{1} << 30);
      EXPECT_TRUE(unpacked.ok()) << key;
      if (unpacked.ok()) text += *unpacked;
    }
    return sorted_lines(text);
  }
  std::string folder(const Export& job) { return "AWSDynamoDB/" + job.id + "/"; }
  std::vector<std::string> full_data(const Export& job) { return data(folder(job) + "data/"); }
};

TEST_F(ExportsTest, LaysOutAnExportAsAwsDoes) {
  create("t");
  put("t", "a", "1");
  put("t", "b", "2");
  ExportRequest request = export_request();
  request.place.prefix = "2026-Nov";
  const Export job = exported(request);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(job.item_count, 2);
  EXPECT_EQ(job.billed_bytes, 2 * (2 + 1 + 5 + 1));
  const std::string root = "2026-Nov/AWSDynamoDB/" + job.id + "/";
  EXPECT_EQ(job.manifest, root + "manifest-summary.json");

  const std::vector<std::string> data_keys = keys(root + "data/");
  ASSERT_EQ(data_keys.size(), 1u);
  EXPECT_TRUE(data_keys[0].ends_with(".json.gz"));
  EXPECT_EQ(keys(), (std::vector<std::string>{root + "_started", data_keys[0], root + "manifest-files.json",
                                              root + "manifest-files.md5", root + "manifest-summary.json",
                                              root + "manifest-summary.md5"}));
  EXPECT_EQ(object(root + "_started"), "");
  EXPECT_EQ(data(root + "data/"),
            (std::vector<std::string>{R"({"Item":{"pk":{"S":"a"},"value":{"S":"1"}}})",
                                      R"({"Item":{"pk":{"S":"b"},"value":{"S":"2"}}})"}));
  const std::string bytes = object(data_keys[0]);
  const std::string etag = base::to_hex(base::digest_of(base::DigestKind::kMd5, bytes));
  EXPECT_EQ(object(root + "manifest-files.json"),
            fmt::format(R"({{"itemCount":2,"md5Checksum":"{}","etag":"{}","dataFileS3Key":"{}"}})"
                        "\n",
                        md5_base64(bytes), etag, data_keys[0]));
  const std::string summary = object(root + "manifest-summary.json");
  EXPECT_EQ(summary,
            fmt::format(R"({{"version":"2020-06-30","exportArn":"{}","startTime":"2023-11-14T22:13:20.000Z",)"
                        R"("endTime":"2023-11-14T22:13:20.000Z","tableArn":"{}","tableId":"{}",)"
                        R"("exportTime":"2023-11-14T22:13:20.000Z","s3Bucket":"b","s3Prefix":"2026-Nov",)"
                        R"("s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,)"
                        R"("manifestFilesS3Key":"{}manifest-files.json","billedSizeBytes":18,"itemCount":2,)"
                        R"("outputFormat":"DYNAMODB_JSON","exportType":"FULL_EXPORT"}})"
                        "\n",
                        job.arn(), job.table_arn(), job.table_id, root));
  EXPECT_EQ(object(root + "manifest-summary.md5"), md5_base64(summary));
  EXPECT_EQ(object(root + "manifest-files.md5"), md5_base64(object(root + "manifest-files.json")));
}

TEST_F(ExportsTest, HasTheStateOfOneMoment) {
  create("t");
  put("t", "a", "1");
  put("t", "b", "1");
  clock_.advance_micros(5'000'000);
  ExportRequest request = export_request();
  request.at_millis = clock_.unix_millis();
  clock_.advance_micros(5'000'000);
  put("t", "a", "2");
  remove("t", "b");
  put("t", "c", "2");
  const Export job = exported(request);
  EXPECT_EQ(full_data(job), (std::vector<std::string>{R"({"Item":{"pk":{"S":"a"},"value":{"S":"1"}}})",
                                                      R"({"Item":{"pk":{"S":"b"},"value":{"S":"1"}}})"}));
  EXPECT_EQ(job.export_millis, request.at_millis);
  const Export now = exported(export_request());
  EXPECT_EQ(full_data(now), (std::vector<std::string>{R"({"Item":{"pk":{"S":"a"},"value":{"S":"2"}}})",
                                                      R"({"Item":{"pk":{"S":"c"},"value":{"S":"2"}}})"}));
  EXPECT_EQ(now.export_millis, clock_.unix_millis());
}

// S3DataExport.Output, "Incremental export output".
TEST_F(ExportsTest, IncrementalExportsHaveWhatChanged) {
  create("t");
  put("t", "stays", "0");
  put("t", "changes", "0");
  put("t", "goes", "0");
  put("t", "later", "0");
  clock_.advance_micros(1'000'000);
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.from_millis = clock_.unix_millis();
  const std::int64_t first = clock_.unix_micros();  // the beginning belongs to it
  put("t", "changes", "1");
  put("t", "comes", "1");
  put("t", "comes and goes", "1");  // no output
  clock_.advance_micros(1'000'000);
  const std::int64_t last = clock_.unix_micros();
  put("t", "changes", "2");
  remove("t", "goes");
  remove("t", "comes and goes");
  clock_.advance_micros(1'000'000);
  request.at_millis = clock_.unix_millis();  // the end does not
  put("t", "later", "1");
  put("t", "changes", "3");
  clock_.advance_micros(1'000'000);
  const Export job = exported(request);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(job.item_count, 3);
  auto written = [](std::int64_t micros) {
    return fmt::format(R"({{"Metadata":{{"WriteTimestampMicros":{{"N":"{}"}}}},"Keys":)", micros);
  };
  const std::vector<std::string> lines{
      written(first) + R"({"pk":{"S":"comes"}},"NewImage":{"pk":{"S":"comes"},"value":{"S":"1"}}})",
      written(last) + R"({"pk":{"S":"changes"}},"OldImage":{"pk":{"S":"changes"},"value":{"S":"0"}},)"
                      R"("NewImage":{"pk":{"S":"changes"},"value":{"S":"2"}}})",
      written(last) + R"({"pk":{"S":"goes"}},"OldImage":{"pk":{"S":"goes"},"value":{"S":"0"}}})"};
  EXPECT_EQ(data("AWSDynamoDB/data/"), lines);
  const std::string summary = object(folder(job) + "manifest-summary.json");
  EXPECT_NE(summary.find(R"("version":"2023-08-01")"), summary.npos);
  EXPECT_NE(summary.find(
                R"("exportFromTime":"2023-11-14T22:13:21.000Z","exportToTime":"2023-11-14T22:13:23.000Z")"),
            summary.npos);
  EXPECT_NE(summary.find(R"("outputView":"NEW_AND_OLD_IMAGES","exportType":"INCREMENTAL_EXPORT")"),
            summary.npos);
}

TEST_F(ExportsTest, IncrementalExportsInIonWithoutOldImages) {
  create("t");
  put("t", "a", "0");
  clock_.advance_micros(1'000'000);
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.format = DataFormat::kIon;
  request.view = ExportView::kNewImage;
  request.from_millis = clock_.unix_millis();
  const std::int64_t written = clock_.unix_micros();
  put("t", "a", "1");
  clock_.advance_micros(1'000'000);
  const Export job = exported(request);
  EXPECT_EQ(job.to_millis, clock_.unix_millis());
  EXPECT_EQ(data("AWSDynamoDB/data/"),
            std::vector<std::string>{
                fmt::format(R"($ion_1_0 {{Record:{{Metadata:{{WriteTimestampMicros:{}.}},Keys:{{pk:"a"}},)"
                            R"(NewImage:{{pk:"a",value:"1"}}}}}})",
                            written)});
}

// More changes than one step of the history has; of each item the first and the last one count.
TEST_F(ExportsTest, IncrementalExportsOfManyChanges) {
  create("t");
  clock_.advance_micros(1'000'000);
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.from_millis = clock_.unix_millis();
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 300; ++i) put("t", std::to_string(i), std::to_string(round));
  clock_.advance_micros(1'000'000);
  const Export job = exported(request);
  EXPECT_EQ(job.item_count, 300);
  const std::vector<std::string> lines = data("AWSDynamoDB/data/");
  ASSERT_EQ(lines.size(), 300u);
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find("OldImage"), line.npos);
    EXPECT_NE(line.find(R"("value":{"S":"2"}}})"), line.npos);
  }
}

TEST_F(ExportsTest, AnIncrementalExportEndsAfterADay) {
  create("t");
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.from_millis = clock_.unix_millis();
  clock_.advance_micros(kMaxIncrementMillis * 1000 + 1'000'000);
  EXPECT_EQ(exported(request).to_millis, request.from_millis + kMaxIncrementMillis);
  --request.from_millis;  // recovery to a point in time was off
  EXPECT_EQ(failure(request), FailureKind::kInvalidTime);
}

// S3DataExport.Filtered.
TEST_F(ExportsTest, FilteredExports) {
  create("t");
  for (int i = 0; i < 5; ++i) put("t", std::to_string(i), std::to_string(i % 2));
  ExportRequest request = export_request();
  ExportFilter& filter = request.filter.emplace();
  filter.filter = "#v = :one";
  filter.projection = "pk";
  filter.names = {{"#v", "value"}};
  std::string one;
  db::model::ValueWriter(&one).string("1");
  base::append_base64(one, filter.values.emplace_back(":one", "").second);
  const Export job = exported(request);
  EXPECT_EQ(full_data(job),
            (std::vector<std::string>{R"({"Item":{"pk":{"S":"1"}}})", R"({"Item":{"pk":{"S":"3"}}})"}));
  EXPECT_EQ(job.item_count, 2);
  filter = {};
  filter.key_condition = "pk = :one";
  base::append_base64(one, filter.values.emplace_back(":one", "").second);
  EXPECT_EQ(full_data(exported(request)),
            std::vector<std::string>{R"({"Item":{"pk":{"S":"1"},"value":{"S":"1"}}})"});
}

// The latest image decides; of a deleted item the old one.
TEST_F(ExportsTest, FilteredIncrementalExports) {
  create("t");
  for (const char* pk : {"in", "out", "gone", "gone out"})
    put("t", pk, pk[0] == 'g' && pk[4] == 0 ? "1" : "0");
  clock_.advance_micros(1'000'000);
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.from_millis = clock_.unix_millis();
  put("t", "in", "1");
  put("t", "out", "2");
  remove("t", "gone");
  remove("t", "gone out");
  put("t", "passing", "1");
  remove("t", "passing");
  clock_.advance_micros(1'000'000);
  ExportFilter& filter = request.filter.emplace();
  filter.filter = "#v = :one";
  filter.projection = "#v";
  filter.names = {{"#v", "value"}};
  std::string one;
  db::model::ValueWriter(&one).string("1");
  base::append_base64(one, filter.values.emplace_back(":one", "").second);
  const Export job = exported(request);
  EXPECT_EQ(job.item_count, 2);
  const std::vector<std::string> lines = data("AWSDynamoDB/data/");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[0].find(R"("Keys":{"pk":{"S":"gone"}},"OldImage":{"value":{"S":"1"}}})"), lines[0].npos);
  EXPECT_NE(lines[1].find(
                R"("Keys":{"pk":{"S":"in"}},"OldImage":{"value":{"S":"0"}},"NewImage":{"value":{"S":"1"}}})"),
            lines[1].npos);
}

TEST_F(ExportsTest, APeriodThatEndsBeforeItBegins) {
  create("t");
  clock_.advance_micros(5'000'000);
  ExportRequest request = export_request();
  request.type = ExportType::kIncremental;
  request.from_millis = clock_.unix_millis();
  request.at_millis = request.from_millis;
  EXPECT_EQ(failure(request), FailureKind::kInvalidTime);
}

TEST_F(ExportsTest, WritesIon) {
  create("t");
  put("t", "a", "1");
  ExportRequest request = export_request();
  request.format = DataFormat::kIon;
  const Export job = exported(request);
  EXPECT_EQ(full_data(job), std::vector<std::string>{R"($ion_1_0 {Item:{pk:"a",value:"1"}})"});
  EXPECT_TRUE(keys(folder(job) + "data/")[0].ends_with(".ion.gz"));
}

TEST_F(ExportsTest, AnEmptyTableHasAnEmptyFile) {
  create("t");
  const Export job = exported(export_request());
  EXPECT_EQ(job.item_count, 0);
  EXPECT_EQ(keys(folder(job) + "data/").size(), 1u);
  EXPECT_TRUE(full_data(job).empty());
}

TEST_F(ExportsTest, ManyItemsAreSeveralFiles) {
  create("t");
  constexpr std::size_t kItemBytes = 400 * 1024 - 100;
  const std::size_t count = ExportWriter::kFileBytes / kItemBytes + 2;
  for (std::size_t i = 0; i < count; ++i)
    put("t", fmt::format("{:03}", i), std::string(kItemBytes, static_cast<char>('a' + i % 26)));
  const Export job = exported(export_request());
  EXPECT_EQ(job.item_count, static_cast<std::int64_t>(count));
  EXPECT_EQ(keys(folder(job) + "data/").size(), 2u);
  EXPECT_EQ(full_data(job).size(), count);
}

TEST_F(ExportsTest, Refusals) {
  ASSERT_TRUE(block_on(database_->create_table(schema("off"))).ok());
  EXPECT_EQ(failure(export_request("none")), FailureKind::kNoTable);
  EXPECT_EQ(failure(export_request("off")), FailureKind::kNotContinuous);
  clock_.advance_micros(5'000'000);
  create("t");
  ExportRequest request = export_request();
  request.at_millis = clock_.unix_millis() - 1;
  EXPECT_EQ(failure(request), FailureKind::kInvalidTime);
  request.at_millis = clock_.unix_millis() + 1;
  EXPECT_EQ(failure(request), FailureKind::kInvalidTime);
  request.at_millis = clock_.unix_millis();
  EXPECT_EQ(exported(request).status.get(), JobStatus::kCompleted);
}

TEST_F(ExportsTest, FailsWhereThereIsNoBucket) {
  create("t");
  ExportRequest request = export_request();
  request.place.bucket = "none";
  const Export job = exported(request);
  EXPECT_EQ(job.status.get(), JobStatus::kFailed);
  EXPECT_EQ(job.failure.code, "S3NoSuchBucket");
  EXPECT_TRUE(job.manifest.empty());
  request.place = {bucket_.account, bucket_.name, "", true};
  const Export denied = exported(request);
  EXPECT_EQ(denied.failure.code, "S3AccessDenied");
  EXPECT_EQ(denied.export_millis, clock_.unix_millis());
  EXPECT_TRUE(keys().empty());
}

TEST_F(ExportsTest, ABusyEngineIsNoReasonToBeginAnew) {
  create("t");
  engine_.be_busy_for(keyspace::Space::kObject);
  engine_.be_busy_for(keyspace::Space::kExport);
  EXPECT_EQ(exported(export_request()).status.get(), JobStatus::kCompleted);
  EXPECT_EQ(engine_.tried(keyspace::Space::kObject), static_cast<int>(2 * keys().size() - 1));
  EXPECT_EQ(engine_.tried(keyspace::Space::kExport), 3);  // its beginning, and twice its end
}

TEST_F(ExportsTest, FailsWhereTryingAgainDoesNotHelp) {
  create("t");
  ExportRequest request = export_request();
  request.filter.emplace().filter = "of another version";
  const Export job = exported(request);
  EXPECT_EQ(job.failure.code, "InternalServerError");
  EXPECT_FALSE(block_on(backups_->find_copy(scope_, {"t", job.copy_id})).ok());
}

// Nobody could get or delete objects with longer ones.
TEST_F(ExportsTest, KeysAreNoLongerThanThoseOfS3) {
  create("t");
  for (const ExportType type : {ExportType::kFull, ExportType::kIncremental}) {
    ExportRequest request = export_request();
    request.type = type;
    request.from_millis = clock_.unix_millis();
    clock_.advance_micros(1'000'000);
    exported(request);
    std::size_t longest = 0;
    for (const std::string& key : keys()) longest = std::max(longest, key.size());
    request.place.prefix =
        std::string(objects::kMaxKeyBytes - longest - 1, type == ExportType::kFull ? 'f' : 'i');
    EXPECT_EQ(exported(request).status.get(), JobStatus::kCompleted);
    for (const std::string& key : keys()) longest = std::max(longest, key.size());
    EXPECT_EQ(longest, objects::kMaxKeyBytes);
    request.place.prefix += 'x';
    EXPECT_EQ(exported(request).failure.code, "S3KeyTooLong");
    EXPECT_TRUE(keys(request.place.prefix).empty());
    for (const std::string& key : keys()) ASSERT_TRUE(block_on(objects_->remove(bucket_, key, {}, {})).ok());
  }
}

TEST_F(ExportsTest, ATokenNamesARequest) {
  create("t");
  ExportRequest request = export_request();
  request.client_token = "token";
  request.request = "one";
  const Export first = exported(request);
  const auto again = block_on(exports_->begin(request));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first.id);
  request.request = "another";
  EXPECT_EQ(failure(request), FailureKind::kTokenUsed);
  clock_.advance_micros(kTokenMillis * 1000 - 1000);
  EXPECT_EQ(failure(request), FailureKind::kTokenUsed);
  clock_.advance_micros(1000);
  EXPECT_NE(exported(request).id, first.id);
}

TEST_F(ExportsTest, NobodySeesTheCopy) {
  create("t");
  put("t", "a", "1");
  const auto begun = block_on(exports_->begin(export_request()));
  ASSERT_TRUE(begun.ok());
  EXPECT_TRUE(block_on(backups_->list({.scope = scope_}))->backups.empty());
  // And nobody has to wait for it.
  EXPECT_TRUE(block_on(backups_->create(scope_, "t", "backup")).ok());
  finished(*begun);
  EXPECT_FALSE(block_on(backups_->find_copy(scope_, {"t", begun->copy_id})).ok());
}

TEST_F(ExportsTest, ListsByTable) {
  create("t");
  create("u");
  const Export first = exported(export_request());
  clock_.advance_micros(1'000'000);
  const Export second = exported(export_request());
  const Export other = exported(export_request("u"));
  auto ids = [&](JobQuery query) {
    query.scope = scope_;
    std::vector<std::string> ids;
    const auto page = block_on(exports_->list(query));
    for (const Export& job : page->jobs) ids.push_back(job.id);
    if (page->has_more) ids.emplace_back("more");
    return ids;
  };
  EXPECT_EQ(ids({}), (std::vector{first.id, second.id, other.id}));
  EXPECT_EQ(ids({.table_name = "t"}), (std::vector{first.id, second.id}));
  EXPECT_EQ(ids({.limit = 1}), (std::vector<std::string>{first.id, "more"}));
  EXPECT_EQ(ids({.after = JobName{"t", first.id}, .limit = 2}), (std::vector{second.id, other.id}));
}

TEST_F(ExportsTest, ARestartTakesItUpAgain) {
  create("t");
  for (int i = 0; i < 100; ++i) put("t", std::to_string(i), "1");
  const auto begun = block_on(exports_->begin(export_request()));
  ASSERT_TRUE(begun.ok());
  restart();
  const Export job = finished(*begun);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(full_data(job).size(), 100u);
}

TEST_F(ExportsTest, GetsOverFaultsOfTheEngine) {
  create("t");
  for (int i = 0; i < 500; ++i) put("t", std::to_string(i), "1");
  const auto begun = block_on(exports_->begin(export_request()));
  ASSERT_TRUE(begun.ok());
  storage::FaultRates rates;
  rates.busy = rates.unknown_applied = rates.unknown_lost = 0.05;
  engine_.set_rates(rates);
  const Export job = finished(*begun);
  engine_.set_rates({});
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(full_data(job).size(), 500u);
  EXPECT_EQ(keys().size(), 6u);
}

// A commit whose outcome is not known may show only when the engine takes writes again.
TEST_F(ExportsTest, ABeginningThatIsUndecidedForAWhile) {
  create("t");
  put("t", "a", "1");
  engine_.hold(keyspace::Space::kExport);
  EXPECT_EQ(failure(export_request()), FailureKind::kDatabase);
  until([&] { return engine_.reads_of_jobs() > 0; });
  engine_.decide();
  JobQuery query;
  query.scope = scope_;
  const auto page = block_on(exports_->list(query));
  ASSERT_EQ(page->jobs.size(), 1u);
  const Export job = finished(page->jobs[0]);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(full_data(job).size(), 1u);
}

// Neither the table nor recovery to a point in time is needed any longer.
TEST_F(ExportsTest, OutlivesItsTable) {
  create("t");
  put("t", "a", "1");
  const auto begun = block_on(exports_->begin(export_request()));
  ASSERT_TRUE(begun.ok());
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  const Export job = finished(*begun);
  EXPECT_EQ(job.status.get(), JobStatus::kCompleted);
  EXPECT_EQ(full_data(job).size(), 1u);
}

TEST_F(ExportsTest, IsForgottenAfterNinetyDays) {
  create("t");
  const Export job = exported(export_request());
  JobStore<Export> store(engine_, clock_);
  const std::atomic<bool> stopped{false};
  clock_.advance_micros(kJobMillis * 1000);
  ASSERT_TRUE(block_on(store.forget_old(stopped)).ok());
  EXPECT_TRUE(block_on(exports_->find(scope_, {"t", job.id})).ok());
  clock_.advance_micros(1000);
  ASSERT_TRUE(block_on(store.forget_old(stopped)).ok());
  EXPECT_FALSE(block_on(exports_->find(scope_, {"t", job.id})).ok());
}

}  // namespace
}  // namespace stator::transfer
