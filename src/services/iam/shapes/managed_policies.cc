#include "services/iam/shapes/managed_policies.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kCreatePolicyInputMembers[] = {
    member<&CreatePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
    member<&CreatePolicyRequest::path>("Path", kPolicyPathType),
    member<&CreatePolicyRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
    member<&CreatePolicyRequest::description>("Description", kPolicyDescriptionType),
    member<&CreatePolicyRequest::tags>("Tags", kTagListType),
};
}  // namespace
constinit const Structure kCreatePolicyInput{"CreatePolicyRequest", kCreatePolicyInputMembers};
namespace {
constexpr Member kCreatePolicyOutputMembers[] = {
    member<&PolicyResponse::policy>("Policy", kPolicy),
};
}  // namespace
constinit const Structure kCreatePolicyOutput{"CreatePolicyResponse", kCreatePolicyOutputMembers};
namespace {
constexpr Member kGetPolicyInputMembers[] = {
    member<&PolicyArnRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kGetPolicyInput{"GetPolicyRequest", kGetPolicyInputMembers};
namespace {
constexpr Member kGetPolicyOutputMembers[] = {
    member<&PolicyResponse::policy>("Policy", kPolicy),
};
}  // namespace
constinit const Structure kGetPolicyOutput{"GetPolicyResponse", kGetPolicyOutputMembers};
namespace {
constexpr Member kListPoliciesInputMembers[] = {
    member<&ListPoliciesRequest::scope>("Scope", kPolicyScopeType),
    member<&ListPoliciesRequest::only_attached>("OnlyAttached", kBooleanType),
    member<&ListPoliciesRequest::path_prefix>("PathPrefix", kPolicyPathType),
    member<&ListPoliciesRequest::policy_usage_filter>("PolicyUsageFilter", kPolicyUsageType),
    member<&ListPoliciesRequest::marker>("Marker", kMarkerType),
    member<&ListPoliciesRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListPoliciesInput{"ListPoliciesRequest", kListPoliciesInputMembers};
namespace {
constexpr Member kListPoliciesOutputMembers[] = {
    member<&ListPoliciesResponse::policies>("Policies", kPolicyListType),
    member<&ListPoliciesResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListPoliciesResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListPoliciesOutput{"ListPoliciesResponse", kListPoliciesOutputMembers};
namespace {
constexpr Member kDeletePolicyInputMembers[] = {
    member<&PolicyArnRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kDeletePolicyInput{"DeletePolicyRequest", kDeletePolicyInputMembers};
namespace {
constexpr Member kCreatePolicyVersionInputMembers[] = {
    member<&CreatePolicyVersionRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&CreatePolicyVersionRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
    member<&CreatePolicyVersionRequest::set_as_default>("SetAsDefault", kBooleanType),
};
}  // namespace
constinit const Structure kCreatePolicyVersionInput{"CreatePolicyVersionRequest",
                                                    kCreatePolicyVersionInputMembers};
namespace {
constexpr Member kCreatePolicyVersionOutputMembers[] = {
    member<&PolicyVersionResponse::policy_version>("PolicyVersion", kPolicyVersion),
};
}  // namespace
constinit const Structure kCreatePolicyVersionOutput{"CreatePolicyVersionResponse",
                                                     kCreatePolicyVersionOutputMembers};
namespace {
constexpr Member kGetPolicyVersionInputMembers[] = {
    member<&PolicyVersionRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&PolicyVersionRequest::version_id>("VersionId", kPolicyVersionIdType, kRequired),
};
}  // namespace
constinit const Structure kGetPolicyVersionInput{"GetPolicyVersionRequest", kGetPolicyVersionInputMembers};
namespace {
constexpr Member kGetPolicyVersionOutputMembers[] = {
    member<&PolicyVersionResponse::policy_version>("PolicyVersion", kPolicyVersion),
};
}  // namespace
constinit const Structure kGetPolicyVersionOutput{"GetPolicyVersionResponse", kGetPolicyVersionOutputMembers};
namespace {
constexpr Member kListPolicyVersionsInputMembers[] = {
    member<&ListPolicyVersionsRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&ListPolicyVersionsRequest::marker>("Marker", kMarkerType),
    member<&ListPolicyVersionsRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListPolicyVersionsInput{"ListPolicyVersionsRequest",
                                                   kListPolicyVersionsInputMembers};
namespace {
constexpr Member kListPolicyVersionsOutputMembers[] = {
    member<&ListPolicyVersionsResponse::versions>("Versions", kPolicyDocumentVersionListType),
    member<&ListPolicyVersionsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListPolicyVersionsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListPolicyVersionsOutput{"ListPolicyVersionsResponse",
                                                    kListPolicyVersionsOutputMembers};
namespace {
constexpr Member kDeletePolicyVersionInputMembers[] = {
    member<&PolicyVersionRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&PolicyVersionRequest::version_id>("VersionId", kPolicyVersionIdType, kRequired),
};
}  // namespace
constinit const Structure kDeletePolicyVersionInput{"DeletePolicyVersionRequest",
                                                    kDeletePolicyVersionInputMembers};
namespace {
constexpr Member kSetDefaultPolicyVersionInputMembers[] = {
    member<&PolicyVersionRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&PolicyVersionRequest::version_id>("VersionId", kPolicyVersionIdType, kRequired),
};
}  // namespace
constinit const Structure kSetDefaultPolicyVersionInput{"SetDefaultPolicyVersionRequest",
                                                        kSetDefaultPolicyVersionInputMembers};
namespace {
constexpr Member kListEntitiesForPolicyInputMembers[] = {
    member<&ListEntitiesForPolicyRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&ListEntitiesForPolicyRequest::entity_filter>("EntityFilter", kEntityType),
    member<&ListEntitiesForPolicyRequest::path_prefix>("PathPrefix", kPathType),
    member<&ListEntitiesForPolicyRequest::policy_usage_filter>("PolicyUsageFilter", kPolicyUsageType),
    member<&ListEntitiesForPolicyRequest::marker>("Marker", kMarkerType),
    member<&ListEntitiesForPolicyRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListEntitiesForPolicyInput{"ListEntitiesForPolicyRequest",
                                                      kListEntitiesForPolicyInputMembers};
namespace {
constexpr Member kListEntitiesForPolicyOutputMembers[] = {
    member<&ListEntitiesForPolicyResponse::policy_groups>("PolicyGroups", kPolicyGroupListType),
    member<&ListEntitiesForPolicyResponse::policy_users>("PolicyUsers", kPolicyUserListType),
    member<&ListEntitiesForPolicyResponse::policy_roles>("PolicyRoles", kPolicyRoleListType),
    member<&ListEntitiesForPolicyResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListEntitiesForPolicyResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListEntitiesForPolicyOutput{"ListEntitiesForPolicyResponse",
                                                       kListEntitiesForPolicyOutputMembers};

}  // namespace stator::services::iam
