#include "services/dynamodb/common/transfer_description.h"

#include <fmt/format.h>

#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "base/base64.h"
#include "base/check.h"

namespace stator::services::dynamodb {
namespace {

using transfer::JobStatus;

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<Timestamp> unless_zero(std::int64_t millis) {
  if (millis == 0) return std::nullopt;
  return Timestamp{millis};
}

ExportStatus export_status(JobStatus status) {
  switch (status) {
    case JobStatus::kInProgress:
      return ExportStatus::kInProgress;
    case JobStatus::kCompleted:
      return ExportStatus::kCompleted;
    default:
      return ExportStatus::kFailed;
  }
  return ExportStatus::kFailed;
}

ImportStatus import_status(JobStatus status) {
  switch (status) {
    case JobStatus::kInProgress:
      return ImportStatus::kInProgress;
    case JobStatus::kCompleted:
      return ImportStatus::kCompleted;
    default:
      return ImportStatus::kFailed;
  }
  return ImportStatus::kFailed;
}

ExportType export_type(const transfer::Export& job) {
  return job.type.get() == transfer::ExportType::kFull ? ExportType::kFullExport
                                                       : ExportType::kIncrementalExport;
}

InputFormat input_format(transfer::DataFormat format) {
  switch (format) {
    case transfer::DataFormat::kDynamodbJson:
      return InputFormat::kDynamodbJson;
    case transfer::DataFormat::kIon:
      return InputFormat::kIon;
    case transfer::DataFormat::kCsv:
      return InputFormat::kCsv;
  }
  return InputFormat::kDynamodbJson;
}

InputCompressionType compression(transfer::Compression compression) {
  switch (compression) {
    case transfer::Compression::kGzip:
      return InputCompressionType::kGzip;
    case transfer::Compression::kZstd:
      return InputCompressionType::kZstd;
    case transfer::Compression::kNone:
      return InputCompressionType::kNone;
  }
  return InputCompressionType::kNone;
}

// The owner is said even where the request leaves him out (S3DataImport.Validation, an answer of AWS).
S3BucketSource source(const transfer::Import& job) {
  S3BucketSource out;
  out.s3_bucket_owner = job.bucket_owner.empty() ? job.scope.account : job.bucket_owner;
  out.s3_bucket = job.place.bucket;
  out.s3_key_prefix = unless_empty(job.place.prefix);
  return out;
}

std::string log_group_arn(const transfer::Import& job) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}:*", job.scope.region, job.scope.account,
                     transfer::kImportLogGroup);
}

IncrementalExportSpecification increment(const transfer::Export& job) {
  IncrementalExportSpecification out;
  out.export_from_time = Timestamp{job.from_millis};
  out.export_to_time = unless_zero(job.to_millis);
  out.export_view_type = job.view.get() == transfer::ExportView::kNewImage ? ExportViewType::kNewImage
                                                                           : ExportViewType::kNewAndOldImages;
  return out;
}

// As it came.
FilterSpecification describe_filter(const transfer::ExportFilter& filter) {
  FilterSpecification out;
  out.key_condition_expression = unless_empty(filter.key_condition);
  out.filter_expression = unless_empty(filter.filter);
  out.projection_expression = unless_empty(filter.projection);
  if (!filter.names.empty()) out.expression_attribute_names = filter.names;
  if (!filter.values.empty()) {
    auto& values = out.expression_attribute_values.emplace();
    for (const auto& [placeholder, text] : filter.values) {
      AttributeValue& value = values.emplace_back(placeholder, AttributeValue{}).second;
      STATOR_CHECK(base::append_base64_decoded(text, value.bytes));
    }
  }
  return out;
}

}  // namespace

ExportDescription describe(const transfer::Export& job) {
  ExportDescription out;
  out.export_arn = job.arn();
  out.export_status = export_status(job.status.get());
  out.start_time = {job.start_millis};
  out.end_time = unless_zero(job.end_millis);
  out.export_manifest = unless_empty(job.manifest);
  out.table_arn = job.table_arn();
  out.table_id = job.table_id;
  out.client_token = unless_empty(job.client_token);
  out.s3_bucket = job.place.bucket;
  out.s3_bucket_owner = unless_empty(job.bucket_owner);
  out.s3_prefix = unless_empty(job.place.prefix);
  out.s3_sse_algorithm = job.sse_algorithm == "KMS" ? S3SseAlgorithm::kKms : S3SseAlgorithm::kAes256;
  out.s3_sse_kms_key_id = unless_empty(job.sse_key);
  out.failure_code = unless_empty(job.failure.code);
  out.failure_message = unless_empty(job.failure.message);
  out.export_format =
      job.format.get() == transfer::DataFormat::kIon ? ExportFormat::kIon : ExportFormat::kDynamodbJson;
  if (job.status.get() == JobStatus::kCompleted) {
    out.billed_size_bytes = job.billed_bytes;
    out.item_count = job.item_count;
  }
  out.export_type = export_type(job);
  if (job.type.get() == transfer::ExportType::kFull) {
    out.export_time = unless_zero(job.export_millis);
  } else {
    out.incremental_export_specification = increment(job);
  }
  if (job.filter) out.filter_specification = describe_filter(*job.filter);
  return out;
}

ExportSummary summarize(const transfer::Export& job) {
  return {job.arn(), export_status(job.status.get()), export_type(job)};
}

ImportTableDescription describe(const transfer::Import& job) {
  ImportTableDescription out;
  // Written by to_text(), so it can be read.
  if (const auto parsed = aws::protocol::JsonDocument::parse(job.parameters); parsed.ok()) {
    ImportParameters& echo = out;
    if (!parsed->read(kImportParameters, &echo).ok()) echo = {};
  }
  out.import_arn = job.arn();
  out.import_status = import_status(job.status.get());
  out.table_arn = job.table_arn();
  out.table_id = job.table_id;
  out.client_token = unless_empty(job.client_token);
  out.s3_bucket_source = source(job);
  out.error_count = job.error_count;
  out.cloud_watch_log_group_arn = log_group_arn(job);
  out.input_format = input_format(job.format.get());
  out.input_compression_type = compression(job.compression.get());
  out.start_time = {job.start_millis};
  out.end_time = unless_zero(job.end_millis);
  out.processed_size_bytes = job.processed_bytes;
  out.processed_item_count = job.processed_items;
  out.imported_item_count = job.imported_items;
  out.failure_code = unless_empty(job.failure.code);
  out.failure_message = unless_empty(job.failure.message);
  return out;
}

ImportSummary summarize(const transfer::Import& job) {
  ImportSummary out;
  out.import_arn = job.arn();
  out.import_status = import_status(job.status.get());
  out.table_arn = job.table_arn();
  out.s3_bucket_source = source(job);
  out.cloud_watch_log_group_arn = log_group_arn(job);
  out.input_format = input_format(job.format.get());
  out.start_time = {job.start_millis};
  out.end_time = unless_zero(job.end_millis);
  return out;
}

std::string to_text(const ImportParameters& parameters) {
  std::string text;
  aws::protocol::write_json(kImportParameters, &parameters, &text);
  return text;
}

}  // namespace stator::services::dynamodb
