// What Query and Scan have in common.
#pragma once

#include <optional>

#include "aws/request_context.h"
#include "db/table/database.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/shapes/query.h"

namespace stator::services::dynamodb {

// The expressions of a page; they must outlive the read.
struct PageExpressions {
  std::optional<db::expression::Condition> filter;
  std::optional<db::expression::Projection> projection;
  std::optional<db::expression::KeyCondition> key_condition;  // Query
};

// Which Select goes with which other parameters (rule 90). The envelope is that of SPECIFIC_ATTRIBUTES
// without attributes: Query has one, Scan has none (seen: floci-io/floci#3410, 2026-09).
aws::Result<base::Ok> check_select(Envelope envelope, const PageParameters& request);

// The start key's attribute values.
aws::Result<base::Ok> check_start_key(const PageParameters& request);

// Fills what both reads share.
void set_page_parameters(const PageParameters& request, const PageExpressions& expressions,
                         db::table::ReadPageRequest* read);

PageResponse page_response(const aws::RequestContext& context, const PageParameters& request,
                           db::table::ReadPage page);

}  // namespace stator::services::dynamodb
