#include "services/lambda/service.h"

#include "services/lambda/authorization.h"
#include "services/lambda/ops/account.h"
#include "services/lambda/ops/event_invoke.h"
#include "services/lambda/ops/functions.h"
#include "services/lambda/ops/invoke.h"
#include "services/lambda/ops/layers.h"
#include "services/lambda/ops/mappings.h"
#include "services/lambda/ops/settings.h"

namespace stator::services::lambda {
namespace {

using aws::protocol::Binding;
using aws::protocol::operation;
using aws::protocol::operation_without_output;
using aws::protocol::Place;
using aws::protocol::RestOperation;

constexpr Binding kName[] = {{"FunctionName", Place::kPath, "FunctionName"}};
constexpr Binding kNameAndQualifier[] = {{"FunctionName", Place::kPath, "FunctionName"},
                                         {"Qualifier", Place::kQuery, "Qualifier"}};
constexpr Binding kListing[] = {{"FunctionVersion", Place::kQuery, "FunctionVersion"},
                                {"Marker", Place::kQuery, "Marker"},
                                {"MaxItems", Place::kQuery, "MaxItems"}};
constexpr Binding kNameAndListing[] = {{"FunctionName", Place::kPath, "FunctionName"},
                                       {"FunctionVersion", Place::kQuery, "FunctionVersion"},
                                       {"Marker", Place::kQuery, "Marker"},
                                       {"MaxItems", Place::kQuery, "MaxItems"}};
constexpr Binding kAlias[] = {{"FunctionName", Place::kPath, "FunctionName"}, {"Name", Place::kPath, "Name"}};
constexpr Binding kStatement[] = {{"FunctionName", Place::kPath, "FunctionName"},
                                  {"StatementId", Place::kPath, "StatementId"},
                                  {"Qualifier", Place::kQuery, "Qualifier"},
                                  {"RevisionId", Place::kQuery, "RevisionId"}};
constexpr Binding kResource[] = {{"Resource", Place::kPath, "ARN"}};
constexpr Binding kResourceAndKeys[] = {{"Resource", Place::kPath, "ARN"},
                                        {"TagKeys", Place::kQuery, "tagKeys"}};
constexpr Binding kMapping[] = {{"UUID", Place::kPath, "UUID"}};
constexpr Binding kMappingListing[] = {{"EventSourceArn", Place::kQuery, "EventSourceArn"},
                                       {"FunctionName", Place::kQuery, "FunctionName"},
                                       {"Marker", Place::kQuery, "Marker"},
                                       {"MaxItems", Place::kQuery, "MaxItems"}};
constexpr Binding kInvocation[] = {{"FunctionName", Place::kPath, "FunctionName"},
                                   {"InvocationType", Place::kHeader, "X-Amz-Invocation-Type"},
                                   {"LogType", Place::kHeader, "X-Amz-Log-Type"},
                                   {"ClientContext", Place::kHeader, "X-Amz-Client-Context"},
                                   {"Payload", Place::kPayload, ""},
                                   {"Qualifier", Place::kQuery, "Qualifier"}};
constexpr Binding kInvoked[] = {{"StatusCode", Place::kStatus, ""},
                                {"FunctionError", Place::kHeader, "X-Amz-Function-Error"},
                                {"LogResult", Place::kHeader, "X-Amz-Log-Result"},
                                {"ExecutedVersion", Place::kHeader, "X-Amz-Executed-Version"},
                                {"Payload", Place::kPayload, ""}};

constexpr Binding kLayerName[] = {{"LayerName", Place::kPath, "LayerName"}};
constexpr Binding kLayerVersion[] = {{"LayerName", Place::kPath, "LayerName"},
                                     {"VersionNumber", Place::kPath, "VersionNumber"}};
constexpr Binding kByArn[] = {{"Arn", Place::kQuery, "Arn"}};
constexpr Binding kLayerListing[] = {{"CompatibleRuntime", Place::kQuery, "CompatibleRuntime"},
                                     {"CompatibleArchitecture", Place::kQuery, "CompatibleArchitecture"},
                                     {"Marker", Place::kQuery, "Marker"},
                                     {"MaxItems", Place::kQuery, "MaxItems"}};
constexpr Binding kLayerNameAndListing[] = {
    {"LayerName", Place::kPath, "LayerName"},
    {"CompatibleRuntime", Place::kQuery, "CompatibleRuntime"},
    {"CompatibleArchitecture", Place::kQuery, "CompatibleArchitecture"},
    {"Marker", Place::kQuery, "Marker"},
    {"MaxItems", Place::kQuery, "MaxItems"}};

constexpr RestOperation kOperations[] = {
    {operation<Service, CreateFunctionRequest, FunctionConfiguration, create_function>(
         "CreateFunction", "lambda:CreateFunction", kCreateFunctionInput, kFunctionConfiguration),
     "POST", "/2015-03-31/functions", 201},
    {operation<Service, FunctionRequest, GetFunctionResponse, get_function>(
         "GetFunction", "lambda:GetFunction", kFunctionInput, kGetFunctionOutput),
     "GET", "/2015-03-31/functions/{FunctionName}", 200, kNameAndQualifier},
    {operation<Service, FunctionRequest, FunctionConfiguration, get_function_configuration>(
         "GetFunctionConfiguration", "lambda:GetFunctionConfiguration", kFunctionInput,
         kFunctionConfiguration),
     "GET", "/2015-03-31/functions/{FunctionName}/configuration", 200, kNameAndQualifier},
    {operation<Service, ListRequest, ListFunctionsResponse, list_functions>(
         "ListFunctions", "lambda:ListFunctions", kListInput, kListFunctionsOutput),
     "GET", "/2015-03-31/functions", 200, kListing},
    {operation<Service, UpdateFunctionCodeRequest, FunctionConfiguration, update_function_code>(
         "UpdateFunctionCode", "lambda:UpdateFunctionCode", kUpdateFunctionCodeInput, kFunctionConfiguration),
     "PUT", "/2015-03-31/functions/{FunctionName}/code", 200, kName},
    {operation<Service, UpdateFunctionConfigurationRequest, FunctionConfiguration,
               update_function_configuration>("UpdateFunctionConfiguration",
                                              "lambda:UpdateFunctionConfiguration",
                                              kUpdateFunctionConfigurationInput, kFunctionConfiguration),
     "PUT", "/2015-03-31/functions/{FunctionName}/configuration", 200, kName},
    {operation_without_output<Service, FunctionRequest, delete_function>(
         "DeleteFunction", "lambda:DeleteFunction", kFunctionInput),
     "DELETE", "/2015-03-31/functions/{FunctionName}", 204, kNameAndQualifier},
    {operation<Service, InvokeRequest, InvokeResponse, invoke>("Invoke", "lambda:InvokeFunction",
                                                               kInvokeInput, kInvokeOutput),
     "POST", "/2015-03-31/functions/{FunctionName}/invocations", 200, kInvocation, kInvoked},
    {operation<Service, PublishVersionRequest, FunctionConfiguration, publish_version>(
         "PublishVersion", "lambda:PublishVersion", kPublishVersionInput, kFunctionConfiguration),
     "POST", "/2015-03-31/functions/{FunctionName}/versions", 201, kName},
    {operation<Service, ListRequest, ListVersionsResponse, list_versions>(
         "ListVersionsByFunction", "lambda:ListVersionsByFunction", kListInput, kListVersionsOutput),
     "GET", "/2015-03-31/functions/{FunctionName}/versions", 200, kNameAndListing},
    {operation<Service, AliasRequest, AliasConfiguration, create_alias>("CreateAlias", "lambda:CreateAlias",
                                                                        kAliasInput, kAliasOutput),
     "POST", "/2015-03-31/functions/{FunctionName}/aliases", 201, kName},
    {operation<Service, AliasRequest, AliasConfiguration, get_alias>("GetAlias", "lambda:GetAlias",
                                                                     kAliasInput, kAliasOutput),
     "GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", 200, kAlias},
    {operation<Service, AliasRequest, AliasConfiguration, update_alias>("UpdateAlias", "lambda:UpdateAlias",
                                                                        kAliasInput, kAliasOutput),
     "PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", 200, kAlias},
    {operation_without_output<Service, AliasRequest, delete_alias>("DeleteAlias", "lambda:DeleteAlias",
                                                                   kAliasInput),
     "DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", 204, kAlias},
    {operation<Service, ListRequest, ListAliasesResponse, list_aliases>("ListAliases", "lambda:ListAliases",
                                                                        kListInput, kListAliasesOutput),
     "GET", "/2015-03-31/functions/{FunctionName}/aliases", 200, kNameAndListing},
    {operation<Service, AddPermissionRequest, AddPermissionResponse, add_permission>(
         "AddPermission", "lambda:AddPermission", kAddPermissionInput, kAddPermissionOutput),
     "POST", "/2015-03-31/functions/{FunctionName}/policy", 201, kNameAndQualifier},
    {operation_without_output<Service, RemovePermissionRequest, remove_permission>(
         "RemovePermission", "lambda:RemovePermission", kRemovePermissionInput),
     "DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", 204, kStatement},
    {operation<Service, FunctionRequest, GetPolicyResponse, get_policy>("GetPolicy", "lambda:GetPolicy",
                                                                        kFunctionInput, kGetPolicyOutput),
     "GET", "/2015-03-31/functions/{FunctionName}/policy", 200, kNameAndQualifier},
    {operation<Service, TagsRequest, TagsResponse, list_tags>("ListTags", "lambda:ListTags", kTagsInput,
                                                              kTagsOutput),
     "GET", "/2017-03-31/tags/{ARN}", 200, kResource},
    {operation_without_output<Service, TagsRequest, tag_resource>("TagResource", "lambda:TagResource",
                                                                  kTagsInput),
     "POST", "/2017-03-31/tags/{ARN}", 204, kResource},
    {operation_without_output<Service, TagsRequest, untag_resource>("UntagResource", "lambda:UntagResource",
                                                                    kTagsInput),
     "DELETE", "/2017-03-31/tags/{ARN}", 204, kResourceAndKeys},
    {operation<Service, PutConcurrencyRequest, Concurrency, put_concurrency>(
         "PutFunctionConcurrency", "lambda:PutFunctionConcurrency", kPutConcurrencyInput, kConcurrencyOutput),
     "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", 200, kName},
    {operation<Service, FunctionRequest, Concurrency, get_concurrency>(
         "GetFunctionConcurrency", "lambda:GetFunctionConcurrency", kFunctionInput, kConcurrencyOutput),
     "GET", "/2019-09-30/functions/{FunctionName}/concurrency", 200, kName},
    {operation_without_output<Service, FunctionRequest, delete_concurrency>(
         "DeleteFunctionConcurrency", "lambda:DeleteFunctionConcurrency", kFunctionInput),
     "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", 204, kName},
    {operation<Service, FunctionRequest, CodeSigningResponse, get_code_signing>(
         "GetFunctionCodeSigningConfig", "lambda:GetFunctionCodeSigningConfig", kFunctionInput,
         kCodeSigningOutput),
     "GET", "/2020-06-30/functions/{FunctionName}/code-signing-config", 200, kName},
    {operation<Service, EventInvokeRequest, EventInvokeConfiguration, put_event_invoke>(
         "PutFunctionEventInvokeConfig", "lambda:PutFunctionEventInvokeConfig", kEventInvokeInput,
         kEventInvokeOutput),
     "PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config", 200, kNameAndQualifier},
    {operation<Service, EventInvokeRequest, EventInvokeConfiguration, update_event_invoke>(
         "UpdateFunctionEventInvokeConfig", "lambda:UpdateFunctionEventInvokeConfig", kEventInvokeInput,
         kEventInvokeOutput),
     "POST", "/2019-09-25/functions/{FunctionName}/event-invoke-config", 200, kNameAndQualifier},
    {operation<Service, FunctionRequest, EventInvokeConfiguration, get_event_invoke>(
         "GetFunctionEventInvokeConfig", "lambda:GetFunctionEventInvokeConfig", kFunctionInput,
         kEventInvokeOutput),
     "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config", 200, kNameAndQualifier},
    {operation_without_output<Service, FunctionRequest, delete_event_invoke>(
         "DeleteFunctionEventInvokeConfig", "lambda:DeleteFunctionEventInvokeConfig", kFunctionInput),
     "DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config", 204, kNameAndQualifier},
    {operation<Service, ListRequest, ListEventInvokeResponse, list_event_invoke>(
         "ListFunctionEventInvokeConfigs", "lambda:ListFunctionEventInvokeConfigs", kListInput,
         kListEventInvokeOutput),
     "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list", 200, kNameAndListing},
    {operation<Service, AccountSettingsRequest, AccountSettingsResponse, get_account_settings>(
         "GetAccountSettings", "lambda:GetAccountSettings", kAccountSettingsInput, kAccountSettingsOutput),
     "GET", "/2016-08-19/account-settings", 200},
    {operation<Service, PublishLayerRequest, LayerVersionResponse, publish_layer>(
         "PublishLayerVersion", "lambda:PublishLayerVersion", kPublishLayerInput, kLayerVersionOutput),
     "POST", "/2018-10-31/layers/{LayerName}/versions", 201, kLayerName},
    {operation<Service, LayerVersionRequest, LayerVersionResponse, get_layer>(
         "GetLayerVersion", "lambda:GetLayerVersion", kLayerVersionInput, kLayerVersionOutput),
     "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", 200, kLayerVersion},
    {operation<Service, LayerByArnRequest, LayerVersionResponse, get_layer_by_arn>(
         "GetLayerVersionByArn", "lambda:GetLayerVersion", kLayerByArnInput, kLayerVersionOutput),
     "GET", "/2018-10-31/layers?find=LayerVersion", 200, kByArn},
    {operation_without_output<Service, LayerVersionRequest, delete_layer>(
         "DeleteLayerVersion", "lambda:DeleteLayerVersion", kLayerVersionInput),
     "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", 204, kLayerVersion},
    {operation<Service, ListLayersRequest, ListLayerVersionsResponse, list_layer_versions>(
         "ListLayerVersions", "lambda:ListLayerVersions", kListLayerVersionsInput, kListLayerVersionsOutput),
     "GET", "/2018-10-31/layers/{LayerName}/versions", 200, kLayerNameAndListing},
    {operation<Service, ListLayersRequest, ListLayersResponse, list_layers>(
         "ListLayers", "lambda:ListLayers", kListLayersInput, kListLayersOutput),
     "GET", "/2018-10-31/layers", 200, kLayerListing},
    {operation<Service, MappingRequest, MappingConfiguration, create_mapping>(
         "CreateEventSourceMapping", "lambda:CreateEventSourceMapping", kMappingInput, kMappingOutput),
     "POST", "/2015-03-31/event-source-mappings", 202},
    {operation<Service, MappingRequest, MappingConfiguration, get_mapping>(
         "GetEventSourceMapping", "lambda:GetEventSourceMapping", kMappingInput, kMappingOutput),
     "GET", "/2015-03-31/event-source-mappings/{UUID}", 200, kMapping},
    {operation<Service, ListMappingsRequest, ListMappingsResponse, list_mappings>(
         "ListEventSourceMappings", "lambda:ListEventSourceMappings", kListMappingsInput,
         kListMappingsOutput),
     "GET", "/2015-03-31/event-source-mappings", 200, kMappingListing},
    {operation<Service, MappingRequest, MappingConfiguration, update_mapping>(
         "UpdateEventSourceMapping", "lambda:UpdateEventSourceMapping", kMappingInput, kMappingOutput),
     "PUT", "/2015-03-31/event-source-mappings/{UUID}", 202, kMapping},
    {operation<Service, MappingRequest, MappingConfiguration, delete_mapping>(
         "DeleteEventSourceMapping", "lambda:DeleteEventSourceMapping", kMappingInput, kMappingOutput),
     "DELETE", "/2015-03-31/event-source-mappings/{UUID}", 202, kMapping},
};

// "/2015-03-31/..." and its later kin, with one of the collections that this API has.
bool owns_path(std::string_view path) {
  constexpr std::size_t kDateBytes = 12;  // "/2015-03-31/"
  if (path.size() < kDateBytes || path[0] != '/' || path[5] != '-' || path[8] != '-' || path[11] != '/')
    return false;
  const std::string_view rest = path.substr(kDateBytes);
  for (const std::string_view collection :
       {"functions", "event-source-mappings", "tags", "layers", "account-settings", "code-signing-configs"}) {
    if (rest.starts_with(collection)) return true;
  }
  return false;
}

}  // namespace

std::span<const RestOperation> operations() { return kOperations; }

aws::protocol::RestJsonEndpoint rest_endpoint(Service& service, const aws::IdentityRules& rules,
                                              base::Executor* pool) {
  return {{"lambda", owns_path, kOperations}, &service, rules, pool};
}

}  // namespace stator::services::lambda
