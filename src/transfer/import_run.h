// Reads the objects of an import into its table.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "db/recovery/table_fill.h"
#include "objects/object_store.h"
#include "telemetry/logs.h"
#include "transfer/import_errors.h"
#include "transfer/jobs.h"
#include "transfer/source/object_items.h"

namespace stator::transfer {

class ImportRun {
 public:
  // Looked for in the table at once.
  static constexpr std::size_t kBatchItems = 100;
  static constexpr std::size_t kBatchBytes = 256 * 1024;

  // `job` learns what was read, and why it failed, if it did. All must live until run() is done.
  ImportRun(storage::Engine& engine, objects::ObjectStore& objects, telemetry::Logs& logs,
            const db::table::TableSchema& table, Import& job, const std::atomic<bool>& stopped)
      : objects_(objects),
        table_(table),
        job_(job),
        stopped_(stopped),
        fill_(engine, table, stopped),
        errors_(logs, job) {}

  // To be awaited on the pool of the object store. False when stopped. May be done again from the start. An
  // error is one that may pass.
  base::Task<db::Result<bool>> run();

 private:
  // True: the job goes on. False: it is stopped, or has failed.
  base::Task<db::Result<bool>> check_count();
  base::Task<db::Result<bool>> read_objects();
  base::Task<db::Result<bool>> read_object(std::string key);
  void take_item(const std::string& key, const ObjectItems& items);
  base::Task<db::Result<bool>> write_batch();
  base::Task<db::Result<bool>> write_rest();
  void note(const std::string& key, const ObjectItems& items, std::string problem);
  // False: the job has failed.
  db::Result<bool> fail(objects::Error error);
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }
  objects::BucketName bucket() const { return {job_.place.account, job_.place.bucket}; }

  objects::ObjectStore& objects_;
  const db::table::TableSchema& table_;
  Import& job_;
  const std::atomic<bool>& stopped_;
  db::recovery::TableFill fill_;
  ImportErrors errors_;
  std::map<std::string, std::string> batch_;  // stored key -> item; the last one of a key wins
  std::size_t batch_bytes_ = 0;
  std::int64_t batch_items_ = 0;
};

}  // namespace stator::transfer
