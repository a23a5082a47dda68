// Writes items into a table that takes no requests: a backup, or a table that is being restored or imported.
// They are written as items always are: with their index entries, counters and guards.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/schema.h"
#include "storage/engine.h"

namespace stator::db::recovery {

class TableFill {
 public:
  // Nobody else writes to `target`. All must outlive this.
  TableFill(storage::Engine& engine, const table::TableSchema& target, const std::atomic<bool>& stopped)
      : engine_(engine), target_(target), stopped_(stopped) {}

  // What an item is to be: nothing = it is not to be there.
  struct Wanted {
    std::string key;  // table::item_key() in the target
    std::optional<model::ItemView> item;
  };
  // Of different keys, in one commit. False when stopped. May be done again.
  base::Task<db::Result<bool>> write(const std::vector<Wanted>& wanted);

 private:
  storage::Engine& engine_;
  const table::TableSchema& target_;
  const std::atomic<bool>& stopped_;
};

}  // namespace stator::db::recovery
