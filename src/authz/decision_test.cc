// Which policies have to agree, by AWS's evaluation logic.
#include "authz/decision.h"

#include <gtest/gtest.h>

namespace stator::authz {
namespace {

constexpr Verdict kSilent{};
constexpr Verdict kAllows{false, true, false};
constexpr Verdict kAllowsAccount{false, false, true};
constexpr Verdict kDenies{true, true, false};

struct Case {
  const char* what;
  Verdicts verdicts;
  bool allowed;
  bool explicit_deny;
  PolicyKind by;
};

Verdicts verdicts_of(Verdict identity, std::optional<Verdict> boundary, Verdict resource) {
  Verdicts out;
  out.identity = identity;
  out.boundary = boundary;
  out.resource = resource;
  return out;
}
Verdicts foreign(Verdicts verdicts) {
  verdicts.foreign = true;
  return verdicts;
}
Verdicts of_role(Verdicts verdicts) {
  verdicts.bounds_resource = true;
  return verdicts;
}
Verdicts in_session(Verdicts verdicts, Verdict session) {
  verdicts.session = session;
  return verdicts;
}
Verdicts named_in_session(Verdicts verdicts, Verdict session) {
  verdicts.session = session;
  verdicts.names_session = true;
  return verdicts;
}
Verdicts of_owner(Verdicts verdicts) {
  verdicts.owner = true;
  return verdicts;
}

TEST(Decide, WhoHasToAllow) {
  constexpr PolicyKind kIdentity = PolicyKind::kIdentity, kBoundary = PolicyKind::kBoundary,
                       kSession = PolicyKind::kSession, kResource = PolicyKind::kResource;
  const std::optional<Verdict> none;
  const Case cases[] = {
      {"nothing", verdicts_of(kSilent, none, kSilent), false, false, kIdentity},
      {"own policy", verdicts_of(kAllows, none, kSilent), true, false, kIdentity},
      {"own policy denies", verdicts_of(kDenies, none, kAllows), false, true, kIdentity},
      {"resource", verdicts_of(kSilent, none, kAllows), true, false, kIdentity},
      {"resource, of the account", verdicts_of(kSilent, none, kAllowsAccount), false, false, kIdentity},
      {"resource denies", verdicts_of(kAllows, none, kDenies), false, true, kResource},
      {"boundary silent", verdicts_of(kAllows, kSilent, kSilent), false, false, kBoundary},
      {"boundary alone", verdicts_of(kSilent, kAllows, kSilent), false, false, kIdentity},
      {"boundary and own", verdicts_of(kAllows, kAllows, kSilent), true, false, kIdentity},
      {"boundary denies", verdicts_of(kAllows, kDenies, kAllows), false, true, kBoundary},
      {"user named by a resource", verdicts_of(kSilent, kSilent, kAllows), true, false, kIdentity},
      {"role named by a resource", of_role(verdicts_of(kSilent, kSilent, kAllows)), false, false, kBoundary},
      {"role within its boundary", of_role(verdicts_of(kSilent, kAllows, kAllows)), true, false, kIdentity},
      {"role without a boundary", of_role(verdicts_of(kSilent, none, kAllows)), true, false, kIdentity},
      {"session silent", in_session(verdicts_of(kAllows, none, kAllows), kSilent), false, false, kSession},
      {"session silent, named by a resource",
       named_in_session(verdicts_of(kSilent, kSilent, kAllows), kSilent), true, false, kIdentity},
      {"session denies, named by a resource", named_in_session(verdicts_of(kSilent, none, kAllows), kDenies),
       false, true, kSession},
      {"foreign session, named by a resource",
       foreign(named_in_session(verdicts_of(kAllows, none, kAllows), kSilent)), false, false, kSession},
      {"session allows", in_session(verdicts_of(kAllows, none, kSilent), kAllows), true, false, kIdentity},
      {"session denies", in_session(verdicts_of(kAllows, none, kSilent), kDenies), false, true, kSession},
      {"foreign, own only", foreign(verdicts_of(kAllows, none, kSilent)), false, false, kResource},
      {"foreign, resource only", foreign(verdicts_of(kSilent, none, kAllows)), false, false, kIdentity},
      {"foreign, both", foreign(verdicts_of(kAllows, none, kAllowsAccount)), true, false, kIdentity},
      {"foreign, beyond the boundary", foreign(verdicts_of(kAllows, kSilent, kAllows)), false, false,
       kBoundary},
      {"owner", of_owner(verdicts_of(kSilent, none, kSilent)), true, false, kIdentity},
      {"owner, denied", of_owner(verdicts_of(kSilent, none, kDenies)), false, true, kResource},
      {"owner of another account", foreign(of_owner(verdicts_of(kSilent, none, kSilent))), false, false,
       kResource},
  };
  for (const Case& test : cases) {
    const Decision decision = decide(test.verdicts);
    EXPECT_EQ(decision.allowed, test.allowed) << test.what;
    EXPECT_EQ(decision.explicit_deny, test.explicit_deny) << test.what;
    if (!decision.allowed) EXPECT_EQ(decision.by, test.by) << test.what;
  }
}

}  // namespace
}  // namespace stator::authz
