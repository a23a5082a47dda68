// Access keys of users.
#pragma once

#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

struct CreateAccessKeyResponse {
  std::optional<AccessKey> access_key;
};
struct ListAccessKeysResponse {
  std::optional<std::vector<AccessKeyMetadata>> access_key_metadata;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct UpdateAccessKeyRequest {
  std::optional<std::string> name;
  std::optional<std::string> access_key_id;
  std::optional<Enum<Status>> status;
};
struct AccessKeyRequest {
  std::optional<std::string> name;
  std::optional<std::string> access_key_id;
};

extern const Structure kCreateAccessKeyInput;
extern const Structure kCreateAccessKeyOutput;
extern const Structure kListAccessKeysInput;
extern const Structure kListAccessKeysOutput;
extern const Structure kUpdateAccessKeyInput;
extern const Structure kDeleteAccessKeyInput;

}  // namespace stator::services::iam
