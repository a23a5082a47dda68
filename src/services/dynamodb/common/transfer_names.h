// What operations on exports and imports name: the ARN of a job, that of a table, where a page ended.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "transfer/jobs.h"

namespace stator::services::dynamodb {

// ..:table/<name>/export/<id>. Errors: ValidationException for what has another form, ExportNotFoundException
// or ImportNotFoundException for other accounts and regions.
aws::Result<transfer::JobName> parse_export_arn(const aws::RequestContext& context, std::string_view arn);
aws::Result<transfer::JobName> parse_import_arn(const aws::RequestContext& context, std::string_view arn);

// The name of the table; nothing for other accounts and regions. Error: ValidationException for what is no
// ARN of a table.
aws::Result<std::optional<std::string>> parse_transfer_table(const aws::RequestContext& context,
                                                             std::string_view arn);

// NextToken: hexadecimal, of units of 16 digits and at least 112 (the SDK's model, ImportNextToken).
std::string to_next_token(const transfer::JobName& last);
aws::Result<std::optional<transfer::JobName>> parse_next_token(const std::optional<std::string>& token);

}  // namespace stator::services::dynamodb
