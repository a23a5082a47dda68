#include "services/dynamodb/ops/start_bulk_put_items.h"

#include <algorithm>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/bulk_description.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/job_request.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_place.h"

namespace stator::services::dynamodb {
namespace {

transfer::Compression to_compression(const InputS3Configuration& input) {
  if (!input.input_compression_type) return transfer::Compression::kNone;
  switch (input.input_compression_type->get()) {
    case InputCompressionType::kGzip:
      return transfer::Compression::kGzip;
    case InputCompressionType::kZstd:
      return transfer::Compression::kZstd;
    case InputCompressionType::kNone:
      break;
  }
  return transfer::Compression::kNone;
}

// "The S3Bucket and OutputType fields are required" (API_OutputS3Configuration), although S3Bucket is not in
// the SDK's model.
aws::Result<base::Ok> check_output(const OutputS3Configuration& output) {
  if (!output.s3_bucket) return invalid_request(messages::kBulkWithoutOutput, "S3Bucket");
  if (output.output_type->empty()) return invalid_request(messages::kBulkWithoutOutput, "OutputType");
  if (output.s3_sse_kms_key_id &&
      (!output.s3_sse_algorithm || output.s3_sse_algorithm->get() != S3SseAlgorithm::kKms))
    return aws::validation_error(messages::kBulkKeyUnwanted);
  return base::Ok{};
}

bool has(const OutputS3Configuration& output, OutputType wanted) {
  return std::ranges::any_of(*output.output_type,
                             [wanted](const auto& type) { return type.get() == wanted; });
}

}  // namespace

base::Task<aws::Result<BulkOperationResponse>> start_bulk_put_items(Service& service,
                                                                    const aws::RequestContext& context,
                                                                    StartBulkPutItemsRequest& request) {
  InputS3Configuration& input = *request.input_s3_configuration;
  OutputS3Configuration& output = *request.output_s3_configuration;
  STATOR_CO_TRY(check_output(output));
  STATOR_CO_ASSIGN(std::string table, resolve_table_name(context, *request.table_name));
  transfer::BulkPutRequest wanted;
  wanted.scope = scope_of(context);
  wanted.table_name = table;
  wanted.client_token = request.client_token.value_or("");
  wanted.request = digest_of_request(kStartBulkPutItemsInput, request);
  wanted.input_owner = input.s3_bucket_owner.value_or("");
  wanted.output_owner = output.s3_bucket_owner.value_or("");
  std::string algorithm;
  if (output.s3_sse_algorithm) {
    const bool with_key = output.s3_sse_algorithm->get() == S3SseAlgorithm::kKms;
    wanted.sse_algorithm = with_key ? "KMS" : "AES256";
    algorithm = with_key ? "aws:kms" : "AES256";
  }
  wanted.sse_key = output.s3_sse_kms_key_id.value_or("");
  if (input.input_format->get() == BulkOperationInputFormat::kIon) wanted.format = transfer::DataFormat::kIon;
  wanted.compression = to_compression(input);
  wanted.reports_errors = has(output, OutputType::kError);
  wanted.reports_conditions = has(output, OutputType::kConditionCheckFailure);
  wanted.max_units = request.max_write_request_units.value_or(0);
  if (request.performance_tier &&
      request.performance_tier->get() == BulkOperationPerformanceTier::kAccelerated)
    wanted.tier = transfer::BulkTier::kAccelerated;

  WantedPlace source{std::move(*input.s3_bucket), input.s3_key_prefix.value_or(""), wanted.input_owner};
  auto readable = co_await place_to_read(service.objects, context, std::move(source));
  wanted.input = std::move(readable);
  WantedPlace target{std::move(*output.s3_bucket), output.s3_key_prefix.value_or(""), wanted.output_owner};
  auto writable = co_await place_to_write(service.objects, context, std::move(target), std::move(algorithm));
  wanted.output = std::move(writable);
  auto job = co_await service.bulk_puts.begin(std::move(wanted));
  if (!job.ok()) co_return bulk_error(std::move(job).error(), table);
  co_return BulkOperationResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
