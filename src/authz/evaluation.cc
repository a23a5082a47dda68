#include "authz/evaluation.h"

#include <algorithm>
#include <limits>

#include "authz/condition.h"
#include "base/ascii.h"

namespace stator::authz {
namespace {

enum class Named { kNot, kAsAccount, kDirectly };

bool names_account(std::string_view principal, std::string_view account) {
  if (principal == account) return true;
  constexpr std::string_view kRoot = ":root";
  if (!principal.ends_with(kRoot)) return false;
  principal.remove_suffix(kRoot.size());
  return principal.ends_with(account) && principal.find(":iam::") != std::string_view::npos;
}

Named named_in(const Principals& principals, const Caller& caller) {
  if (principals.anyone) return Named::kDirectly;
  Named named = Named::kNot;
  for (const std::string& principal : principals.aws) {
    if (std::find(caller.arns.begin(), caller.arns.end(), principal) != caller.arns.end())
      return Named::kDirectly;
    if (names_account(principal, caller.account)) named = Named::kAsAccount;
  }
  return named;
}

Named named_in(const Statement& statement, const Caller& caller) {
  if (!statement.principals) return Named::kDirectly;
  const Named named = named_in(*statement.principals, caller);
  if (!statement.not_principal) return named;
  return named == Named::kNot ? Named::kDirectly : Named::kNot;
}

bool action_matches(const Statement& statement, std::string_view action, const Matching& matching) {
  const Matching plain{matching.facts, false, matching.work};
  const std::string lower = base::lower_ascii(action);
  std::string pattern;
  const bool found =
      std::any_of(statement.actions.begin(), statement.actions.end(), [&](const std::string& text) {
        return make_pattern(base::lower_ascii(text), plain, lower.size(), &pattern) &&
               matches(pattern, lower, plain.work);
      });
  return found != statement.not_action;
}

bool resource_matches(const Statement& statement, std::string_view resource, const Matching& matching) {
  if (statement.resources.empty()) return true;  // of a trust policy: the role itself
  std::string pattern;
  const bool found =
      std::any_of(statement.resources.begin(), statement.resources.end(), [&](const std::string& text) {
        return make_pattern(text, matching, resource.size(), &pattern) &&
               matches_arn(pattern, resource, matching.work);
      });
  return found != statement.not_resource;
}

Outcome finished_outcome(const Statement& statement, const Request& request, const Matching& matching) {
  const Named named = named_in(statement, *request.caller);
  if (named == Named::kNot || !action_matches(statement, request.action, matching) ||
      !resource_matches(statement, request.resource, matching))
    return Outcome::kNothing;
  const bool applies = std::all_of(statement.conditions.begin(), statement.conditions.end(),
                                   [&](const Condition& condition) { return holds(condition, matching); });
  if (!applies) return Outcome::kNothing;
  if (statement.effect == Effect::kDeny) return Outcome::kDenies;
  return named == Named::kAsAccount ? Outcome::kAllowsAccount : Outcome::kAllows;
}

}  // namespace

void Facts::set(std::string_view key, std::vector<std::string> values) {
  values_.emplace_back(base::lower_ascii(key), std::move(values));
}

const std::vector<std::string>* Facts::find(std::string_view key) const {
  for (const auto& [name, values] : values_) {
    if (name == key) return &values;
  }
  return nullptr;
}

Outcome outcome_of(const Statement& statement, const Request& request, bool has_variables) {
  base::WorkBudget unlimited(std::numeric_limits<std::uint64_t>::max());
  const Matching matching{request.facts, has_variables, request.work != nullptr ? request.work : &unlimited};
  if (matching.work->spent()) return Outcome::kDenies;
  const Outcome outcome = finished_outcome(statement, request, matching);
  return matching.work->spent() ? Outcome::kDenies : outcome;
}

void add(Outcome outcome, Verdict* verdict) {
  verdict->denied = verdict->denied || outcome == Outcome::kDenies;
  verdict->allowed = verdict->allowed || outcome == Outcome::kAllows;
  verdict->allowed_by_account = verdict->allowed_by_account || outcome == Outcome::kAllowsAccount;
}

Verdict evaluate(const Policy& policy, const Request& request) {
  Verdict verdict;
  for (const Statement& statement : policy.statements)
    add(outcome_of(statement, request, policy.has_variables), &verdict);
  return verdict;
}

}  // namespace stator::authz
