// Exports of tables to buckets, imports from them, bulk puts into tables that are there.
#pragma once

#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

// In the order of the SDK's model.
enum class ExportStatus { kInProgress, kCompleted, kFailed };
enum class ExportFormat { kDynamodbJson, kIon };
enum class ExportType { kFullExport, kIncrementalExport };
enum class ExportViewType { kNewImage, kNewAndOldImages };
enum class S3SseAlgorithm { kAes256, kKms };
enum class ImportStatus { kInProgress, kCompleted, kCancelling, kCancelled, kFailed };
enum class InputFormat { kDynamodbJson, kIon, kCsv };
enum class InputCompressionType { kGzip, kZstd, kNone };

// ---- exports

struct IncrementalExportSpecification {
  std::optional<Timestamp> export_from_time;
  std::optional<Timestamp> export_to_time;
  std::optional<Enum<ExportViewType>> export_view_type;
};
struct FilterSpecification {
  std::optional<Map<std::string>> expression_attribute_names;
  std::optional<Map<AttributeValue>> expression_attribute_values;
  std::optional<std::string> filter_expression;
  std::optional<std::string> key_condition_expression;
  std::optional<std::string> projection_expression;
};
struct ExportTableRequest {
  std::optional<std::string> table_arn;
  std::optional<Timestamp> export_time;
  std::optional<std::string> client_token;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_bucket_owner;
  std::optional<std::string> s3_prefix;
  std::optional<Enum<S3SseAlgorithm>> s3_sse_algorithm;
  std::optional<std::string> s3_sse_kms_key_id;
  std::optional<Enum<ExportFormat>> export_format;
  std::optional<Enum<ExportType>> export_type;
  std::optional<IncrementalExportSpecification> incremental_export_specification;
  std::optional<FilterSpecification> filter_specification;
};

struct ExportDescription {
  std::string export_arn;
  Enum<ExportStatus> export_status;
  Timestamp start_time;
  std::optional<Timestamp> end_time;
  std::optional<std::string> export_manifest;
  std::string table_arn;
  std::string table_id;
  std::optional<Timestamp> export_time;
  std::optional<std::string> client_token;
  std::string s3_bucket;
  std::optional<std::string> s3_bucket_owner;
  std::optional<std::string> s3_prefix;
  Enum<S3SseAlgorithm> s3_sse_algorithm;
  std::optional<std::string> s3_sse_kms_key_id;
  std::optional<std::string> failure_code;
  std::optional<std::string> failure_message;
  Enum<ExportFormat> export_format;
  std::optional<std::int64_t> billed_size_bytes;
  std::optional<std::int64_t> item_count;
  Enum<ExportType> export_type;
  std::optional<IncrementalExportSpecification> incremental_export_specification;
  std::optional<FilterSpecification> filter_specification;
};
// Of ExportTableToPointInTime and DescribeExport.
struct ExportResponse {
  ExportDescription description;
};

struct DescribeExportRequest {
  std::optional<std::string> export_arn;
};

struct ListExportsRequest {
  std::optional<std::string> table_arn;
  std::optional<std::int64_t> max_results;
  std::optional<std::string> next_token;
};
struct ExportSummary {
  std::string export_arn;
  Enum<ExportStatus> export_status;
  Enum<ExportType> export_type;
};
struct ListExportsResponse {
  std::vector<ExportSummary> export_summaries;
  std::optional<std::string> next_token;
};

// ---- imports

struct S3BucketSource {
  std::optional<std::string> s3_bucket_owner;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key_prefix;
};
struct CsvOptions {
  std::optional<std::string> delimiter;
  std::optional<std::vector<std::string>> header_list;
};
struct InputFormatOptions {
  std::optional<CsvOptions> csv;
};
struct TableCreationParameters {
  std::optional<std::string> table_name;
  std::optional<std::vector<AttributeDefinition>> attribute_definitions;
  std::optional<std::vector<KeySchemaElement>> key_schema;
  std::optional<Enum<BillingMode>> billing_mode;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<SseSpecification> sse_specification;
  std::optional<std::vector<GlobalSecondaryIndex>> global_secondary_indexes;
  std::optional<std::vector<VectorIndex>> vector_indexes;
};
// What a description of the import echoes.
struct ImportParameters {
  std::optional<InputFormatOptions> input_format_options;
  std::optional<TableCreationParameters> table_creation_parameters;
};
struct ImportTableRequest : ImportParameters {
  std::optional<std::string> client_token;
  std::optional<S3BucketSource> s3_bucket_source;
  std::optional<Enum<InputFormat>> input_format;
  std::optional<Enum<InputCompressionType>> input_compression_type;
};

struct ImportTableDescription : ImportParameters {
  std::string import_arn;
  Enum<ImportStatus> import_status;
  std::string table_arn;
  std::string table_id;
  std::optional<std::string> client_token;
  S3BucketSource s3_bucket_source;
  std::int64_t error_count = 0;
  std::string cloud_watch_log_group_arn;
  Enum<InputFormat> input_format;
  Enum<InputCompressionType> input_compression_type;
  Timestamp start_time;
  std::optional<Timestamp> end_time;
  std::int64_t processed_size_bytes = 0;
  std::int64_t processed_item_count = 0;
  std::int64_t imported_item_count = 0;
  std::optional<std::string> failure_code;
  std::optional<std::string> failure_message;
};
// Of ImportTable and DescribeImport.
struct ImportResponse {
  ImportTableDescription description;
};

struct DescribeImportRequest {
  std::optional<std::string> import_arn;
};

struct ListImportsRequest {
  std::optional<std::string> table_arn;
  std::optional<std::int64_t> page_size;
  std::optional<std::string> next_token;
};
struct ImportSummary {
  std::string import_arn;
  Enum<ImportStatus> import_status;
  std::string table_arn;
  S3BucketSource s3_bucket_source;
  std::string cloud_watch_log_group_arn;
  Enum<InputFormat> input_format;
  Timestamp start_time;
  std::optional<Timestamp> end_time;
};
struct ListImportsResponse {
  std::vector<ImportSummary> import_summary_list;
  std::optional<std::string> next_token;
};

// ---- bulk puts

enum class BulkOperationStatus {
  kInProgress,
  kCompleted,
  kCompletedWithErrors,
  kCancelling,
  kCancelled,
  kFailed
};
enum class BulkOperationInputFormat { kDynamodbJson, kIon };
enum class OutputType { kError, kConditionCheckFailure };
enum class BulkOperationPerformanceTier { kStandard, kAccelerated };

struct InputS3Configuration {
  std::optional<std::string> s3_bucket_owner;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key_prefix;
  std::optional<Enum<BulkOperationInputFormat>> input_format;
  std::optional<Enum<InputCompressionType>> input_compression_type;
};
struct OutputS3Configuration {
  std::optional<std::string> s3_bucket_owner;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key_prefix;
  std::optional<Enum<S3SseAlgorithm>> s3_sse_algorithm;
  std::optional<std::string> s3_sse_kms_key_id;
  std::optional<std::vector<Enum<OutputType>>> output_type;
};
struct StartBulkPutItemsRequest {
  std::optional<std::string> client_token;
  std::optional<InputS3Configuration> input_s3_configuration;
  std::optional<OutputS3Configuration> output_s3_configuration;
  std::optional<std::string> table_name;
  std::optional<std::int64_t> max_write_request_units;
  std::optional<Enum<BulkOperationPerformanceTier>> performance_tier;
};

struct BulkOperationTableDetail {
  std::string table_name;
  std::string table_id;
};
struct BulkOperationBytes {
  std::int64_t bulk_put_bytes = 0;
};
struct BulkOperationVectorBytes {
  std::int64_t bulk_put_vector_bytes = 0;
};
struct BulkOperationUsage {
  std::string table_name;
  std::int64_t bulk_put_bytes = 0;
  BulkOperationBytes table;
  std::optional<Map<BulkOperationBytes>> local_secondary_indexes;
  std::optional<Map<BulkOperationBytes>> global_secondary_indexes;
  std::optional<Map<BulkOperationVectorBytes>> vector_indexes;
};
struct BulkOperationDescription {
  std::string bulk_operation_arn;
  Enum<BulkOperationStatus> bulk_operation_status;
  std::vector<BulkOperationTableDetail> table_details;
  std::optional<std::string> client_token;
  InputS3Configuration input_s3_configuration;
  OutputS3Configuration output_s3_configuration;
  Timestamp start_time;
  std::optional<Timestamp> end_time;
  std::int64_t processed_item_count = 0;
  std::int64_t processed_input_bytes = 0;
  std::optional<std::int64_t> total_input_bytes;
  std::vector<BulkOperationUsage> bulk_operation_usage;
  std::int64_t failed_item_count = 0;
  std::optional<std::string> failure_code;
  std::optional<std::string> failure_message;
  std::optional<std::int64_t> max_write_request_units;
  Enum<BulkOperationPerformanceTier> performance_tier;
};
// Of StartBulkPutItems and DescribeBulkOperation.
struct BulkOperationResponse {
  BulkOperationDescription description;
};

// Of DescribeBulkOperation and CancelBulkOperation.
struct BulkOperationArnRequest {
  std::optional<std::string> bulk_operation_arn;
};
struct CancelBulkOperationResponse {
  std::string bulk_operation_arn;
  Enum<BulkOperationStatus> bulk_operation_status;
};

struct ListBulkOperationsRequest {
  std::optional<std::int64_t> max_results;
  std::optional<std::string> next_token;
};
struct BulkOperationSummary {
  std::string bulk_operation_arn;
  Enum<BulkOperationStatus> bulk_operation_status;
  Timestamp start_time;
  std::optional<Timestamp> end_time;
};
struct ListBulkOperationsResponse {
  std::vector<BulkOperationSummary> bulk_operations_summary_list;
  std::optional<std::string> next_token;
};

extern const Structure kStartBulkPutItemsInput;
extern const Structure kBulkOperationOutput;
extern const Structure kBulkOperationArnInput;
extern const Structure kCancelBulkOperationOutput;
extern const Structure kListBulkOperationsInput;
extern const Structure kListBulkOperationsOutput;
extern const Structure kExportTableInput;
extern const Structure kExportOutput;
extern const Structure kDescribeExportInput;
extern const Structure kListExportsInput;
extern const Structure kListExportsOutput;
extern const Structure kImportTableInput;
extern const Structure kImportOutput;
extern const Structure kDescribeImportInput;
extern const Structure kListImportsInput;
extern const Structure kListImportsOutput;
extern const Structure kImportParameters;

}  // namespace stator::services::dynamodb
