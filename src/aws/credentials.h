// Who signed a request, and where secrets come from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stator::aws {

enum class PrincipalType : std::uint8_t { kRoot, kUser, kAssumedRole };

// As policies and error messages name him.
struct Principal {
  PrincipalType type = PrincipalType::kRoot;
  std::string account;
  std::string arn;           // arn:aws:sts::<account>:assumed-role/<role>/<session> of a session
  std::string id;            // the account's number, AIDA..., AROA...:<session>
  std::string name;          // of the user or role; empty: root
  std::string session_name;  // of an assumed role
  std::string session_id;    // access key id of temporary credentials; empty: long-term ones
};

struct Credential {
  std::string secret;
  std::string session_token;        // empty: long-term credentials
  std::int64_t expires_millis = 0;  // of temporary ones
  bool active = true;
  std::shared_ptr<const Principal> principal;  // never null
};

// Thread-safe.
class CredentialStore {
 public:
  virtual ~CredentialStore() = default;
  // Nothing for a key that is not known, or whose user is gone.
  virtual std::optional<Credential> find_credential(std::string_view access_key_id) const = 0;
};

}  // namespace stator::aws
