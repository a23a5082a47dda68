#include "services/dynamodb/service.h"

#include "services/dynamodb/ops/batch_get_item.h"
#include "services/dynamodb/ops/batch_write_item.h"
#include "services/dynamodb/ops/create_table.h"
#include "services/dynamodb/ops/delete_item.h"
#include "services/dynamodb/ops/delete_table.h"
#include "services/dynamodb/ops/describe_table.h"
#include "services/dynamodb/ops/get_item.h"
#include "services/dynamodb/ops/list_tables.h"
#include "services/dynamodb/ops/put_item.h"
#include "services/dynamodb/ops/query.h"
#include "services/dynamodb/ops/scan.h"
#include "services/dynamodb/ops/update_item.h"
#include "services/dynamodb/ops/update_table.h"

namespace stator::services::dynamodb {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using aws::protocol::Report;
using db::table::Database;

constexpr Operation kOperations[] = {
    operation<Database, PutItemRequest, WriteResponse, put_item>("PutItem", "dynamodb:PutItem", kPutItemInput,
                                                                 kWriteOutput),
    operation<Database, GetItemRequest, GetItemResponse, get_item>("GetItem", "dynamodb:GetItem", kGetItemInput,
                                                                   kGetItemOutput),
    operation<Database, UpdateItemRequest, WriteResponse, update_item>("UpdateItem", "dynamodb:UpdateItem",
                                                                       kUpdateItemInput, kWriteOutput, Report::kFirst),
    operation<Database, DeleteItemRequest, WriteResponse, delete_item>("DeleteItem", "dynamodb:DeleteItem",
                                                                       kDeleteItemInput, kWriteOutput),
    operation<Database, QueryRequest, PageResponse, query>("Query", "dynamodb:Query", kQueryInput, kPageOutput),
    operation<Database, ScanRequest, PageResponse, scan>("Scan", "dynamodb:Scan", kScanInput, kPageOutput),
    operation<Database, BatchGetItemRequest, BatchGetItemResponse, batch_get_item>(
        "BatchGetItem", "dynamodb:BatchGetItem", kBatchGetItemInput, kBatchGetItemOutput),
    operation<Database, BatchWriteItemRequest, BatchWriteItemResponse, batch_write_item>(
        "BatchWriteItem", "dynamodb:BatchWriteItem", kBatchWriteItemInput, kBatchWriteItemOutput),
    operation<Database, CreateTableRequest, TableResponse, create_table>("CreateTable", "dynamodb:CreateTable",
                                                                         kCreateTableInput, kTableDescriptionOutput),
    operation<Database, TableNameRequest, TableResponse, describe_table>("DescribeTable", "dynamodb:DescribeTable",
                                                                         kTableNameInput, kDescribeTableOutput),
    operation<Database, ListTablesRequest, ListTablesResponse, list_tables>("ListTables", "dynamodb:ListTables",
                                                                            kListTablesInput, kListTablesOutput),
    operation<Database, UpdateTableRequest, TableResponse, update_table>("UpdateTable", "dynamodb:UpdateTable",
                                                                         kUpdateTableInput, kTableDescriptionOutput),
    operation<Database, TableNameRequest, TableResponse, delete_table>("DeleteTable", "dynamodb:DeleteTable",
                                                                       kTableNameInput, kTableDescriptionOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(Database& database, const aws::IdentityRules& rules,
                                          base::Executor* pool) {
  return {{"DynamoDB_20120810", "com.amazonaws.dynamodb.v20120810#", "application/x-amz-json-1.0", kOperations},
          &database,
          rules,
          pool};
}

}  // namespace stator::services::dynamodb
