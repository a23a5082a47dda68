#include "services/lambda/shapes/lambda.h"

#include <algorithm>

#include "functions/trigger.h"

namespace stator::services::lambda {

constinit const std::string_view kStartingPositions[3] = {"TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"};

namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

constexpr bool is_invoke_action(std::string_view text) {
  constexpr std::string_view kPrefix = "lambda:";
  if (text == "*" || text == "lambda:*") return true;
  if (!text.starts_with(kPrefix) || text.size() == kPrefix.size()) return false;
  text.remove_prefix(kPrefix.size());
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// A name, with a qualifier or without; or an ARN, or the end of one.
constexpr bool is_function_name(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(':'));
    if (part.empty() || (!is_word(part) && part != "$LATEST")) return false;
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return true;
}

constexpr bool is_role(std::string_view text) {
  constexpr std::string_view kBegin = "arn:aws", kMiddle = ":iam::", kEnd = ":role/";
  if (!text.starts_with(kBegin)) return false;
  const std::size_t middle = text.find(kMiddle);
  if (middle == std::string_view::npos || !is_word(text.substr(kBegin.size(), middle - kBegin.size())))
    return false;
  text.remove_prefix(middle + kMiddle.size());
  const std::string_view account = text.substr(0, 12);
  const bool digits =
      account.size() == 12 && account.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || !text.substr(12).starts_with(kEnd)) return false;
  const std::string_view name = text.substr(12 + kEnd.size());
  return !name.empty() && name.find_first_of(" \t\n:\"*<>") == std::string_view::npos;
}

// arn:PARTITION:SERVICE:REGION:ACCOUNT:anything, with region and account or without.
constexpr bool is_arn(std::string_view text) {
  if (!text.starts_with("arn:aws")) return false;
  std::string_view parts[4];  // of the partition, after "arn:"
  text.remove_prefix(4);
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const std::string_view account = parts[3];
  return is_word(parts[0]) && !parts[1].empty() && is_word(parts[1]) && is_word(parts[2]) &&
         (account.empty() ||
          (account.size() == 12 && account.find_first_not_of("0123456789") == std::string_view::npos));
}
constexpr bool is_arn_or_empty(std::string_view text) { return text.empty() || is_arn(text); }

constexpr bool has_no_blank(std::string_view text) {
  return text.find_first_of(" \t\n\r") == std::string_view::npos;
}
constexpr bool is_alias_name(std::string_view text) {
  return is_word(text) && text.find_first_not_of("0123456789") != std::string_view::npos;
}
constexpr bool is_version(std::string_view text) {
  return text == "$LATEST" ||
         (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos);
}
constexpr bool is_qualifier(std::string_view text) { return text == "$LATEST" || is_word(text); }

constexpr Pattern kFunctionNamePattern{
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)",
    is_function_name};
constexpr Pattern kRolePattern{R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)", is_role};
#define STATOR_ARN R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*))"
constexpr Pattern kArnPattern{STATOR_ARN, is_arn};
constexpr Pattern kDestinationPattern{"^$|" STATOR_ARN, is_arn_or_empty};
#undef STATOR_ARN
constexpr Pattern kHandlerPattern{R"([^\s]+)", has_no_blank};
constexpr Pattern kAliasPattern{"(?!^[0-9]+$)([a-zA-Z0-9-_]+)", is_alias_name};
constexpr Pattern kVersionPattern{R"((\$LATEST|[0-9]+))", is_version};
constexpr Pattern kQualifierPattern{"(|[a-zA-Z0-9$_-]+)", is_qualifier};
constexpr Pattern kActionPattern{"(lambda:[*]|lambda:[a-zA-Z]+|[*])", is_invoke_action};
constexpr Pattern kStatementPattern{"([a-zA-Z0-9-_]+)", is_word};

constexpr std::string_view kInvocationTypes[] = {"Event", "RequestResponse", "DryRun"};
constexpr std::string_view kLogTypes[] = {"None", "Tail"};

constexpr auto kText = string_shape();
constexpr auto kTexts = list_shape(kText);
constexpr auto kArchitectures = list_shape(kText, 1, 1);
constexpr auto kArn = string_shape(kNoMinimum, kNoMaximum, &kArnPattern);
constexpr auto kDestinationArn = string_shape(0, 350, &kDestinationPattern);
constexpr auto kNumber = long_shape();
constexpr auto kFlag = boolean_shape();
constexpr auto kTime = timestamp_shape();
constexpr auto kFunctionName = string_shape(1, 140, &kFunctionNamePattern);
constexpr auto kAnyFunctionName = string_shape(1, 170, &kFunctionNamePattern);
constexpr auto kQualifier = string_shape(1, 128, &kQualifierPattern);
constexpr auto kRole = string_shape(kNoMinimum, kNoMaximum, &kRolePattern);
constexpr auto kHandler = string_shape(0, 128, &kHandlerPattern);
constexpr auto kDescription = string_shape(0, 256);
constexpr auto kTimeout = integer_shape(1, 900);
constexpr auto kMemory = integer_shape(128, 10240);
constexpr auto kTmpSize = integer_shape(512, 10240);
constexpr auto kMaxItems = integer_shape(1, 10000);
constexpr auto kConcurrencyNumber = integer_shape(0);
constexpr auto kVariables = map_shape(kText, kText);
constexpr auto kTags = map_shape(kText, kText);
constexpr auto kPlainTags = map_shape(kText, kText);
constexpr auto kAliasName = string_shape(1, 128, &kAliasPattern);
constexpr auto kVersion = string_shape(1, 1024, &kVersionPattern);
constexpr auto kStatementId = string_shape(1, 100, &kStatementPattern);
constexpr auto kPermissionAction = string_shape(kNoMinimum, kNoMaximum, &kActionPattern);
constexpr auto kInvocationType = enum_shape<InvocationType>(kInvocationTypes);
constexpr auto kLogType = enum_shape<LogType>(kLogTypes);
constexpr auto kStartingPosition = enum_shape<StartingPosition>(kStartingPositions);
constexpr auto kFilterPattern = string_shape(0, functions::kMaxFilterBytes);
constexpr auto kBatchSize = integer_shape(1, 10000);
constexpr auto kWindow = integer_shape(0, 300);
constexpr auto kParallelization = integer_shape(1, 10);
constexpr auto kRecordAge = integer_shape(-1, 604800);
constexpr auto kRetries = integer_shape(-1, 10000);
constexpr auto kTumbling = integer_shape(0, 900);

constexpr Member kEnvironmentMembers[] = {
    member<&VariablesEnvironment::variables>("Variables", kVariables),
};
constexpr Structure kEnvironmentStructure{"VariablesEnvironment", kEnvironmentMembers};
constexpr auto kEnvironment = structure_shape<VariablesEnvironment>(kEnvironmentStructure);

constexpr Member kEphemeralStorageMembers[] = {
    member<&EphemeralStorage::size>("Size", kTmpSize, kRequired),
};
constexpr Structure kEphemeralStorageStructure{"EphemeralStorage", kEphemeralStorageMembers};
constexpr auto kEphemeralStorage = structure_shape<EphemeralStorage>(kEphemeralStorageStructure);

constexpr Member kCodeMembers[] = {
    member<&FunctionCode::zip_file>("ZipFile", kText),
    member<&FunctionCode::s3_bucket>("S3Bucket", kText),
    member<&FunctionCode::s3_key>("S3Key", kText),
    member<&FunctionCode::s3_object_version>("S3ObjectVersion", kText),
    member<&FunctionCode::image_uri>("ImageUri", kText),
};
constexpr Structure kCodeStructure{"FunctionCode", kCodeMembers};
constexpr auto kCode = structure_shape<FunctionCode>(kCodeStructure);

constexpr Member kTracingMembers[] = {
    member<&TracingConfig::mode>("Mode", kText),
};
constexpr Structure kTracingStructure{"TracingConfig", kTracingMembers};
constexpr auto kTracing = structure_shape<TracingConfig>(kTracingStructure);

constexpr Member kLoggingMembers[] = {
    member<&LoggingConfig::log_format>("LogFormat", kText),
    member<&LoggingConfig::log_group>("LogGroup", kText),
};
constexpr Structure kLoggingStructure{"LoggingConfig", kLoggingMembers};
constexpr auto kLogging = structure_shape<LoggingConfig>(kLoggingStructure);

constexpr Member kSnapStartMembers[] = {
    member<&SnapStart::apply_on>("ApplyOn", kText),
    member<&SnapStart::optimization_status>("OptimizationStatus", kText),
};
constexpr Structure kSnapStartStructure{"SnapStart", kSnapStartMembers};
constexpr auto kSnapStart = structure_shape<SnapStart>(kSnapStartStructure);

constexpr Member kCreateFunctionInputMembers[] = {
    member<&CreateFunctionRequest::function_name>("FunctionName", kFunctionName, kRequired),
    member<&CreateFunctionRequest::runtime>("Runtime", kText),
    member<&CreateFunctionRequest::role>("Role", kRole, kRequired),
    member<&CreateFunctionRequest::handler>("Handler", kHandler),
    member<&CreateFunctionRequest::code>("Code", kCode, kRequired),
    member<&CreateFunctionRequest::description>("Description", kDescription),
    member<&CreateFunctionRequest::timeout>("Timeout", kTimeout),
    member<&CreateFunctionRequest::memory_size>("MemorySize", kMemory),
    member<&CreateFunctionRequest::publish>("Publish", kFlag),
    member<&CreateFunctionRequest::package_type>("PackageType", kText),
    member<&CreateFunctionRequest::environment>("Environment", kEnvironment),
    member<&CreateFunctionRequest::tags>("Tags", kTags),
    member<&CreateFunctionRequest::architectures>("Architectures", kArchitectures),
    member<&CreateFunctionRequest::ephemeral_storage>("EphemeralStorage", kEphemeralStorage),
    member<&CreateFunctionRequest::layers>("Layers", kTexts),
};

constexpr Member kLayerOfFunctionMembers[] = {
    member<&LayerOfFunction::arn>("Arn", kText),
    member<&LayerOfFunction::code_size>("CodeSize", kNumber),
};
constexpr Structure kLayerOfFunctionStructure{"Layer", kLayerOfFunctionMembers};
constexpr auto kLayerOfFunction = structure_shape<LayerOfFunction>(kLayerOfFunctionStructure);
constexpr auto kLayersOfFunction = list_shape(kLayerOfFunction);

constexpr Member kFunctionConfigurationMembers[] = {
    member<&FunctionConfiguration::function_name>("FunctionName", kText),
    member<&FunctionConfiguration::function_arn>("FunctionArn", kText),
    member<&FunctionConfiguration::runtime>("Runtime", kText),
    member<&FunctionConfiguration::role>("Role", kText),
    member<&FunctionConfiguration::handler>("Handler", kText),
    member<&FunctionConfiguration::code_size>("CodeSize", kNumber),
    member<&FunctionConfiguration::description>("Description", kText),
    member<&FunctionConfiguration::timeout>("Timeout", kNumber),
    member<&FunctionConfiguration::memory_size>("MemorySize", kNumber),
    member<&FunctionConfiguration::last_modified>("LastModified", kText),
    member<&FunctionConfiguration::code_sha256>("CodeSha256", kText),
    member<&FunctionConfiguration::version>("Version", kText),
    member<&FunctionConfiguration::environment>("Environment", kEnvironment),
    member<&FunctionConfiguration::tracing_config>("TracingConfig", kTracing),
    member<&FunctionConfiguration::revision_id>("RevisionId", kText),
    member<&FunctionConfiguration::state>("State", kText),
    member<&FunctionConfiguration::last_update_status>("LastUpdateStatus", kText),
    member<&FunctionConfiguration::package_type>("PackageType", kText),
    member<&FunctionConfiguration::architectures>("Architectures", kTexts),
    member<&FunctionConfiguration::ephemeral_storage>("EphemeralStorage", kEphemeralStorage),
    member<&FunctionConfiguration::snap_start>("SnapStart", kSnapStart),
    member<&FunctionConfiguration::logging_config>("LoggingConfig", kLogging),
    member<&FunctionConfiguration::layers>("Layers", kLayersOfFunction),
};
constexpr Structure kFunctionConfigurationStructure{"FunctionConfiguration", kFunctionConfigurationMembers};
constexpr auto kFunctionConfigurationShape =
    structure_shape<FunctionConfiguration>(kFunctionConfigurationStructure);
constexpr auto kConfigurations = list_shape(kFunctionConfigurationShape);

constexpr Member kFunctionInputMembers[] = {
    member<&FunctionRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&FunctionRequest::qualifier>("Qualifier", kQualifier),
};

constexpr Member kCodeLocationMembers[] = {
    member<&CodeLocation::repository_type>("RepositoryType", kText),
    member<&CodeLocation::location>("Location", kText),
};
constexpr Structure kCodeLocationStructure{"CodeLocation", kCodeLocationMembers};
constexpr auto kCodeLocation = structure_shape<CodeLocation>(kCodeLocationStructure);

constexpr Member kConcurrencyOutputMembers[] = {
    member<&Concurrency::reserved_concurrent_executions>("ReservedConcurrentExecutions", kNumber),
};
constexpr Structure kConcurrencyOutputStructure{"Concurrency", kConcurrencyOutputMembers};
constexpr auto kConcurrency = structure_shape<Concurrency>(kConcurrencyOutputStructure);

constexpr Member kGetFunctionOutputMembers[] = {
    member<&GetFunctionResponse::configuration>("Configuration", kFunctionConfigurationShape),
    member<&GetFunctionResponse::code>("Code", kCodeLocation),
    member<&GetFunctionResponse::tags>("Tags", kPlainTags),
    member<&GetFunctionResponse::concurrency>("Concurrency", kConcurrency),
};

constexpr Member kListInputMembers[] = {
    member<&ListRequest::function_name>("FunctionName", kAnyFunctionName),
    member<&ListRequest::function_version>("FunctionVersion", kText),
    member<&ListRequest::marker>("Marker", kText),
    member<&ListRequest::max_items>("MaxItems", kMaxItems),
};

constexpr Member kListFunctionsOutputMembers[] = {
    member<&ListFunctionsResponse::functions>("Functions", kConfigurations),
    member<&ListFunctionsResponse::next_marker>("NextMarker", kText),
};

constexpr Member kListVersionsOutputMembers[] = {
    member<&ListVersionsResponse::versions>("Versions", kConfigurations),
    member<&ListVersionsResponse::next_marker>("NextMarker", kText),
};

constexpr Member kUpdateFunctionCodeInputMembers[] = {
    member<&UpdateFunctionCodeRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&UpdateFunctionCodeRequest::zip_file>("ZipFile", kText),
    member<&UpdateFunctionCodeRequest::s3_bucket>("S3Bucket", kText),
    member<&UpdateFunctionCodeRequest::s3_key>("S3Key", kText),
    member<&UpdateFunctionCodeRequest::s3_object_version>("S3ObjectVersion", kText),
    member<&UpdateFunctionCodeRequest::publish>("Publish", kFlag),
    member<&UpdateFunctionCodeRequest::dry_run>("DryRun", kFlag),
    member<&UpdateFunctionCodeRequest::revision_id>("RevisionId", kText),
    member<&UpdateFunctionCodeRequest::architectures>("Architectures", kArchitectures),
};

constexpr Member kUpdateFunctionConfigurationInputMembers[] = {
    member<&UpdateFunctionConfigurationRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&UpdateFunctionConfigurationRequest::role>("Role", kRole),
    member<&UpdateFunctionConfigurationRequest::handler>("Handler", kHandler),
    member<&UpdateFunctionConfigurationRequest::description>("Description", kDescription),
    member<&UpdateFunctionConfigurationRequest::timeout>("Timeout", kTimeout),
    member<&UpdateFunctionConfigurationRequest::memory_size>("MemorySize", kMemory),
    member<&UpdateFunctionConfigurationRequest::environment>("Environment", kEnvironment),
    member<&UpdateFunctionConfigurationRequest::runtime>("Runtime", kText),
    member<&UpdateFunctionConfigurationRequest::revision_id>("RevisionId", kText),
    member<&UpdateFunctionConfigurationRequest::ephemeral_storage>("EphemeralStorage", kEphemeralStorage),
    member<&UpdateFunctionConfigurationRequest::layers>("Layers", kTexts),
};

constexpr Member kInvokeInputMembers[] = {
    member<&InvokeRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&InvokeRequest::invocation_type>("InvocationType", kInvocationType),
    member<&InvokeRequest::log_type>("LogType", kLogType),
    member<&InvokeRequest::client_context>("ClientContext", kText),
    member<&InvokeRequest::payload>("Payload", kText),
    member<&InvokeRequest::qualifier>("Qualifier", kQualifier),
};

constexpr Member kInvokeOutputMembers[] = {
    member<&InvokeResponse::status_code>("StatusCode", kNumber),
    member<&InvokeResponse::function_error>("FunctionError", kText),
    member<&InvokeResponse::log_result>("LogResult", kText),
    member<&InvokeResponse::executed_version>("ExecutedVersion", kText),
    member<&InvokeResponse::payload>("Payload", kText),
};

constexpr Member kPublishVersionInputMembers[] = {
    member<&PublishVersionRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&PublishVersionRequest::code_sha256>("CodeSha256", kText),
    member<&PublishVersionRequest::description>("Description", kDescription),
    member<&PublishVersionRequest::revision_id>("RevisionId", kText),
};

constexpr Member kAliasInputMembers[] = {
    member<&AliasRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&AliasRequest::name>("Name", kAliasName, kRequired),
    member<&AliasRequest::function_version>("FunctionVersion", kVersion),
    member<&AliasRequest::description>("Description", kDescription),
    member<&AliasRequest::revision_id>("RevisionId", kText),
};

constexpr Member kAliasOutputMembers[] = {
    member<&AliasConfiguration::alias_arn>("AliasArn", kText),
    member<&AliasConfiguration::name>("Name", kText),
    member<&AliasConfiguration::function_version>("FunctionVersion", kText),
    member<&AliasConfiguration::description>("Description", kText),
    member<&AliasConfiguration::revision_id>("RevisionId", kText),
};
constexpr Structure kAliasOutputStructure{"AliasConfiguration", kAliasOutputMembers};
constexpr auto kAliasOutputShape = structure_shape<AliasConfiguration>(kAliasOutputStructure);
constexpr auto kAliases = list_shape(kAliasOutputShape);

constexpr Member kListAliasesOutputMembers[] = {
    member<&ListAliasesResponse::aliases>("Aliases", kAliases),
    member<&ListAliasesResponse::next_marker>("NextMarker", kText),
};

constexpr Member kAddPermissionInputMembers[] = {
    member<&AddPermissionRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&AddPermissionRequest::statement_id>("StatementId", kStatementId, kRequired),
    member<&AddPermissionRequest::action>("Action", kPermissionAction, kRequired),
    member<&AddPermissionRequest::principal>("Principal", kText, kRequired),
    member<&AddPermissionRequest::source_arn>("SourceArn", kText),
    member<&AddPermissionRequest::source_account>("SourceAccount", kText),
    member<&AddPermissionRequest::event_source_token>("EventSourceToken", kText),
    member<&AddPermissionRequest::principal_org_id>("PrincipalOrgID", kText),
    member<&AddPermissionRequest::function_url_auth_type>("FunctionUrlAuthType", kText),
    member<&AddPermissionRequest::qualifier>("Qualifier", kQualifier),
    member<&AddPermissionRequest::revision_id>("RevisionId", kText),
};

constexpr Member kAddPermissionOutputMembers[] = {
    member<&AddPermissionResponse::statement>("Statement", kText),
};

constexpr Member kRemovePermissionInputMembers[] = {
    member<&RemovePermissionRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&RemovePermissionRequest::statement_id>("StatementId", kText, kRequired),
    member<&RemovePermissionRequest::qualifier>("Qualifier", kQualifier),
    member<&RemovePermissionRequest::revision_id>("RevisionId", kText),
};

constexpr Member kGetPolicyOutputMembers[] = {
    member<&GetPolicyResponse::policy>("Policy", kText),
    member<&GetPolicyResponse::revision_id>("RevisionId", kText),
};

constexpr Member kTagsInputMembers[] = {
    member<&TagsRequest::resource>("Resource", kText, kRequired),
    member<&TagsRequest::tags>("Tags", kTags),
    member<&TagsRequest::tag_keys>("TagKeys", kTexts),
};

constexpr Member kTagsOutputMembers[] = {
    member<&TagsResponse::tags>("Tags", kPlainTags),
};

constexpr Member kPutConcurrencyInputMembers[] = {
    member<&PutConcurrencyRequest::function_name>("FunctionName", kAnyFunctionName, kRequired),
    member<&PutConcurrencyRequest::reserved_concurrent_executions>("ReservedConcurrentExecutions",
                                                                   kConcurrencyNumber, kRequired),
};

constexpr Member kCodeSigningOutputMembers[] = {
    member<&CodeSigningResponse::function_name>("FunctionName", kText),
};

constexpr Member kFilterMembers[] = {
    member<&Filter::pattern>("Pattern", kFilterPattern),
};
constexpr Structure kFilterStructure{"Filter", kFilterMembers};
constexpr auto kFilter = structure_shape<Filter>(kFilterStructure);
constexpr auto kFilters = list_shape(kFilter, 0, functions::kMaxFilters);

constexpr Member kFilterCriteriaMembers[] = {
    member<&FilterCriteria::filters>("Filters", kFilters),
};
constexpr Structure kFilterCriteriaStructure{"FilterCriteria", kFilterCriteriaMembers};
constexpr auto kFilterCriteria = structure_shape<FilterCriteria>(kFilterCriteriaStructure);

constexpr Member kOnFailureMembers[] = {
    member<&OnFailure::destination>("Destination", kDestinationArn),
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

constexpr Member kMappingInputMembers[] = {
    member<&MappingRequest::uuid>("UUID", kText),
    member<&MappingRequest::event_source_arn>("EventSourceArn", kArn),
    member<&MappingRequest::function_name>("FunctionName", kAnyFunctionName),
    member<&MappingRequest::enabled>("Enabled", kFlag),
    member<&MappingRequest::batch_size>("BatchSize", kBatchSize),
    member<&MappingRequest::filter_criteria>("FilterCriteria", kFilterCriteria),
    member<&MappingRequest::maximum_batching_window_in_seconds>("MaximumBatchingWindowInSeconds", kWindow),
    member<&MappingRequest::parallelization_factor>("ParallelizationFactor", kParallelization),
    member<&MappingRequest::destination_config>("DestinationConfig", kDestinationConfig),
    member<&MappingRequest::maximum_record_age_in_seconds>("MaximumRecordAgeInSeconds", kRecordAge),
    member<&MappingRequest::bisect_batch_on_function_error>("BisectBatchOnFunctionError", kFlag),
    member<&MappingRequest::maximum_retry_attempts>("MaximumRetryAttempts", kRetries),
    member<&MappingRequest::tumbling_window_in_seconds>("TumblingWindowInSeconds", kTumbling),
    member<&MappingRequest::function_response_types>("FunctionResponseTypes", kTexts),
    member<&MappingRequest::starting_position>("StartingPosition", kStartingPosition),
};

constexpr Member kMappingOutputMembers[] = {
    member<&MappingConfiguration::uuid>("UUID", kText),
    member<&MappingConfiguration::starting_position>("StartingPosition", kText),
    member<&MappingConfiguration::batch_size>("BatchSize", kNumber),
    member<&MappingConfiguration::maximum_batching_window_in_seconds>("MaximumBatchingWindowInSeconds",
                                                                      kNumber),
    member<&MappingConfiguration::parallelization_factor>("ParallelizationFactor", kNumber),
    member<&MappingConfiguration::event_source_arn>("EventSourceArn", kText),
    member<&MappingConfiguration::filter_criteria>("FilterCriteria", kFilterCriteria),
    member<&MappingConfiguration::function_arn>("FunctionArn", kText),
    member<&MappingConfiguration::last_modified>("LastModified", kTime),
    member<&MappingConfiguration::last_processing_result>("LastProcessingResult", kText),
    member<&MappingConfiguration::state>("State", kText),
    member<&MappingConfiguration::state_transition_reason>("StateTransitionReason", kText),
    member<&MappingConfiguration::destination_config>("DestinationConfig", kDestinationConfig),
    member<&MappingConfiguration::maximum_record_age_in_seconds>("MaximumRecordAgeInSeconds", kNumber),
    member<&MappingConfiguration::bisect_batch_on_function_error>("BisectBatchOnFunctionError", kFlag),
    member<&MappingConfiguration::maximum_retry_attempts>("MaximumRetryAttempts", kNumber),
    member<&MappingConfiguration::tumbling_window_in_seconds>("TumblingWindowInSeconds", kNumber),
    member<&MappingConfiguration::function_response_types>("FunctionResponseTypes", kTexts),
    member<&MappingConfiguration::event_source_mapping_arn>("EventSourceMappingArn", kText),
};
constexpr Structure kMappingOutputStructure{"MappingConfiguration", kMappingOutputMembers};
constexpr auto kMappingOutputShape = structure_shape<MappingConfiguration>(kMappingOutputStructure);
constexpr auto kMappings = list_shape(kMappingOutputShape);

constexpr Member kListMappingsInputMembers[] = {
    member<&ListMappingsRequest::event_source_arn>("EventSourceArn", kArn),
    member<&ListMappingsRequest::function_name>("FunctionName", kAnyFunctionName),
    member<&ListMappingsRequest::marker>("Marker", kText),
    member<&ListMappingsRequest::max_items>("MaxItems", kMaxItems),
};

constexpr Member kListMappingsOutputMembers[] = {
    member<&ListMappingsResponse::event_source_mappings>("EventSourceMappings", kMappings),
    member<&ListMappingsResponse::next_marker>("NextMarker", kText),
};

}  // namespace

constinit const Structure kCreateFunctionInput{"CreateFunctionInput", kCreateFunctionInputMembers};
constinit const Structure kFunctionConfiguration{"FunctionConfiguration", kFunctionConfigurationMembers};
constinit const Structure kFunctionInput{"FunctionInput", kFunctionInputMembers};
constinit const Structure kConcurrencyOutput{"ConcurrencyOutput", kConcurrencyOutputMembers};
constinit const Structure kGetFunctionOutput{"GetFunctionOutput", kGetFunctionOutputMembers};
constinit const Structure kListInput{"ListInput", kListInputMembers};
constinit const Structure kListFunctionsOutput{"ListFunctionsOutput", kListFunctionsOutputMembers};
constinit const Structure kListVersionsOutput{"ListVersionsOutput", kListVersionsOutputMembers};
constinit const Structure kUpdateFunctionCodeInput{"UpdateFunctionCodeInput",
                                                   kUpdateFunctionCodeInputMembers};
constinit const Structure kUpdateFunctionConfigurationInput{"UpdateFunctionConfigurationInput",
                                                            kUpdateFunctionConfigurationInputMembers};
constinit const Structure kInvokeInput{"InvokeInput", kInvokeInputMembers};
constinit const Structure kInvokeOutput{"InvokeOutput", kInvokeOutputMembers};
constinit const Structure kPublishVersionInput{"PublishVersionInput", kPublishVersionInputMembers};
constinit const Structure kAliasInput{"AliasInput", kAliasInputMembers};
constinit const Structure kAliasOutput{"AliasOutput", kAliasOutputMembers};
constinit const Structure kListAliasesOutput{"ListAliasesOutput", kListAliasesOutputMembers};
constinit const Structure kAddPermissionInput{"AddPermissionInput", kAddPermissionInputMembers};
constinit const Structure kAddPermissionOutput{"AddPermissionOutput", kAddPermissionOutputMembers};
constinit const Structure kRemovePermissionInput{"RemovePermissionInput", kRemovePermissionInputMembers};
constinit const Structure kGetPolicyOutput{"GetPolicyOutput", kGetPolicyOutputMembers};
constinit const Structure kTagsInput{"TagsInput", kTagsInputMembers};
constinit const Structure kTagsOutput{"TagsOutput", kTagsOutputMembers};
constinit const Structure kPutConcurrencyInput{"PutConcurrencyInput", kPutConcurrencyInputMembers};
constinit const Structure kCodeSigningOutput{"CodeSigningOutput", kCodeSigningOutputMembers};
constinit const Structure kMappingInput{"MappingInput", kMappingInputMembers};
constinit const Structure kMappingOutput{"MappingOutput", kMappingOutputMembers};
constinit const Structure kListMappingsInput{"ListMappingsInput", kListMappingsInputMembers};
constinit const Structure kListMappingsOutput{"ListMappingsOutput", kListMappingsOutputMembers};

}  // namespace stator::services::lambda
