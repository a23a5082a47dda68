#include "services/dynamodb/common/resource_arn.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

aws::Error not_found(std::string_view arn) {
  return to_aws_error({db::ErrorKind::kResourceNotFound, fmt::format(messages::kArnNotFound, arn), {}});
}
aws::Error malformed(std::string_view arn) {
  return aws::validation_error(fmt::format(messages::kBadTableArn, arn));
}

bool has_stream(const db::table::TableSchema& table, std::string_view label) {
  return (table.stream && table.stream->label == label) ||
         (table.last_stream && table.last_stream->label == label);
}

}  // namespace

aws::Result<Resource> find_resource(const db::table::Database& database, const aws::RequestContext& context,
                                    std::string_view text) {
  constexpr std::string_view kTable = "table/", kStream = "/stream/";
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) return malformed(text);
  std::string_view name = arn->resource.substr(kTable.size()), label;
  if (const std::size_t at = name.find(kStream); at != std::string_view::npos) {
    label = name.substr(at + kStream.size());
    name = name.substr(0, at);
    if (label.empty()) return malformed(text);
  }
  if (name.empty() || name.find('/') != std::string_view::npos) return malformed(text);
  if (!aws::is_within_reach(*arn, context))
    return arn->account == context.account ? malformed(text) : not_found(text);
  auto table = database.find_table(scope_of(context), name);
  if (!table.ok() || (!label.empty() && !has_stream(**table, label))) return not_found(text);
  return Resource{std::move(*table), std::string(label)};
}

aws::Result<db::table::TableRef> find_table_by_arn(const db::table::Database& database,
                                                   const aws::RequestContext& context, std::string_view arn) {
  STATOR_ASSIGN(Resource resource, find_resource(database, context, arn));
  if (!resource.stream_label.empty()) return malformed(arn);
  return std::move(resource.table);
}

}  // namespace stator::services::dynamodb
