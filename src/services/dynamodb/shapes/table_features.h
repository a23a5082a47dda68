// What tools ask about every table: contributor insights, Kinesis destinations, global tables (those of
// 2017). All are off.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

enum class ContributorInsightsStatus { kEnabling, kEnabled, kDisabling, kDisabled, kFailed };

struct DescribeContributorInsightsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> index_name;
};
struct DescribeContributorInsightsResponse {
  std::string table_name;
  std::optional<std::string> index_name;
  Enum<ContributorInsightsStatus> status = ContributorInsightsStatus::kDisabled;
};

struct ListContributorInsightsRequest {
  std::optional<std::string> table_name;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> max_results;
};
struct ListContributorInsightsResponse {
  std::vector<DescribeContributorInsightsResponse> summaries;
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
extern const Structure kListContributorInsightsInput;
extern const Structure kListContributorInsightsOutput;
extern const Structure kDescribeKinesisDestinationOutput;
extern const Structure kDescribeGlobalTableInput;
extern const Structure kListGlobalTablesInput;
extern const Structure kListGlobalTablesOutput;

}  // namespace stator::services::dynamodb
