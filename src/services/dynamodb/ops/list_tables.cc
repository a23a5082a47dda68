#include "services/dynamodb/ops/list_tables.h"

#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListTablesResponse>> list_tables(db::table::Database& database,
                                                        const aws::RequestContext& context,
                                                        ListTablesRequest& request) {
  constexpr std::int64_t kDefaultLimit = 100;
  std::optional<std::string_view> start_after;
  if (request.exclusive_start_table_name) start_after = *request.exclusive_start_table_name;
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  db::table::TableNames tables = database.list_tables(scope_of(context), start_after, limit);
  co_return ListTablesResponse{std::move(tables.names), std::move(tables.last)};
}

}  // namespace stator::services::dynamodb
