#include "services/dynamodb/common/table_name.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "aws/measured.h"
#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"

namespace stator::services::dynamodb {
namespace {

aws::Result<db::table::TableRef> find(const db::table::Database& database, const aws::RequestContext& context,
                                      std::string_view name) {
  auto table = database.find_table(scope_of(context), name);
  // One that is being restored takes no requests before it is complete.
  if (table.ok() && (*table)->status == db::table::TableStatus::kCreating)
    return to_aws_error({db::ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}});
  if (table.ok()) aws::measure_table(context, (*table)->id, name);
  return from_db(std::move(table));
}

}  // namespace

aws::Result<std::string> resolve_table_name(const aws::RequestContext& context,
                                            std::string_view name_or_arn) {
  if (!aws::looks_like_arn(name_or_arn)) return std::string(name_or_arn);
  constexpr std::string_view kTablePrefix = "table/";
  const auto arn = aws::parse_arn(name_or_arn);
  if (!arn || arn->service != "dynamodb" || arn->resource.substr(0, kTablePrefix.size()) != kTablePrefix ||
      arn->resource.size() == kTablePrefix.size() ||
      arn->resource.find('/', kTablePrefix.size()) != std::string_view::npos) {
    return aws::validation_error(fmt::format(messages::kBadTableArn, name_or_arn));
  }
  if (!aws::is_within_reach(*arn, context)) {
    return to_aws_error({db::ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}});
  }
  return std::string(arn->resource.substr(kTablePrefix.size()));
}

aws::Result<db::table::TableRef> find_table(db::table::Database& database, const aws::RequestContext& context,
                                            std::string_view name_or_arn) {
  if (!aws::looks_like_arn(name_or_arn)) return find(database, context, name_or_arn);
  STATOR_ASSIGN(const std::string name, resolve_table_name(context, name_or_arn));
  return find(database, context, name);
}

aws::Result<db::table::TableRef> find_named_table(const db::table::Database& database,
                                                  const aws::RequestContext& context,
                                                  std::string_view name_or_arn) {
  STATOR_ASSIGN(const std::string name, resolve_table_name(context, name_or_arn));
  auto table = database.find_table(scope_of(context), name);
  if (table.ok()) {
    aws::measure_table(context, (*table)->id, name);
    return std::move(*table);
  }
  return to_aws_error({db::ErrorKind::kResourceNotFound, fmt::format(messages::kTableNotFound, name), {}});
}

}  // namespace stator::services::dynamodb
