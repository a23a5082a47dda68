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

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;

TEST(PlanUpdate, DecreasesAreCountedByUtcDay) {
  TableUpdate update;
  update.throughput = Throughput{4, 5};
  auto first = plan_update(provisioned(), update, kDay);
  EXPECT_EQ(first->schema.throughput.decreases_today, 1);
  update.throughput = Throughput{3, 5};
  EXPECT_EQ(plan_update(first->schema, update, kDay + 1)->schema.throughput.decreases_today, 2);
  EXPECT_EQ(plan_update(first->schema, update, 2 * kDay)->schema.throughput.decreases_today, 1);
}

// A table, and sometimes its index, that loses a unit at a time.
class Decreases : public testing::Test {
 protected:
  Decreases() {
    schema_.throughput = {100, 100};
    IndexSchema index;
    index.id = 1;
    index.global = true;
    index.name = "ByColor";
    index.keys = {{{"color", Type::kS}}, {}};
    index.throughput = {100, 100};
    schema_.indexes.push_back(index);
  }

  // Nothing = it was done, else what was said against it.
  std::string decrease(std::int64_t now, bool of_table, bool of_index) {
    TableUpdate update;
    if (of_table) {
      update.throughput = schema_.throughput;
      --update.throughput->read_units;
      ++update.throughput->write_units;  // a decrease all the same
    }
    if (of_index) {
      IndexUpdate index{IndexUpdate::Action::kUpdate, {}};
      index.index.name = "ByColor";
      index.index.throughput = schema_.indexes[0].throughput;
      --index.index.throughput.write_units;
      update.indexes.push_back(index);
    }
    auto plan = plan_update(schema_, update, now);
    if (plan.ok()) {
      schema_ = plan->schema;
      return "";
    }
    EXPECT_EQ(plan.error().kind, ErrorKind::kLimitExceeded);
    return plan.error().message;
  }

  TableSchema schema_ = provisioned();
};

TEST_F(Decreases, FourThenOneAnHour) {
  // 2023-02-13 10:00:00.
  const std::int64_t start = 1'676'282'400 * kSecond;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(decrease(start + i * kSecond, true, false), "");
  EXPECT_EQ(decrease(start + 4 * kSecond, true, false),
            "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. "
            "After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at "
            "most once every 3600 seconds. Number of decreases today: 4. Last decrease at Monday, February "
            "13, 2023 at 10:00:03 AM Coordinated Universal Time. Next decrease can be made at Monday, "
            "February 13, 2023 at 11:00:03 AM Coordinated Universal Time");
  EXPECT_NE(decrease(start + 3 * kSecond + kHour - 1, true, false), "");
  EXPECT_EQ(decrease(start + 3 * kSecond + kHour, true, false), "");
  EXPECT_NE(decrease(start + 4 * kSecond + kHour, true, false), "");
}

TEST_F(Decreases, TwentySevenADay) {
  int done = 0;
  for (std::int64_t second = 0; second < 86'400; ++second)
    if (decrease(kDay + second * kSecond, true, false).empty()) ++done;
  EXPECT_EQ(done, 27);
  EXPECT_EQ(schema_.throughput.decreases_today, 27);
  EXPECT_EQ(decrease(2 * kDay, true, false), "");
  EXPECT_EQ(schema_.throughput.decreases_today, 1);
}

TEST_F(Decreases, MidnightComesBeforeTheHourIsOver) {
  const std::int64_t late = 2 * kDay - 10 * kSecond;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(decrease(late, true, false), "");
  EXPECT_NE(decrease(2 * kDay - 1, true, false)
                .find("Next decrease can be made at Saturday, January 3, 1970 at 12:00:00 AM Coordinated"),
            std::string::npos);
  EXPECT_EQ(decrease(2 * kDay, true, false), "");
}

TEST_F(Decreases, TableAndIndexCountByThemselvesButFailTogether) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(decrease(kDay, true, false), "");
  EXPECT_NE(decrease(kDay, true, true), "");
  EXPECT_EQ(schema_.indexes[0].throughput.decreases_today, 0);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(decrease(kDay, false, true), "");
  EXPECT_NE(decrease(kDay, false, true), "");
}

TEST(PlanUpdate, FourSwitchesToOnDemandADay) {
  TableSchema schema = provisioned();
  TableUpdate to_on_demand, back;
  to_on_demand.billing = BillingMode::kPayPerRequest;
  back.billing = BillingMode::kProvisioned;
  back.throughput = Throughput{1, 1};
  const std::int64_t start = 1'550'891'265 * kSecond;  // Sat Feb 23 03:07:45 UTC 2019
  for (int i = 0; i < 4; ++i) {
    schema = plan_update(schema, to_on_demand, start + i * kHour)->schema;
    schema = plan_update(schema, back, start + i * kHour)->schema;
  }
  auto fifth = plan_update(schema, to_on_demand, start + kDay - 1);
  EXPECT_EQ(fifth.error().kind, ErrorKind::kLimitExceeded);
  EXPECT_EQ(
      fifth.error().message,
      "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s). Last "
      "update at Sat Feb 23 06:07:45 UTC 2019. Next update can be made at Sun Feb 24 03:07:45 UTC 2019");
  schema = plan_update(schema, to_on_demand, start + kDay)->schema;
  EXPECT_EQ(schema.on_demand_switches_micros.size(), 4u);
  EXPECT_TRUE(plan_update(schema, to_on_demand, start + kDay).ok()) << "it is no switch";
  EXPECT_EQ(decode_schema(encode_schema(schema)), schema);
}

TEST(PlanUpdate, TwoChangesOfTheTableClassInThirtyDays) {
  TableSchema schema = provisioned();
  TableUpdate update;
  update.table_class = TableClass::kStandard;
  schema = plan_update(schema, update, kDay)->schema;  // it was that already
  EXPECT_TRUE(schema.table_class_changes_micros.empty());
  update.table_class = TableClass::kStandardInfrequentAccess;
  schema = plan_update(schema, update, kDay)->schema;
  update.table_class = TableClass::kStandard;
  schema = plan_update(schema, update, 2 * kDay)->schema;
  update.table_class = TableClass::kStandardInfrequentAccess;
  auto third = plan_update(schema, update, 31 * kDay - 1);
  EXPECT_EQ(third.error().kind, ErrorKind::kLimitExceeded);
  EXPECT_EQ(third.error().message.substr(0, 78),
            "Subscriber limit exceeded: Table class updates are limited to 2 times in 30 da");
  EXPECT_TRUE(plan_update(schema, update, 31 * kDay).ok());
}

TEST(PlanUpdate, CapacityOfTheOtherMode) {
  TableUpdate update;
  update.on_demand = OnDemandThroughput{1, 1};
  EXPECT_EQ(plan_update(provisioned(), update, 1).error().kind, ErrorKind::kValidation);
  update.billing = BillingMode::kPayPerRequest;
  auto on_demand = plan_update(provisioned(), update, 1);
  ASSERT_TRUE(on_demand.ok());
  EXPECT_EQ(on_demand->schema.on_demand, (OnDemandThroughput{1, 1}));
  TableUpdate change;
  change.on_demand = OnDemandThroughput{kUnitsUnchanged, 0};
  EXPECT_EQ(
      plan_update(provisioned(), change, 1).error().message,
      "One or more parameter values were invalid: MaxWriteRequestUnits for OnDemandThroughput cannot be "
      "specified when the table BillingMode is PROVISIONED");
  EXPECT_EQ(
      plan_update(on_demand->schema, change, 1).error().message,
      "One or more parameter values were invalid: Requested MaxWriteRequestUnits for OnDemandThroughput "
      "for table is outside of valid range");
  change.on_demand = OnDemandThroughput{-1, kUnitsUnchanged};
  EXPECT_EQ(plan_update(on_demand->schema, change, 1)->schema.on_demand, (OnDemandThroughput{-1, 1}));

  TableUpdate with_index;
  with_index.indexes.push_back(create("ByColor"));  // with a throughput
  EXPECT_EQ(
      plan_update(on_demand->schema, with_index, 1).error().message,
      "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
      "specified for index: ByColor when BillingMode is PAY_PER_REQUEST");
  with_index.indexes[0].index.throughput = {};
  EXPECT_TRUE(plan_update(on_demand->schema, with_index, 1).ok());
  with_index.indexes[0].index.throughput = {1, 1};
  with_index.indexes[0].index.on_demand = OnDemandThroughput{1, 1};
  EXPECT_EQ(plan_update(provisioned(), with_index, 1).error().kind, ErrorKind::kValidation);
}

TEST(PlanUpdate, AHundredProjectedAttributesAndNotOneMore) {
  TableUpdate update;
  update.indexes.push_back(create("ByColor"));
  ProjectionSpec& projection = update.indexes[0].index.projection;
  projection.type = ProjectionType::kInclude;
  for (std::size_t i = 0; i < kMaxProjectedAttributes; ++i)
    projection.non_key_attributes.push_back("a" + std::to_string(i));
  EXPECT_TRUE(plan_update(provisioned(), update, 1).ok());
  projection.non_key_attributes.push_back("one more");
  EXPECT_EQ(plan_update(provisioned(), update, 1).error().kind, ErrorKind::kValidation);
}

TEST(PlanUpdate, WhatWasProvisionedIsRemembered) {
  TableUpdate update;
  update.throughput = Throughput{9'000, 1};
  TableSchema schema = plan_update(provisioned(), update, 1)->schema;
  update = {};
  update.billing = BillingMode::kPayPerRequest;
  schema = plan_update(schema, update, 2)->schema;
  EXPECT_EQ(schema.throughput.highest_read_units, 9'000);
  EXPECT_EQ(schema.throughput.highest_write_units, 5);
  EXPECT_EQ(schema.throughput.decreases_today, 1) << "a switch of the mode does not forget it";
  EXPECT_EQ(decode_schema(encode_schema(schema)), schema);
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
  EXPECT_EQ(plan_update(enabled->schema, on, 1).error().kind, ErrorKind::kValidation);
  enabled->schema.stream->log_group = 12;
  auto disabled = plan_update(enabled->schema, off, 1);
  EXPECT_TRUE(disabled->end_stream);
  EXPECT_FALSE(disabled->schema.stream);
  ASSERT_TRUE(disabled->schema.last_stream);
  EXPECT_EQ(disabled->schema.last_stream->log_group, 12u);
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

// Of a table that has had so many indexes.
TEST(PlanUpdate, NumbersOfIndexesComeRound) {
  TableSchema schema = provisioned();
  for (const auto& [name, id] : {std::pair("a", 1), std::pair("b", 65'535), std::pair("c", 2)}) {
    if (id == 65'535) schema.next_index_id = 65'535;
    TableUpdate update;
    update.indexes.push_back(create(name));
    auto plan = plan_update(schema, update, 1);
    ASSERT_TRUE(plan.ok());
    EXPECT_EQ(plan->build_index, id);
    EXPECT_EQ(plan->schema.indexes.back().id, id);
    schema = std::move(plan->schema);
    schema.status = TableStatus::kActive;
  }
}

}  // namespace
}  // namespace stator::db::table
