#include "services/dynamodb/common/resource_policies.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

#include "authz/policy.h"
#include "aws/protocol/json_reader.h"
#include "base/ascii.h"
#include "messages/dynamodb.h"

namespace stator::services::dynamodb {

namespace {

// Actions that a policy of a table, or of a stream, may not name. Those that were seen on AWS; its full list
// is not known.
constexpr std::array<std::string_view, 4> kNotForTables = {"dynamodb:getrecords", "dynamodb:getsharditerator",
                                                           "dynamodb:describestream", "dynamodb:liststreams"};
constexpr std::array<std::string_view, 1> kNotForStreams = {"dynamodb:liststreams"};

std::vector<std::string> invalid_actions(const authz::Policy& policy, bool of_stream) {
  const std::span<const std::string_view> invalid =
      of_stream ? std::span<const std::string_view>(kNotForStreams) : kNotForTables;
  std::vector<std::string> found;
  for (const authz::Statement& statement : policy.statements)
    for (const std::string& action : statement.actions)
      if (std::find(invalid.begin(), invalid.end(), base::lower_ascii(action)) != invalid.end())
        found.push_back(fmt::format("\"{}\"", action));
  return found;
}

}  // namespace

aws::Result<base::Ok> check_policy(const std::string& document, bool of_stream) {
  if (document.size() > db::table::kMaxPolicyBytes)
    return aws::validation_error(fmt::format(messages::kPolicyTooLarge, db::table::kMaxPolicyBytes));
  if (!aws::protocol::JsonDocument::parse(document).ok())
    return aws::validation_error(messages::kPolicyNotJson);
  if (const auto policy = authz::parse_policy(document, authz::DocumentKind::kResource); policy.ok()) {
    const std::vector<std::string> invalid = invalid_actions(*policy, of_stream);
    if (!invalid.empty())
      return aws::validation_error(fmt::format(messages::kPolicyActions, fmt::join(invalid, ", ")));
  }
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
