#include "authz/decision.h"

namespace stator::authz {
namespace {

constexpr Decision kAllowed{true, false, PolicyKind::kIdentity};
constexpr Decision denied_by(PolicyKind kind) { return {false, true, kind}; }
constexpr Decision not_allowed_by(PolicyKind kind) { return {false, false, kind}; }

}  // namespace

Decision decide(const Verdicts& verdicts) {
  const auto& [owner, foreign, identity, boundary, session, resource, bounds_resource, names_session] =
      verdicts;
  if (identity.denied) return denied_by(PolicyKind::kIdentity);
  if (boundary && boundary->denied) return denied_by(PolicyKind::kBoundary);
  if (session && session->denied) return denied_by(PolicyKind::kSession);
  if (resource.denied) return denied_by(PolicyKind::kResource);

  if (resource.allowed && !foreign && names_session) return kAllowed;
  if (session && !session->allowed) return not_allowed_by(PolicyKind::kSession);
  if (foreign && !resource.allowed && !resource.allowed_by_account)
    return not_allowed_by(PolicyKind::kResource);
  if (owner) return kAllowed;
  const bool within_boundary = !boundary || boundary->allowed;
  if (resource.allowed && !foreign && (!bounds_resource || within_boundary)) return kAllowed;
  if (resource.allowed && !foreign) return not_allowed_by(PolicyKind::kBoundary);
  if (!identity.allowed) return not_allowed_by(PolicyKind::kIdentity);
  if (!within_boundary) return not_allowed_by(PolicyKind::kBoundary);
  return kAllowed;
}

}  // namespace stator::authz
