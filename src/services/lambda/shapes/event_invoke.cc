#include "services/lambda/shapes/event_invoke.h"

namespace stator::services::lambda {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kTime = timestamp_shape();
constexpr auto kFunctionName = string_shape(1, 140);
constexpr auto kQualifier = string_shape(1, 128);
constexpr auto kRetries = integer_shape(0, 2);
constexpr auto kAge = integer_shape(60, 21600);

constexpr Member kOnFailureMembers[] = {
    member<&OnFailure::destination>("Destination", kText),
};
constexpr Structure kOnFailureStructure{"OnFailure", kOnFailureMembers};
constexpr auto kOnFailure = structure_shape<OnFailure>(kOnFailureStructure);

constexpr Member kOnSuccessMembers[] = {
    member<&OnSuccess::destination>("Destination", kText),
};
constexpr Structure kOnSuccessStructure{"OnSuccess", kOnSuccessMembers};
constexpr auto kOnSuccess = structure_shape<OnSuccess>(kOnSuccessStructure);

constexpr Member kDestinationConfigMembers[] = {
    member<&DestinationConfig::on_success>("OnSuccess", kOnSuccess),
    member<&DestinationConfig::on_failure>("OnFailure", kOnFailure),
};
constexpr Structure kDestinationConfigStructure{"DestinationConfig", kDestinationConfigMembers};
constexpr auto kDestinationConfig = structure_shape<DestinationConfig>(kDestinationConfigStructure);

constexpr Member kInputMembers[] = {
    member<&EventInvokeRequest::function_name>("FunctionName", kFunctionName, kRequired),
    member<&EventInvokeRequest::qualifier>("Qualifier", kQualifier),
    member<&EventInvokeRequest::maximum_retry_attempts>("MaximumRetryAttempts", kRetries),
    member<&EventInvokeRequest::maximum_event_age_in_seconds>("MaximumEventAgeInSeconds", kAge),
    member<&EventInvokeRequest::destination_config>("DestinationConfig", kDestinationConfig),
};

constexpr Member kOutputMembers[] = {
    member<&EventInvokeConfiguration::last_modified>("LastModified", kTime),
    member<&EventInvokeConfiguration::function_arn>("FunctionArn", kText),
    member<&EventInvokeConfiguration::maximum_retry_attempts>("MaximumRetryAttempts", kNumber),
    member<&EventInvokeConfiguration::maximum_event_age_in_seconds>("MaximumEventAgeInSeconds", kNumber),
    member<&EventInvokeConfiguration::destination_config>("DestinationConfig", kDestinationConfig),
};
constexpr Structure kOutputStructure{"FunctionEventInvokeConfig", kOutputMembers};
constexpr auto kOutput = structure_shape<EventInvokeConfiguration>(kOutputStructure);
constexpr auto kOutputs = list_shape(kOutput);

constexpr Member kListMembers[] = {
    member<&ListEventInvokeResponse::configurations>("FunctionEventInvokeConfigs", kOutputs),
    member<&ListEventInvokeResponse::next_marker>("NextMarker", kText),
};

constexpr Member kLimitMembers[] = {
    member<&AccountLimit::total_code_size>("TotalCodeSize", kNumber),
    member<&AccountLimit::code_size_unzipped>("CodeSizeUnzipped", kNumber),
    member<&AccountLimit::code_size_zipped>("CodeSizeZipped", kNumber),
    member<&AccountLimit::concurrent_executions>("ConcurrentExecutions", kNumber),
    member<&AccountLimit::unreserved_concurrent_executions>("UnreservedConcurrentExecutions", kNumber),
};
constexpr Structure kLimitStructure{"AccountLimit", kLimitMembers};
constexpr auto kLimit = structure_shape<AccountLimit>(kLimitStructure);

constexpr Member kUsageMembers[] = {
    member<&AccountUsage::total_code_size>("TotalCodeSize", kNumber),
    member<&AccountUsage::function_count>("FunctionCount", kNumber),
};
constexpr Structure kUsageStructure{"AccountUsage", kUsageMembers};
constexpr auto kUsage = structure_shape<AccountUsage>(kUsageStructure);

constexpr Member kSettingsMembers[] = {
    member<&AccountSettingsResponse::limit>("AccountLimit", kLimit),
    member<&AccountSettingsResponse::usage>("AccountUsage", kUsage),
};

}  // namespace

constinit const Structure kEventInvokeInput{"PutFunctionEventInvokeConfigRequest", kInputMembers};
constinit const Structure kEventInvokeOutput{"FunctionEventInvokeConfig", kOutputMembers};
constinit const Structure kListEventInvokeOutput{"ListFunctionEventInvokeConfigsResponse", kListMembers};
constinit const Structure kAccountSettingsInput{"GetAccountSettingsRequest", {}};
constinit const Structure kAccountSettingsOutput{"GetAccountSettingsResponse", kSettingsMembers};

}  // namespace stator::services::lambda
