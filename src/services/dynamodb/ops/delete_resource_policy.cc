#include "services/dynamodb/ops/delete_resource_policy.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/resource_policies.h"

namespace stator::services::dynamodb {

// Without an expected revision a policy that is not there is no error, and has no revision to return.
base::Task<aws::Result<PolicyRevisionResponse>> delete_resource_policy(db::table::Database& database,
                                                                       const aws::RequestContext& context,
                                                                       DeleteResourcePolicyRequest& request) {
  STATOR_CO_ASSIGN(Resource resource, find_resource(database, context, *request.resource_arn));
  bool as_expected = true;
  PolicyRevisionResponse response;
  auto change = [&](db::table::TableSchema* schema) -> db::Result<base::Ok> {
    const db::table::ResourcePolicy* current = schema->find_policy(resource.stream_label);
    as_expected = is_expected(current, request.expected_revision_id);
    if (!as_expected) return db::validation_error("");
    if (current != nullptr) response.revision_id = current->revision_id;
    std::erase_if(schema->policies,
                  [&](const auto& policy) { return policy.stream_label == resource.stream_label; });
    return base::Ok{};
  };
  auto changed = co_await database.change_settings(resource.table->scope, resource.table->name, change);
  if (!as_expected) co_return policy_not_found(*request.resource_arn);
  if (!changed.ok()) co_return to_aws_error(std::move(changed).error());
  co_return response;
}

}  // namespace stator::services::dynamodb
