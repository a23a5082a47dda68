#include "services/dynamodb/ops/put_resource_policy.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/resource_policies.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<PolicyRevisionResponse>> put_resource_policy(db::table::Database& database,
                                                                    const aws::RequestContext& context,
                                                                    PutResourcePolicyRequest& request) {
  STATOR_CO_TRY(check_policy(*request.policy, request.resource_arn->find("/stream/") != std::string::npos));
  STATOR_CO_ASSIGN(Resource resource, find_resource(database, context, *request.resource_arn));
  bool as_expected = true;
  std::string revision;
  auto change = [&](db::table::TableSchema* schema) -> db::Result<base::Ok> {
    const db::table::ResourcePolicy* current = schema->find_policy(resource.stream_label);
    as_expected = is_expected(current, request.expected_revision_id);
    if (!as_expected) return db::validation_error("");
    revision = put_policy(*request.policy, resource.stream_label, context.clock->unix_millis(), schema);
    return base::Ok{};
  };
  auto changed = co_await database.change_settings(resource.table->scope, resource.table->name, change);
  if (!as_expected) co_return policy_not_found(*request.resource_arn);
  if (!changed.ok()) co_return to_aws_error(std::move(changed).error());
  co_return PolicyRevisionResponse{std::move(revision)};
}

}  // namespace stator::services::dynamodb
