#include "server/operation_list.h"

#include <gtest/gtest.h>

#include <set>

#include "services/dynamodb/service.h"
#include "services/streams/service.h"

namespace stator::server {
namespace {

std::set<std::string_view> listed(std::string_view service) {
  std::set<std::string_view> names;
  for (const OperationGroup& group : operation_groups()) {
    if (group.service != service) continue;
    for (const std::string_view name : group.names) EXPECT_TRUE(names.insert(name).second) << name;
  }
  return names;
}

TEST(OperationList, KnowsAllOfTheModels) {
  EXPECT_EQ(listed("DynamoDB").size(), 62u);
  EXPECT_EQ(listed("DynamoDB Streams").size(), 4u);
}

TEST(OperationList, HasEveryOperationThatIsThere) {
  for (const auto& operation : services::dynamodb::operations())
    EXPECT_TRUE(listed("DynamoDB").contains(operation.name)) << operation.name;
  for (const auto& operation : services::streams::operations())
    EXPECT_TRUE(listed("DynamoDB Streams").contains(operation.name)) << operation.name;
}

TEST(OperationList, IsATable) {
  const std::string list = operation_list();
  EXPECT_TRUE(list.starts_with("| service | operations | state |\n| --- | --- | --- |\n")) << list;
  EXPECT_NE(list.find("| DynamoDB | Query, Scan | there |\n"), std::string::npos) << list;
  EXPECT_NE(list.find("| DynamoDB | SearchVectors | there |\n"), std::string::npos) << list;
}

}  // namespace
}  // namespace stator::server
