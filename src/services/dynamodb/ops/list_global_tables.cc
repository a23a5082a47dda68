#include "services/dynamodb/ops/list_global_tables.h"

namespace stator::services::dynamodb {

// There are none.
base::Task<aws::Result<ListGlobalTablesResponse>> list_global_tables(db::table::Database&,
                                                                     const aws::RequestContext&,
                                                                     ListGlobalTablesRequest&) {
  co_return ListGlobalTablesResponse{};
}

}  // namespace stator::services::dynamodb
