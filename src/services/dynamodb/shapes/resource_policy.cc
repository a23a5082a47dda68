#include "services/dynamodb/shapes/resource_policy.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kRevisionId = string_shape(1, 255);

constexpr Member kPutMembers[] = {
    member<&PutResourcePolicyRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
    member<&PutResourcePolicyRequest::policy>("Policy", kText, kRequired),
    member<&PutResourcePolicyRequest::expected_revision_id>("ExpectedRevisionId", kRevisionId),
    member<&PutResourcePolicyRequest::confirm_remove_self_resource_access>("ConfirmRemoveSelfResourceAccess",
                                                                           kBool),
};
constexpr Member kGetMembers[] = {
    member<&GetResourcePolicyRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
};
constexpr Member kDeleteMembers[] = {
    member<&DeleteResourcePolicyRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
    member<&DeleteResourcePolicyRequest::expected_revision_id>("ExpectedRevisionId", kRevisionId),
};
constexpr Member kGetOutputMembers[] = {
    member<&GetResourcePolicyResponse::policy>("Policy", kText),
    member<&GetResourcePolicyResponse::revision_id>("RevisionId", kText),
};
constexpr Member kRevisionMembers[] = {member<&PolicyRevisionResponse::revision_id>("RevisionId", kText)};

}  // namespace

constinit const Structure kPutResourcePolicyInput{"PutResourcePolicyInput", kPutMembers};
constinit const Structure kGetResourcePolicyInput{"GetResourcePolicyInput", kGetMembers};
constinit const Structure kDeleteResourcePolicyInput{"DeleteResourcePolicyInput", kDeleteMembers};
constinit const Structure kGetResourcePolicyOutput{"GetResourcePolicyOutput", kGetOutputMembers};
constinit const Structure kPolicyRevisionOutput{"PolicyRevisionOutput", kRevisionMembers};

}  // namespace stator::services::dynamodb
