#include "services/iam/shapes/simulation.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {

// Characters up to U+00FF, in UTF-8.
bool is_latin(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
    if (byte < 0x80) continue;
    if (byte != 0xC2 && byte != 0xC3) return false;
    ++at;
  }
  return !text.empty();
}

constexpr Pattern kDocumentPattern{R"([\u0009\u000A\u000D\u0020-\u00FF]+)", is_latin};
constexpr TypedShape<std::string> kDocument = string_shape(1, 131072, &kDocumentPattern);
constexpr TypedShape<std::vector<std::string>> kDocumentList = list_shape(kDocument);
constexpr TypedShape<std::string> kActionName = string_shape(3, 128);
constexpr TypedShape<std::vector<std::string>> kActionNameList = list_shape(kActionName);
constexpr TypedShape<std::string> kResourceName = string_shape(1, 2048);
constexpr TypedShape<std::vector<std::string>> kResourceNameList = list_shape(kResourceName);
constexpr TypedShape<std::string> kHandlingOption = string_shape(1, 64);
constexpr TypedShape<std::int64_t> kNumber = integer_shape();
constexpr TypedShape<std::string> kText = string_shape();

constexpr TypedShape<std::string> kContextKeyName = string_shape(5, 256);
constexpr TypedShape<std::vector<std::string>> kContextKeyNames = list_shape(kContextKeyName);
constexpr TypedShape<std::vector<std::string>> kContextValues = list_shape(kText);
constexpr std::string_view kContextTypeValues[] = {"string",  "stringList",  "numeric", "numericList",
                                                   "boolean", "booleanList", "ip",      "ipList",
                                                   "binary",  "binaryList",  "date",    "dateList"};
constexpr TypedShape<Enum<ContextType>> kContextType = enum_shape<ContextType>(kContextTypeValues);
constexpr Member kContextEntryMembers[] = {
    member<&ContextEntry::name>("ContextKeyName", kContextKeyName),
    member<&ContextEntry::values>("ContextKeyValues", kContextValues),
    member<&ContextEntry::type>("ContextKeyType", kContextType),
};
constexpr Structure kContextEntryStructure{"ContextEntry", kContextEntryMembers};
constexpr TypedShape<ContextEntry> kContextEntry = structure_shape<ContextEntry>(kContextEntryStructure);
constexpr TypedShape<std::vector<ContextEntry>> kContextEntries = list_shape(kContextEntry);

constexpr Member kOrganizationLevelMembers[] = {
    member<&OrganizationLevel::policies>("ServiceControlPolicyInputList", kDocumentList),
};
constexpr Structure kOrganizationLevelStructure{"OrderedOrganizationPolicyType", kOrganizationLevelMembers};
constexpr TypedShape<OrganizationLevel> kOrganizationLevel =
    structure_shape<OrganizationLevel>(kOrganizationLevelStructure);
constexpr TypedShape<std::vector<OrganizationLevel>> kOrganizationLevels = list_shape(kOrganizationLevel);

constexpr Member kSimulateCustomPolicyInputMembers[] = {
    member<&SimulationRequest::policy_input_list>("PolicyInputList", kDocumentList, kRequired),
    member<&SimulationRequest::boundary_input_list>("PermissionsBoundaryPolicyInputList", kDocumentList),
    member<&SimulationRequest::organization_input_list>("OrderedOrganizationPolicyInputList",
                                                        kOrganizationLevels),
    member<&SimulationRequest::action_names>("ActionNames", kActionNameList, kRequired),
    member<&SimulationRequest::resource_arns>("ResourceArns", kResourceNameList),
    member<&SimulationRequest::resource_policy>("ResourcePolicy", kDocument),
    member<&SimulationRequest::resource_owner>("ResourceOwner", kResourceName),
    member<&SimulationRequest::caller_arn>("CallerArn", kResourceName),
    member<&SimulationRequest::context_entries>("ContextEntries", kContextEntries),
    member<&SimulationRequest::resource_handling_option>("ResourceHandlingOption", kHandlingOption),
    member<&SimulationRequest::max_items>("MaxItems", kMaxItemsType),
    member<&SimulationRequest::marker>("Marker", kMarkerType),
};
constexpr Member kSimulatePrincipalPolicyInputMembers[] = {
    member<&SimulationRequest::policy_source_arn>("PolicySourceArn", kArnType, kRequired),
    member<&SimulationRequest::policy_input_list>("PolicyInputList", kDocumentList),
    member<&SimulationRequest::boundary_input_list>("PermissionsBoundaryPolicyInputList", kDocumentList),
    member<&SimulationRequest::action_names>("ActionNames", kActionNameList, kRequired),
    member<&SimulationRequest::resource_arns>("ResourceArns", kResourceNameList),
    member<&SimulationRequest::resource_policy>("ResourcePolicy", kDocument),
    member<&SimulationRequest::resource_owner>("ResourceOwner", kResourceName),
    member<&SimulationRequest::caller_arn>("CallerArn", kResourceName),
    member<&SimulationRequest::context_entries>("ContextEntries", kContextEntries),
    member<&SimulationRequest::resource_handling_option>("ResourceHandlingOption", kHandlingOption),
    member<&SimulationRequest::max_items>("MaxItems", kMaxItemsType),
    member<&SimulationRequest::marker>("Marker", kMarkerType),
};

constexpr Member kPositionMembers[] = {
    member<&Position::line>("Line", kNumber),
    member<&Position::column>("Column", kNumber),
};
constexpr Structure kPositionStructure{"Position", kPositionMembers};
constexpr TypedShape<Position> kPosition = structure_shape<Position>(kPositionStructure);
constexpr Member kStatementMembers[] = {
    member<&Statement::source_policy_id>("SourcePolicyId", kText),
    // An enumeration in the model, of whose values the service uses none.
    member<&Statement::source_policy_type>("SourcePolicyType", kText),
    member<&Statement::start_position>("StartPosition", kPosition),
    member<&Statement::end_position>("EndPosition", kPosition),
};
constexpr Structure kStatementStructure{"Statement", kStatementMembers};
constexpr TypedShape<Statement> kStatement = structure_shape<Statement>(kStatementStructure);
constexpr TypedShape<std::vector<Statement>> kStatements = list_shape(kStatement);

constexpr std::string_view kDecisionValues[] = {"allowed", "explicitDeny", "implicitDeny"};
constexpr TypedShape<Enum<EvaluationDecision>> kDecision = enum_shape<EvaluationDecision>(kDecisionValues);
constexpr TypedShape<std::string> kDecisionSource = string_shape(3, 256);
constexpr TypedShape<Map<Enum<EvaluationDecision>>> kDetails = map_shape(kDecisionSource, kDecision);
constexpr Member kBoundaryDetailMembers[] = {
    member<&BoundaryDetail::allowed>("AllowedByPermissionsBoundary", kBooleanType),
};
constexpr Structure kBoundaryDetailStructure{"PermissionsBoundaryDecisionDetail", kBoundaryDetailMembers};
constexpr TypedShape<BoundaryDetail> kBoundaryDetail =
    structure_shape<BoundaryDetail>(kBoundaryDetailStructure);

constexpr Member kResourceSpecificResultMembers[] = {
    member<&ResourceSpecificResult::resource>("EvalResourceName", kResourceName, kRequired),
    member<&ResourceSpecificResult::decision>("EvalResourceDecision", kDecision, kRequired),
    member<&ResourceSpecificResult::matched_statements>("MatchedStatements", kStatements),
    member<&ResourceSpecificResult::missing_context_values>("MissingContextValues", kContextKeyNames),
    member<&ResourceSpecificResult::details>("EvalDecisionDetails", kDetails),
    member<&ResourceSpecificResult::boundary>("PermissionsBoundaryDecisionDetail", kBoundaryDetail),
};
constexpr Structure kResourceSpecificResultStructure{"ResourceSpecificResult",
                                                     kResourceSpecificResultMembers};
constexpr TypedShape<ResourceSpecificResult> kResourceSpecificResult =
    structure_shape<ResourceSpecificResult>(kResourceSpecificResultStructure);
constexpr TypedShape<std::vector<ResourceSpecificResult>> kResourceSpecificResults =
    list_shape(kResourceSpecificResult);

constexpr Member kEvaluationResultMembers[] = {
    member<&EvaluationResult::action>("EvalActionName", kActionName, kRequired),
    member<&EvaluationResult::resource>("EvalResourceName", kResourceName),
    member<&EvaluationResult::decision>("EvalDecision", kDecision, kRequired),
    member<&EvaluationResult::matched_statements>("MatchedStatements", kStatements),
    member<&EvaluationResult::missing_context_values>("MissingContextValues", kContextKeyNames),
    member<&EvaluationResult::boundary>("PermissionsBoundaryDecisionDetail", kBoundaryDetail),
    member<&EvaluationResult::details>("EvalDecisionDetails", kDetails),
    member<&EvaluationResult::resources>("ResourceSpecificResults", kResourceSpecificResults),
};
constexpr Structure kEvaluationResultStructure{"EvaluationResult", kEvaluationResultMembers};
constexpr TypedShape<EvaluationResult> kEvaluationResult =
    structure_shape<EvaluationResult>(kEvaluationResultStructure);
constexpr TypedShape<std::vector<EvaluationResult>> kEvaluationResults = list_shape(kEvaluationResult);
constexpr Member kSimulatePolicyOutputMembers[] = {
    member<&SimulationResponse::results>("EvaluationResults", kEvaluationResults),
    member<&SimulationResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&SimulationResponse::marker>("Marker", kResponseMarkerType),
};

constexpr Member kContextKeysOfCustomMembers[] = {
    member<&ContextKeysRequest::policy_input_list>("PolicyInputList", kDocumentList, kRequired),
};
constexpr Member kContextKeysOfPrincipalMembers[] = {
    member<&ContextKeysRequest::policy_source_arn>("PolicySourceArn", kArnType, kRequired),
    member<&ContextKeysRequest::policy_input_list>("PolicyInputList", kDocumentList),
};
constexpr Member kContextKeysOutputMembers[] = {
    member<&ContextKeysResponse::names>("ContextKeyNames", kContextKeyNames),
};

}  // namespace

constinit const Structure kSimulateCustomPolicyInput{"SimulateCustomPolicyRequest",
                                                     kSimulateCustomPolicyInputMembers};
constinit const Structure kSimulatePrincipalPolicyInput{"SimulatePrincipalPolicyRequest",
                                                        kSimulatePrincipalPolicyInputMembers};
constinit const Structure kSimulatePolicyOutput{"SimulatePolicyResponse", kSimulatePolicyOutputMembers};
constinit const Structure kGetContextKeysForCustomPolicyInput{"GetContextKeysForCustomPolicyRequest",
                                                              kContextKeysOfCustomMembers};
constinit const Structure kGetContextKeysForPrincipalPolicyInput{"GetContextKeysForPrincipalPolicyRequest",
                                                                 kContextKeysOfPrincipalMembers};
constinit const Structure kGetContextKeysForPolicyOutput{"GetContextKeysForPolicyResponse",
                                                         kContextKeysOutputMembers};

}  // namespace stator::services::iam
