#include "server/operation_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dynamodb/service.h"
#include "services/streams/service.h"

namespace stator::server {
namespace {

constexpr std::string_view kDynamodb = "DynamoDB";
constexpr std::string_view kStreams = "DynamoDB Streams";

template <std::size_t size>
using Names = std::array<std::string_view, size>;

constexpr Names<5> kTables = {"CreateTable", "DescribeTable", "ListTables", "UpdateTable", "DeleteTable"};
constexpr Names<4> kItems = {"PutItem", "GetItem", "UpdateItem", "DeleteItem"};
constexpr Names<2> kPages = {"Query", "Scan"};
constexpr Names<2> kBatches = {"BatchGetItem", "BatchWriteItem"};
constexpr Names<2> kTransactions = {"TransactWriteItems", "TransactGetItems"};
constexpr Names<3> kStatements = {"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"};
constexpr Names<3> kTags = {"TagResource", "UntagResource", "ListTagsOfResource"};
constexpr Names<2> kTimeToLive = {"UpdateTimeToLive", "DescribeTimeToLive"};
constexpr Names<3> kPolicies = {"PutResourcePolicy", "GetResourcePolicy", "DeleteResourcePolicy"};
constexpr Names<2> kAccount = {"DescribeLimits", "DescribeEndpoints"};
constexpr Names<8> kBackups = {"DescribeContinuousBackups",
                               "UpdateContinuousBackups",
                               "RestoreTableToPointInTime",
                               "CreateBackup",
                               "DescribeBackup",
                               "ListBackups",
                               "DeleteBackup",
                               "RestoreTableFromBackup"};
constexpr Names<6> kExports = {"ExportTableToPointInTime", "DescribeExport", "ListExports", "ImportTable",
                               "DescribeImport",           "ListImports"};
constexpr Names<4> kBulk = {"StartBulkPutItems", "DescribeBulkOperation", "ListBulkOperations",
                            "CancelBulkOperation"};
constexpr Names<1> kVectors = {"SearchVectors"};
constexpr Names<8> kGlobalTables = {"CreateGlobalTable",
                                    "DescribeGlobalTable",
                                    "ListGlobalTables",
                                    "UpdateGlobalTable",
                                    "DescribeGlobalTableSettings",
                                    "UpdateGlobalTableSettings",
                                    "DescribeTableReplicaAutoScaling",
                                    "UpdateTableReplicaAutoScaling"};
constexpr Names<3> kInsights = {"DescribeContributorInsights", "ListContributorInsights",
                                "UpdateContributorInsights"};
constexpr Names<4> kKinesis = {"DescribeKinesisStreamingDestination", "EnableKinesisStreamingDestination",
                               "DisableKinesisStreamingDestination", "UpdateKinesisStreamingDestination"};
constexpr Names<4> kStreamsOperations = {"ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"};

constexpr std::string_view kOff = "says that the feature is off, as it is";

constexpr OperationGroup kGroups[] = {
    {kDynamodb, kTables, {}},
    {kDynamodb, kItems, {}},
    {kDynamodb, kPages, {}},
    {kDynamodb, kBatches, {}},
    {kDynamodb, kTransactions, {}},
    {kDynamodb, kStatements, {}},
    {kDynamodb, kTags, {}},
    {kDynamodb, kTimeToLive, {}},
    {kDynamodb, kPolicies, "policies of tables decide with `--auth strict`"},
    {kDynamodb, kAccount, {}},
    {kDynamodb, kBackups, {}},
    {kDynamodb, kExports, {}},
    {kDynamodb, kBulk, {}},
    {kDynamodb, kVectors, {}},
    {kDynamodb, kGlobalTables, "there are none, as it says"},
    {kDynamodb, kInsights, {}},
    {kDynamodb, kKinesis, kOff},
    {kStreams, kStreamsOperations, {}},
};

// The row of the group's operations that are there, or of those that are not; nothing if it has none.
std::string row(const OperationGroup& group, bool there) {
  std::string names;
  for (const std::string_view name : group.names) {
    if (is_there(group.service, name) != there) continue;
    if (!names.empty()) names += ", ";
    names += name;
  }
  if (names.empty()) return {};
  std::string state = there ? "there" : "not yet";
  if (there && !group.remark.empty()) state.append("; ").append(group.remark);
  return fmt::format("| {} | {} | {} |\n", group.service, names, state);
}

}  // namespace

std::span<const OperationGroup> operation_groups() { return kGroups; }

bool is_there(std::string_view service, std::string_view operation) {
  const auto has_name = [&](const aws::protocol::Operation& each) { return each.name == operation; };
  const auto operations =
      service == kStreams ? services::streams::operations() : services::dynamodb::operations();
  return std::any_of(operations.begin(), operations.end(), has_name);
}

std::string operation_list() {
  std::string out = "| service | operations | state |\n| --- | --- | --- |\n";
  for (const OperationGroup& group : kGroups) out += row(group, true);
  for (const OperationGroup& group : kGroups) out += row(group, false);
  return out;
}

}  // namespace stator::server
