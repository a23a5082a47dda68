// Whether a policy allows or denies a request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "authz/policy.h"
#include "base/work_budget.h"

namespace stator::authz {

// The values of condition keys in a request. Keys are compared without regard to case.
class Facts {
 public:
  void set(std::string_view key, std::string value) { set(key, std::vector<std::string>{std::move(value)}); }
  // An empty list is a key that is there without a value.
  void set(std::string_view key, std::vector<std::string> values);
  // nullptr: the request does not have the key. `key` is lower case.
  const std::vector<std::string>* find(std::string_view key) const;

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> values_;
};

// What evaluating policies may take for one HTTP request, all its items together: about a quarter of a
// second. Policies that people write take thousands of steps.
inline constexpr std::uint64_t kRequestWork = 250'000'000;

// Who asks, as principals in policies name him.
struct Caller {
  std::string account;
  std::vector<std::string> arns;  // of a session of a role: the session's and the role's
};

struct Request {
  std::string_view action;    // "dynamodb:PutItem"
  std::string_view resource;  // an ARN, or "*"
  const Caller* caller = nullptr;
  const Facts* facts = nullptr;
  base::WorkBudget* work = nullptr;  // nullptr: without a limit
};

// Of one policy. An explicit deny outweighs everything.
struct Verdict {
  bool denied = false;
  bool allowed = false;
  bool allowed_by_account = false;  // a principal is the whole account: its own policies have to agree
};

// What one statement says of a request.
enum class Outcome : std::uint8_t { kNothing, kDenies, kAllows, kAllowsAccount };

// Time is bounded by the product of the lengths of statement and request, and by the request's budget: what
// cannot be finished denies. `has_variables` is the policy's.
Outcome outcome_of(const Statement& statement, const Request& request, bool has_variables);

// Of all statements of a policy, as outcome_of().
void add(Outcome outcome, Verdict* verdict);
Verdict evaluate(const Policy& policy, const Request& request);

}  // namespace stator::authz
