#include "services/dynamodb/ops/export_table_to_point_in_time.h"

#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/export_filter.h"
#include "services/dynamodb/common/job_request.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"
#include "services/dynamodb/common/transfer_place.h"

namespace stator::services::dynamodb {
namespace {

aws::Result<base::Ok> set_full(const ExportTableRequest& request, transfer::ExportRequest* out) {
  if (request.incremental_export_specification)
    return aws::validation_error(messages::kIncrementOfFullExport);
  if (request.export_time) out->at_millis = request.export_time->unix_millis;
  return base::Ok{};
}

// Without an end: until now, but for 24 hours at most.
aws::Result<base::Ok> check_increment(std::int64_t from, std::optional<std::int64_t> to, std::int64_t now) {
  if (!to && from > now) return invalid_export_time();
  if (to && from >= *to) return aws::validation_error(messages::kIncrementEndsFirst);
  const std::int64_t span = to.value_or(now) - from;
  if (span < transfer::kMinIncrementMillis) return aws::validation_error(messages::kIncrementTooShort);
  if (to && span > transfer::kMaxIncrementMillis) return aws::validation_error(messages::kIncrementTooLong);
  return base::Ok{};
}

aws::Result<base::Ok> set_increment(const aws::RequestContext& context, const ExportTableRequest& request,
                                    transfer::ExportRequest* out) {
  if (request.export_time) return aws::validation_error(messages::kTimeOfIncrementalExport);
  const auto& increment = request.incremental_export_specification;
  if (!increment || !increment->export_from_time) return aws::validation_error(messages::kIncrementMissing);
  out->type = transfer::ExportType::kIncremental;
  out->from_millis = increment->export_from_time->unix_millis;
  if (increment->export_to_time) out->at_millis = increment->export_to_time->unix_millis;
  if (increment->export_view_type && increment->export_view_type->get() == ExportViewType::kNewImage)
    out->view = transfer::ExportView::kNewImage;
  return check_increment(out->from_millis, out->at_millis, context.clock->unix_millis());
}

}  // namespace

base::Task<aws::Result<ExportResponse>> export_table_to_point_in_time(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      ExportTableRequest& request) {
  STATOR_CO_ASSIGN(auto table, parse_transfer_table(context, *request.table_arn));
  if (!table) co_return table_to_export_not_found(*request.table_arn);
  transfer::ExportRequest wanted;
  const bool full = !request.export_type || request.export_type->get() == ExportType::kFullExport;
  STATOR_CO_TRY(full ? set_full(request, &wanted) : set_increment(context, request, &wanted));
  wanted.scope = scope_of(context);
  wanted.table_name = *table;
  const auto source = service.database.find_table(wanted.scope, *table);
  STATOR_CO_ASSIGN(wanted.filter,
                   export_filter(request.filter_specification, source.ok() ? source->get() : nullptr));
  wanted.client_token = request.client_token.value_or("");
  wanted.request = digest_of_request(kExportTableInput, request);
  wanted.bucket_owner = request.s3_bucket_owner.value_or("");
  const bool with_key = request.s3_sse_algorithm && request.s3_sse_algorithm->get() == S3SseAlgorithm::kKms;
  if (with_key) wanted.sse_algorithm = "KMS";
  wanted.sse_key = request.s3_sse_kms_key_id.value_or("");
  if (request.export_format && request.export_format->get() == ExportFormat::kIon)
    wanted.format = transfer::DataFormat::kIon;
  WantedPlace place{std::move(*request.s3_bucket), request.s3_prefix.value_or(""), wanted.bucket_owner};
  std::string algorithm = with_key ? "aws:kms" : "AES256";
  auto granted = co_await place_to_write(service.objects, context, std::move(place), std::move(algorithm));
  wanted.place = std::move(granted);
  auto job = co_await service.exports.begin(std::move(wanted));
  if (!job.ok()) co_return export_error(std::move(job).error(), *table);
  co_return ExportResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
