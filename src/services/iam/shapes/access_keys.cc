#include "services/iam/shapes/access_keys.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kCreateAccessKeyInputMembers[] = {
    member<&NameRequest::name>("UserName", kExistingUserNameType),
};
}  // namespace
constinit const Structure kCreateAccessKeyInput{"CreateAccessKeyRequest", kCreateAccessKeyInputMembers};
namespace {
constexpr Member kCreateAccessKeyOutputMembers[] = {
    member<&CreateAccessKeyResponse::access_key>("AccessKey", kAccessKey),
};
}  // namespace
constinit const Structure kCreateAccessKeyOutput{"CreateAccessKeyResponse", kCreateAccessKeyOutputMembers};
namespace {
constexpr Member kListAccessKeysInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("UserName", kExistingUserNameType),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListAccessKeysInput{"ListAccessKeysRequest", kListAccessKeysInputMembers};
namespace {
constexpr Member kListAccessKeysOutputMembers[] = {
    member<&ListAccessKeysResponse::access_key_metadata>("AccessKeyMetadata", kAccessKeyMetadataListType),
    member<&ListAccessKeysResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListAccessKeysResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListAccessKeysOutput{"ListAccessKeysResponse", kListAccessKeysOutputMembers};
namespace {
constexpr Member kUpdateAccessKeyInputMembers[] = {
    member<&UpdateAccessKeyRequest::name>("UserName", kExistingUserNameType),
    member<&UpdateAccessKeyRequest::access_key_id>("AccessKeyId", kAccessKeyIdType, kRequired),
    member<&UpdateAccessKeyRequest::status>("Status", kStatusType, kRequired),
};
}  // namespace
constinit const Structure kUpdateAccessKeyInput{"UpdateAccessKeyRequest", kUpdateAccessKeyInputMembers};
namespace {
constexpr Member kDeleteAccessKeyInputMembers[] = {
    member<&AccessKeyRequest::name>("UserName", kExistingUserNameType),
    member<&AccessKeyRequest::access_key_id>("AccessKeyId", kAccessKeyIdType, kRequired),
};
}  // namespace
constinit const Structure kDeleteAccessKeyInput{"DeleteAccessKeyRequest", kDeleteAccessKeyInputMembers};

}  // namespace stator::services::iam
