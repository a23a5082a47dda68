#include "db/recovery/table_fill.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "db/table/item_keys.h"
#include "db/table/patience.h"
#include "db/table/storage_errors.h"
#include "db/table/write_plan.h"

namespace stator::db::recovery {

using model::ItemView;
using table::CommitStep;

base::Task<db::Result<bool>> TableFill::add(const std::vector<Wanted>& wanted) {
  // A commit changes an item once.
  const bool again =
      std::ranges::any_of(wanted, [this](const Wanted& each) { return waiting_.contains(each.key); });
  if (again) {
    auto flushed = co_await flush();
    if (!flushed.ok() || !*flushed) co_return flushed;
  }
  STATOR_CO_TRY(co_await plan(wanted));
  for (const Wanted& each : wanted) {
    std::optional<std::string> item;
    if (each.item) item = each.item->bytes();
    waiting_bytes_ += item ? item->size() : 0;
    waiting_.emplace(each.key, std::move(item));
  }
  if (waiting_.size() < kCommitItems && waiting_bytes_ < kCommitBytes) co_return true;
  auto flushed = co_await flush();
  co_return flushed;
}

base::Task<db::Result<base::Ok>> TableFill::plan(const std::vector<Wanted>& wanted) {
  if (wanted.empty()) co_return base::Ok{};
  std::vector<std::string_view> keys;
  keys.reserve(wanted.size());
  for (const Wanted& each : wanted) keys.emplace_back(each.key);
  auto present = co_await engine_.get(keys);
  if (!present.ok()) co_return table::from_storage(present.error());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const storage::Record& record = (*present)[i];
    std::optional<ItemView> before;
    if (record.exists()) before = table::stored_item(record.value);
    table::ItemChange change{target_, wanted[i].key, record.version, before, wanted[i].item};
    STATOR_CO_ASSIGN(table::WritePlan plan, table::plan_write(change));
    if (plan.changes) table::merge(std::move(plan.commit), &commit_);
  }
  co_return base::Ok{};
}

base::Task<db::Result<bool>> TableFill::flush() {
  while (!commit_.writes.empty()) {
    auto step = co_await table::commit_patiently(engine_, commit_, stopped_);
    if (!step.ok()) co_return std::move(step).error();
    if (*step == CommitStep::kDone) break;
    if (*step == CommitStep::kStopped) co_return false;
    // Somebody else changed the target: begin again with what it is now.
    if (*step == CommitStep::kFenced)
      co_return Error{ErrorKind::kInternal, "a table that is being filled has changed", {}};
    // A conflict: an attempt whose outcome was not known did happen. See what is left to do.
    commit_ = {};
    std::vector<Wanted> all;
    all.reserve(waiting_.size());
    for (const auto& [key, item] : waiting_)
      all.push_back({key, item ? std::optional(ItemView(*item)) : std::nullopt});
    STATOR_CO_TRY(co_await plan(all));
  }
  commit_ = {};
  waiting_.clear();
  waiting_bytes_ = 0;
  co_return !stopped_.load(std::memory_order_relaxed);
}

}  // namespace stator::db::recovery
