// Long work on tables in the background: building a new global index, emptying a deleted index or table. Each
// piece can be taken up again after a restart.
//
// Building: the index is published as "backfilling" and the table's fence is raised first, so from then on
// every writer maintains it; then the table is read page by page and each entry is committed under a guard on
// its item. A guard that fails means that a writer was faster and has written the entry.
#pragma once

#include <atomic>

#include "base/executor.h"
#include "base/task.h"
#include "db/table/catalog.h"
#include "db/table/database.h"

namespace stator::db::table {

class Maintenance {
 public:
  Maintenance(storage::Engine& engine, const Catalog& catalog) : engine_(engine), catalog_(catalog) {}

  // Makes running work return early, with false.
  void stop() { stopped_.store(true, std::memory_order_relaxed); }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }
  const std::atomic<bool>& stop_mark() const { return stopped_; }

  // True when every item of the table has its entry and the index's counters are set. False when stopped, or
  // the table is gone.
  base::Task<Result<bool>> build_index(TableRef table, std::uint16_t index_id);
  base::Task<Result<bool>> empty_index(TableRef table, std::uint16_t index_id);
  // The same for the table's time index, which has no counters. Writers may change other parts of the schema
  // meanwhile.
  base::Task<Result<bool>> build_time_index(TableRef table);
  base::Task<Result<bool>> empty_time_index(TableRef table);
  // Everything that the table kept, but for its streams: they can be read for another day. Of one that left a
  // backup (`keep_items`) the items stay, and their counts. Waits for those who read the data.
  base::Task<Result<bool>> empty_table(TableRef table, bool keep_items);

 private:
  base::Task<Result<bool>> write_entries(const TableSchema& table, const IndexSchema& index,
                                         const storage::ScanPage& page);
  base::Task<Result<bool>> write_time_entries(TableRef* table, const storage::ScanPage& page);
  base::Task<Result<bool>> count_entries(const TableSchema& table, const IndexSchema& index);
  base::Task<Result<base::Ok>> set_counter(std::string key, std::int64_t value);

  storage::Engine& engine_;
  const Catalog& catalog_;
  std::atomic<bool> stopped_{false};
};

}  // namespace stator::db::table
