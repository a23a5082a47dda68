// What a write costs, charged: taken from the capacity, where that is enforced, and counted for contributor
// insights, where they are enabled. One place for single writes, batches and transactions.
#pragma once

#include <optional>

#include "db/model/error.h"
#include "db/model/value.h"
#include "db/table/key_activity.h"
#include "db/table/throttling.h"

namespace stator::db::table {

struct WriteCharge {
  Throttling* throttling;  // nullptr: capacity is not enforced
  KeyActivity& keys;

  // Nothing is to be done for a write to this table.
  bool is_free(const TableSchema& table) const { return throttling == nullptr && table.insights.empty(); }

  // `source` has the table's key; the images are those of the item, whether it changes or not. Errors: those
  // of Throttling::write().
  Result<base::Ok> take(const WriteTarget& target, model::ItemView source,
                        const std::optional<model::ItemView>& before,
                        const std::optional<model::ItemView>& after) const {
    if (throttling != nullptr) {
      auto taken = throttling->write(target);
      if (!taken.ok()) {
        if (!target.table.insights.empty()) keys.throttled(target.table, source, taken.error());
        return taken;
      }
    }
    if (!target.table.insights.empty()) keys.wrote(target.table, source, before, after, target.consumed);
    return base::Ok{};
  }
};

}  // namespace stator::db::table
