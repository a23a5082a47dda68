// The whole database on a disk that fails, with the objects beside it, and calls of it in texts.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "db/table/database.h"
#include "db/transaction/transactions.h"
#include "objects/object_store.h"
#include "power_cut/faulty_files.h"
#include "power_cut/plain.h"
#include "power_cut/plain_request.h"
#include "storage/rocksdb/faulty_disk.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::power_cut {

// Thread-safe but for open(), close() and lose_power().
class DatabaseOnDisk {
 public:
  explicit DatabaseOnDisk(storage::Durability durability = storage::Durability::kFull)
      : durability_(durability) {}
  ~DatabaseOnDisk() { close(); }

  // The error of the engine or of the database; where there is one, nothing is open. What a power cut left is
  // held against itself first, like by `stator check`.
  base::Result<base::Ok, std::string> open();
  void close();
  // Waits until writes are taken again after a fault: only then is it decided which writes of unknown outcome
  // happened. False when the power is off.
  bool await_writes();
  // Closes, and takes away what was not synced.
  void lose_power(storage::rocks::PowerLoss loss, std::uint64_t seed);

  storage::rocks::FaultyDisk& disk() { return disk_; }
  storage::Engine& engine() { return *engine_; }
  db::table::Database& database() { return *database_; }
  objects::ObjectStore& objects() { return *objects_; }
  // Where blobs are.
  std::filesystem::path blob_folder() const { return std::filesystem::path(folder_.path()) / "blobs"; }
  const db::table::Scope& scope() const { return scope_; }
  db::Result<db::table::TableRef> table(std::string_view name) const {
    return database_->find_table(scope_, name);
  }

  // The item before.
  db::Result<std::optional<Plain>> write(const PlainWrite& write);
  // One result for each item; they go to one table.
  std::vector<std::optional<db::Error>> write_batch(const std::vector<PlainWrite>& writes);
  // False: cancelled.
  db::Result<bool> write_together(const std::vector<PlainWrite>& writes);
  db::Result<std::optional<Plain>> get(const std::string& table, const Plain& key);

 private:
  void expect_sound() const;
  base::Result<base::Ok, std::string> open_objects();

  const storage::Durability durability_;
  storage::TestFolder folder_;
  storage::rocks::FaultyDisk disk_{storage::rocks::Logs::kFilled};  // as a durable server has them
  FaultyFiles files_{disk_.state()};
  base::ThreadPool read_pool_{2};
  base::ThreadPool background_{2};
  const db::table::Scope scope_{"000000000000", "us-east-1"};
  std::unique_ptr<storage::RocksDbEngine> engine_;
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::transaction::Transactions> transactions_;
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<objects::ObjectStore> objects_;
};

// The tables of the tests: pk S, sk N; a stream; a global index "g" of color and grade, and with
// `local_index` a local one "l" by moment.
db::table::TableSchema table_definition(const db::table::Scope& scope, std::string name, bool local_index);
db::table::IndexSchema global_index(std::string name);

}  // namespace stator::power_cut
