// Copies the items of a table, as they were at one moment, while writes go on.
//
// The source is read page by page, with whatever each page has then. Afterwards the history of the source is
// followed backwards from its end to the moment, and each change is taken back in the copy: the old image is
// put there, or the item goes. So the copy ends with the old image of the first change after the moment, or
// with an item that did not change since.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/task.h"
#include "db/model/error.h"
#include "db/recovery/table_fill.h"
#include "db/table/database.h"
#include "storage/engine.h"

namespace stator::db::recovery {

struct CopySource {
  std::uint32_t table_id = 0;
  std::optional<std::uint64_t> history;  // its log; nothing: nobody writes to the source
  std::int64_t moment_micros = 0;        // of the history: later changes are taken back
};

class TableCopy {
 public:
  // Only the copy writes to `target`. All must live until run() is done.
  TableCopy(storage::Engine& engine, const table::TableSchema& target, CopySource source,
            const std::atomic<bool>& stopped)
      : engine_(engine),
        target_(target),
        fill_(engine, target, stopped),
        source_(source),
        stopped_(stopped) {}

  // False when stopped. May be done again from the start, over what an interrupted one has left.
  base::Task<db::Result<bool>> run();

 private:
  // A page of a shard's records, by where it begins.
  struct LogPlace {
    std::uint64_t shard = 0;
    std::uint64_t from = 0;
  };

  // Of the log: commits that were begun before are through, and later ones are not earlier. Nothing when
  // stopped.
  base::Task<db::Result<std::optional<std::int64_t>>> time_of_commits();
  base::Task<db::Result<bool>> copy_items();
  base::Task<db::Result<bool>> take_back_changes();
  // Of the changes up to `end_micros` that are to be taken back, in the order of the records.
  base::Task<db::Result<std::vector<LogPlace>>> places(std::int64_t end_micros);
  base::Task<db::Result<bool>> take_back(LogPlace place);
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  storage::Engine& engine_;
  const table::TableSchema& target_;
  TableFill fill_;
  const CopySource source_;
  const std::atomic<bool>& stopped_;
};

}  // namespace stator::db::recovery
