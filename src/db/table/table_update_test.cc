#include "db/table/table_update.h"

#include <gtest/gtest.h>

#include "db/table/schema_codec.h"

namespace stator::db::table {
namespace {

using model::Type;

TableSchema provisioned() {
  TableSchema schema;
  schema.name = "t";
  schema.id = 3;
  schema.keys = {{{"pk", Type::kS}}, {}};
  schema.throughput.read_units = 5;
  schema.throughput.write_units = 5;
  return schema;
}

IndexUpdate create(std::string name, Type type = Type::kS) {
  IndexUpdate update{IndexUpdate::Action::kCreate, {}};
  update.index.name = std::move(name);
  update.index.keys = {{{"color", type}}, {}};
  update.index.throughput.read_units = update.index.throughput.write_units = 1;
  return update;
}

IndexUpdate remove(std::string name) {
  IndexUpdate update{IndexUpdate::Action::kDelete, {}};
  update.index.name = std::move(name);
  return update;
}

TEST(PlanUpdate, NothingAsked) {
  auto plan = plan_update(provisioned(), {}, 1);
  EXPECT_EQ(plan.error().message.substr(0, 41), "At least one of ProvisionedThroughput, Bi");
}

TEST(PlanUpdate, SameThroughputIsRefused) {
  TableUpdate update;
  update.throughput = Throughput{5, 5};
  EXPECT_EQ(plan_update(provisioned(), update, 1).error().kind, ErrorKind::kValidation);
  update.throughput = Throughput{5, 6};
  auto plan = plan_update(provisioned(), update, 1);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->schema.throughput.write_units, 6);
  EXPECT_EQ(plan->schema.throughput.last_increase_micros, 1);
  EXPECT_FALSE(plan->fence);
}

TEST(PlanUpdate, DecreasesAreCountedByUtcDay) {
  constexpr std::int64_t kDay = 86'400LL * 1'000'000;
  TableUpdate update;
  update.throughput = Throughput{4, 5};
  auto first = plan_update(provisioned(), update, kDay);
  EXPECT_EQ(first->schema.throughput.decreases_today, 1);
  update.throughput = Throughput{3, 5};
  EXPECT_EQ(plan_update(first->schema, update, kDay + 1)->schema.throughput.decreases_today, 2);
  EXPECT_EQ(plan_update(first->schema, update, 2 * kDay)->schema.throughput.decreases_today, 1);
}

TEST(PlanUpdate, BillingModes) {
  TableUpdate update;
  update.billing = BillingMode::kPayPerRequest;
  auto on_demand = plan_update(provisioned(), update, 9);
  ASSERT_TRUE(on_demand.ok());
  EXPECT_EQ(on_demand->schema.throughput.read_units, 0);
  EXPECT_EQ(on_demand->schema.on_demand_since_micros, 9);
  update.billing = BillingMode::kProvisioned;
  EXPECT_FALSE(plan_update(on_demand->schema, update, 9).ok());
  update.throughput = Throughput{1, 1};
  EXPECT_TRUE(plan_update(on_demand->schema, update, 9).ok());
  update.billing.reset();
  EXPECT_FALSE(plan_update(on_demand->schema, update, 9).ok());
}

TEST(PlanUpdate, IndexesOneAtATime) {
  TableUpdate update;
  update.indexes = {create("g"), create("h")};
  EXPECT_EQ(plan_update(provisioned(), update, 1).error().kind, ErrorKind::kLimitExceeded);
  update.indexes = {create("g")};
  auto plan = plan_update(provisioned(), update, 1);
  ASSERT_TRUE(plan.ok());
  EXPECT_TRUE(plan->fence);
  EXPECT_EQ(plan->schema.epoch, 2u);
  EXPECT_EQ(plan->build_index, plan->schema.indexes[0].id);
  EXPECT_EQ(plan->schema.status, TableStatus::kUpdating);
  update.indexes = {remove("g")};
  EXPECT_EQ(plan_update(plan->schema, update, 1).error().kind, ErrorKind::kResourceInUse);
  TableSchema active = plan->schema;
  active.status = TableStatus::kActive;
  active.indexes[0].status = IndexStatus::kActive;
  update.indexes = {create("g")};
  EXPECT_EQ(plan_update(active, update, 1).error().message,
            "Attempting to create an index which already exists");
  update.indexes = {remove("g")};
  auto removed = plan_update(active, update, 1);
  ASSERT_TRUE(removed.ok());
  EXPECT_EQ(removed->schema.indexes[0].status, IndexStatus::kDeleting);
  update.indexes = {remove("nope")};
  EXPECT_EQ(plan_update(active, update, 1).error().kind, ErrorKind::kResourceNotFound);
}

TEST(PlanUpdate, TwentyIndexesAndNotOneMore) {
  TableSchema schema = provisioned();
  for (std::size_t i = 0; i < kMaxGlobalIndexes; ++i) {
    TableUpdate update;
    update.indexes = {create("g" + std::to_string(i))};
    auto plan = plan_update(schema, update, 1);
    ASSERT_TRUE(plan.ok()) << i;
    schema = plan->schema;
    schema.status = TableStatus::kActive;
  }
  TableUpdate update;
  update.indexes = {create("one-more")};
  EXPECT_EQ(plan_update(schema, update, 1).error().kind, ErrorKind::kLimitExceeded);
}

TEST(PlanUpdate, KeyAttributesKeepTheirType) {
  TableSchema schema = provisioned();
  schema.keys.partition[0].name = "color";
  TableUpdate update;
  update.indexes = {create("g", Type::kN)};
  EXPECT_EQ(plan_update(schema, update, 1).error().kind, ErrorKind::kValidation);
}

TEST(PlanUpdate, Streams) {
  TableUpdate on, off;
  on.stream = {true, StreamViewType::kKeysOnly};
  off.stream = {false, StreamViewType::kKeysOnly};
  EXPECT_EQ(plan_update(provisioned(), off, 1).error().kind, ErrorKind::kValidation);
  auto enabled = plan_update(provisioned(), on, 1);
  ASSERT_TRUE(enabled.ok());
  EXPECT_TRUE(enabled->start_stream);
  EXPECT_TRUE(enabled->fence);
  EXPECT_EQ(plan_update(enabled->schema, on, 1).error().kind, ErrorKind::kResourceInUse);
  enabled->schema.stream->log_group = 12;
  auto disabled = plan_update(enabled->schema, off, 1);
  EXPECT_EQ(disabled->drop_log_group, 12u);
  EXPECT_FALSE(disabled->schema.stream);
  EXPECT_TRUE(disabled->schema.last_stream);
}

TEST(SchemaCodec, RoundTripsAFullSchema) {
  TableSchema schema = provisioned();
  schema.scope = {"123456789012", "eu-west-1"};
  schema.uuid = "u";
  schema.epoch = 77;
  schema.created_micros = 1234567890123456;
  schema.on_demand = OnDemandThroughput{-1, 40};
  schema.stream = StreamSpec{StreamViewType::kOldImage, "label", 9};
  schema.last_stream = StreamSpec{StreamViewType::kKeysOnly, "older", 8};
  schema.deletion_protection = true;
  schema.table_class = TableClass::kStandardInfrequentAccess;
  schema.sse_enabled = true;
  schema.sse_key = "arn";
  schema.tags = {{"a", "1"}, {"b", ""}};
  IndexSchema index = create("g", Type::kB).index;
  index.id = 4;
  index.global = true;
  index.keys.sort = {{"n", Type::kN}};
  index.projection = {ProjectionType::kInclude, {"z", "a"}};
  index.on_demand = OnDemandThroughput{5, 6};
  index.status = IndexStatus::kCreating;
  index.backfilling = true;
  index.derive(schema.keys);
  schema.indexes = {index};
  schema.next_index_id = 5;
  auto back = decode_schema(encode_schema(schema));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, schema);
}

TEST(SchemaCodec, RefusesDamagedBytes) {
  std::string bytes = encode_schema(provisioned());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_schema(bytes.substr(0, size))) << size;
  bytes[0] = kSchemaFormat + 1;
  EXPECT_FALSE(decode_schema(bytes));
}

}  // namespace
}  // namespace stator::db::table
