#include "services/dynamodb/ops/untag_resource.h"

#include <algorithm>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/resource_arn.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<base::Ok>> untag_resource(db::table::Database& database,
                                                 const aws::RequestContext& context,
                                                 UntagResourceRequest& request) {
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table_by_arn(database, context, *request.resource_arn));
  const std::vector<std::string>& keys = *request.tag_keys;
  if (keys.empty()) co_return aws::validation_error(messages::kNoTagKeys);
  auto change = [&](db::table::TableSchema* schema) -> db::Result<base::Ok> {
    std::erase_if(schema->tags, [&](const auto& tag) {
      return std::find(keys.begin(), keys.end(), tag.key) != keys.end();
    });
    return base::Ok{};
  };
  auto changed = co_await database.change_settings(table->scope, table->name, change);
  if (!changed.ok()) co_return to_aws_error(std::move(changed).error());
  co_return base::Ok{};
}

}  // namespace stator::services::dynamodb
