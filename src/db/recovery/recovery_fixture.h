// Tables, backups and recovery on the memory engine, for tests. What runs in the background can be held back,
// so that writes come between the beginning of a copy and its end.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <thread>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/recovery/backups.h"
#include "db/recovery/test_items.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::recovery {

using base::block_on;
using model::ItemView;
using table::Database;
using table::IndexSchema;
using table::TableSchema;
using table::TableStatus;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

// Counts scans, and can be held up where it reads counters.
class CountingEngine final : public storage::FaultyEngine {
 public:
  using FaultyEngine::FaultyEngine;

  base::Task<storage::Result<storage::ScanPage>> scan(storage::KeyRange range, storage::Direction direction,
                                                      storage::ScanLimits limits) override {
    {
      std::lock_guard lock(mutex_);
      ++scans_[range.begin];
    }
    return FaultyEngine::scan(std::move(range), direction, limits);
  }
  base::Task<storage::Result<std::int64_t>> read_counter(std::string_view key) override {
    if (at_counters) at_counters();
    return FaultyEngine::read_counter(key);
  }
  int scans_from(const std::string& begin) {
    std::lock_guard lock(mutex_);
    return scans_[begin];
  }
  std::function<void()> at_counters;  // to be set while nobody reads them

 private:
  std::mutex mutex_;  // guards what follows
  std::map<std::string, int> scans_;
};

class RecoveryTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void TearDown() override {
    release();
    close();
  }

  void open() {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.expiry_pause = std::chrono::milliseconds(0);
    database_ = std::move(*block_on(Database::open(engine_, options)));
    backups_ = std::make_unique<Backups>(*database_);
    ASSERT_TRUE(block_on(backups_->start()).ok());
  }
  void close() {
    backups_->stop();
    block_on(database_->stop());
    backups_.reset();
    database_.reset();
  }

  // The background does nothing until release().
  void hold() {
    held_ = std::make_unique<std::latch>(1);
    pool_.post({[](void* latch) { static_cast<std::latch*>(latch)->wait(); }, held_.get()});
  }
  void release() {
    if (!held_) return;
    held_->count_down();
    // The pool has one thread: what it does next comes after the wait.
    block_on([](base::Executor& pool) -> base::Task<> { co_await base::switch_to(pool); }(pool_));
    held_.reset();
  }

  void create(const std::string& name = "t", bool indexed = false) {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = name;
    schema.keys = {{{"pk", model::Type::kS}}, {}};
    schema.billing = table::BillingMode::kPayPerRequest;
    if (indexed) {
      IndexSchema& index = schema.indexes.emplace_back();
      index.global = true;
      index.name = "by-value";
      index.keys = {{{"value", model::Type::kS}}, {}};
    }
    ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
  }
  void advance(std::chrono::microseconds time) { clock_.advance_micros(time.count()); }
  void put(const std::string& pk, const std::string& value, const std::string& name = "t") {
    const std::string bytes = item(pk, value);
    table::PutRequest request;
    request.item = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->put_item(*database_->find_table(scope_, name), request)).ok());
  }
  void remove(const std::string& pk) {
    const std::string bytes = item(pk);
    table::DeleteRequest request;
    request.key = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->delete_item(*database_->find_table(scope_, "t"), request)).ok());
  }
  Items items(const std::string& name, const std::string& index = "") {
    Items out;
    table::ScanRequest request;
    request.index_name = index;
    const auto page = block_on(database_->scan(*database_->find_table(scope_, name), request));
    STATOR_CHECK(page.ok() && page->last_evaluated_key.empty());
    for (const ItemView& each : page->items)
      out.emplace(each.find("pk")->text(), each.find("value") ? std::string(each.find("value")->text()) : "");
    return out;
  }

  void until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  Backup back_up(const std::string& name = "before") {
    auto backup = block_on(backups_->create(scope_, "t", name));
    STATOR_CHECK(backup.ok());
    EXPECT_EQ(backup->status, BackupStatus::kCreating);
    return std::move(*backup);
  }
  std::optional<FailureKind> failure_of(const auto& result) {
    return result.ok() ? std::nullopt : std::optional(result.error().kind);
  }
  static BackupName name_of(const Backup& backup) { return {backup.source.name, backup.id}; }
  Backup find(const Backup& backup) {
    auto found = block_on(backups_->find(scope_, name_of(backup)));
    STATOR_CHECK(found.ok());
    return std::move(*found);
  }
  void until_available(const Backup& backup) {
    until([&] { return find(backup).status == BackupStatus::kAvailable; });
  }
  TableStatus status(const std::string& name) {
    auto description = block_on(database_->describe_table(scope_, name));
    STATOR_CHECK(description.ok());
    return description->schema->status;
  }
  void until_active(const std::string& name) {
    until([&] { return status(name) == TableStatus::kActive; });
  }
  Items restored(const Backup& backup, RestoreTarget target) {
    const std::string name = target.name;
    auto begun = block_on(backups_->restore(scope_, name_of(backup), std::move(target)));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    EXPECT_EQ(begun->schema->status, TableStatus::kCreating);
    until_active(name);
    return items(name);
  }
  Items restored_to(std::int64_t micros, const std::string& name) {
    auto begun = block_on(backups_->restore_to_time(scope_, "t", micros, {.name = name}));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    until_active(name);
    return items(name);
  }
  ContinuousBackups switch_recovery(bool on, std::optional<std::int32_t> days = {}) {
    auto now = block_on(backups_->update_continuous(scope_, "t", on, days));
    STATOR_CHECK(now.ok());
    return *now;
  }
  bool has_history() { return block_on(database_->describe_table(scope_, "t"))->schema->history.has_value(); }

  const table::Scope scope_{"000000000000", "eu-west-1"};
  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine memory_{clock_};
  CountingEngine engine_{memory_, storage::FaultRates{}, 11};
  std::unique_ptr<std::latch> held_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Backups> backups_;
};

}  // namespace stator::db::recovery
