#include "services/dynamodb/ops/import_table.h"

#include "messages/dynamodb.h"
#include "services/dynamodb/common/job_request.h"
#include "services/dynamodb/common/table_definition.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_place.h"

namespace stator::services::dynamodb {
namespace {

transfer::DataFormat to_format(InputFormat format) {
  switch (format) {
    case InputFormat::kDynamodbJson:
      return transfer::DataFormat::kDynamodbJson;
    case InputFormat::kIon:
      return transfer::DataFormat::kIon;
    case InputFormat::kCsv:
      return transfer::DataFormat::kCsv;
  }
  return transfer::DataFormat::kDynamodbJson;
}

transfer::Compression to_compression(InputCompressionType compression) {
  switch (compression) {
    case InputCompressionType::kGzip:
      return transfer::Compression::kGzip;
    case InputCompressionType::kZstd:
      return transfer::Compression::kZstd;
    case InputCompressionType::kNone:
      return transfer::Compression::kNone;
  }
  return transfer::Compression::kNone;
}

aws::Result<transfer::CsvOptions> to_csv(const ImportTableRequest& request) {
  transfer::CsvOptions csv;
  if (!request.input_format_options || !request.input_format_options->csv) return csv;
  if (request.input_format->get() != InputFormat::kCsv)
    return aws::validation_error(messages::kCsvOptionsUnwanted);
  const CsvOptions& options = *request.input_format_options->csv;
  if (options.delimiter) csv.delimiter = options.delimiter->front();
  if (options.header_list) csv.header = *options.header_list;
  return csv;
}

// By the rules of CreateTable.
aws::Result<db::table::TableSchema> to_table(const aws::RequestContext& context,
                                             const TableCreationParameters& parameters) {
  CreateTableRequest table;
  table.table_name = parameters.table_name;
  table.attribute_definitions = parameters.attribute_definitions;
  table.key_schema = parameters.key_schema;
  table.billing_mode = parameters.billing_mode;
  table.provisioned_throughput = parameters.provisioned_throughput;
  table.on_demand_throughput = parameters.on_demand_throughput;
  table.sse_specification = parameters.sse_specification;
  table.global_secondary_indexes = parameters.global_secondary_indexes;
  table.vector_indexes = parameters.vector_indexes;
  return table_definition(context, table);
}

}  // namespace

base::Task<aws::Result<ImportResponse>> import_table(Service& service, const aws::RequestContext& context,
                                                     ImportTableRequest& request) {
  transfer::ImportRequest wanted;
  STATOR_CO_ASSIGN(wanted.csv, to_csv(request));
  STATOR_CO_ASSIGN(wanted.table, to_table(context, *request.table_creation_parameters));
  wanted.client_token = request.client_token.value_or("");
  wanted.request = digest_of_request(kImportTableInput, request);
  wanted.parameters = to_text(request);
  wanted.format = to_format(request.input_format->get());
  if (request.input_compression_type)
    wanted.compression = to_compression(request.input_compression_type->get());
  S3BucketSource& source = *request.s3_bucket_source;
  wanted.bucket_owner = source.s3_bucket_owner.value_or("");
  WantedPlace place{std::move(*source.s3_bucket), source.s3_key_prefix.value_or(""), wanted.bucket_owner};
  auto granted = co_await place_to_read(service.objects, context, std::move(place));
  wanted.place = std::move(granted);
  auto job = co_await service.imports.begin(std::move(wanted));
  if (!job.ok())
    co_return import_error(std::move(job).error(), *request.table_creation_parameters->table_name);
  co_return ImportResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
