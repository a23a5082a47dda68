#include "services/dynamodb/common/resource_policies.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "authz/policy.h"
#include "base/ascii.h"
#include "messages/dynamodb.h"

namespace stator::services::dynamodb {

namespace {

// The actions that a policy of a table may name (rbac-iam-actions), in lower case. Those of streams were seen
// to be refused there; those of an account, of backups and of imports belong to no table.
constexpr auto kTableActions = std::to_array<std::string_view>({
    "dynamodb:associatetablereplica",
    "dynamodb:batchgetitem",
    "dynamodb:batchwriteitem",
    "dynamodb:conditioncheckitem",
    "dynamodb:createbackup",
    "dynamodb:createtablereplica",
    "dynamodb:deleteitem",
    "dynamodb:deleteresourcepolicy",
    "dynamodb:deletetable",
    "dynamodb:deletetablereplica",
    "dynamodb:describecontinuousbackups",
    "dynamodb:describecontributorinsights",
    "dynamodb:describekinesisstreamingdestination",
    "dynamodb:describetable",
    "dynamodb:describetablereplicaautoscaling",
    "dynamodb:describetimetolive",
    "dynamodb:disablekinesisstreamingdestination",
    "dynamodb:enablekinesisstreamingdestination",
    "dynamodb:exporttabletopointintime",
    "dynamodb:getitem",
    "dynamodb:getresourcepolicy",
    "dynamodb:listtagsofresource",
    "dynamodb:partiqldelete",
    "dynamodb:partiqlinsert",
    "dynamodb:partiqlselect",
    "dynamodb:partiqlupdate",
    "dynamodb:putitem",
    "dynamodb:putresourcepolicy",
    "dynamodb:query",
    "dynamodb:readdataforreplication",
    "dynamodb:replicatesettings",
    "dynamodb:restoretabletopointintime",
    "dynamodb:scan",
    "dynamodb:searchvectors",
    "dynamodb:startbulkputitems",
    "dynamodb:tagresource",
    "dynamodb:untagresource",
    "dynamodb:updatecontinuousbackups",
    "dynamodb:updatecontributorinsights",
    "dynamodb:updateitem",
    "dynamodb:updatekinesisstreamingdestination",
    "dynamodb:updatetable",
    "dynamodb:updatetablereplicaautoscaling",
    "dynamodb:updatetimetolive",
    "dynamodb:writedataforreplication",
});
constexpr auto kStreamActions = std::to_array<std::string_view>({
    "dynamodb:deleteresourcepolicy",
    "dynamodb:describestream",
    "dynamodb:getrecords",
    "dynamodb:getresourcepolicy",
    "dynamodb:getsharditerator",
    "dynamodb:putresourcepolicy",
});

bool is_action(std::string_view action, bool of_stream) {
  if (action == "*") return true;
  const std::string lower = base::lower_ascii(action);
  if (lower.find_first_of("*?") != std::string::npos) return lower.starts_with("dynamodb:");
  return of_stream ? std::ranges::binary_search(kStreamActions, lower)
                   : std::ranges::binary_search(kTableActions, lower);
}

std::vector<std::string> invalid_actions(const authz::Policy& policy, bool of_stream) {
  std::vector<std::string> found;
  for (const authz::Statement& statement : policy.statements)
    for (const std::string& action : statement.actions)
      if (!is_action(action, of_stream)) found.push_back(fmt::format("\"{}\"", action));
  return found;
}

// Those by which a statement for everybody is for few (rbac-bpa-rbp), in lower case.
constexpr auto kTrustedKeys = std::to_array<std::string_view>({
    "aws:ec2instancesourcevpc",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
});

bool restricts(const authz::Condition& condition) {
  if (condition.negated || condition.if_exists || condition.op == authz::Operator::kNull ||
      !std::ranges::binary_search(kTrustedKeys, condition.key))
    return false;
  if (condition.key == "aws:principalisawsservice")
    return std::ranges::all_of(condition.values,
                               [](const std::string& value) { return base::lower_ascii(value) == "true"; });
  return std::ranges::none_of(condition.values, [](const std::string& value) {
    return value.find_first_of("*?") != std::string::npos || value.find("${") != std::string::npos;
  });
}

bool is_public(const authz::Statement& statement) {
  return statement.effect == authz::Effect::kAllow &&
         (statement.not_principal || statement.principals->anyone) &&
         std::ranges::none_of(statement.conditions, restricts);
}

}  // namespace

aws::Result<base::Ok> check_policy(const std::string& document, bool of_stream) {
  if (document.size() > db::table::kMaxPolicyBytes)
    return aws::validation_error(fmt::format(messages::kPolicyTooLarge, db::table::kMaxPolicyBytes));
  const auto policy = authz::parse_policy(document, authz::DocumentKind::kResource);
  if (!policy.ok()) {
    return aws::validation_error(policy.error().of_principal
                                     ? std::string(messages::kPolicyPrincipal)
                                     : fmt::format(messages::kPolicyMalformed, policy.error().message));
  }
  const std::vector<std::string> invalid = invalid_actions(*policy, of_stream);
  if (!invalid.empty())
    return aws::validation_error(fmt::format(messages::kPolicyActions, fmt::join(invalid, ", ")));
  if (std::ranges::any_of(policy->statements, is_public))
    return aws::validation_error(messages::kPolicyPublic);
  return base::Ok{};
}

bool is_expected(const db::table::ResourcePolicy* current,
                 const std::optional<std::string>& expected_revision_id) {
  if (!expected_revision_id) return true;
  if (current == nullptr) return *expected_revision_id == "NO_POLICY";
  return current->revision_id == *expected_revision_id;
}

std::string put_policy(std::string document, std::string_view stream_label, std::int64_t now_millis,
                       db::table::TableSchema* schema) {
  auto& policies = schema->policies;
  auto current = std::find_if(policies.begin(), policies.end(),
                              [&](const auto& policy) { return policy.stream_label == stream_label; });
  if (current == policies.end())
    current = policies.insert(policies.end(), {std::string(stream_label), "", "0"});
  if (current->document == document) return current->revision_id;
  // Revisions look like AWS's, milliseconds since 1970; two changes in one millisecond differ.
  std::int64_t last = 0;
  std::from_chars(current->revision_id.data(), current->revision_id.data() + current->revision_id.size(),
                  last);
  current->revision_id = std::to_string(std::max(now_millis, last + 1));
  current->document = std::move(document);
  return current->revision_id;
}

aws::Error policy_not_found(std::string_view arn) {
  return {"PolicyNotFoundException", fmt::format(messages::kPolicyNotFound, arn)};
}

}  // namespace stator::services::dynamodb
