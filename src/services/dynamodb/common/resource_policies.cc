#include "services/dynamodb/common/resource_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/protocol/json_reader.h"
#include "messages/dynamodb.h"

namespace stator::services::dynamodb {

aws::Result<base::Ok> check_policy(const std::string& document) {
  if (document.size() > db::table::kMaxPolicyBytes)
    return aws::validation_error(fmt::format(messages::kPolicyTooLarge, db::table::kMaxPolicyBytes));
  if (!aws::protocol::JsonDocument::parse(document).ok())
    return aws::validation_error(messages::kPolicyNotJson);
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
