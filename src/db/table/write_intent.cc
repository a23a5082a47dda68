#include "db/table/write_intent.h"

#include <fmt/core.h>

#include "db/table/item_keys.h"
#include "messages/tables.h"

namespace stator::db::table {

namespace {

using model::ItemView;

// Sizes that the ceiling of UpdateItem adds (rule 32).
constexpr std::size_t kUpdateOverhead = 3;
constexpr std::size_t kWritingActionOverhead = 19;
constexpr std::size_t kRemovingActionOverhead = 2;

Result<base::Ok> check_updated_size(const TableSchema& table, const UpdateRequest& request, ItemView item,
                                    change::Cause cause) {
  const expression::Update& update = *request.update;
  std::size_t size = item.size_bytes();
  if (size > model::kMaxItemBytes) return validation_error(messages::kUpdatedItemTooLarge);
  if (!request.counts_actions || cause == change::Cause::kTransaction) return base::Ok{};
  std::size_t key_size = 0;
  for (const auto* part : {&table.keys.partition, &table.keys.sort})
    for (const model::KeyAttribute& attribute : *part)
      key_size += attribute.name.size() + item.find(attribute.name)->size_bytes();
  std::size_t ceiling = size - key_size + kUpdateOverhead +
                        kWritingActionOverhead * update.writing_actions() +
                        kRemovingActionOverhead * update.removing_actions();
  if (ceiling > model::kMaxItemBytes) return validation_error(messages::kUpdatedItemTooLarge);
  return base::Ok{};
}

// The item after the update; nullptr when there is none (an update that only removes creates nothing: rule
// 79).
Result<std::shared_ptr<const std::string>> updated(const TableSchema& table, const UpdateRequest& request,
                                                   const std::optional<ItemView>& before,
                                                   change::Cause cause) {
  using Image = std::shared_ptr<const std::string>;
  if (request.update == nullptr)
    return Image(std::make_shared<const std::string>(before ? before->bytes() : request.key.bytes()));
  if (!before && request.update->removes_only()) return Image();
  STATOR_ASSIGN(std::string bytes, request.update->apply(before ? *before : request.key));
  ItemView item(bytes);
  STATOR_TRY(check_index_keys(table, item));
  STATOR_TRY(check_updated_size(table, request, item, cause));
  return Image(std::make_shared<const std::string>(std::move(bytes)));
}

// The item as this write leaves it; nullptr = deleted.
Result<std::shared_ptr<const std::string>> image_after(const TableSchema& table, const WriteIntent& intent,
                                                       const std::optional<ItemView>& before,
                                                       change::Cause cause) {
  using Image = std::shared_ptr<const std::string>;
  if (const auto* put = std::get_if<const PutRequest*>(&intent))
    return Image(std::make_shared<const std::string>((*put)->item.bytes()));
  if (const auto* update = std::get_if<const UpdateRequest*>(&intent))
    return updated(table, **update, before, cause);
  return Image();
}

}  // namespace

const WriteOptions& options_of(const WriteIntent& intent) {
  return std::visit([](const auto* request) -> const WriteOptions& { return *request; }, intent);
}

ItemView key_source(const WriteIntent& intent) {
  if (const auto* put = std::get_if<const PutRequest*>(&intent)) return (*put)->item;
  if (const auto* update = std::get_if<const UpdateRequest*>(&intent)) return (*update)->key;
  return std::get<const DeleteRequest*>(intent)->key;
}

bool is_update(const WriteIntent& intent) { return std::holds_alternative<const UpdateRequest*>(intent); }

bool holds(const expression::Condition* condition, const std::optional<ItemView>& item) {
  if (condition == nullptr) return true;
  return condition->matches(item ? *item : empty_item());
}

Error condition_failed(const WriteOptions& options, const std::optional<ItemView>& item) {
  Error error{ErrorKind::kConditionalCheckFailed, messages::kConditionFailed, {}};
  if (options.return_item_on_condition_failure && item) error.item = std::string(item->bytes());
  return error;
}

Result<base::Ok> check_updated_paths(const TableSchema& table, const expression::Update* update) {
  if (update == nullptr) return base::Ok{};
  for (const expression::Path& path : update->paths())
    if (table.keys.contains(path.root()))
      return validation_error(fmt::format(messages::kUpdateOfKey, path.root()));
  return base::Ok{};
}

Result<IntendedWrite> plan_intent(const TableSchema& table, const WriteIntent& intent, std::string_view key,
                                  storage::CommitVersion version, const std::optional<ItemView>& before,
                                  change::Cause cause) {
  IntendedWrite write;
  STATOR_ASSIGN(write.image, image_after(table, intent, before, cause));
  ItemChange change{table, key, version, before, {}, cause};
  if (write.image != nullptr) change.after = ItemView(*write.image);
  STATOR_ASSIGN(write.plan, plan_write(change));
  if (const storage::Write* beside = options_of(intent).beside) write.plan.commit.writes.push_back(*beside);
  return write;
}

}  // namespace stator::db::table
