#include "db/recovery/table_fill.h"

#include "db/table/item_keys.h"
#include "db/table/patience.h"
#include "db/table/storage_errors.h"
#include "db/table/write_plan.h"

namespace stator::db::recovery {

using model::ItemView;
using table::CommitStep;

base::Task<db::Result<bool>> TableFill::write(const std::vector<Wanted>& wanted) {
  if (wanted.empty()) co_return true;
  std::vector<std::string_view> keys;
  keys.reserve(wanted.size());
  for (const Wanted& each : wanted) keys.emplace_back(each.key);
  for (;;) {
    auto present = co_await engine_.get(keys);
    if (!present.ok()) co_return table::from_storage(present.error());
    storage::Commit all;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const storage::Record& record = (*present)[i];
      std::optional<ItemView> before;
      if (record.exists()) before = table::stored_item(record.value);
      table::ItemChange change{target_, wanted[i].key, record.version, before, wanted[i].item};
      STATOR_CO_ASSIGN(table::WritePlan plan, table::plan_write(change));
      if (plan.changes) table::merge(std::move(plan.commit), &all);
    }
    if (all.writes.empty()) co_return true;
    auto step = co_await table::commit_patiently(engine_, all, stopped_);
    if (!step.ok()) co_return std::move(step).error();
    if (*step == CommitStep::kDone) co_return true;
    if (*step == CommitStep::kStopped) co_return false;
    // Somebody else changed the target: begin again with what it is now.
    if (*step == CommitStep::kFenced)
      co_return Error{ErrorKind::kInternal, "a table that is being filled has changed", {}};
    // A conflict: an attempt whose outcome was not known did happen. See what is left to do.
  }
}

}  // namespace stator::db::recovery
