#include "transfer/jobs.h"

#include <fmt/core.h>

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
constexpr std::string_view kStatuses[] = {"IN_PROGRESS", "COMPLETED", "FAILED"};
constexpr auto kStatus = enum_shape<JobStatus>(kStatuses);
constexpr std::string_view kTypes[] = {"FULL_EXPORT", "INCREMENTAL_EXPORT"};
constexpr auto kType = enum_shape<ExportType>(kTypes);
constexpr std::string_view kViews[] = {"NEW_IMAGE", "NEW_AND_OLD_IMAGES"};
constexpr auto kView = enum_shape<ExportView>(kViews);

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

std::string arn_of_table(const Scope& scope, const std::string& name) {
  return fmt::format("arn:aws:dynamodb:{}:{}:table/{}", scope.region, scope.account, name);
}

}  // namespace

constinit const Structure kExportRecord{"export", kExportMembers};
constinit const Structure kImportRecord{"import", kImportMembers};

std::string Export::table_arn() const { return arn_of_table(scope, table_name); }
std::string Export::arn() const { return table_arn() + "/export/" + id; }
std::string Import::table_arn() const { return arn_of_table(scope, table_name); }
std::string Import::arn() const { return table_arn() + "/import/" + id; }

}  // namespace stator::transfer
