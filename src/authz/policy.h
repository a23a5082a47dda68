// Policy documents: JSON text to statements, checked as strictly as IAM checks them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stator::authz {

enum class DocumentKind : std::uint8_t {
  kIdentity,  // of a user, group or role: names resources, no principals
  kTrust,     // of a role: names principals, no resources
  kResource,  // of a table or stream: names both
};

enum class Effect : std::uint8_t { kAllow, kDeny };

enum class Operator : std::uint8_t {
  kStringEquals,
  kStringEqualsIgnoreCase,
  kStringLike,
  kNumericEquals,
  kNumericLessThan,
  kNumericLessThanEquals,
  kNumericGreaterThan,
  kNumericGreaterThanEquals,
  kDateEquals,
  kDateLessThan,
  kDateLessThanEquals,
  kDateGreaterThan,
  kDateGreaterThanEquals,
  kBool,
  kBinaryEquals,
  kIpAddress,
  kArnLike,  // ArnEquals means the same
  kNull,
};

enum class Quantifier : std::uint8_t { kNone, kForAllValues, kForAnyValue };

// One key of a condition block: "StringEquals": {"aws:username": ["a", "b"]}. All of a statement must hold.
struct Condition {
  Operator op = Operator::kStringEquals;
  bool negated = false;    // StringNotEquals and its kin
  bool if_exists = false;  // ...IfExists
  Quantifier quantifier = Quantifier::kNone;
  std::string key;   // lower case: keys are compared without regard to case
  std::string name;  // the key as it was written
  std::vector<std::string> values;
};

struct Principals {
  bool anyone = false;              // "*"
  std::vector<std::string> aws;     // ARNs, account ids or "*"
  std::vector<std::string> others;  // services, identity providers, canonical users
};

struct Statement {
  std::string sid;
  Effect effect = Effect::kAllow;
  bool not_action = false;
  std::vector<std::string> actions;
  bool not_resource = false;
  std::vector<std::string> resources;  // empty in a trust policy
  bool not_principal = false;
  std::optional<Principals> principals;
  std::vector<Condition> conditions;
};

struct Policy {
  bool has_variables = false;  // version 2012-10-17: ${...} stands for a value
  std::vector<Statement> statements;
};

// `message` is AWS's text of a MalformedPolicyDocument.
struct PolicyError {
  std::string message;
  bool of_principal = false;  // a principal cannot be one
};

// A document that AWS would not take is an error, be it only for a key that it does not know. Time and memory
// are bounded by the length of the text. Pure.
base::Result<Policy, PolicyError> parse_policy(const std::string& text, DocumentKind kind);

// Without the white space that does not count towards size limits.
std::size_t policy_size(std::string_view text);

}  // namespace stator::authz
