// The policy simulator and what it needs to be told. Source: the API reference's pages of the four operations
// (2026-11) and the SDK's model.
#pragma once

#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

using aws::protocol::Map;

enum class ContextType {
  kString,
  kStringList,
  kNumeric,
  kNumericList,
  kBoolean,
  kBooleanList,
  kIp,
  kIpList,
  kBinary,
  kBinaryList,
  kDate,
  kDateList,
};
enum class EvaluationDecision { kAllowed, kExplicitDeny, kImplicitDeny };

struct ContextEntry {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> values;
  std::optional<Enum<ContextType>> type;
};
struct OrganizationLevel {
  std::optional<std::vector<std::string>> policies;
};
// Of both operations: SimulateCustomPolicy has no policy_source_arn.
struct SimulationRequest {
  std::optional<std::string> policy_source_arn;
  std::optional<std::vector<std::string>> policy_input_list;
  std::optional<std::vector<std::string>> boundary_input_list;
  std::optional<std::vector<OrganizationLevel>> organization_input_list;
  std::optional<std::vector<std::string>> action_names;
  std::optional<std::vector<std::string>> resource_arns;
  std::optional<std::string> resource_policy;
  std::optional<std::string> resource_owner;
  std::optional<std::string> caller_arn;
  std::optional<std::vector<ContextEntry>> context_entries;
  std::optional<std::string> resource_handling_option;
  std::optional<std::int64_t> max_items;
  std::optional<std::string> marker;
};

struct Position {
  std::optional<std::int64_t> line;
  std::optional<std::int64_t> column;
};
struct Statement {
  std::optional<std::string> source_policy_id;
  std::optional<std::string> source_policy_type;
  std::optional<Position> start_position;
  std::optional<Position> end_position;
};
struct BoundaryDetail {
  std::optional<bool> allowed;
};
struct ResourceSpecificResult {
  std::optional<std::string> resource;
  std::optional<Enum<EvaluationDecision>> decision;
  std::optional<std::vector<Statement>> matched_statements;
  std::optional<std::vector<std::string>> missing_context_values;
  std::optional<Map<Enum<EvaluationDecision>>> details;
  std::optional<BoundaryDetail> boundary;
};
struct EvaluationResult {
  std::optional<std::string> action;
  std::optional<std::string> resource;
  std::optional<Enum<EvaluationDecision>> decision;
  std::optional<std::vector<Statement>> matched_statements;
  std::optional<std::vector<std::string>> missing_context_values;
  std::optional<BoundaryDetail> boundary;
  std::optional<Map<Enum<EvaluationDecision>>> details;
  std::optional<std::vector<ResourceSpecificResult>> resources;
};
struct SimulationResponse {
  std::optional<std::vector<EvaluationResult>> results;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};

// Of both operations: GetContextKeysForCustomPolicy has no policy_source_arn.
struct ContextKeysRequest {
  std::optional<std::string> policy_source_arn;
  std::optional<std::vector<std::string>> policy_input_list;
};
struct ContextKeysResponse {
  std::optional<std::vector<std::string>> names;
};

extern const Structure kSimulateCustomPolicyInput;
extern const Structure kSimulatePrincipalPolicyInput;
extern const Structure kSimulatePolicyOutput;
extern const Structure kGetContextKeysForCustomPolicyInput;
extern const Structure kGetContextKeysForPrincipalPolicyInput;
extern const Structure kGetContextKeysForPolicyOutput;

}  // namespace stator::services::iam
