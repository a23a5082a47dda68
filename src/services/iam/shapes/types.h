// Shapes that several operations of IAM share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"

namespace stator::services::iam {

using aws::protocol::Enum;
using aws::protocol::Member;
using aws::protocol::Structure;
using aws::protocol::Timestamp;
using aws::protocol::TypedShape;

enum class Status { kActive, kInactive };
enum class PolicyScope { kAll, kAws, kLocal };
enum class PolicyUsage { kPermissionsPolicy, kPermissionsBoundary };
enum class EntityType { kUser, kRole, kGroup, kLocalManagedPolicy, kAWSManagedPolicy };
enum class BoundaryType { kPermissionsBoundaryPolicy };

inline constexpr std::size_t kMaxTags = 50;  // of a principal or policy, and of one request

struct Tag {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

struct AttachedPermissionsBoundary {
  std::optional<Enum<BoundaryType>> permissions_boundary_type;
  std::optional<std::string> permissions_boundary_arn;
};

struct Role {
  std::optional<std::string> path;
  std::optional<std::string> role_name;
  std::optional<std::string> role_id;
  std::optional<std::string> arn;
  std::optional<Timestamp> create_date;
  std::optional<std::string> assume_role_policy_document;
  std::optional<std::string> description;
  std::optional<std::int64_t> max_session_duration;
  std::optional<AttachedPermissionsBoundary> permissions_boundary;
  std::optional<std::vector<Tag>> tags;
};

struct User {
  std::optional<std::string> path;
  std::optional<std::string> user_name;
  std::optional<std::string> user_id;
  std::optional<std::string> arn;
  std::optional<Timestamp> create_date;
  std::optional<AttachedPermissionsBoundary> permissions_boundary;
  std::optional<std::vector<Tag>> tags;
};

struct Group {
  std::optional<std::string> path;
  std::optional<std::string> group_name;
  std::optional<std::string> group_id;
  std::optional<std::string> arn;
  std::optional<Timestamp> create_date;
};

struct Policy {
  std::optional<std::string> policy_name;
  std::optional<std::string> policy_id;
  std::optional<std::string> arn;
  std::optional<std::string> path;
  std::optional<std::string> default_version_id;
  std::optional<std::int64_t> attachment_count;
  std::optional<std::int64_t> permissions_boundary_usage_count;
  std::optional<bool> is_attachable;
  std::optional<std::string> description;
  std::optional<Timestamp> create_date;
  std::optional<Timestamp> update_date;
  std::optional<std::vector<Tag>> tags;
};

struct PolicyVersion {
  std::optional<std::string> document;
  std::optional<std::string> version_id;
  std::optional<bool> is_default_version;
  std::optional<Timestamp> create_date;
};

struct AttachedPolicy {
  std::optional<std::string> policy_name;
  std::optional<std::string> policy_arn;
};

struct AccessKey {
  std::optional<std::string> user_name;
  std::optional<std::string> access_key_id;
  std::optional<Enum<Status>> status;
  std::optional<std::string> secret_access_key;
  std::optional<Timestamp> create_date;
};

struct AccessKeyMetadata {
  std::optional<std::string> user_name;
  std::optional<std::string> access_key_id;
  std::optional<Enum<Status>> status;
  std::optional<Timestamp> create_date;
};

struct PolicyRole {
  std::optional<std::string> role_name;
  std::optional<std::string> role_id;
};

struct PolicyUser {
  std::optional<std::string> user_name;
  std::optional<std::string> user_id;
};

struct PolicyGroup {
  std::optional<std::string> group_name;
  std::optional<std::string> group_id;
};

extern const TypedShape<std::string> kTagKeyType;
extern const TypedShape<std::string> kTagValueType;
extern const TypedShape<Tag> kTag;
extern const TypedShape<Enum<BoundaryType>> kPermissionsBoundaryAttachmentType;
extern const TypedShape<std::string> kArnType;
extern const TypedShape<AttachedPermissionsBoundary> kAttachedPermissionsBoundary;
extern const TypedShape<std::string> kPathType;
extern const TypedShape<std::string> kRoleNameType;
extern const TypedShape<std::string> kIdType;
extern const TypedShape<Timestamp> kDateType;
extern const TypedShape<std::string> kPolicyDocumentType;
extern const TypedShape<std::string> kRoleDescriptionType;
extern const TypedShape<std::int64_t> kRoleMaxSessionDurationType;
extern const TypedShape<std::vector<Tag>> kTagListType;
extern const TypedShape<Role> kRole;
extern const TypedShape<std::string> kUserNameType;
extern const TypedShape<User> kUser;
extern const TypedShape<std::string> kGroupNameType;
extern const TypedShape<Group> kGroup;
extern const TypedShape<std::string> kPolicyNameType;
extern const TypedShape<std::string> kPolicyPathType;
extern const TypedShape<std::string> kPolicyVersionIdType;
extern const TypedShape<std::int64_t> kAttachmentCountType;
extern const TypedShape<bool> kBooleanType;
extern const TypedShape<std::string> kPolicyDescriptionType;
extern const TypedShape<Policy> kPolicy;
extern const TypedShape<PolicyVersion> kPolicyVersion;
extern const TypedShape<AttachedPolicy> kAttachedPolicy;
extern const TypedShape<std::string> kAccessKeyIdType;
extern const TypedShape<Enum<Status>> kStatusType;
extern const TypedShape<std::string> kAccessKeySecretType;
extern const TypedShape<AccessKey> kAccessKey;
extern const TypedShape<AccessKeyMetadata> kAccessKeyMetadata;
extern const TypedShape<PolicyRole> kPolicyRole;
extern const TypedShape<PolicyUser> kPolicyUser;
extern const TypedShape<PolicyGroup> kPolicyGroup;
extern const TypedShape<std::string> kPathPrefixType;
extern const TypedShape<std::string> kMarkerType;
extern const TypedShape<std::int64_t> kMaxItemsType;
extern const TypedShape<std::vector<Role>> kRoleListType;
extern const TypedShape<std::string> kResponseMarkerType;
extern const TypedShape<std::string> kExistingUserNameType;
extern const TypedShape<std::vector<User>> kUserListType;
extern const TypedShape<std::vector<Group>> kGroupListType;
extern const TypedShape<std::vector<std::string>> kPolicyNameListType;
extern const TypedShape<std::vector<AttachedPolicy>> kAttachedPoliciesListType;
extern const TypedShape<std::vector<std::string>> kTagKeyListType;
extern const TypedShape<Enum<PolicyScope>> kPolicyScopeType;
extern const TypedShape<Enum<PolicyUsage>> kPolicyUsageType;
extern const TypedShape<std::vector<Policy>> kPolicyListType;
extern const TypedShape<std::vector<PolicyVersion>> kPolicyDocumentVersionListType;
extern const TypedShape<Enum<EntityType>> kEntityType;
extern const TypedShape<std::vector<PolicyGroup>> kPolicyGroupListType;
extern const TypedShape<std::vector<PolicyUser>> kPolicyUserListType;
extern const TypedShape<std::vector<PolicyRole>> kPolicyRoleListType;
extern const TypedShape<std::vector<AccessKeyMetadata>> kAccessKeyMetadataListType;

}  // namespace stator::services::iam
