#include "services/dynamodb/common/transfer_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/table_part_arn.h"
#include "services/dynamodb/common/transfer_errors.h"

namespace stator::services::dynamodb {
namespace {

constexpr std::size_t kTokenUnit = 8, kMinTokenBytes = 56;
constexpr char kTokenSeparator = '/';  // in no name of a table, and no id

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = base::hex_value(text[i]), low = base::hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

aws::Result<std::optional<transfer::JobName>> parse_next_token(const std::optional<std::string>& token) {
  if (!token) return std::optional<transfer::JobName>();
  const auto bytes = from_hex(*token);
  if (!bytes) return aws::validation_error(messages::kInvalidNextToken);
  const std::string_view text = std::string_view(*bytes).substr(0, bytes->find('\0'));
  const std::size_t at = text.find(kTokenSeparator);
  if (at == std::string_view::npos) return aws::validation_error(messages::kInvalidNextToken);
  transfer::JobName name{std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
  if (to_next_token(name) != *token) return aws::validation_error(messages::kInvalidNextToken);
  return std::optional<transfer::JobName>(std::move(name));
}

}  // namespace

aws::Result<transfer::JobName> parse_export_arn(const aws::RequestContext& context, std::string_view text) {
  const auto part = parse_table_part(text, "export");
  if (!part) return invalid_request(messages::kBadExportArn, text);
  if (!aws::is_within_reach(part->arn, context)) return export_not_found(text);
  return transfer::JobName{std::string(part->table_name), std::string(part->id)};
}

aws::Result<transfer::JobName> parse_import_arn(const aws::RequestContext& context, std::string_view text) {
  const auto part = parse_table_part(text, "import");
  if (!part) return invalid_request(messages::kBadImportArn, text);
  if (!aws::is_within_reach(part->arn, context)) return import_not_found(text);
  return transfer::JobName{std::string(part->table_name), std::string(part->id)};
}

aws::Result<transfer::JobName> parse_bulk_arn(const aws::RequestContext& context, std::string_view text) {
  const auto part = parse_table_part(text, "bulk-operation");
  if (!part) return invalid_request(messages::kBadBulkArn, text);
  if (!aws::is_within_reach(part->arn, context)) return bulk_not_found(text);
  return transfer::JobName{std::string(part->table_name), std::string(part->id)};
}

aws::Result<std::optional<std::string>> parse_transfer_table(const aws::RequestContext& context,
                                                             std::string_view text) {
  constexpr std::string_view kTable = "table/";
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable))
    return invalid_request(messages::kBadTableArn, text);
  const std::string_view name = arn->resource.substr(kTable.size());
  if (name.empty() || name.find('/') != std::string_view::npos)
    return invalid_request(messages::kBadTableArn, text);
  if (!aws::is_within_reach(*arn, context)) return std::optional<std::string>();
  return std::optional<std::string>(name);
}

std::string to_next_token(const transfer::JobName& last) {
  std::string bytes = last.table_name + kTokenSeparator + last.id;
  const std::size_t size = std::max(bytes.size(), kMinTokenBytes);
  bytes.resize((size + kTokenUnit - 1) / kTokenUnit * kTokenUnit, '\0');
  return base::to_hex(bytes);
}

aws::Result<transfer::JobQuery> parse_job_query(const aws::RequestContext& context,
                                                const std::optional<std::string>& next_token,
                                                std::int64_t limit) {
  transfer::JobQuery query;
  query.scope = scope_of(context);
  STATOR_ASSIGN(query.after, parse_next_token(next_token));
  query.limit = static_cast<std::size_t>(limit);
  return query;
}

}  // namespace stator::services::dynamodb
