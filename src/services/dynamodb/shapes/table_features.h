// What tools ask about every table: contributor insights; Kinesis destinations and global tables (those of
// 2017), which are off.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

enum class ContributorInsightsStatus { kEnabling, kEnabled, kDisabling, kDisabled, kFailed };
enum class ContributorInsightsAction { kEnable, kDisable };
enum class ContributorInsightsMode { kAccessedAndThrottledKeys, kThrottledKeys };

struct FailureException {
  std::string exception_name;
  std::string exception_description;
};

struct DescribeContributorInsightsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> index_name;
};
struct DescribeContributorInsightsResponse {
  std::string table_name;
  std::optional<std::string> index_name;
  std::optional<std::vector<std::string>> rules;
  Enum<ContributorInsightsStatus> status = ContributorInsightsStatus::kDisabled;
  std::optional<Timestamp> last_update_date_time;
  std::optional<FailureException> failure;
  std::optional<Enum<ContributorInsightsMode>> mode;
};

struct UpdateContributorInsightsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> index_name;
  std::optional<Enum<ContributorInsightsAction>> action;
  std::optional<Enum<ContributorInsightsMode>> mode;
};
// Of an update, and of a list.
struct ContributorInsightsSummary {
  std::string table_name;
  std::optional<std::string> index_name;
  Enum<ContributorInsightsStatus> status = ContributorInsightsStatus::kDisabled;
  std::optional<Enum<ContributorInsightsMode>> mode;
};

struct ListContributorInsightsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> max_results;
};
struct ListContributorInsightsResponse {
  std::vector<ContributorInsightsSummary> summaries;
  std::optional<std::string> next_token;
};

struct KinesisDestination {
  std::string stream_arn;
};
struct DescribeKinesisDestinationResponse {
  std::string table_name;
  std::vector<KinesisDestination> destinations;
};

struct DescribeGlobalTableRequest {
  std::optional<std::string> global_table_name;
};

struct ListGlobalTablesRequest {
  std::optional<std::string> exclusive_start_global_table_name;
  std::optional<std::int64_t> limit;
  std::optional<std::string> region_name;
};
struct GlobalTable {
  std::string global_table_name;
};
struct ListGlobalTablesResponse {
  std::vector<GlobalTable> global_tables;
};

extern const Structure kDescribeContributorInsightsInput;
extern const Structure kDescribeContributorInsightsOutput;
extern const Structure kUpdateContributorInsightsInput;
extern const Structure kUpdateContributorInsightsOutput;
extern const Structure kListContributorInsightsInput;
extern const Structure kListContributorInsightsOutput;
extern const Structure kDescribeKinesisDestinationOutput;
extern const Structure kDescribeGlobalTableInput;
extern const Structure kListGlobalTablesInput;
extern const Structure kListGlobalTablesOutput;

}  // namespace stator::services::dynamodb
