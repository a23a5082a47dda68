#include "services/dynamodb/shapes/transfer.h"

#include <algorithm>

#include "transfer/bulk_puts.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr std::string_view kExportStatuses[] = {"IN_PROGRESS", "COMPLETED", "FAILED"};
constexpr std::string_view kExportFormats[] = {"DYNAMODB_JSON", "ION"};
constexpr std::string_view kExportTypes[] = {"FULL_EXPORT", "INCREMENTAL_EXPORT"};
constexpr std::string_view kExportViewTypes[] = {"NEW_IMAGE", "NEW_AND_OLD_IMAGES"};
constexpr std::string_view kSseAlgorithms[] = {"AES256", "KMS"};
constexpr std::string_view kImportStatuses[] = {"IN_PROGRESS", "COMPLETED", "CANCELLING", "CANCELLED",
                                                "FAILED"};
constexpr std::string_view kInputFormats[] = {"DYNAMODB_JSON", "ION", "CSV"};
constexpr std::string_view kCompressions[] = {"GZIP", "ZSTD", "NONE"};

constexpr std::string_view kBulkStatuses[] = {"IN_PROGRESS", "COMPLETED", "COMPLETED_WITH_ERRORS",
                                              "CANCELLING",  "CANCELLED", "FAILED"};
constexpr std::string_view kBulkFormats[] = {"DYNAMODB_JSON", "ION"};
constexpr std::string_view kOutputTypes[] = {"ERROR", "CONDITION_CHECK_FAILURE"};
constexpr std::string_view kTiers[] = {"STANDARD", "ACCELERATED"};

constexpr auto kExportStatus = enum_shape<ExportStatus>(kExportStatuses);
constexpr auto kExportFormat = enum_shape<ExportFormat>(kExportFormats);
constexpr auto kExportType = enum_shape<ExportType>(kExportTypes);
constexpr auto kExportViewType = enum_shape<ExportViewType>(kExportViewTypes);
constexpr auto kSseAlgorithm = enum_shape<S3SseAlgorithm>(kSseAlgorithms);
constexpr auto kImportStatus = enum_shape<ImportStatus>(kImportStatuses);
constexpr auto kInputFormat = enum_shape<InputFormat>(kInputFormats);
constexpr auto kCompression = enum_shape<InputCompressionType>(kCompressions);
constexpr auto kBulkStatus = enum_shape<BulkOperationStatus>(kBulkStatuses);
constexpr auto kBulkFormat = enum_shape<BulkOperationInputFormat>(kBulkFormats);
constexpr auto kOutputType = enum_shape<OutputType>(kOutputTypes);
constexpr auto kOutputTypeList = list_shape(kOutputType);
constexpr auto kTier = enum_shape<BulkOperationPerformanceTier>(kTiers);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_client_token(std::string_view text) { return !text.empty() && text.find('$') == text.npos; }
bool is_bucket(std::string_view text) {
  return text.size() >= 2 && is_letter_or_digit(text.front()) && is_letter_or_digit(text.back()) &&
         std::ranges::all_of(
             text, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; });
}
bool is_account(std::string_view text) {
  constexpr std::size_t kDigits = 12;
  return text.size() == kDigits && std::ranges::all_of(text, is_digit);
}
bool is_delimiter(std::string_view text) {
  return text.size() == 1 && std::string_view(",;:|\t ").find(text[0]) != std::string_view::npos;
}
bool is_csv_header(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != ','; });
}
bool is_import_token(std::string_view text) {
  constexpr std::size_t kUnit = 16;
  return !text.empty() && text.size() % kUnit == 0 &&
         std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

constexpr Pattern kClientTokenPattern{R"(^[^\$]+$)", is_client_token};
constexpr Pattern kBucketPattern{R"(^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$)", is_bucket};
constexpr Pattern kAccountPattern{"[0-9]{12}", is_account};
constexpr Pattern kDelimiterPattern{R"([,;:|\t ])", is_delimiter};
constexpr Pattern kCsvHeaderPattern{R"([\x20-\x21\x23-\x2B\x2D-\x7E]*)", is_csv_header};
constexpr Pattern kImportTokenPattern{"([0-9a-f]{16})+", is_import_token};

constexpr auto kTableArn = string_shape(1, 1024);
constexpr auto kJobArn = string_shape(37, 1024);
constexpr auto kClientToken = string_shape(kNoMinimum, kNoMaximum, &kClientTokenPattern);
constexpr auto kBucket = string_shape(kNoMinimum, 255, &kBucketPattern);
constexpr auto kAccount = string_shape(kNoMinimum, kNoMaximum, &kAccountPattern);
constexpr auto kPrefix = string_shape(kNoMinimum, 1024);
constexpr auto kKmsKeyId = string_shape(1, 2048);
constexpr auto kPageSize = integer_shape(1, 25);
constexpr auto kImportToken = string_shape(112, 1024, &kImportTokenPattern);
constexpr auto kBulkToken = string_shape(1, 1024, &kImportTokenPattern);
constexpr auto kBulkUnits = long_shape(transfer::kMinBulkUnits);
constexpr auto kDelimiter = string_shape(1, 1, &kDelimiterPattern);
constexpr auto kCsvHeader = string_shape(1, 65536, &kCsvHeaderPattern);
constexpr auto kCsvHeaders = list_shape(kCsvHeader, 1, 255);

// ---- exports

constexpr Member kIncrementalMembers[] = {
    member<&IncrementalExportSpecification::export_from_time>("ExportFromTime", kTime),
    member<&IncrementalExportSpecification::export_to_time>("ExportToTime", kTime),
    member<&IncrementalExportSpecification::export_view_type>("ExportViewType", kExportViewType),
};
constexpr Structure kIncrementalStructure{"IncrementalExportSpecification", kIncrementalMembers};
constexpr auto kIncremental = structure_shape<IncrementalExportSpecification>(kIncrementalStructure);

constexpr Member kFilterMembers[] = {
    member<&FilterSpecification::expression_attribute_names>("ExpressionAttributeNames", kExpressionNames),
    member<&FilterSpecification::expression_attribute_values>("ExpressionAttributeValues", kExpressionValues),
    member<&FilterSpecification::filter_expression>("FilterExpression", kText),
    member<&FilterSpecification::key_condition_expression>("KeyConditionExpression", kText),
    member<&FilterSpecification::projection_expression>("ProjectionExpression", kText),
};
constexpr Structure kFilterStructure{"FilterSpecification", kFilterMembers};
constexpr auto kFilter = structure_shape<FilterSpecification>(kFilterStructure);

constexpr Member kExportTableMembers[] = {
    member<&ExportTableRequest::table_arn>("TableArn", kTableArn, kRequired),
    member<&ExportTableRequest::export_time>("ExportTime", kTime),
    member<&ExportTableRequest::client_token>("ClientToken", kClientToken),
    member<&ExportTableRequest::s3_bucket>("S3Bucket", kBucket, kRequired),
    member<&ExportTableRequest::s3_bucket_owner>("S3BucketOwner", kAccount),
    member<&ExportTableRequest::s3_prefix>("S3Prefix", kPrefix),
    member<&ExportTableRequest::s3_sse_algorithm>("S3SseAlgorithm", kSseAlgorithm),
    member<&ExportTableRequest::s3_sse_kms_key_id>("S3SseKmsKeyId", kKmsKeyId),
    member<&ExportTableRequest::export_format>("ExportFormat", kExportFormat),
    member<&ExportTableRequest::export_type>("ExportType", kExportType),
    member<&ExportTableRequest::incremental_export_specification>("IncrementalExportSpecification",
                                                                  kIncremental),
    member<&ExportTableRequest::filter_specification>("FilterSpecification", kFilter),
};

constexpr Member kExportDescriptionMembers[] = {
    member<&ExportDescription::export_arn>("ExportArn", kText),
    member<&ExportDescription::export_status>("ExportStatus", kExportStatus),
    member<&ExportDescription::start_time>("StartTime", kTime),
    member<&ExportDescription::end_time>("EndTime", kTime),
    member<&ExportDescription::export_manifest>("ExportManifest", kText),
    member<&ExportDescription::table_arn>("TableArn", kText),
    member<&ExportDescription::table_id>("TableId", kText),
    member<&ExportDescription::export_time>("ExportTime", kTime),
    member<&ExportDescription::client_token>("ClientToken", kText),
    member<&ExportDescription::s3_bucket>("S3Bucket", kText),
    member<&ExportDescription::s3_bucket_owner>("S3BucketOwner", kText),
    member<&ExportDescription::s3_prefix>("S3Prefix", kText),
    member<&ExportDescription::s3_sse_algorithm>("S3SseAlgorithm", kSseAlgorithm),
    member<&ExportDescription::s3_sse_kms_key_id>("S3SseKmsKeyId", kText),
    member<&ExportDescription::failure_code>("FailureCode", kText),
    member<&ExportDescription::failure_message>("FailureMessage", kText),
    member<&ExportDescription::export_format>("ExportFormat", kExportFormat),
    member<&ExportDescription::billed_size_bytes>("BilledSizeBytes", kLongCount),
    member<&ExportDescription::item_count>("ItemCount", kLongCount),
    member<&ExportDescription::export_type>("ExportType", kExportType),
    member<&ExportDescription::incremental_export_specification>("IncrementalExportSpecification",
                                                                 kIncremental),
    member<&ExportDescription::filter_specification>("FilterSpecification", kFilter),
};
constexpr Structure kExportDescriptionStructure{"ExportDescription", kExportDescriptionMembers};
constexpr auto kExportDescription = structure_shape<ExportDescription>(kExportDescriptionStructure);
constexpr Member kExportMembers[] = {
    member<&ExportResponse::description>("ExportDescription", kExportDescription),
};

constexpr Member kDescribeExportMembers[] = {
    member<&DescribeExportRequest::export_arn>("ExportArn", kJobArn, kRequired),
};

constexpr Member kListExportsMembers[] = {
    member<&ListExportsRequest::table_arn>("TableArn", kTableArn),
    member<&ListExportsRequest::max_results>("MaxResults", kPageSize),
    member<&ListExportsRequest::next_token>("NextToken", kText),
};
constexpr Member kExportSummaryMembers[] = {
    member<&ExportSummary::export_arn>("ExportArn", kText),
    member<&ExportSummary::export_status>("ExportStatus", kExportStatus),
    member<&ExportSummary::export_type>("ExportType", kExportType),
};
constexpr Structure kExportSummaryStructure{"ExportSummary", kExportSummaryMembers};
constexpr auto kExportSummary = structure_shape<ExportSummary>(kExportSummaryStructure);
constexpr auto kExportSummaries = list_shape(kExportSummary);
constexpr Member kListExportsOutputMembers[] = {
    member<&ListExportsResponse::export_summaries>("ExportSummaries", kExportSummaries),
    member<&ListExportsResponse::next_token>("NextToken", kText),
};

// ---- imports

constexpr Member kSourceMembers[] = {
    member<&S3BucketSource::s3_bucket_owner>("S3BucketOwner", kAccount),
    member<&S3BucketSource::s3_bucket>("S3Bucket", kBucket, kRequired),
    member<&S3BucketSource::s3_key_prefix>("S3KeyPrefix", kPrefix),
};
constexpr Structure kSourceStructure{"S3BucketSource", kSourceMembers};
constexpr auto kSource = structure_shape<S3BucketSource>(kSourceStructure);

constexpr Member kCsvMembers[] = {
    member<&CsvOptions::delimiter>("Delimiter", kDelimiter),
    member<&CsvOptions::header_list>("HeaderList", kCsvHeaders),
};
constexpr Structure kCsvStructure{"CsvOptions", kCsvMembers};
constexpr auto kCsv = structure_shape<CsvOptions>(kCsvStructure);
constexpr Member kFormatOptionsMembers[] = {member<&InputFormatOptions::csv>("Csv", kCsv)};
constexpr Structure kFormatOptionsStructure{"InputFormatOptions", kFormatOptionsMembers};
constexpr auto kFormatOptions = structure_shape<InputFormatOptions>(kFormatOptionsStructure);

constexpr Member kTableMembers[] = {
    member<&TableCreationParameters::table_name>("TableName", kNewTableName, kRequired),
    member<&TableCreationParameters::attribute_definitions>("AttributeDefinitions", kAttributeDefinitions,
                                                            kRequired),
    member<&TableCreationParameters::key_schema>("KeySchema", kTableKeySchema, kRequired),
    member<&TableCreationParameters::billing_mode>("BillingMode", kBillingMode),
    member<&TableCreationParameters::provisioned_throughput>("ProvisionedThroughput", kThroughput),
    member<&TableCreationParameters::on_demand_throughput>("OnDemandThroughput", kOnDemand),
    member<&TableCreationParameters::sse_specification>("SSESpecification", kSse),
    member<&TableCreationParameters::global_secondary_indexes>("GlobalSecondaryIndexes", kGlobalIndexes),
    member<&TableCreationParameters::vector_indexes>("VectorIndexes", kVectorIndexes),
};
constexpr Structure kTableStructure{"TableCreationParameters", kTableMembers};
constexpr auto kTable = structure_shape<TableCreationParameters>(kTableStructure);

constexpr Member kImportTableMembers[] = {
    member<&ImportTableRequest::client_token>("ClientToken", kClientToken),
    member<&ImportTableRequest::s3_bucket_source>("S3BucketSource", kSource, kRequired),
    member<&ImportTableRequest::input_format>("InputFormat", kInputFormat, kRequired),
    member<&ImportTableRequest::input_format_options>("InputFormatOptions", kFormatOptions),
    member<&ImportTableRequest::input_compression_type>("InputCompressionType", kCompression),
    member<&ImportTableRequest::table_creation_parameters>("TableCreationParameters", kTable, kRequired),
};
constexpr Member kParametersMembers[] = {
    member<&ImportParameters::input_format_options>("InputFormatOptions", kFormatOptions),
    member<&ImportParameters::table_creation_parameters>("TableCreationParameters", kTable),
};

constexpr Member kImportDescriptionMembers[] = {
    member<&ImportTableDescription::import_arn>("ImportArn", kText),
    member<&ImportTableDescription::import_status>("ImportStatus", kImportStatus),
    member<&ImportTableDescription::table_arn>("TableArn", kText),
    member<&ImportTableDescription::table_id>("TableId", kText),
    member<&ImportTableDescription::client_token>("ClientToken", kText),
    member<&ImportTableDescription::s3_bucket_source>("S3BucketSource", kSource),
    member<&ImportTableDescription::error_count>("ErrorCount", kLongCount),
    member<&ImportTableDescription::cloud_watch_log_group_arn>("CloudWatchLogGroupArn", kText),
    member<&ImportTableDescription::input_format>("InputFormat", kInputFormat),
    member<&ImportTableDescription::input_format_options>("InputFormatOptions", kFormatOptions),
    member<&ImportTableDescription::input_compression_type>("InputCompressionType", kCompression),
    member<&ImportTableDescription::table_creation_parameters>("TableCreationParameters", kTable),
    member<&ImportTableDescription::start_time>("StartTime", kTime),
    member<&ImportTableDescription::end_time>("EndTime", kTime),
    member<&ImportTableDescription::processed_size_bytes>("ProcessedSizeBytes", kLongCount),
    member<&ImportTableDescription::processed_item_count>("ProcessedItemCount", kLongCount),
    member<&ImportTableDescription::imported_item_count>("ImportedItemCount", kLongCount),
    member<&ImportTableDescription::failure_code>("FailureCode", kText),
    member<&ImportTableDescription::failure_message>("FailureMessage", kText),
};
constexpr Structure kImportDescriptionStructure{"ImportTableDescription", kImportDescriptionMembers};
constexpr auto kImportDescription = structure_shape<ImportTableDescription>(kImportDescriptionStructure);
constexpr Member kImportMembers[] = {
    member<&ImportResponse::description>("ImportTableDescription", kImportDescription),
};

constexpr Member kDescribeImportMembers[] = {
    member<&DescribeImportRequest::import_arn>("ImportArn", kJobArn, kRequired),
};

constexpr Member kListImportsMembers[] = {
    member<&ListImportsRequest::table_arn>("TableArn", kTableArn),
    member<&ListImportsRequest::page_size>("PageSize", kPageSize),
    member<&ListImportsRequest::next_token>("NextToken", kImportToken),
};
constexpr Member kImportSummaryMembers[] = {
    member<&ImportSummary::import_arn>("ImportArn", kText),
    member<&ImportSummary::import_status>("ImportStatus", kImportStatus),
    member<&ImportSummary::table_arn>("TableArn", kText),
    member<&ImportSummary::s3_bucket_source>("S3BucketSource", kSource),
    member<&ImportSummary::cloud_watch_log_group_arn>("CloudWatchLogGroupArn", kText),
    member<&ImportSummary::input_format>("InputFormat", kInputFormat),
    member<&ImportSummary::start_time>("StartTime", kTime),
    member<&ImportSummary::end_time>("EndTime", kTime),
};
constexpr Structure kImportSummaryStructure{"ImportSummary", kImportSummaryMembers};
constexpr auto kImportSummary = structure_shape<ImportSummary>(kImportSummaryStructure);
constexpr auto kImportSummaries = list_shape(kImportSummary);
constexpr Member kListImportsOutputMembers[] = {
    member<&ListImportsResponse::import_summary_list>("ImportSummaryList", kImportSummaries),
    member<&ListImportsResponse::next_token>("NextToken", kText),
};

// ---- bulk puts

constexpr Member kInputS3Members[] = {
    member<&InputS3Configuration::s3_bucket_owner>("S3BucketOwner", kAccount),
    member<&InputS3Configuration::s3_bucket>("S3Bucket", kBucket, kRequired),
    member<&InputS3Configuration::s3_key_prefix>("S3KeyPrefix", kPrefix),
    member<&InputS3Configuration::input_format>("InputFormat", kBulkFormat, kRequired),
    member<&InputS3Configuration::input_compression_type>("InputCompressionType", kCompression),
};
constexpr Structure kInputS3Structure{"InputS3Configuration", kInputS3Members};
constexpr auto kInputS3 = structure_shape<InputS3Configuration>(kInputS3Structure);
constexpr Member kOutputS3Members[] = {
    member<&OutputS3Configuration::s3_bucket_owner>("S3BucketOwner", kAccount),
    member<&OutputS3Configuration::s3_bucket>("S3Bucket", kBucket),
    member<&OutputS3Configuration::s3_key_prefix>("S3KeyPrefix", kPrefix),
    member<&OutputS3Configuration::s3_sse_algorithm>("S3SseAlgorithm", kSseAlgorithm),
    member<&OutputS3Configuration::s3_sse_kms_key_id>("S3SseKmsKeyId", kKmsKeyId),
    member<&OutputS3Configuration::output_type>("OutputType", kOutputTypeList, kRequired),
};
constexpr Structure kOutputS3Structure{"OutputS3Configuration", kOutputS3Members};
constexpr auto kOutputS3 = structure_shape<OutputS3Configuration>(kOutputS3Structure);

constexpr Member kStartBulkPutItemsMembers[] = {
    member<&StartBulkPutItemsRequest::client_token>("ClientToken", kClientToken),
    member<&StartBulkPutItemsRequest::input_s3_configuration>("InputS3Configuration", kInputS3, kRequired),
    member<&StartBulkPutItemsRequest::output_s3_configuration>("OutputS3Configuration", kOutputS3, kRequired),
    member<&StartBulkPutItemsRequest::table_name>("TableName", kTableArn, kRequired),
    member<&StartBulkPutItemsRequest::max_write_request_units>("MaxWriteRequestUnits", kBulkUnits),
    member<&StartBulkPutItemsRequest::performance_tier>("PerformanceTier", kTier),
};

constexpr Member kBulkTableMembers[] = {
    member<&BulkOperationTableDetail::table_name>("TableName", kText),
    member<&BulkOperationTableDetail::table_id>("TableId", kText),
};
constexpr Structure kBulkTableStructure{"BulkOperationTableDetail", kBulkTableMembers};
constexpr auto kBulkTable = structure_shape<BulkOperationTableDetail>(kBulkTableStructure);
constexpr auto kBulkTables = list_shape(kBulkTable);
constexpr Member kBulkBytesMembers[] = {
    member<&BulkOperationBytes::bulk_put_bytes>("BulkPutBytes", kLongCount)};
constexpr Structure kBulkBytesStructure{"BulkOperationBytes", kBulkBytesMembers};
constexpr auto kBulkBytes = structure_shape<BulkOperationBytes>(kBulkBytesStructure);
constexpr auto kBulkBytesMap = map_shape(kText, kBulkBytes);
constexpr Member kBulkVectorBytesMembers[] = {
    member<&BulkOperationVectorBytes::bulk_put_vector_bytes>("BulkPutVectorBytes", kLongCount)};
constexpr Structure kBulkVectorBytesStructure{"BulkOperationVectorBytes", kBulkVectorBytesMembers};
constexpr auto kBulkVectorBytes = structure_shape<BulkOperationVectorBytes>(kBulkVectorBytesStructure);
constexpr auto kBulkVectorBytesMap = map_shape(kText, kBulkVectorBytes);
constexpr Member kBulkUsageMembers[] = {
    member<&BulkOperationUsage::table_name>("TableName", kText),
    member<&BulkOperationUsage::bulk_put_bytes>("BulkPutBytes", kLongCount),
    member<&BulkOperationUsage::table>("Table", kBulkBytes),
    member<&BulkOperationUsage::local_secondary_indexes>("LocalSecondaryIndexes", kBulkBytesMap),
    member<&BulkOperationUsage::global_secondary_indexes>("GlobalSecondaryIndexes", kBulkBytesMap),
    member<&BulkOperationUsage::vector_indexes>("VectorIndexes", kBulkVectorBytesMap),
};
constexpr Structure kBulkUsageStructure{"BulkOperationUsage", kBulkUsageMembers};
constexpr auto kBulkUsage = structure_shape<BulkOperationUsage>(kBulkUsageStructure);
constexpr auto kBulkUsages = list_shape(kBulkUsage);

constexpr Member kBulkDescriptionMembers[] = {
    member<&BulkOperationDescription::bulk_operation_arn>("BulkOperationArn", kText),
    member<&BulkOperationDescription::bulk_operation_status>("BulkOperationStatus", kBulkStatus),
    member<&BulkOperationDescription::table_details>("TableDetails", kBulkTables),
    member<&BulkOperationDescription::client_token>("ClientToken", kText),
    member<&BulkOperationDescription::input_s3_configuration>("InputS3Configuration", kInputS3),
    member<&BulkOperationDescription::output_s3_configuration>("OutputS3Configuration", kOutputS3),
    member<&BulkOperationDescription::start_time>("StartTime", kTime),
    member<&BulkOperationDescription::end_time>("EndTime", kTime),
    member<&BulkOperationDescription::processed_item_count>("ProcessedItemCount", kLongCount),
    member<&BulkOperationDescription::processed_input_bytes>("ProcessedInputBytes", kLongCount),
    member<&BulkOperationDescription::total_input_bytes>("TotalInputBytes", kLongCount),
    member<&BulkOperationDescription::bulk_operation_usage>("BulkOperationUsage", kBulkUsages),
    member<&BulkOperationDescription::failed_item_count>("FailedItemCount", kLongCount),
    member<&BulkOperationDescription::failure_code>("FailureCode", kText),
    member<&BulkOperationDescription::failure_message>("FailureMessage", kText),
    member<&BulkOperationDescription::max_write_request_units>("MaxWriteRequestUnits", kLongCount),
    member<&BulkOperationDescription::performance_tier>("PerformanceTier", kTier),
};
constexpr Structure kBulkDescriptionStructure{"BulkOperationDescription", kBulkDescriptionMembers};
constexpr auto kBulkDescription = structure_shape<BulkOperationDescription>(kBulkDescriptionStructure);
constexpr Member kBulkOperationMembers[] = {
    member<&BulkOperationResponse::description>("BulkOperationDescription", kBulkDescription),
};

constexpr Member kBulkOperationArnMembers[] = {
    member<&BulkOperationArnRequest::bulk_operation_arn>("BulkOperationArn", kJobArn, kRequired),
};
constexpr Member kCancelBulkOperationMembers[] = {
    member<&CancelBulkOperationResponse::bulk_operation_arn>("BulkOperationArn", kText),
    member<&CancelBulkOperationResponse::bulk_operation_status>("BulkOperationStatus", kBulkStatus),
};

constexpr Member kListBulkOperationsMembers[] = {
    member<&ListBulkOperationsRequest::max_results>("MaxResults", kPageSize),
    member<&ListBulkOperationsRequest::next_token>("NextToken", kBulkToken),
};
constexpr Member kBulkSummaryMembers[] = {
    member<&BulkOperationSummary::bulk_operation_arn>("BulkOperationArn", kText),
    member<&BulkOperationSummary::bulk_operation_status>("BulkOperationStatus", kBulkStatus),
    member<&BulkOperationSummary::start_time>("StartTime", kTime),
    member<&BulkOperationSummary::end_time>("EndTime", kTime),
};
constexpr Structure kBulkSummaryStructure{"BulkOperationSummary", kBulkSummaryMembers};
constexpr auto kBulkSummary = structure_shape<BulkOperationSummary>(kBulkSummaryStructure);
constexpr auto kBulkSummaries = list_shape(kBulkSummary);
constexpr Member kListBulkOperationsOutputMembers[] = {
    member<&ListBulkOperationsResponse::bulk_operations_summary_list>("BulkOperationsSummaryList",
                                                                      kBulkSummaries),
    member<&ListBulkOperationsResponse::next_token>("NextToken", kText),
};

}  // namespace

constinit const Structure kStartBulkPutItemsInput{"StartBulkPutItemsInput", kStartBulkPutItemsMembers};
constinit const Structure kBulkOperationOutput{"BulkOperationOutput", kBulkOperationMembers};
constinit const Structure kBulkOperationArnInput{"BulkOperationArnInput", kBulkOperationArnMembers};
constinit const Structure kCancelBulkOperationOutput{"CancelBulkOperationOutput",
                                                     kCancelBulkOperationMembers};
constinit const Structure kListBulkOperationsInput{"ListBulkOperationsInput", kListBulkOperationsMembers};
constinit const Structure kListBulkOperationsOutput{"ListBulkOperationsOutput",
                                                    kListBulkOperationsOutputMembers};
constinit const Structure kExportTableInput{"ExportTableToPointInTimeInput", kExportTableMembers};
constinit const Structure kExportOutput{"ExportOutput", kExportMembers};
constinit const Structure kDescribeExportInput{"DescribeExportInput", kDescribeExportMembers};
constinit const Structure kListExportsInput{"ListExportsInput", kListExportsMembers};
constinit const Structure kListExportsOutput{"ListExportsOutput", kListExportsOutputMembers};
constinit const Structure kImportTableInput{"ImportTableInput", kImportTableMembers};
constinit const Structure kImportOutput{"ImportOutput", kImportMembers};
constinit const Structure kDescribeImportInput{"DescribeImportInput", kDescribeImportMembers};
constinit const Structure kListImportsInput{"ListImportsInput", kListImportsMembers};
constinit const Structure kListImportsOutput{"ListImportsOutput", kListImportsOutputMembers};
constinit const Structure kImportParameters{"ImportParameters", kParametersMembers};

}  // namespace stator::services::dynamodb
