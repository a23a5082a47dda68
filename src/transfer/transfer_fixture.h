// A database, buckets and logs on the memory engine, for tests of exports, imports and bulk puts.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "blob/file/scratch_folder.h"
#include "db/model/value_writer.h"
#include "db/recovery/test_items.h"
#include "keyspace/keys.h"
#include "net/gzip.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"
#include "transfer/bulk_puts.h"
#include "transfer/exports.h"
#include "transfer/imports.h"

namespace stator::transfer {

using base::block_on;
using db::model::ItemView;
using db::table::TableSchema;
using db::table::TableStatus;

using db::recovery::item;
using db::recovery::Items;

// Its next commit to a key space can be one whose outcome is not known, and not decided either until it is:
// meanwhile it takes no others.
class HoldingEngine final : public storage::FaultyEngine {
 public:
  using FaultyEngine::FaultyEngine;

  void hold(keyspace::Space space) {
    std::lock_guard lock(mutex_);
    wanted_ = space;
    reads_ = 0;
  }
  void decide() {
    storage::Commit commit;
    {
      std::lock_guard lock(mutex_);
      commit = std::move(*held_);
    }
    storage::CommitCompletion done;
    ASSERT_TRUE(FaultyEngine::submit(std::move(commit), done).ok());
    auto outcome = [](storage::CommitCompletion& of) -> base::Task<bool> { co_return (co_await of).ok(); };
    ASSERT_TRUE(block_on(outcome(done)));
    std::lock_guard lock(mutex_);
    held_.reset();
  }
  // Since hold().
  int reads_of_jobs() {
    std::lock_guard lock(mutex_);
    return reads_;
  }

  // From now on, commits to this key space are seen a while before they are answered.
  void linger_for(keyspace::Space space) {
    std::lock_guard lock(mutex_);
    lingering_ = space;
  }

  // From now on, busy for every second commit to this key space.
  void be_busy_for(keyspace::Space space) {
    std::lock_guard lock(mutex_);
    busy_.emplace(space, 0);
  }
  // Commits to it that were tried since.
  int tried(keyspace::Space space) {
    std::lock_guard lock(mutex_);
    return busy_.at(space);
  }

  storage::Result<storage::CommitVersion> submit(storage::Commit commit,
                                                 storage::CommitCompletion& done) override {
    std::unique_lock lock(mutex_);
    auto writes_to = [&commit](keyspace::Space space) {
      return std::ranges::any_of(commit.writes, [space](const storage::Write& write) {
        return keyspace::key_space(write.key) == space;
      });
    };
    for (auto& [space, tried] : busy_) {
      if (writes_to(space) && ++tried % 2 == 0) return storage::Error{storage::ErrorCode::kBusy, "busy"};
    }
    if (held_) return storage::Error{storage::ErrorCode::kUnavailable, "a commit is not decided"};
    if (wanted_ && writes_to(*wanted_)) {
      held_ = std::move(commit);
      wanted_.reset();
      lock.unlock();
      done.set(storage::Error{storage::ErrorCode::kUnknownOutcome, "a commit is not decided"});
      return storage::CommitVersion{0};
    }
    const bool lingers = lingering_ && writes_to(*lingering_);
    lock.unlock();
    auto submitted = FaultyEngine::submit(std::move(commit), done);
    if (lingers) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return submitted;
  }
  base::Task<storage::Result<storage::Record>> get_one(std::string_view key) override {
    const keyspace::Space space = keyspace::key_space(key);
    const bool gone =
        space == keyspace::Space::kObject && !gone_object.empty() && key.find(gone_object) != key.npos;
    auto record = co_await FaultyEngine::get_one(key);
    if (gone) co_return storage::Record{};
    std::lock_guard lock(mutex_);
    if (held_ && (space == keyspace::Space::kExport || space == keyspace::Space::kImport)) ++reads_;
    co_return record;
  }

  // An object that goes when it was listed. To be set while nobody reads.
  std::string gone_object;

 private:
  std::mutex mutex_;  // guards what follows
  std::optional<keyspace::Space> wanted_;
  std::optional<storage::Commit> held_;
  std::optional<keyspace::Space> lingering_;
  int reads_ = 0;
  std::map<keyspace::Space, int> busy_;
};

class TransferTest : public testing::Test {
 protected:
  void SetUp() override {
    open();
    ASSERT_TRUE(block_on(objects_->create_bucket(bucket_, scope_.region)).ok());
  }
  void TearDown() override { close(); }

  void open() {
    db::table::Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    database_ = std::move(*block_on(db::table::Database::open(engine_, options)));
    backups_ = std::make_unique<db::recovery::Backups>(*database_);
    ASSERT_TRUE(block_on(backups_->start()).ok());
    blobs_ = blob::FileStore::open(folder_->path() / "blobs", false, base::SecureRandom::system()).value();
    objects_ = std::make_unique<objects::ObjectStore>(
        objects::ObjectStore::Parts{engine_, *blobs_, pool_, clock_, base::SecureRandom::system()});
    ASSERT_TRUE(block_on(objects_->recover()).ok());
    logs_ = std::make_unique<telemetry::Logs>(engine_, clock_, pool_);
    exports_ = std::make_unique<Exports>(*database_, *backups_, *objects_, kRetry);
    imports_ = std::make_unique<Imports>(*database_, *objects_, *logs_, kRetry);
    bulk_puts_ = std::make_unique<BulkPuts>(*database_, *objects_, BulkPuts::Used(), kRetry);
    ASSERT_TRUE(block_on(exports_->start()).ok());
    ASSERT_TRUE(block_on(imports_->start()).ok());
    ASSERT_TRUE(block_on(bulk_puts_->start()).ok());
  }
  void close() {
    block_on(bulk_puts_->stop());
    block_on(imports_->stop());
    block_on(exports_->stop());
    block_on(objects_->stop());
    backups_->stop();
    block_on(logs_->stop());
    block_on(database_->stop());
    bulk_puts_.reset();
    imports_.reset();
    exports_.reset();
    logs_.reset();
    objects_.reset();
    backups_.reset();
    database_.reset();
  }
  void restart() {
    close();
    open();
  }

  static TableSchema schema(const std::string& name) {
    TableSchema schema;
    schema.scope = {"000000000000", "eu-west-1"};
    schema.name = name;
    schema.keys = {{{"pk", db::model::Type::kS}}, {}};
    schema.billing = db::table::BillingMode::kPayPerRequest;
    return schema;
  }
  // With recovery to a point in time.
  void create(const std::string& name) {
    ASSERT_TRUE(block_on(database_->create_table(schema(name))).ok());
    ASSERT_TRUE(block_on(backups_->update_continuous(scope_, name, true, {})).ok());
  }
  void put(const std::string& table, const std::string& pk, const std::string& value) {
    const std::string bytes = item(pk, value);
    db::table::PutRequest request;
    request.item = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->put_item(*database_->find_table(scope_, table), request)).ok());
  }
  void remove(const std::string& table, const std::string& pk) {
    const std::string bytes = item(pk);
    db::table::DeleteRequest request;
    request.key = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->delete_item(*database_->find_table(scope_, table), request)).ok());
  }
  Items items(const std::string& table) {
    Items out;
    const auto page = block_on(database_->scan(*database_->find_table(scope_, table), {}));
    STATOR_CHECK(page.ok() && page->last_evaluated_key.empty());
    for (const ItemView& each : page->items)
      out.emplace(each.find("pk")->text(), each.find("value") ? std::string(each.find("value")->text()) : "");
    return out;
  }
  std::optional<TableStatus> status(const std::string& table) {
    const auto found = block_on(database_->describe_table(scope_, table));
    return found.ok() ? std::optional(found->schema->status) : std::nullopt;
  }

  std::vector<std::string> keys(const std::string& prefix = "") {
    std::vector<std::string> keys;
    objects::ListQuery query;
    query.prefix = prefix;
    const auto page = block_on(objects_->list(bucket_, query));
    STATOR_CHECK(page.ok() && !page->truncated);
    for (const auto& entry : page->objects) keys.push_back(entry.key);
    return keys;
  }
  std::string object(const std::string& key) {
    auto bytes = block_on(objects_->read_whole(bucket_, key, std::size_t{1} << 30));
    EXPECT_TRUE(bytes.ok()) << key;
    return bytes.ok() ? *bytes : "";
  }
  void put_object(const std::string& key, const std::string& bytes) {
    ASSERT_TRUE(block_on(objects_->put_whole(bucket_, key, bytes, "text/plain")).ok());
  }

  void until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  Export finished(const Export& job) {
    Export now = job;
    until([&] {
      now = *block_on(exports_->find(scope_, {job.table_name, job.id}));
      return now.status.get() != JobStatus::kInProgress;
    });
    return now;
  }
  Import finished(const Import& job) {
    Import now = job;
    until([&] {
      now = *block_on(imports_->find(scope_, {job.table_name, job.id}));
      return now.status.get() != JobStatus::kInProgress;
    });
    return now;
  }
  BulkPut finished(const BulkPut& job) {
    BulkPut now = job;
    until([&] {
      now = *block_on(bulk_puts_->find(scope_, {job.table_name, job.id}));
      return !is_running(now.status.get());
    });
    return now;
  }
  BulkPutRequest bulk_request(const std::string& table = "t", const std::string& prefix = "in/") {
    BulkPutRequest request;
    request.scope = scope_;
    request.table_name = table;
    request.input = {bucket_.account, bucket_.name, prefix, false};
    request.output = {bucket_.account, bucket_.name, "out", false};
    request.reports_errors = request.reports_conditions = true;
    return request;
  }
  ExportRequest export_request(const std::string& table = "t") {
    ExportRequest request;
    request.scope = scope_;
    request.table_name = table;
    request.place = {bucket_.account, bucket_.name, "", false};
    return request;
  }
  ImportRequest import_request(const std::string& table, const std::string& prefix = "") {
    ImportRequest request;
    request.table = schema(table);
    request.place = {bucket_.account, bucket_.name, prefix, false};
    return request;
  }

  static constexpr std::chrono::milliseconds kRetry{0};

  const Scope scope_{"000000000000", "eu-west-1"};
  const objects::BucketName bucket_{"000000000000", "b"};
  base::ManualClock clock_;
  base::ThreadPool pool_{2};
  storage::MemoryEngine memory_{clock_};
  HoldingEngine engine_{memory_, storage::FaultRates{}, 12};
  std::unique_ptr<blob::ScratchFolder> folder_ = blob::ScratchFolder::make().value();
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::recovery::Backups> backups_;
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<telemetry::Logs> logs_;
  std::unique_ptr<Exports> exports_;
  std::unique_ptr<Imports> imports_;
  std::unique_ptr<BulkPuts> bulk_puts_;
};

}  // namespace stator::transfer
