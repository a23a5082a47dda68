#include "objects/public_access.h"

#include <utility>

#include "authz/public_policy.h"

namespace stator::objects {

std::string policy_for(std::string_view account, Bucket bucket) {
  const bool is_restricted = bucket.public_access_block && bucket.public_access_block->restricted;
  if (is_restricted && account != bucket.name.account && authz::is_public_document(bucket.policy)) return {};
  return std::move(bucket.policy);
}

}  // namespace stator::objects
