#include "services/dynamodb/service.h"

#include "services/dynamodb/authorization.h"
#include "services/dynamodb/ops/batch_execute_statement.h"
#include "services/dynamodb/ops/batch_get_item.h"
#include "services/dynamodb/ops/batch_write_item.h"
#include "services/dynamodb/ops/cancel_bulk_operation.h"
#include "services/dynamodb/ops/create_backup.h"
#include "services/dynamodb/ops/create_table.h"
#include "services/dynamodb/ops/delete_backup.h"
#include "services/dynamodb/ops/delete_item.h"
#include "services/dynamodb/ops/delete_resource_policy.h"
#include "services/dynamodb/ops/delete_table.h"
#include "services/dynamodb/ops/describe_backup.h"
#include "services/dynamodb/ops/describe_bulk_operation.h"
#include "services/dynamodb/ops/describe_continuous_backups.h"
#include "services/dynamodb/ops/describe_contributor_insights.h"
#include "services/dynamodb/ops/describe_endpoints.h"
#include "services/dynamodb/ops/describe_export.h"
#include "services/dynamodb/ops/describe_global_table.h"
#include "services/dynamodb/ops/describe_import.h"
#include "services/dynamodb/ops/describe_kinesis_streaming_destination.h"
#include "services/dynamodb/ops/describe_limits.h"
#include "services/dynamodb/ops/describe_table.h"
#include "services/dynamodb/ops/describe_time_to_live.h"
#include "services/dynamodb/ops/execute_statement.h"
#include "services/dynamodb/ops/execute_transaction.h"
#include "services/dynamodb/ops/export_table_to_point_in_time.h"
#include "services/dynamodb/ops/get_item.h"
#include "services/dynamodb/ops/get_resource_policy.h"
#include "services/dynamodb/ops/import_table.h"
#include "services/dynamodb/ops/list_backups.h"
#include "services/dynamodb/ops/list_bulk_operations.h"
#include "services/dynamodb/ops/list_contributor_insights.h"
#include "services/dynamodb/ops/list_exports.h"
#include "services/dynamodb/ops/list_global_tables.h"
#include "services/dynamodb/ops/list_imports.h"
#include "services/dynamodb/ops/list_tables.h"
#include "services/dynamodb/ops/list_tags_of_resource.h"
#include "services/dynamodb/ops/put_item.h"
#include "services/dynamodb/ops/put_resource_policy.h"
#include "services/dynamodb/ops/query.h"
#include "services/dynamodb/ops/restore_table_from_backup.h"
#include "services/dynamodb/ops/restore_table_to_point_in_time.h"
#include "services/dynamodb/ops/scan.h"
#include "services/dynamodb/ops/search_vectors.h"
#include "services/dynamodb/ops/start_bulk_put_items.h"
#include "services/dynamodb/ops/tag_resource.h"
#include "services/dynamodb/ops/transact_get_items.h"
#include "services/dynamodb/ops/transact_write_items.h"
#include "services/dynamodb/ops/untag_resource.h"
#include "services/dynamodb/ops/update_continuous_backups.h"
#include "services/dynamodb/ops/update_contributor_insights.h"
#include "services/dynamodb/ops/update_item.h"
#include "services/dynamodb/ops/update_table.h"
#include "services/dynamodb/ops/update_time_to_live.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using aws::protocol::operation_without_output;
using aws::protocol::Report;

constexpr Operation kOperations[] = {
    operation<Service, PutItemRequest, WriteResponse, put_item>("PutItem", "dynamodb:PutItem", kPutItemInput,
                                                                kWriteOutput),
    operation<Service, GetItemRequest, GetItemResponse, get_item>("GetItem", "dynamodb:GetItem",
                                                                  kGetItemInput, kGetItemOutput),
    operation<Service, UpdateItemRequest, WriteResponse, update_item>(
        "UpdateItem", "dynamodb:UpdateItem", kUpdateItemInput, kWriteOutput, Report::kFirst),
    operation<Service, DeleteItemRequest, WriteResponse, delete_item>("DeleteItem", "dynamodb:DeleteItem",
                                                                      kDeleteItemInput, kWriteOutput),
    operation<Service, QueryRequest, PageResponse, query>("Query", "dynamodb:Query", kQueryInput,
                                                          kPageOutput),
    operation<Service, ScanRequest, PageResponse, scan>("Scan", "dynamodb:Scan", kScanInput, kPageOutput),
    operation<Service, SearchVectorsRequest, SearchVectorsResponse, search_vectors>(
        "SearchVectors", "dynamodb:SearchVectors", kSearchVectorsInput, kSearchVectorsOutput),
    operation<Service, BatchGetItemRequest, BatchGetItemResponse, batch_get_item>(
        "BatchGetItem", "dynamodb:BatchGetItem", kBatchGetItemInput, kBatchGetItemOutput),
    operation<Service, BatchWriteItemRequest, BatchWriteItemResponse, batch_write_item>(
        "BatchWriteItem", "dynamodb:BatchWriteItem", kBatchWriteItemInput, kBatchWriteItemOutput),
    operation<Service, CreateTableRequest, TableResponse, create_table>(
        "CreateTable", "dynamodb:CreateTable", kCreateTableInput, kTableDescriptionOutput),
    operation<Service, TableNameRequest, TableResponse, describe_table>(
        "DescribeTable", "dynamodb:DescribeTable", kTableNameInput, kDescribeTableOutput),
    operation<Service, ListTablesRequest, ListTablesResponse, list_tables>(
        "ListTables", "dynamodb:ListTables", kListTablesInput, kListTablesOutput),
    operation<Service, UpdateTableRequest, TableResponse, update_table>(
        "UpdateTable", "dynamodb:UpdateTable", kUpdateTableInput, kTableDescriptionOutput),
    operation<Service, TableNameRequest, TableResponse, delete_table>(
        "DeleteTable", "dynamodb:DeleteTable", kTableNameInput, kTableDescriptionOutput),
    operation_without_output<Service, TagResourceRequest, tag_resource>("TagResource", "dynamodb:TagResource",
                                                                        kTagResourceInput),
    operation_without_output<Service, UntagResourceRequest, untag_resource>(
        "UntagResource", "dynamodb:UntagResource", kUntagResourceInput),
    operation<Service, ListTagsOfResourceRequest, ListTagsOfResourceResponse, list_tags_of_resource>(
        "ListTagsOfResource", "dynamodb:ListTagsOfResource", kListTagsOfResourceInput,
        kListTagsOfResourceOutput),
    operation<Service, UpdateTimeToLiveRequest, UpdateTimeToLiveResponse, update_time_to_live>(
        "UpdateTimeToLive", "dynamodb:UpdateTimeToLive", kUpdateTimeToLiveInput, kUpdateTimeToLiveOutput),
    operation<Service, TableNameRequest, DescribeTimeToLiveResponse, describe_time_to_live>(
        "DescribeTimeToLive", "dynamodb:DescribeTimeToLive", kTableNameInput, kDescribeTimeToLiveOutput),
    operation<Service, PutResourcePolicyRequest, PolicyRevisionResponse, put_resource_policy>(
        "PutResourcePolicy", "dynamodb:PutResourcePolicy", kPutResourcePolicyInput, kPolicyRevisionOutput),
    operation<Service, GetResourcePolicyRequest, GetResourcePolicyResponse, get_resource_policy>(
        "GetResourcePolicy", "dynamodb:GetResourcePolicy", kGetResourcePolicyInput, kGetResourcePolicyOutput),
    operation<Service, DeleteResourcePolicyRequest, PolicyRevisionResponse, delete_resource_policy>(
        "DeleteResourcePolicy", "dynamodb:DeleteResourcePolicy", kDeleteResourcePolicyInput,
        kPolicyRevisionOutput),
    operation<Service, NoParameters, DescribeLimitsResponse, describe_limits>(
        "DescribeLimits", "dynamodb:DescribeLimits", kNoInput, kDescribeLimitsOutput),
    operation<Service, NoParameters, DescribeEndpointsResponse, describe_endpoints>(
        "DescribeEndpoints", "dynamodb:DescribeEndpoints", kNoInput, kDescribeEndpointsOutput),
    operation<Service, UpdateContinuousBackupsRequest, ContinuousBackupsResponse, update_continuous_backups>(
        "UpdateContinuousBackups", "dynamodb:UpdateContinuousBackups", kUpdateContinuousBackupsInput,
        kContinuousBackupsOutput),
    operation<Service, TableNameRequest, ContinuousBackupsResponse, describe_continuous_backups>(
        "DescribeContinuousBackups", "dynamodb:DescribeContinuousBackups", kTableNameInput,
        kContinuousBackupsOutput),
    operation<Service, RestoreTableToPointInTimeRequest, TableResponse, restore_table_to_point_in_time>(
        "RestoreTableToPointInTime", "dynamodb:RestoreTableToPointInTime", kRestoreTableToPointInTimeInput,
        kTableDescriptionOutput),
    operation<Service, CreateBackupRequest, CreateBackupResponse, create_backup>(
        "CreateBackup", "dynamodb:CreateBackup", kCreateBackupInput, kCreateBackupOutput),
    operation<Service, BackupArnRequest, BackupResponse, describe_backup>(
        "DescribeBackup", "dynamodb:DescribeBackup", kBackupArnInput, kBackupOutput),
    operation<Service, ListBackupsRequest, ListBackupsResponse, list_backups>(
        "ListBackups", "dynamodb:ListBackups", kListBackupsInput, kListBackupsOutput),
    operation<Service, BackupArnRequest, BackupResponse, delete_backup>(
        "DeleteBackup", "dynamodb:DeleteBackup", kBackupArnInput, kBackupOutput),
    operation<Service, RestoreTableFromBackupRequest, TableResponse, restore_table_from_backup>(
        "RestoreTableFromBackup", "dynamodb:RestoreTableFromBackup", kRestoreTableFromBackupInput,
        kTableDescriptionOutput),
    operation<Service, ExportTableRequest, ExportResponse, export_table_to_point_in_time>(
        "ExportTableToPointInTime", "dynamodb:ExportTableToPointInTime", kExportTableInput, kExportOutput),
    operation<Service, DescribeExportRequest, ExportResponse, describe_export>(
        "DescribeExport", "dynamodb:DescribeExport", kDescribeExportInput, kExportOutput),
    operation<Service, ListExportsRequest, ListExportsResponse, list_exports>(
        "ListExports", "dynamodb:ListExports", kListExportsInput, kListExportsOutput),
    operation<Service, ImportTableRequest, ImportResponse, import_table>(
        "ImportTable", "dynamodb:ImportTable", kImportTableInput, kImportOutput),
    operation<Service, DescribeImportRequest, ImportResponse, describe_import>(
        "DescribeImport", "dynamodb:DescribeImport", kDescribeImportInput, kImportOutput),
    operation<Service, ListImportsRequest, ListImportsResponse, list_imports>(
        "ListImports", "dynamodb:ListImports", kListImportsInput, kListImportsOutput),
    operation<Service, StartBulkPutItemsRequest, BulkOperationResponse, start_bulk_put_items>(
        "StartBulkPutItems", "dynamodb:StartBulkPutItems", kStartBulkPutItemsInput, kBulkOperationOutput),
    operation<Service, BulkOperationArnRequest, BulkOperationResponse, describe_bulk_operation>(
        "DescribeBulkOperation", "dynamodb:DescribeBulkOperation", kBulkOperationArnInput,
        kBulkOperationOutput),
    operation<Service, ListBulkOperationsRequest, ListBulkOperationsResponse, list_bulk_operations>(
        "ListBulkOperations", "dynamodb:ListBulkOperations", kListBulkOperationsInput,
        kListBulkOperationsOutput),
    operation<Service, BulkOperationArnRequest, CancelBulkOperationResponse, cancel_bulk_operation>(
        "CancelBulkOperation", "dynamodb:CancelBulkOperation", kBulkOperationArnInput,
        kCancelBulkOperationOutput),
    operation<Service, DescribeContributorInsightsRequest, DescribeContributorInsightsResponse,
              describe_contributor_insights>(
        "DescribeContributorInsights", "dynamodb:DescribeContributorInsights",
        kDescribeContributorInsightsInput, kDescribeContributorInsightsOutput),
    operation<Service, UpdateContributorInsightsRequest, ContributorInsightsSummary,
              update_contributor_insights>("UpdateContributorInsights", "dynamodb:UpdateContributorInsights",
                                           kUpdateContributorInsightsInput, kUpdateContributorInsightsOutput),
    operation<Service, ListContributorInsightsRequest, ListContributorInsightsResponse,
              list_contributor_insights>("ListContributorInsights", "dynamodb:ListContributorInsights",
                                         kListContributorInsightsInput, kListContributorInsightsOutput),
    operation<Service, TableNameRequest, DescribeKinesisDestinationResponse,
              describe_kinesis_streaming_destination>("DescribeKinesisStreamingDestination",
                                                      "dynamodb:DescribeKinesisStreamingDestination",
                                                      kTableNameInput, kDescribeKinesisDestinationOutput),
    operation_without_output<Service, DescribeGlobalTableRequest, describe_global_table>(
        "DescribeGlobalTable", "dynamodb:DescribeGlobalTable", kDescribeGlobalTableInput),
    operation<Service, ListGlobalTablesRequest, ListGlobalTablesResponse, list_global_tables>(
        "ListGlobalTables", "dynamodb:ListGlobalTables", kListGlobalTablesInput, kListGlobalTablesOutput),
    operation<Service, TransactWriteItemsRequest, TransactWriteItemsResponse, transact_write_items>(
        "TransactWriteItems", "dynamodb:TransactWriteItems", kTransactWriteItemsInput,
        kTransactWriteItemsOutput),
    operation<Service, TransactGetItemsRequest, TransactGetItemsResponse, transact_get_items>(
        "TransactGetItems", "dynamodb:TransactGetItems", kTransactGetItemsInput, kTransactGetItemsOutput),
    // What a statement does decides on PartiQLSelect, PartiQLInsert ...
    operation<Service, ExecuteStatementRequest, ExecuteStatementResponse, execute_statement>(
        "ExecuteStatement", "dynamodb:PartiQL*", kExecuteStatementInput, kExecuteStatementOutput),
    operation<Service, BatchExecuteStatementRequest, BatchExecuteStatementResponse, batch_execute_statement>(
        "BatchExecuteStatement", "dynamodb:PartiQL*", kBatchExecuteStatementInput,
        kBatchExecuteStatementOutput),
    operation<Service, ExecuteTransactionRequest, ExecuteTransactionResponse, execute_transaction>(
        "ExecuteTransaction", "dynamodb:PartiQL*", kExecuteTransactionInput, kExecuteTransactionOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(Service& service, const aws::IdentityRules& rules,
                                          base::Executor* pool) {
  return {{.target_prefix = "DynamoDB_20120810",
           .model_namespace = "com.amazonaws.dynamodb.v20120810#",
           .content_type = "application/x-amz-json-1.0",
           .operations = kOperations,
           .signing_name = "dynamodb"},
          &service,
          rules,
          pool};
}

}  // namespace stator::services::dynamodb
