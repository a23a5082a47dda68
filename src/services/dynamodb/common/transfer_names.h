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
// ..:table/<name>/bulk-operation/<id>: the same, with ResourceNotFoundException.
aws::Result<transfer::JobName> parse_bulk_arn(const aws::RequestContext& context, std::string_view arn);

// The name of the table; nothing for other accounts and regions. Error: ValidationException for what is no
// ARN of a table.
aws::Result<std::optional<std::string>> parse_transfer_table(const aws::RequestContext& context,
                                                             std::string_view arn);

// NextToken: hexadecimal, of units of 16 digits and at least 112 (the SDK's model, ImportNextToken).
std::string to_next_token(const transfer::JobName& last);
// What a list asks for. Error: ValidationException for a token that is none.
aws::Result<transfer::JobQuery> parse_job_query(const aws::RequestContext& context,
                                                const std::optional<std::string>& next_token,
                                                std::int64_t limit);
// Nothing behind the last page.
template <typename Job>
std::optional<std::string> next_token_of(const transfer::JobPage<Job>& page) {
  if (!page.has_more || page.jobs.empty()) return std::nullopt;
  return to_next_token({page.jobs.back().table_name, page.jobs.back().id});
}

}  // namespace stator::services::dynamodb
