#include "transfer/jobs.h"

#include <fmt/core.h>

#include "base/random.h"
#include "db/table/backup_registry.h"

namespace stator::transfer {

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kFlag = boolean_shape();
constexpr auto kTexts = list_shape(kText);

constexpr std::string_view kFormats[] = {"DYNAMODB_JSON", "ION", "CSV"};
constexpr auto kFormat = enum_shape<DataFormat>(kFormats);
constexpr std::string_view kCompressions[] = {"NONE", "GZIP", "ZSTD"};
constexpr auto kCompression = enum_shape<Compression>(kCompressions);
constexpr std::string_view kStatuses[] = {"IN_PROGRESS",           "COMPLETED",  "FAILED",
                                          "COMPLETED_WITH_ERRORS", "CANCELLING", "CANCELLED"};
constexpr auto kStatus = enum_shape<JobStatus>(kStatuses);
constexpr std::string_view kTypes[] = {"FULL_EXPORT", "INCREMENTAL_EXPORT"};
constexpr auto kType = enum_shape<ExportType>(kTypes);
constexpr std::string_view kViews[] = {"NEW_IMAGE", "NEW_AND_OLD_IMAGES"};
constexpr auto kView = enum_shape<ExportView>(kViews);

constexpr std::string_view kTiers[] = {"STANDARD", "ACCELERATED"};
constexpr auto kTier = enum_shape<BulkTier>(kTiers);

constexpr Member kScopeMembers[] = {
    member<&Scope::account>("account", kText),
    member<&Scope::region>("region", kText),
};
constexpr Structure kScopeStructure{"scope", kScopeMembers};
constexpr auto kScope = structure_shape<Scope>(kScopeStructure);

constexpr Member kPlaceMembers[] = {
    member<&Place::account>("account", kText),
    member<&Place::bucket>("bucket", kText),
    member<&Place::prefix>("prefix", kText),
    member<&Place::denied>("denied", kFlag),
};
constexpr Structure kPlaceStructure{"place", kPlaceMembers};
constexpr auto kPlace = structure_shape<Place>(kPlaceStructure);

constexpr Member kFailureMembers[] = {
    member<&JobFailure::code>("code", kText),
    member<&JobFailure::message>("message", kText),
};
constexpr Structure kFailureStructure{"failure", kFailureMembers};
constexpr auto kFailure = structure_shape<JobFailure>(kFailureStructure);

constexpr Member kCsvMembers[] = {
    member<&CsvOptions::delimiter>("delimiter", kText),
    member<&CsvOptions::header>("header", kTexts),
};
constexpr Structure kCsvStructure{"csv", kCsvMembers};
constexpr auto kCsv = structure_shape<CsvOptions>(kCsvStructure);

constexpr auto kTextMap = map_shape(kText, kText);
constexpr Member kFilterMembers[] = {
    member<&ExportFilter::key_condition>("keyCondition", kText),
    member<&ExportFilter::filter>("filter", kText),
    member<&ExportFilter::projection>("projection", kText),
    member<&ExportFilter::names>("names", kTextMap),
    member<&ExportFilter::values>("values", kTextMap),
};
constexpr Structure kFilterStructure{"filter", kFilterMembers};
constexpr auto kFilter = structure_shape<ExportFilter>(kFilterStructure);

constexpr Member kExportMembers[] = {
    member<&Export::id>("id", kText),
    member<&Export::scope>("scope", kScope),
    member<&Export::table_name>("table", kText),
    member<&Export::table_id>("tableId", kText),
    member<&Export::client_token>("token", kText),
    member<&Export::request>("request", kText),
    member<&Export::place>("place", kPlace),
    member<&Export::bucket_owner>("owner", kText),
    member<&Export::sse_algorithm>("sse", kText),
    member<&Export::sse_key>("sseKey", kText),
    member<&Export::format>("format", kFormat),
    member<&Export::type>("type", kType),
    member<&Export::status>("status", kStatus),
    member<&Export::start_millis>("start", kNumber),
    member<&Export::end_millis>("end", kNumber),
    member<&Export::export_millis>("moment", kNumber),
    member<&Export::from_millis>("from", kNumber),
    member<&Export::to_millis>("to", kNumber),
    member<&Export::view>("view", kView),
    member<&Export::filter>("filter", kFilter),
    member<&Export::manifest>("manifest", kText),
    member<&Export::billed_bytes>("bytes", kNumber),
    member<&Export::item_count>("items", kNumber),
    member<&Export::failure>("failure", kFailure),
    member<&Export::copy_id>("copy", kText),
    member<&Export::changes_id>("changes", kText),
};

constexpr Member kImportMembers[] = {
    member<&Import::id>("id", kText),
    member<&Import::scope>("scope", kScope),
    member<&Import::table_name>("table", kText),
    member<&Import::table_id>("tableId", kText),
    member<&Import::client_token>("token", kText),
    member<&Import::request>("request", kText),
    member<&Import::parameters>("parameters", kText),
    member<&Import::place>("place", kPlace),
    member<&Import::bucket_owner>("owner", kText),
    member<&Import::format>("format", kFormat),
    member<&Import::compression>("compression", kCompression),
    member<&Import::csv>("csv", kCsv),
    member<&Import::status>("status", kStatus),
    member<&Import::start_millis>("start", kNumber),
    member<&Import::end_millis>("end", kNumber),
    member<&Import::error_count>("errors", kNumber),
    member<&Import::processed_bytes>("bytes", kNumber),
    member<&Import::processed_items>("processed", kNumber),
    member<&Import::imported_items>("imported", kNumber),
    member<&Import::failure>("failure", kFailure),
};

constexpr auto kNumberMap = map_shape(kText, kNumber);
constexpr Member kProgressMembers[] = {
    member<&BulkProgress::done>("done", kText),
    member<&BulkProgress::object>("object", kText),
    member<&BulkProgress::etag>("etag", kText),
    member<&BulkProgress::records>("records", kNumber),
    member<&BulkProgress::done_bytes>("bytes", kNumber),
    member<&BulkProgress::error_parts>("errorParts", kNumber),
    member<&BulkProgress::condition_parts>("conditionParts", kNumber),
};
constexpr Structure kProgressStructure{"progress", kProgressMembers};
constexpr auto kProgress = structure_shape<BulkProgress>(kProgressStructure);

constexpr Member kBulkPutMembers[] = {
    member<&BulkPut::id>("id", kText),
    member<&BulkPut::scope>("scope", kScope),
    member<&BulkPut::table_name>("table", kText),
    member<&BulkPut::table_id>("tableId", kText),
    member<&BulkPut::client_token>("token", kText),
    member<&BulkPut::request>("request", kText),
    member<&BulkPut::input>("input", kPlace),
    member<&BulkPut::input_owner>("inputOwner", kText),
    member<&BulkPut::output>("output", kPlace),
    member<&BulkPut::output_owner>("outputOwner", kText),
    member<&BulkPut::sse_algorithm>("sse", kText),
    member<&BulkPut::sse_key>("sseKey", kText),
    member<&BulkPut::format>("format", kFormat),
    member<&BulkPut::compression>("compression", kCompression),
    member<&BulkPut::reports_errors>("reportsErrors", kFlag),
    member<&BulkPut::reports_conditions>("reportsConditions", kFlag),
    member<&BulkPut::max_units>("maxUnits", kNumber),
    member<&BulkPut::tier>("tier", kTier),
    member<&BulkPut::status>("status", kStatus),
    member<&BulkPut::start_millis>("start", kNumber),
    member<&BulkPut::end_millis>("end", kNumber),
    member<&BulkPut::processed_items>("processed", kNumber),
    member<&BulkPut::failed_items>("failed", kNumber),
    member<&BulkPut::unmet_conditions>("unmet", kNumber),
    member<&BulkPut::processed_bytes>("bytes", kNumber),
    member<&BulkPut::total_bytes>("totalBytes", kNumber),
    member<&BulkPut::table_bytes>("tableBytes", kNumber),
    member<&BulkPut::local_bytes>("localBytes", kNumberMap),
    member<&BulkPut::global_bytes>("globalBytes", kNumberMap),
    member<&BulkPut::vector_bytes>("vectorBytes", kNumberMap),
    member<&BulkPut::failure>("failure", kFailure),
    member<&BulkPut::progress>("progress", kProgress),
};

std::string arn_of_table(const Scope& scope, const std::string& name) {
  return fmt::format("arn:aws:dynamodb:{}:{}:table/{}", scope.region, scope.account, name);
}

}  // namespace

std::string new_job_id(std::int64_t start_millis) {
  constexpr std::int64_t kMicrosPerMilli = 1000;
  return db::table::new_backup_id(start_millis * kMicrosPerMilli,
                                  static_cast<std::uint32_t>(base::SecureRandom::system().next()));
}

constinit const Structure kExportRecord{"export", kExportMembers};
constinit const Structure kImportRecord{"import", kImportMembers};

constinit const Structure kBulkPutRecord{"bulkPut", kBulkPutMembers};

std::string Export::table_arn() const { return arn_of_table(scope, table_name); }
std::string Export::arn() const { return table_arn() + "/export/" + id; }
std::string Import::table_arn() const { return arn_of_table(scope, table_name); }
std::string Import::arn() const { return table_arn() + "/import/" + id; }
std::string BulkPut::table_arn() const { return arn_of_table(scope, table_name); }
std::string BulkPut::arn() const { return table_arn() + "/bulk-operation/" + id; }

JobStatus status_at_end(const BulkPut& job) {
  if (job.status.get() == JobStatus::kCancelling) return JobStatus::kCancelled;
  if (!job.failure.code.empty()) return JobStatus::kFailed;
  return job.failed_items == 0 ? JobStatus::kCompleted : JobStatus::kCompletedWithErrors;
}

}  // namespace stator::transfer
