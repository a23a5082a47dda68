// Keys to callers, and what they may do: implements what aws/ declares, on the directory.
//
// A resource of the caller's own account: its policy or the caller's has to allow. Of another account (then
// the request's account is not the principal's): both have to.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "aws/authorizer.h"
#include "aws/credentials.h"
#include "identity/directory.h"

namespace stator::identity {

// The key of the owner of the server: it may do everything in its account.
struct RootKey {
  std::string id;
  std::string secret;
  std::string account;
};

// Thread-safe.
class AccessControl final : public aws::CredentialStore, public aws::Authorizer {
 public:
  // The directory must outlive this.
  AccessControl(const Directory& directory, std::vector<RootKey> roots) : directory_(directory) {
    set_root_keys(std::move(roots));
  }

  // From now on, one an account; those before are nobody's any more.
  void set_root_keys(std::vector<RootKey> keys);

  std::optional<aws::Credential> find_credential(std::string_view access_key_id) const override;
  aws::Result<base::Ok> authorize(const aws::RequestContext& context,
                                  const aws::Access& access) const override;

  // Whether the role's trust policy, and the caller's own policies where they have to agree, let him assume
  // it. `role_arn` is what he asked for; `role` is nullptr if there is none.
  aws::Result<base::Ok> authorize_assume_role(const aws::RequestContext& context, const Principal* role,
                                              std::string_view role_arn, authz::Facts facts) const;

 private:
  struct Permissions;
  // Of somebody who does not say who he is: only what a resource's policy allows to everybody.
  aws::Result<base::Ok> authorize_anonymous(const aws::RequestContext& context,
                                            const aws::Access& access) const;
  Permissions permissions_of(const aws::Principal& caller) const;
  void add_policies(const Principal& principal, Permissions* out) const;
  void add_common_facts(const aws::RequestContext& context, authz::Facts* facts) const;

  const Directory& directory_;
  std::mutex root_keys_mutex_;  // guards root_keys_
  // All there have been: requests may look at them.
  std::vector<std::unique_ptr<const std::vector<RootKey>>> root_keys_;
  std::atomic<const std::vector<RootKey>*> roots_{nullptr};  // the last of them
};

// "User: <arn> is not authorized to perform: <action> on resource: <resource> <reason>".
aws::Error access_denied(const aws::RequestContext& context, std::string_view action,
                         std::string_view resource, std::string_view reason);

}  // namespace stator::identity
