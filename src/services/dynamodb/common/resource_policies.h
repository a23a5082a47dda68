// Resource-based policies, as they are stored and returned; authorization.h evaluates them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "db/table/schema.h"

namespace stator::services::dynamodb {

// ValidationException for a document that is larger than kMaxPolicyBytes with its white space, or that is no
// policy; or that names actions which policies of tables, or of streams, may not name; or that is for
// everybody (rbac-bpa-rbp).
aws::Result<base::Ok> check_policy(const std::string& document, bool of_stream);

// Whether the policy that is there (nullptr: none) is the one that the request expects; without an
// expectation any is. "NO_POLICY" expects that there is none.
bool is_expected(const db::table::ResourcePolicy* current,
                 const std::optional<std::string>& expected_revision_id);

// Sets the policy of the table, or of one of its streams, and returns its revision: a new one, unless the
// same document was there.
std::string put_policy(std::string document, std::string_view stream_label, std::int64_t now_millis,
                       db::table::TableSchema* schema);

// PolicyNotFoundException.
aws::Error policy_not_found(std::string_view arn);

}  // namespace stator::services::dynamodb
