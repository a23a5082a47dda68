// The shapes of CloudWatch's dashboards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/cloudwatch/shapes/metrics.h"
#include "services/cloudwatch/shapes/tags.h"

namespace stator::services::cloudwatch {

struct PutDashboardRequest {
  std::optional<std::string> dashboard_name;
  std::optional<std::string> dashboard_body;
  std::optional<std::vector<Tag>> tags;
};
struct DashboardValidationMessage {
  std::string data_path;
  std::string message;
};
struct PutDashboardResponse {
  std::vector<DashboardValidationMessage> dashboard_validation_messages;
};

struct GetDashboardRequest {
  std::optional<std::string> dashboard_name;
};
struct GetDashboardResponse {
  std::string dashboard_arn;
  std::string dashboard_body;
  std::string dashboard_name;
};

struct ListDashboardsRequest {
  std::optional<std::string> dashboard_name_prefix;
  std::optional<std::string> next_token;
};
struct DashboardEntry {
  std::string dashboard_name;
  std::string dashboard_arn;
  Timestamp last_modified;
  std::int64_t size = 0;
};
struct ListDashboardsResponse {
  std::vector<DashboardEntry> dashboard_entries;
  std::optional<std::string> next_token;
};

struct DeleteDashboardsRequest {
  std::optional<std::vector<std::string>> dashboard_names;
};

extern const Structure kPutDashboardInput;
extern const Structure kPutDashboardOutput;
extern const Structure kGetDashboardInput;
extern const Structure kGetDashboardOutput;
extern const Structure kListDashboardsInput;
extern const Structure kListDashboardsOutput;
extern const Structure kDeleteDashboardsInput;

}  // namespace stator::services::cloudwatch
