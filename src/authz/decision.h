// What policies of different kinds decide together: explicit denies first, then who has to allow.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#pragma once

#include <cstdint>
#include <optional>

#include "authz/evaluation.h"

namespace stator::authz {

enum class PolicyKind : std::uint8_t { kIdentity, kBoundary, kSession, kResource };

struct Verdicts {
  bool owner = false;    // the caller is his account's root: within it he may do everything
  bool foreign = false;  // the resource is another account's: its policy has to allow, too
  Verdict identity;
  std::optional<Verdict> boundary;  // nothing: he has none
  std::optional<Verdict> session;   // nothing: no session, or one without policies
  Verdict resource;
  // What the resource's policy allows is allowed within the boundary only: it names a role. A permission of a
  // user or a session need not be:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  bool bounds_resource = false;
  // It allows the session by its own name, which no policy of the session limits:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
  bool names_session = false;
};

struct Decision {
  bool allowed = false;
  bool explicit_deny = false;
  PolicyKind by = PolicyKind::kIdentity;  // that denies or does not allow; of no meaning if allowed
};

// Pure.
Decision decide(const Verdicts& verdicts);

}  // namespace stator::authz
