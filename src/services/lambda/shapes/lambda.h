// The shapes of Lambda.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"

namespace stator::services::lambda {

using aws::protocol::Enum;
using aws::protocol::Map;
using aws::protocol::Structure;
using aws::protocol::Timestamp;

enum class InvocationType { kEvent, kRequestResponse, kDryRun };
enum class LogType { kNone, kTail };
enum class StartingPosition { kTrimHorizon, kLatest, kAtTimestamp };

extern const std::string_view kStartingPositions[3];

struct VariablesEnvironment {
  std::optional<Map<std::string>> variables;
};
struct EphemeralStorage {
  std::optional<std::int64_t> size;
};
struct FunctionCode {
  std::optional<std::string> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
  std::optional<std::string> image_uri;
};
struct TracingConfig {
  std::string mode;
};
struct LoggingConfig {
  std::string log_format;
  std::string log_group;
};
struct SnapStart {
  std::string apply_on;
  std::string optimization_status;
};
struct CreateFunctionRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> runtime;
  std::optional<std::string> role;
  std::optional<std::string> handler;
  std::optional<FunctionCode> code;
  std::optional<std::string> description;
  std::optional<std::int64_t> timeout;
  std::optional<std::int64_t> memory_size;
  std::optional<bool> publish;
  std::optional<std::string> package_type;
  std::optional<VariablesEnvironment> environment;
  std::optional<Map<std::string>> tags;
  std::optional<std::vector<std::string>> architectures;
  std::optional<EphemeralStorage> ephemeral_storage;
  std::optional<std::vector<std::string>> layers;
};
struct LayerOfFunction {
  std::string arn;
  std::int64_t code_size = 0;
};
struct FunctionConfiguration {
  std::string function_name;
  std::string function_arn;
  std::string runtime;
  std::string role;
  std::string handler;
  std::int64_t code_size = 0;
  std::string description;
  std::int64_t timeout = 0;
  std::int64_t memory_size = 0;
  std::string last_modified;
  std::string code_sha256;
  std::string version;
  std::optional<VariablesEnvironment> environment;
  TracingConfig tracing_config;
  std::string revision_id;
  std::string state;
  std::string last_update_status;
  std::string package_type;
  std::vector<std::string> architectures;
  EphemeralStorage ephemeral_storage;
  SnapStart snap_start;
  LoggingConfig logging_config;
  std::optional<std::vector<LayerOfFunction>> layers;
};
struct FunctionRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
};
struct CodeLocation {
  std::string repository_type;
  std::string location;
};
struct Concurrency {
  std::optional<std::int64_t> reserved_concurrent_executions;
};
struct GetFunctionResponse {
  FunctionConfiguration configuration;
  CodeLocation code;
  std::optional<Map<std::string>> tags;
  std::optional<Concurrency> concurrency;
};
struct ListRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> function_version;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListFunctionsResponse {
  std::vector<FunctionConfiguration> functions;
  std::optional<std::string> next_marker;
};
struct ListVersionsResponse {
  std::vector<FunctionConfiguration> versions;
  std::optional<std::string> next_marker;
};
struct UpdateFunctionCodeRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
  std::optional<bool> publish;
  std::optional<bool> dry_run;
  std::optional<std::string> revision_id;
  std::optional<std::vector<std::string>> architectures;
};
struct UpdateFunctionConfigurationRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> role;
  std::optional<std::string> handler;
  std::optional<std::string> description;
  std::optional<std::int64_t> timeout;
  std::optional<std::int64_t> memory_size;
  std::optional<VariablesEnvironment> environment;
  std::optional<std::string> runtime;
  std::optional<std::string> revision_id;
  std::optional<EphemeralStorage> ephemeral_storage;
  std::optional<std::vector<std::string>> layers;
};
struct InvokeRequest {
  std::optional<std::string> function_name;
  std::optional<Enum<InvocationType>> invocation_type;
  std::optional<Enum<LogType>> log_type;
  std::optional<std::string> client_context;
  std::optional<std::string> payload;
  std::optional<std::string> qualifier;
};
struct InvokeResponse {
  std::int64_t status_code = 0;
  std::optional<std::string> function_error;
  std::optional<std::string> log_result;
  std::optional<std::string> executed_version;
  std::string payload;
};
struct PublishVersionRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> code_sha256;
  std::optional<std::string> description;
  std::optional<std::string> revision_id;
};
struct AliasRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> name;
  std::optional<std::string> function_version;
  std::optional<std::string> description;
  std::optional<std::string> revision_id;
};
struct AliasConfiguration {
  std::string alias_arn;
  std::string name;
  std::string function_version;
  std::string description;
  std::string revision_id;
};
struct ListAliasesResponse {
  std::vector<AliasConfiguration> aliases;
  std::optional<std::string> next_marker;
};
struct AddPermissionRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> statement_id;
  std::optional<std::string> action;
  std::optional<std::string> principal;
  std::optional<std::string> source_arn;
  std::optional<std::string> source_account;
  std::optional<std::string> event_source_token;
  std::optional<std::string> principal_org_id;
  std::optional<std::string> function_url_auth_type;
  std::optional<std::string> qualifier;
  std::optional<std::string> revision_id;
};
struct AddPermissionResponse {
  std::string statement;
};
struct RemovePermissionRequest {
  std::optional<std::string> function_name;
  std::optional<std::string> statement_id;
  std::optional<std::string> qualifier;
  std::optional<std::string> revision_id;
};
struct GetPolicyResponse {
  std::string policy;
  std::string revision_id;
};
struct TagsRequest {
  std::optional<std::string> resource;
  std::optional<Map<std::string>> tags;
  std::optional<std::vector<std::string>> tag_keys;
};
struct TagsResponse {
  Map<std::string> tags;
};
struct PutConcurrencyRequest {
  std::optional<std::string> function_name;
  std::optional<std::int64_t> reserved_concurrent_executions;
};
struct CodeSigningResponse {
  std::string function_name;
};
struct Filter {
  std::optional<std::string> pattern;
};
struct FilterCriteria {
  std::optional<std::vector<Filter>> filters;
};
struct OnFailure {
  std::optional<std::string> destination;
};
struct OnSuccess {
  std::optional<std::string> destination;
};
struct DestinationConfig {
  std::optional<OnSuccess> on_success;
  std::optional<OnFailure> on_failure;
};
struct MappingRequest {
  std::optional<std::string> uuid;
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<bool> enabled;
  std::optional<std::int64_t> batch_size;
  std::optional<FilterCriteria> filter_criteria;
  std::optional<std::int64_t> maximum_batching_window_in_seconds;
  std::optional<std::int64_t> parallelization_factor;
  std::optional<DestinationConfig> destination_config;
  std::optional<std::int64_t> maximum_record_age_in_seconds;
  std::optional<bool> bisect_batch_on_function_error;
  std::optional<std::int64_t> maximum_retry_attempts;
  std::optional<std::int64_t> tumbling_window_in_seconds;
  std::optional<std::vector<std::string>> function_response_types;
  std::optional<Enum<StartingPosition>> starting_position;
};
struct MappingConfiguration {
  std::string uuid;
  std::string starting_position;
  std::int64_t batch_size = 0;
  std::int64_t maximum_batching_window_in_seconds = 0;
  std::int64_t parallelization_factor = 0;
  std::string event_source_arn;
  std::optional<FilterCriteria> filter_criteria;
  std::string function_arn;
  Timestamp last_modified;
  std::string last_processing_result;
  std::string state;
  std::string state_transition_reason;
  DestinationConfig destination_config;
  std::int64_t maximum_record_age_in_seconds = 0;
  bool bisect_batch_on_function_error = false;
  std::int64_t maximum_retry_attempts = 0;
  std::int64_t tumbling_window_in_seconds = 0;
  std::vector<std::string> function_response_types;
  std::string event_source_mapping_arn;
};
struct ListMappingsRequest {
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListMappingsResponse {
  std::vector<MappingConfiguration> event_source_mappings;
  std::optional<std::string> next_marker;
};

extern const Structure kCreateFunctionInput;
extern const Structure kFunctionConfiguration;
extern const Structure kFunctionInput;
extern const Structure kConcurrencyOutput;
extern const Structure kGetFunctionOutput;
extern const Structure kListInput;
extern const Structure kListFunctionsOutput;
extern const Structure kListVersionsOutput;
extern const Structure kUpdateFunctionCodeInput;
extern const Structure kUpdateFunctionConfigurationInput;
extern const Structure kInvokeInput;
extern const Structure kInvokeOutput;
extern const Structure kPublishVersionInput;
extern const Structure kAliasInput;
extern const Structure kAliasOutput;
extern const Structure kListAliasesOutput;
extern const Structure kAddPermissionInput;
extern const Structure kAddPermissionOutput;
extern const Structure kRemovePermissionInput;
extern const Structure kGetPolicyOutput;
extern const Structure kTagsInput;
extern const Structure kTagsOutput;
extern const Structure kPutConcurrencyInput;
extern const Structure kCodeSigningOutput;
extern const Structure kMappingInput;
extern const Structure kMappingOutput;
extern const Structure kListMappingsInput;
extern const Structure kListMappingsOutput;

}  // namespace stator::services::lambda
