// Writes items into a table that takes no requests: a backup, or a table that is being restored or imported.
// They are written as items always are: with their index entries, counters and guards. Many make one commit,
// as each waits for the disk.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::recovery {

// Used by one coroutine at a time.
class TableFill {
 public:
  // What a commit has at least, but for the last one; the writes of others wait for a millisecond or two.
  static constexpr std::size_t kCommitItems = 512;
  static constexpr std::size_t kCommitBytes = 256 * 1024;  // of items

  // Nobody else writes to `target`. All must outlive this.
  TableFill(storage::Engine& engine, const table::TableSchema& target, const std::atomic<bool>& stopped)
      : engine_(engine), target_(target), stopped_(stopped) {}

  // What an item is to be: nothing = it is not to be there.
  struct Wanted {
    std::string key;  // table::item_key() in the target
    std::optional<model::ItemView> item;
  };
  // Of different keys; what is added later counts. They are written by the end of flush() at the latest.
  // False when stopped. May be done again.
  base::Task<db::Result<bool>> add(const std::vector<Wanted>& wanted);
  base::Task<db::Result<bool>> flush();

 private:
  // Adds to the commit what brings about `wanted`.
  base::Task<db::Result<base::Ok>> plan(const std::vector<Wanted>& wanted);

  storage::Engine& engine_;
  const table::TableSchema& target_;
  const std::atomic<bool>& stopped_;
  storage::Commit commit_;                                     // of all that waits
  std::map<std::string, std::optional<std::string>> waiting_;  // items by key
  std::size_t waiting_bytes_ = 0;
};

}  // namespace stator::db::recovery
