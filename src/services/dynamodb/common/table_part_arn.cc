#include "services/dynamodb/common/table_part_arn.h"

#include <string>

namespace stator::services::dynamodb {

std::optional<TablePart> parse_table_part(std::string_view text, std::string_view kind) {
  constexpr std::string_view kTable = "table/";
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) return std::nullopt;
  const std::string_view resource = arn->resource.substr(kTable.size());
  const std::string middle = '/' + std::string(kind) + '/';
  const std::size_t at = resource.find(middle);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view name = resource.substr(0, at), id = resource.substr(at + middle.size());
  if (name.empty() || name.find('/') != std::string_view::npos || id.empty() ||
      id.find('/') != std::string_view::npos)
    return std::nullopt;
  return TablePart{*arn, name, id};
}

}  // namespace stator::services::dynamodb
