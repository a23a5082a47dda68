// Requests and responses about invocations that nobody waits for, and about the account.
#pragma once

#include "services/lambda/shapes/lambda.h"

namespace stator::services::lambda {

struct EventInvokeRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
  std::optional<std::int64_t> maximum_retry_attempts;
  std::optional<std::int64_t> maximum_event_age_in_seconds;
  std::optional<DestinationConfig> destination_config;
};
struct EventInvokeConfiguration {
  Timestamp last_modified;
  std::string function_arn;
  std::optional<std::int64_t> maximum_retry_attempts;
  std::optional<std::int64_t> maximum_event_age_in_seconds;
  DestinationConfig destination_config;
};
struct ListEventInvokeResponse {
  std::vector<EventInvokeConfiguration> configurations;
  std::optional<std::string> next_marker;
};

struct AccountSettingsRequest {};
struct AccountLimit {
  std::int64_t total_code_size = 0;
  std::int64_t code_size_unzipped = 0;
  std::int64_t code_size_zipped = 0;
  std::int64_t concurrent_executions = 0;
  std::int64_t unreserved_concurrent_executions = 0;
};
struct AccountUsage {
  std::int64_t total_code_size = 0;
  std::int64_t function_count = 0;
};
struct AccountSettingsResponse {
  AccountLimit limit;
  AccountUsage usage;
};

extern const Structure kEventInvokeInput;
extern const Structure kEventInvokeOutput;
extern const Structure kListEventInvokeOutput;
extern const Structure kAccountSettingsInput;
extern const Structure kAccountSettingsOutput;

}  // namespace stator::services::lambda
