#include "services/dynamodb/ops/tag_resource.h"

#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/tags.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<base::Ok>> tag_resource(db::table::Database& database,
                                               const aws::RequestContext& context,
                                               TagResourceRequest& request) {
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table_by_arn(database, context, *request.resource_arn));
  if (request.tags->empty()) co_return aws::validation_error(messages::kNoTags);
  std::optional<aws::Error> refused;
  auto change = [&](db::table::TableSchema* schema) -> db::Result<base::Ok> {
    auto added = add_tags(*request.tags, &schema->tags);
    if (added.ok()) return base::Ok{};
    refused = std::move(added).error();
    return db::validation_error(refused->message);
  };
  auto changed = co_await database.change_settings(table->scope, table->name, change);
  if (refused) co_return std::move(*refused);
  if (!changed.ok()) co_return to_aws_error(std::move(changed).error());
  co_return base::Ok{};
}

}  // namespace stator::services::dynamodb
