#include "power_cut/database_on_disk.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/block_on.h"
#include "check/check.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using db::model::ItemView;
using db::model::Type;
namespace table = db::table;

}  // namespace

// Damage is what a power cut must never leave. A folder that is being made may be no data folder yet.
void DatabaseOnDisk::expect_sound() const {
  auto complain = [this](const std::string& problem) {
    // The probe of await_writes() is none of the database's keys.
    if (problem == "a key of unknown form") return;
    // What was not synced may have come to the disk in any order (docs/formats/rocksdb.md).
    const bool is_hole = problem.find("the write-ahead log") != problem.npos;
    if (is_hole && durability_ == storage::Durability::kRelaxed) return;
    ADD_FAILURE() << "check: " << problem;
  };
  check::Report report(complain, [](std::uint64_t, std::uint64_t) {});
  (void)check::check_folder(folder_.path(), report);
}

base::Result<base::Ok, std::string> DatabaseOnDisk::open() {
  expect_sound();
  storage::RocksDbOptions options;
  options.path = folder_.path();
  options.env = disk_.env();
  options.durability = durability_;
  options.memory_budget_bytes = 2 << 20;  // so that memtables are written out
  options.retry_interval = std::chrono::milliseconds(2);
  STATOR_ASSIGN(engine_, storage::RocksDbEngine::open(options, read_pool_, base::Clock::system()));
  auto opened = block_on(table::Database::open(*engine_, {.background = &background_}));
  if (!opened.ok()) {
    engine_.reset();
    return std::move(opened).error().message;
  }
  database_ = *std::move(opened);
  transactions_ = std::make_unique<db::transaction::Transactions>(*database_);
  auto objects = open_objects();
  if (!objects.ok()) close();
  return objects;
}

base::Result<base::Ok, std::string> DatabaseOnDisk::open_objects() {
  auto& random = base::SecureRandom::system();
  auto blobs = blob::FileStore::open(blob_folder(), true, random, files_);
  if (!blobs.ok()) return std::move(blobs).error().message;
  blobs_ = *std::move(blobs);
  const objects::ObjectStore::Parts parts{*engine_, *blobs_, background_, base::Clock::system(), random};
  objects_ = std::make_unique<objects::ObjectStore>(parts);
  auto recovered = block_on(objects_->recover());
  if (!recovered.ok()) return std::move(recovered).error().message;
  return base::Ok{};
}

void DatabaseOnDisk::close() {
  if (objects_ != nullptr) block_on(objects_->stop());
  objects_.reset();
  blobs_.reset();
  transactions_.reset();
  if (database_ != nullptr) block_on(database_->stop());
  database_.reset();
  engine_.reset();
}

bool DatabaseOnDisk::await_writes() {
  while (!disk_.power_is_off()) {
    storage::Commit probe;
    probe.writes.push_back({"\xf0probe", "x"});
    if (block_on(storage::commit(*engine_, std::move(probe))).ok()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

void DatabaseOnDisk::lose_power(storage::rocks::PowerLoss loss, std::uint64_t seed) {
  disk_.cut_power();
  close();
  disk_.restore_power(loss, seed);
}

db::Result<std::optional<Plain>> DatabaseOnDisk::write(const PlainWrite& write) {
  const PlainRequest request(write);
  STATOR_ASSIGN(table::TableRef target, table(write.table));
  STATOR_ASSIGN(const table::WriteOutcome outcome, block_on(send(*database_, std::move(target), request)));
  if (!outcome.old_item) return std::optional<Plain>();
  return std::optional(decode(ItemView(*outcome.old_item)));
}

std::vector<std::optional<db::Error>> DatabaseOnDisk::write_batch(const std::vector<PlainWrite>& writes) {
  std::vector<std::unique_ptr<PlainRequest>> requests;
  std::vector<table::BatchWrite> batch;
  for (const PlainWrite& write : writes) {
    requests.push_back(std::make_unique<PlainRequest>(write));
    batch.push_back({!write.remove, requests.back()->item()});
  }
  auto target = table(writes.front().table);
  if (!target.ok()) return std::vector<std::optional<db::Error>>(writes.size(), target.error());
  auto outcome = block_on(database_->batch_write(*target, std::move(batch)));
  if (!outcome.ok()) return std::vector<std::optional<db::Error>>(writes.size(), outcome.error());
  return std::move(outcome->results);
}

db::Result<bool> DatabaseOnDisk::write_together(const std::vector<PlainWrite>& writes) {
  std::vector<std::unique_ptr<PlainRequest>> requests;
  std::vector<db::transaction::WriteAction> actions;
  for (const PlainWrite& write : writes) {
    requests.push_back(std::make_unique<PlainRequest>(write));
    STATOR_ASSIGN(table::TableRef target, table(write.table));
    db::transaction::WriteAction action{std::move(target), {}};
    std::visit([&](const auto* request) { action.action = request; }, requests.back()->intent());
    actions.push_back(std::move(action));
  }
  STATOR_ASSIGN(const auto outcome, block_on(transactions_->write(std::move(actions), std::nullopt)));
  return outcome.reasons.empty();
}

db::Result<std::optional<Plain>> DatabaseOnDisk::get(const std::string& name, const Plain& key) {
  const std::string bytes = encode(key);
  STATOR_ASSIGN(table::TableRef target, table(name));
  STATOR_ASSIGN(const table::GetOutcome outcome,
                block_on(database_->get_item(std::move(target), {ItemView(bytes), true})));
  if (!outcome.item) return std::optional<Plain>();
  return std::optional(decode(ItemView(*outcome.item)));
}

table::IndexSchema global_index(std::string name) {
  table::IndexSchema index;
  index.global = true;
  index.name = std::move(name);
  index.keys = {{{"color", Type::kS}}, {{"grade", Type::kN}}};
  index.projection = {table::ProjectionType::kInclude, {"v"}};
  return index;
}

table::TableSchema table_definition(const table::Scope& scope, std::string name, bool local_index) {
  table::TableSchema schema;
  schema.scope = scope;
  schema.name = std::move(name);
  schema.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
  schema.billing = table::BillingMode::kPayPerRequest;
  schema.stream = table::StreamSpec{};
  if (local_index) {
    table::IndexSchema index;
    index.name = "l";
    index.keys = {{{"pk", Type::kS}}, {{"moment", Type::kS}}};
    schema.indexes.push_back(std::move(index));
  }
  schema.indexes.push_back(global_index("g"));
  return schema;
}

}  // namespace stator::power_cut
