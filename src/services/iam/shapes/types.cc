#include "services/iam/shapes/types.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

constinit const TypedShape<std::string> kTagKeyType = string_shape(1, 128);
constinit const TypedShape<std::string> kTagValueType = string_shape(0, 256);
namespace {
constexpr Member kTagMembers[] = {
    member<&Tag::key>("Key", kTagKeyType, kRequired),
    member<&Tag::value>("Value", kTagValueType, kRequired),
};
constexpr Structure kTagStructure{"Tag", kTagMembers};
}  // namespace
constinit const TypedShape<Tag> kTag = structure_shape<Tag>(kTagStructure);
namespace {
constexpr std::string_view kPermissionsBoundaryAttachmentTypeValues[] = {"PermissionsBoundaryPolicy"};
}  // namespace
constinit const TypedShape<Enum<BoundaryType>> kPermissionsBoundaryAttachmentType =
    enum_shape<BoundaryType>(kPermissionsBoundaryAttachmentTypeValues);
constinit const TypedShape<std::string> kArnType = string_shape(20, 2048);
namespace {
constexpr Member kAttachedPermissionsBoundaryMembers[] = {
    member<&AttachedPermissionsBoundary::permissions_boundary_type>("PermissionsBoundaryType",
                                                                    kPermissionsBoundaryAttachmentType),
    member<&AttachedPermissionsBoundary::permissions_boundary_arn>("PermissionsBoundaryArn", kArnType),
};
constexpr Structure kAttachedPermissionsBoundaryStructure{"AttachedPermissionsBoundary",
                                                          kAttachedPermissionsBoundaryMembers};
}  // namespace
constinit const TypedShape<AttachedPermissionsBoundary> kAttachedPermissionsBoundary =
    structure_shape<AttachedPermissionsBoundary>(kAttachedPermissionsBoundaryStructure);
constinit const TypedShape<std::string> kPathType = string_shape(1, 512);
constinit const TypedShape<std::string> kRoleNameType = string_shape(1, 64);
constinit const TypedShape<std::string> kIdType = string_shape(16, 128);
constinit const TypedShape<Timestamp> kDateType = timestamp_shape();
constinit const TypedShape<std::string> kPolicyDocumentType = string_shape(1, 131072);
constinit const TypedShape<std::string> kRoleDescriptionType = string_shape(kNoMinimum, 1000);
constinit const TypedShape<std::int64_t> kRoleMaxSessionDurationType = integer_shape(3600, 43200);
constinit const TypedShape<std::vector<Tag>> kTagListType = list_shape(kTag, kNoMinimum, kMaxTags);
namespace {
constexpr Member kRoleMembers[] = {
    member<&Role::path>("Path", kPathType, kRequired),
    member<&Role::role_name>("RoleName", kRoleNameType, kRequired),
    member<&Role::role_id>("RoleId", kIdType, kRequired),
    member<&Role::arn>("Arn", kArnType, kRequired),
    member<&Role::create_date>("CreateDate", kDateType, kRequired),
    member<&Role::assume_role_policy_document>("AssumeRolePolicyDocument", kPolicyDocumentType),
    member<&Role::description>("Description", kRoleDescriptionType),
    member<&Role::max_session_duration>("MaxSessionDuration", kRoleMaxSessionDurationType),
    member<&Role::permissions_boundary>("PermissionsBoundary", kAttachedPermissionsBoundary),
    member<&Role::tags>("Tags", kTagListType),
};
constexpr Structure kRoleStructure{"Role", kRoleMembers};
}  // namespace
constinit const TypedShape<Role> kRole = structure_shape<Role>(kRoleStructure);
constinit const TypedShape<std::string> kUserNameType = string_shape(1, 64);
namespace {
constexpr Member kUserMembers[] = {
    member<&User::path>("Path", kPathType, kRequired),
    member<&User::user_name>("UserName", kUserNameType, kRequired),
    member<&User::user_id>("UserId", kIdType, kRequired),
    member<&User::arn>("Arn", kArnType, kRequired),
    member<&User::create_date>("CreateDate", kDateType, kRequired),
    member<&User::permissions_boundary>("PermissionsBoundary", kAttachedPermissionsBoundary),
    member<&User::tags>("Tags", kTagListType),
};
constexpr Structure kUserStructure{"User", kUserMembers};
}  // namespace
constinit const TypedShape<User> kUser = structure_shape<User>(kUserStructure);
constinit const TypedShape<std::string> kGroupNameType = string_shape(1, 128);
namespace {
constexpr Member kGroupMembers[] = {
    member<&Group::path>("Path", kPathType, kRequired),
    member<&Group::group_name>("GroupName", kGroupNameType, kRequired),
    member<&Group::group_id>("GroupId", kIdType, kRequired),
    member<&Group::arn>("Arn", kArnType, kRequired),
    member<&Group::create_date>("CreateDate", kDateType, kRequired),
};
constexpr Structure kGroupStructure{"Group", kGroupMembers};
}  // namespace
constinit const TypedShape<Group> kGroup = structure_shape<Group>(kGroupStructure);
constinit const TypedShape<std::string> kPolicyNameType = string_shape(1, 128);
constinit const TypedShape<std::string> kPolicyPathType = string_shape(1, 512);
constinit const TypedShape<std::string> kPolicyVersionIdType = string_shape();
constinit const TypedShape<std::int64_t> kAttachmentCountType = integer_shape();
constinit const TypedShape<bool> kBooleanType = boolean_shape();
constinit const TypedShape<std::string> kPolicyDescriptionType = string_shape(kNoMinimum, 1000);
namespace {
constexpr Member kPolicyMembers[] = {
    member<&Policy::policy_name>("PolicyName", kPolicyNameType),
    member<&Policy::policy_id>("PolicyId", kIdType),
    member<&Policy::arn>("Arn", kArnType),
    member<&Policy::path>("Path", kPolicyPathType),
    member<&Policy::default_version_id>("DefaultVersionId", kPolicyVersionIdType),
    member<&Policy::attachment_count>("AttachmentCount", kAttachmentCountType),
    member<&Policy::permissions_boundary_usage_count>("PermissionsBoundaryUsageCount", kAttachmentCountType),
    member<&Policy::is_attachable>("IsAttachable", kBooleanType),
    member<&Policy::description>("Description", kPolicyDescriptionType),
    member<&Policy::create_date>("CreateDate", kDateType),
    member<&Policy::update_date>("UpdateDate", kDateType),
    member<&Policy::tags>("Tags", kTagListType),
};
constexpr Structure kPolicyStructure{"Policy", kPolicyMembers};
}  // namespace
constinit const TypedShape<Policy> kPolicy = structure_shape<Policy>(kPolicyStructure);
namespace {
constexpr Member kPolicyVersionMembers[] = {
    member<&PolicyVersion::document>("Document", kPolicyDocumentType),
    member<&PolicyVersion::version_id>("VersionId", kPolicyVersionIdType),
    member<&PolicyVersion::is_default_version>("IsDefaultVersion", kBooleanType),
    member<&PolicyVersion::create_date>("CreateDate", kDateType),
};
constexpr Structure kPolicyVersionStructure{"PolicyVersion", kPolicyVersionMembers};
}  // namespace
constinit const TypedShape<PolicyVersion> kPolicyVersion =
    structure_shape<PolicyVersion>(kPolicyVersionStructure);
namespace {
constexpr Member kAttachedPolicyMembers[] = {
    member<&AttachedPolicy::policy_name>("PolicyName", kPolicyNameType),
    member<&AttachedPolicy::policy_arn>("PolicyArn", kArnType),
};
constexpr Structure kAttachedPolicyStructure{"AttachedPolicy", kAttachedPolicyMembers};
}  // namespace
constinit const TypedShape<AttachedPolicy> kAttachedPolicy =
    structure_shape<AttachedPolicy>(kAttachedPolicyStructure);
constinit const TypedShape<std::string> kAccessKeyIdType = string_shape(16, 128);
namespace {
constexpr std::string_view kStatusTypeValues[] = {"Active", "Inactive"};
}  // namespace
constinit const TypedShape<Enum<Status>> kStatusType = enum_shape<Status>(kStatusTypeValues);
constinit const TypedShape<std::string> kAccessKeySecretType = string_shape();
namespace {
constexpr Member kAccessKeyMembers[] = {
    member<&AccessKey::user_name>("UserName", kUserNameType, kRequired),
    member<&AccessKey::access_key_id>("AccessKeyId", kAccessKeyIdType, kRequired),
    member<&AccessKey::status>("Status", kStatusType, kRequired),
    member<&AccessKey::secret_access_key>("SecretAccessKey", kAccessKeySecretType, kRequired),
    member<&AccessKey::create_date>("CreateDate", kDateType),
};
constexpr Structure kAccessKeyStructure{"AccessKey", kAccessKeyMembers};
}  // namespace
constinit const TypedShape<AccessKey> kAccessKey = structure_shape<AccessKey>(kAccessKeyStructure);
namespace {
constexpr Member kAccessKeyMetadataMembers[] = {
    member<&AccessKeyMetadata::user_name>("UserName", kUserNameType),
    member<&AccessKeyMetadata::access_key_id>("AccessKeyId", kAccessKeyIdType),
    member<&AccessKeyMetadata::status>("Status", kStatusType),
    member<&AccessKeyMetadata::create_date>("CreateDate", kDateType),
};
constexpr Structure kAccessKeyMetadataStructure{"AccessKeyMetadata", kAccessKeyMetadataMembers};
}  // namespace
constinit const TypedShape<AccessKeyMetadata> kAccessKeyMetadata =
    structure_shape<AccessKeyMetadata>(kAccessKeyMetadataStructure);
namespace {
constexpr Member kPolicyRoleMembers[] = {
    member<&PolicyRole::role_name>("RoleName", kRoleNameType),
    member<&PolicyRole::role_id>("RoleId", kIdType),
};
constexpr Structure kPolicyRoleStructure{"PolicyRole", kPolicyRoleMembers};
}  // namespace
constinit const TypedShape<PolicyRole> kPolicyRole = structure_shape<PolicyRole>(kPolicyRoleStructure);
namespace {
constexpr Member kPolicyUserMembers[] = {
    member<&PolicyUser::user_name>("UserName", kUserNameType),
    member<&PolicyUser::user_id>("UserId", kIdType),
};
constexpr Structure kPolicyUserStructure{"PolicyUser", kPolicyUserMembers};
}  // namespace
constinit const TypedShape<PolicyUser> kPolicyUser = structure_shape<PolicyUser>(kPolicyUserStructure);
namespace {
constexpr Member kPolicyGroupMembers[] = {
    member<&PolicyGroup::group_name>("GroupName", kGroupNameType),
    member<&PolicyGroup::group_id>("GroupId", kIdType),
};
constexpr Structure kPolicyGroupStructure{"PolicyGroup", kPolicyGroupMembers};
}  // namespace
constinit const TypedShape<PolicyGroup> kPolicyGroup = structure_shape<PolicyGroup>(kPolicyGroupStructure);
constinit const TypedShape<std::string> kPathPrefixType = string_shape(1, 512);
constinit const TypedShape<std::string> kMarkerType = string_shape(1, 320);
constinit const TypedShape<std::int64_t> kMaxItemsType = integer_shape(1, 1000);
constinit const TypedShape<std::vector<Role>> kRoleListType = list_shape(kRole);
constinit const TypedShape<std::string> kResponseMarkerType = string_shape();
constinit const TypedShape<std::string> kExistingUserNameType = string_shape(1, 128);
constinit const TypedShape<std::vector<User>> kUserListType = list_shape(kUser);
constinit const TypedShape<std::vector<Group>> kGroupListType = list_shape(kGroup);
constinit const TypedShape<std::vector<std::string>> kPolicyNameListType = list_shape(kPolicyNameType);
constinit const TypedShape<std::vector<AttachedPolicy>> kAttachedPoliciesListType =
    list_shape(kAttachedPolicy);
constinit const TypedShape<std::vector<std::string>> kTagKeyListType =
    list_shape(kTagKeyType, kNoMinimum, kMaxTags);
namespace {
constexpr std::string_view kPolicyScopeTypeValues[] = {"All", "AWS", "Local"};
}  // namespace
constinit const TypedShape<Enum<PolicyScope>> kPolicyScopeType =
    enum_shape<PolicyScope>(kPolicyScopeTypeValues);
namespace {
constexpr std::string_view kPolicyUsageTypeValues[] = {"PermissionsPolicy", "PermissionsBoundary"};
}  // namespace
constinit const TypedShape<Enum<PolicyUsage>> kPolicyUsageType =
    enum_shape<PolicyUsage>(kPolicyUsageTypeValues);
constinit const TypedShape<std::vector<Policy>> kPolicyListType = list_shape(kPolicy);
constinit const TypedShape<std::vector<PolicyVersion>> kPolicyDocumentVersionListType =
    list_shape(kPolicyVersion);
namespace {
constexpr std::string_view kEntityTypeValues[] = {"User", "Role", "Group", "LocalManagedPolicy",
                                                  "AWSManagedPolicy"};
}  // namespace
constinit const TypedShape<Enum<EntityType>> kEntityType = enum_shape<EntityType>(kEntityTypeValues);
constinit const TypedShape<std::vector<PolicyGroup>> kPolicyGroupListType = list_shape(kPolicyGroup);
constinit const TypedShape<std::vector<PolicyUser>> kPolicyUserListType = list_shape(kPolicyUser);
constinit const TypedShape<std::vector<PolicyRole>> kPolicyRoleListType = list_shape(kPolicyRole);
constinit const TypedShape<std::vector<AccessKeyMetadata>> kAccessKeyMetadataListType =
    list_shape(kAccessKeyMetadata);

}  // namespace stator::services::iam
