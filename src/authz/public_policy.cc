#include "authz/public_policy.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace stator::authz {

namespace {

// By lower-case name. Those of principals stand for "an AWS principal, user, role, or service principal".
constexpr std::string_view kFixingKeys[] = {
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:principalorgid",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:userid",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
};

bool is_fixed_text(std::string_view value) {
  return value.find_first_of("*?") == value.npos && value.find("${") == value.npos;
}

// "arn:aws:s3:REGION:ACCOUNT:accesspoint/*": fixed as long as the account is.
bool is_fixed_access_point(std::string_view arn) {
  constexpr int kAccountField = 4;
  for (int field = 0; field < kAccountField; ++field) {
    const std::size_t colon = arn.find(':');
    if (colon == arn.npos) return false;
    arn.remove_prefix(colon + 1);
  }
  const std::string_view account = arn.substr(0, arn.find(':'));
  return !account.empty() && is_fixed_text(account);
}

bool is_fixed_range(std::string_view range) {
  constexpr unsigned kWidestV4 = 8;
  constexpr unsigned kWidestV6 = 32;
  const std::size_t slash = range.find('/');
  if (slash == range.npos) return true;
  const std::string_view text = range.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  return bits >= (range.find(':') == range.npos ? kWidestV4 : kWidestV6);
}

bool compares_with_values(const Condition& condition) {
  switch (condition.op) {
    case Operator::kStringEquals:
    case Operator::kStringEqualsIgnoreCase:
    case Operator::kStringLike:
    case Operator::kArnLike:
      return true;
    default:
      return false;
  }
}

bool is_fixing(const Condition& condition) {
  // What holds where the key is missing, fixes nothing.
  if (condition.negated || condition.if_exists || condition.quantifier == Quantifier::kForAllValues)
    return false;
  if (condition.key == "aws:sourceip")
    return condition.op == Operator::kIpAddress && std::ranges::all_of(condition.values, is_fixed_range);
  if (!compares_with_values(condition) ||
      std::ranges::find(kFixingKeys, condition.key) == std::end(kFixingKeys))
    return false;
  if (condition.key == "s3:dataaccesspointarn")
    return std::ranges::all_of(condition.values, is_fixed_access_point);
  return std::ranges::all_of(condition.values, is_fixed_text);
}

bool has_fixed_principals(const Statement& statement) {
  return statement.principals && !statement.not_principal && !statement.principals->anyone &&
         std::ranges::all_of(statement.principals->aws, is_fixed_text) &&
         std::ranges::all_of(statement.principals->others, is_fixed_text);
}

}  // namespace

bool is_public(const Policy& policy) {
  return std::ranges::any_of(policy.statements, [](const Statement& statement) {
    return statement.effect == Effect::kAllow && !has_fixed_principals(statement) &&
           std::ranges::none_of(statement.conditions, is_fixing);
  });
}

bool is_public_document(const std::string& document) {
  const auto policy = parse_policy(document, DocumentKind::kResource);
  return policy.ok() && is_public(*policy);
}

}  // namespace stator::authz
