// What each operation of DynamoDB asks for: its actions, on which tables and indexes, and the condition keys
// of fine-grained access control
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/arn.h"
#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/backup.h"
#include "services/dynamodb/shapes/batch.h"
#include "services/dynamodb/shapes/item.h"
#include "services/dynamodb/shapes/query.h"
#include "services/dynamodb/shapes/statement.h"
#include "services/dynamodb/shapes/table.h"
#include "services/dynamodb/shapes/table_features.h"
#include "services/dynamodb/shapes/transaction.h"
#include "services/dynamodb/shapes/transfer.h"
#include "services/dynamodb/shapes/vector.h"

namespace stator::services::dynamodb {

using aws::protocol::Operation;

// An action on a table: by its name or ARN, with the policy that is attached to it.
aws::Result<base::Ok> authorize_table(Service& service, const aws::RequestContext& context,
                                      std::string_view action, std::string_view table, authz::Facts facts);
// An action on what an ARN names: a table, an index, a stream.
aws::Result<base::Ok> authorize_arn(Service& service, const aws::RequestContext& context,
                                    std::string_view action, std::string_view arn);
// An action on a backup, an export, an import or a bulk put (`kind`: "backup"), however its ARN is spelled.
aws::Result<base::Ok> authorize_part(const aws::RequestContext& context, std::string_view action,
                                     std::string_view arn, std::string_view kind);

aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const PutItemRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const UpdateItemRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const DeleteItemRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const GetItemRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&, const QueryRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&, const ScanRequest&);
// On the index; fine-grained access control knows nothing of vectors (VectorSearch.Requirements).
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const SearchVectorsRequest&);
base::Task<aws::Result<base::Ok>> authorize(Service&, const aws::RequestContext&, const Operation&,
                                            const BatchGetItemRequest&);
base::Task<aws::Result<base::Ok>> authorize(Service&, const aws::RequestContext&, const Operation&,
                                            const BatchWriteItemRequest&);
base::Task<aws::Result<base::Ok>> authorize(Service&, const aws::RequestContext&, const Operation&,
                                            const TransactGetItemsRequest&);
base::Task<aws::Result<base::Ok>> authorize(Service&, const aws::RequestContext&, const Operation&,
                                            const TransactWriteItemsRequest&);
// A text that is no statement is left to the operation, which refuses it.
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const ExecuteStatementRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const BatchExecuteStatementRequest&);
base::Task<aws::Result<base::Ok>> authorize(Service&, const aws::RequestContext&, const Operation&,
                                            const ExecuteTransactionRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const CreateTableRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const ListTablesRequest&);
// Restores also ask for reading and writing of items of the new table (backuprestore_IAM; dependent actions
// of the service authorization reference).
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const RestoreTableFromBackupRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const RestoreTableToPointInTimeRequest&);
// On anything, also where a table is named: it cannot be granted on one (backuprestore_IAM).
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const ListBackupsRequest&);

// The bucket is asked about by the operation (common/transfer_place.h).
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const ExportTableRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const ImportTableRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const DescribeExportRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const DescribeImportRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const BulkOperationArnRequest&);

// On arn:aws:dynamodb::<account>:global-table/<name>.
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const DescribeGlobalTableRequest&);

// On the index, where one is named (Contributor_Insights_IAM, example 3).
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const DescribeContributorInsightsRequest&);
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext&, const Operation&,
                                const UpdateContributorInsightsRequest&);

// Of all others: the table, ARN or backup that they name, or anything.
template <typename Request>
aws::Result<base::Ok> authorize(Service& service, const aws::RequestContext& context,
                                const Operation& operation, const Request& request) {
  if constexpr (requires { request.resource_arn; }) {
    return authorize_arn(service, context, operation.action, *request.resource_arn);
  } else if constexpr (requires { request.backup_arn; }) {
    return authorize_part(context, operation.action, *request.backup_arn, "backup");
  } else if constexpr (requires { request.table_name; }) {
    if (request.table_name)
      return authorize_table(service, context, operation.action, *request.table_name, {});
  }
  return aws::authorize(context, {std::string(operation.action), "*", {}});
}

// Who owns the tables that are named by ARNs. Of several tables: all have to belong to one account, else only
// those of the caller are found.
std::optional<std::string> foreign_account(Service&, const aws::RequestContext&, const BatchGetItemRequest&);
std::optional<std::string> foreign_account(Service&, const aws::RequestContext&,
                                           const BatchWriteItemRequest&);
std::optional<std::string> foreign_account(Service&, const aws::RequestContext&,
                                           const TransactGetItemsRequest&);
std::optional<std::string> foreign_account(Service&, const aws::RequestContext&,
                                           const TransactWriteItemsRequest&);
template <typename Request>
std::optional<std::string> foreign_account(Service&, const aws::RequestContext& context,
                                           const Request& request) {
  std::string_view name;
  if constexpr (requires { request.resource_arn; }) {
    name = *request.resource_arn;
  } else if constexpr (requires { request.backup_arn; }) {
    name = *request.backup_arn;
  } else if constexpr (requires { request.export_arn; }) {
    name = *request.export_arn;
  } else if constexpr (requires { request.import_arn; }) {
    name = *request.import_arn;
  } else if constexpr (requires { request.bulk_operation_arn; }) {
    name = *request.bulk_operation_arn;
  } else if constexpr (requires { request.table_arn; }) {
    if (request.table_arn) name = *request.table_arn;
  } else if constexpr (requires { request.source_table_arn; }) {
    if (request.source_table_arn) name = *request.source_table_arn;
  } else if constexpr (requires { request.table_name; }) {
    if (request.table_name) name = *request.table_name;
  }
  return aws::foreign_account_of(name, "dynamodb", context);
}

}  // namespace stator::services::dynamodb
