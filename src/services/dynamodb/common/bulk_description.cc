#include "services/dynamodb/common/bulk_description.h"

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

InputCompressionType compression(transfer::Compression compression) {
  switch (compression) {
    case transfer::Compression::kGzip:
      return InputCompressionType::kGzip;
    case transfer::Compression::kZstd:
      return InputCompressionType::kZstd;
    case transfer::Compression::kNone:
      break;
  }
  return InputCompressionType::kNone;
}

InputS3Configuration input_of(const transfer::BulkPut& job) {
  InputS3Configuration out;
  out.s3_bucket_owner = unless_empty(job.input_owner);
  out.s3_bucket = job.input.bucket;
  out.s3_key_prefix = unless_empty(job.input.prefix);
  out.input_format = job.format.get() == transfer::DataFormat::kIon ? BulkOperationInputFormat::kIon
                                                                    : BulkOperationInputFormat::kDynamodbJson;
  out.input_compression_type = compression(job.compression.get());
  return out;
}

OutputS3Configuration output_of(const transfer::BulkPut& job) {
  OutputS3Configuration out;
  out.s3_bucket_owner = unless_empty(job.output_owner);
  out.s3_bucket = job.output.bucket;
  out.s3_key_prefix = unless_empty(job.output.prefix);
  if (!job.sse_algorithm.empty())
    out.s3_sse_algorithm = job.sse_algorithm == "KMS" ? S3SseAlgorithm::kKms : S3SseAlgorithm::kAes256;
  out.s3_sse_kms_key_id = unless_empty(job.sse_key);
  out.output_type.emplace();
  if (job.reports_errors) out.output_type->push_back(OutputType::kError);
  if (job.reports_conditions) out.output_type->push_back(OutputType::kConditionCheckFailure);
  return out;
}

std::optional<Map<BulkOperationBytes>> bytes_of(const Map<std::int64_t>& indexes, std::int64_t* total) {
  if (indexes.empty()) return std::nullopt;
  Map<BulkOperationBytes> out;
  for (const auto& [name, bytes] : indexes) {
    out.emplace_back(name, BulkOperationBytes{bytes});
    *total += bytes;
  }
  return out;
}

BulkOperationUsage usage_of(const transfer::BulkPut& job) {
  BulkOperationUsage out;
  out.table_name = job.table_name;
  out.bulk_put_bytes = out.table.bulk_put_bytes = job.table_bytes;
  out.local_secondary_indexes = bytes_of(job.local_bytes, &out.bulk_put_bytes);
  out.global_secondary_indexes = bytes_of(job.global_bytes, &out.bulk_put_bytes);
  if (job.vector_bytes.empty()) return out;
  auto& vectors = out.vector_indexes.emplace();  // not in the total (API_BulkOperationUsage)
  for (const auto& [name, bytes] : job.vector_bytes)
    vectors.emplace_back(name, BulkOperationVectorBytes{bytes});
  return out;
}

}  // namespace

BulkOperationStatus bulk_status(JobStatus status) {
  switch (status) {
    case JobStatus::kInProgress:
      return BulkOperationStatus::kInProgress;
    case JobStatus::kCompleted:
      return BulkOperationStatus::kCompleted;
    case JobStatus::kCompletedWithErrors:
      return BulkOperationStatus::kCompletedWithErrors;
    case JobStatus::kCancelling:
      return BulkOperationStatus::kCancelling;
    case JobStatus::kCancelled:
      return BulkOperationStatus::kCancelled;
    case JobStatus::kFailed:
      break;
  }
  return BulkOperationStatus::kFailed;
}

BulkOperationDescription describe(const transfer::BulkPut& job) {
  BulkOperationDescription out;
  out.bulk_operation_arn = job.arn();
  out.bulk_operation_status = bulk_status(job.status.get());
  out.table_details.push_back({job.table_name, job.table_id});
  out.client_token = unless_empty(job.client_token);
  out.input_s3_configuration = input_of(job);
  out.output_s3_configuration = output_of(job);
  out.start_time = {job.start_millis};
  out.end_time = unless_zero(job.end_millis);
  out.processed_item_count = job.processed_items;
  out.processed_input_bytes = job.processed_bytes;
  if (job.total_bytes >= 0) out.total_input_bytes = job.total_bytes;
  out.bulk_operation_usage.push_back(usage_of(job));
  out.failed_item_count = job.failed_items;
  out.failure_code = unless_empty(job.failure.code);
  out.failure_message = unless_empty(job.failure.message);
  if (job.max_units != 0) out.max_write_request_units = job.max_units;
  out.performance_tier = job.tier.get() == transfer::BulkTier::kAccelerated
                             ? BulkOperationPerformanceTier::kAccelerated
                             : BulkOperationPerformanceTier::kStandard;
  return out;
}

BulkOperationSummary summarize(const transfer::BulkPut& job) {
  return {job.arn(), bulk_status(job.status.get()), {job.start_millis}, unless_zero(job.end_millis)};
}

}  // namespace stator::services::dynamodb
