// What users of the database meet when the disk fails or is full.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "power_cut/database_on_disk.h"
#include "power_cut/snapshot.h"
#include "power_cut/table_changer.h"
#include "power_cut/writer.h"

namespace stator::power_cut {
namespace {

class DiskFaults : public testing::Test {
 protected:
  explicit DiskFaults(storage::Durability durability = storage::Durability::kFull) : database_(durability) {}

  void SetUp() override {
    ASSERT_TRUE(database_.open().ok());
    for (const char* name : {"main", "side"}) {
      const auto definition = table_definition(database_.scope(), name, std::string("main") == name);
      ASSERT_TRUE(base::block_on(database_.database().create_table(definition)).ok());
    }
    ASSERT_TRUE(database_.write(item("safe")).ok());
  }

  static PlainWrite item(const std::string& pk) {
    return {"main", {{"pk", pk}, {"sk", number(1)}, {"color", "red"}, {"grade", number(2)}}};
  }
  bool exists(const std::string& pk) {
    const auto found = database_.get("main", key_of(item(pk).item));
    EXPECT_TRUE(found.ok()) << found.error().message;
    return found.ok() && found->has_value();
  }
  // Writes are refused with `reason`, and reads go on, for as long as the disk is broken; then all goes on.
  void expect_refusals(const std::function<void(bool)>& break_disk, const std::string& reason) {
    break_disk(true);
    const auto unsure = database_.write(item("unsure"));
    ASSERT_FALSE(unsure.ok());
    EXPECT_EQ(unsure.error().kind, db::ErrorKind::kInternal);
    for (int i = 0; i < 50; ++i) {
      const auto refused = database_.write(item("refused"));
      ASSERT_FALSE(refused.ok());
      EXPECT_NE(refused.error().message.find("takes no writes: " + reason), std::string::npos)
          << refused.error().message;
      EXPECT_TRUE(exists("safe"));
      EXPECT_FALSE(exists("refused"));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // attempts to recover come between
    }
    break_disk(false);
    ASSERT_TRUE(database_.await_writes());
    EXPECT_TRUE(database_.write(item("after")).ok());
    EXPECT_TRUE(exists("safe"));
    EXPECT_FALSE(exists("refused"));
    (void)read_and_check(database_);
  }

  DatabaseOnDisk database_;
};

class RelaxedDiskFaults : public DiskFaults {
 protected:
  RelaxedDiskFaults() : DiskFaults(storage::Durability::kRelaxed) {}
};

TEST_F(DiskFaults, FailingSyncsRefuseWritesUntilTheyWorkAgain) {
  expect_refusals([this](bool broken) { database_.disk().fail_syncs(broken); }, "writing failed");
}

TEST_F(DiskFaults, FullDiskRefusesWritesUntilThereIsSpace) {
  expect_refusals([this](bool broken) { database_.disk().fill_up(broken); }, "the disk is full");
}

TEST_F(RelaxedDiskFaults, FullDiskRefusesWritesUntilThereIsSpace) {
  expect_refusals([this](bool broken) { database_.disk().fill_up(broken); }, "the disk is full");
}

TEST_F(DiskFaults, AfterAFailedSyncAStartRecovers) {
  for (const bool full : {false, true}) {
    full ? database_.disk().fill_up(true) : database_.disk().fail_syncs(true);
    EXPECT_FALSE(database_.write(item(full ? "unsure 2" : "unsure 1")).ok());
    database_.close();
    EXPECT_FALSE(database_.open().ok());
    full ? database_.disk().fill_up(false) : database_.disk().fail_syncs(false);
    const auto opened = database_.open();
    ASSERT_TRUE(opened.ok()) << opened.error();
    EXPECT_TRUE(exists("safe"));
    EXPECT_TRUE(database_.write(item("after")).ok());
    (void)read_and_check(database_);
  }
}

// A table that was perhaps deleted when the sync failed: all that is acknowledged later is kept.
TEST_F(DiskFaults, DeleteTableOfUnknownOutcome) {
  database_.disk().fail_syncs(true);
  EXPECT_FALSE(base::block_on(database_.database().delete_table(database_.scope(), "main")).ok());
  database_.disk().fail_syncs(false);
  ASSERT_TRUE(database_.await_writes());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const bool acknowledged = database_.write(item("after")).ok();
  database_.close();
  ASSERT_TRUE(database_.open().ok());
  EXPECT_EQ(database_.table("main").ok(), acknowledged);
  (void)read_and_check(database_);
}

TEST_F(DiskFaults, IndexIsBuiltThroughAFailure) {
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(database_.write(item("item" + std::to_string(i))).ok());
  db::table::TableUpdate update;
  update.attribute_definitions = {{"color", db::model::Type::kS}, {"grade", db::model::Type::kN}};
  update.indexes.push_back({db::table::IndexUpdate::Action::kCreate, global_index("x")});
  ASSERT_TRUE(base::block_on(database_.database().update_table(database_.scope(), "main", update)).ok());
  database_.disk().fail_syncs(true);
  EXPECT_FALSE(database_.write(item("unsure")).ok());
  database_.disk().fail_syncs(false);
  (void)read_and_check(database_);
}

// What was read after a failed sync is as safe as what was acknowledged, although that sync lost it.
TEST_F(DiskFaults, WhatIsReadAfterAFailedSyncSurvivesAPowerCut) {
  database_.disk().fail_syncs(true);
  EXPECT_FALSE(database_.write(item("unsure")).ok());
  database_.disk().fail_syncs(false);
  ASSERT_TRUE(database_.await_writes());
  EXPECT_TRUE(database_.write(item("after")).ok());
  const bool was_there = exists("unsure");
  database_.lose_power(storage::rocks::PowerLoss::kAllUnsynced, 1);
  ASSERT_TRUE(database_.open().ok());
  EXPECT_EQ(exists("unsure"), was_there);
  EXPECT_TRUE(exists("after"));
}

// Faults by chance under load, without a restart: what the clients know stays true, and all work gets done.
void load_through_faults(DatabaseOnDisk& database) {
  constexpr int kWriters = 4, kSteps = 150;
  Shared shared;
  Shared::make(database);
  std::vector<std::unique_ptr<Writer>> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.push_back(std::make_unique<Writer>(i, 100 + i, database, shared));
  TableChanger changer(99, database);
  database.disk().fail_sometimes({.sync_error = 0.01, .write_error = 0.005}, 7);
  std::vector<std::thread> threads;
  for (auto& writer : writers) {
    threads.emplace_back([&writer] {
      for (int i = 0; i < kSteps; ++i) writer->step();
    });
  }
  threads.emplace_back([&changer] {
    for (int i = 0; i < kSteps / 5; ++i) changer.step();
  });
  for (std::thread& thread : threads) thread.join();
  database.disk().fail_sometimes({}, 0);
  ASSERT_TRUE(database.await_writes());
  const Snapshot snapshot = read_and_check(database);
  shared.check(snapshot);
  for (auto& writer : writers) writer->check(snapshot);
  changer.check(snapshot);
}

TEST_F(DiskFaults, LoadGoesOnThroughFaults) { load_through_faults(database_); }

// Without a power cut relaxed durability loses no more than full durability does.
TEST_F(RelaxedDiskFaults, LoadGoesOnThroughFaults) { load_through_faults(database_); }

}  // namespace
}  // namespace stator::power_cut
