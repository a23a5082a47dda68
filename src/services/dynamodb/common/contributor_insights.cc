#include "services/dynamodb/common/contributor_insights.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"

namespace stator::services::dynamodb {

aws::Result<std::uint16_t> insights_place(const db::table::TableSchema& table,
                                          const std::optional<std::string>& index_name) {
  if (!index_name) return std::uint16_t{0};
  const db::table::IndexSchema* index = table.find_index(*index_name);
  if (index != nullptr && index->global) return index->id;
  return to_aws_error(
      {db::ErrorKind::kResourceNotFound, fmt::format(messages::kIndexNotFound, table.name, *index_name), {}});
}

ContributorInsightsStatus status_of(const db::table::Insights* insights) {
  if (insights == nullptr) return ContributorInsightsStatus::kDisabled;
  if (insights->refused) return ContributorInsightsStatus::kFailed;
  return insights->enabled ? ContributorInsightsStatus::kEnabled : ContributorInsightsStatus::kDisabled;
}

std::optional<Enum<ContributorInsightsMode>> mode_of(const db::table::Insights* insights) {
  if (insights == nullptr || !insights->enabled) return std::nullopt;
  return insights->mode == db::table::InsightsMode::kThrottledKeys
             ? ContributorInsightsMode::kThrottledKeys
             : ContributorInsightsMode::kAccessedAndThrottledKeys;
}

}  // namespace stator::services::dynamodb
