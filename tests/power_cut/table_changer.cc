#include "power_cut/table_changer.h"

#include <gtest/gtest.h>

#include "base/block_on.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using db::table::IndexUpdate;

constexpr const char* kIndex = "x";
constexpr const char* kTable = "passing";

// Something is under way: nothing was changed.
bool leaves_all_as_it_was(const db::Error& error) {
  return error.kind == db::ErrorKind::kResourceInUse || error.kind == db::ErrorKind::kResourceNotFound ||
         error.kind == db::ErrorKind::kValidation || error.kind == db::ErrorKind::kThrottled;
}

}  // namespace

void TableChanger::run() {
  while (!database_.disk().power_is_off()) step();
}

void TableChanger::step() {
  change_index();
  change_table();
  write_some(kTable);
}

bool TableChanger::has_index() const {
  auto table = database_.table("main");
  if (!table.ok()) return false;
  const db::table::IndexSchema* index = (*table)->find_index(kIndex);
  return index != nullptr && index->status != db::table::IndexStatus::kDeleting;
}

void TableChanger::change_index() {
  auto table = database_.table("main");
  if (!table.ok() || (*table)->status != db::table::TableStatus::kActive) return;
  const bool create = !has_index();
  db::table::TableUpdate update;
  update.attribute_definitions = {{"color", db::model::Type::kS}, {"grade", db::model::Type::kN}};
  update.indexes.push_back(
      {create ? IndexUpdate::Action::kCreate : IndexUpdate::Action::kDelete, global_index(kIndex)});
  const auto done = block_on(database_.database().update_table(database_.scope(), "main", std::move(update)));
  if (done.ok()) {
    index_ = create ? Known::kPresent : Known::kAbsent;
  } else if (!leaves_all_as_it_was(done.error())) {
    index_ = Known::kUnknown;
  }
}

void TableChanger::change_table() {
  if (!database_.table(kTable).ok()) {
    items_.clear();
    unsure_.clear();
    const auto done = block_on(database_.database().create_table(
        table_definition(database_.scope(), kTable, random_.below(2) == 0)));
    if (done.ok()) {
      table_ = Known::kPresent;
    } else if (!leaves_all_as_it_was(done.error())) {
      table_ = Known::kUnknown;
    }
    return;
  }
  if (random_.below(4) != 0) return;
  const auto done = block_on(database_.database().delete_table(database_.scope(), kTable));
  if (done.ok()) {
    table_ = Known::kAbsent;
  } else if (!leaves_all_as_it_was(done.error())) {
    table_ = Known::kUnknown;
  }
}

void TableChanger::write_some(const std::string& table) {
  for (int i = 0; i < 10 && !database_.disk().power_is_off(); ++i) {
    const Plain key{{"pk", "passer"}, {"sk", number(static_cast<std::int64_t>(random_.below(10)))}};
    PlainWrite write{table, key};
    write.item["v"] = number(++last_value_);
    write.item["color"] = "color" + std::to_string(random_.below(3));
    write.item["grade"] = number(1);
    const auto done = database_.write(write);
    if (done.ok()) {
      items_[key] = write.item;
    } else if (!leaves_all_as_it_was(done.error())) {
      settle(key, write.item);
    }
  }
}

// The outcome of a write is not known: waits until it is, and asks.
void TableChanger::settle(const Plain& key, const Plain& item) {
  if (database_.await_writes()) {
    const auto found = database_.get(kTable, key);
    if (found.ok() && *found == item) items_[key] = item;
    if (found.ok()) return;
  }
  unsure_[key] = item;
}

void TableChanger::check(const Snapshot& snapshot) {
  EXPECT_TRUE(index_ == Known::kUnknown || has_index() == (index_ == Known::kPresent)) << "index " << kIndex;
  index_ = has_index() ? Known::kPresent : Known::kAbsent;

  const auto found = snapshot.tables.find(kTable);
  const bool present = found != snapshot.tables.end();
  EXPECT_TRUE(table_ == Known::kUnknown || present == (table_ == Known::kPresent)) << "table " << kTable;
  table_ = present ? Known::kPresent : Known::kAbsent;
  if (!present) {
    items_.clear();
    unsure_.clear();
    return;
  }
  for (const auto& [key, item] : items_) {
    const auto stored = found->second.items.find(key);
    const bool is_there = stored != found->second.items.end() && stored->second == item;
    const auto unsure = unsure_.find(key);
    const bool is_later =
        stored != found->second.items.end() && unsure != unsure_.end() && stored->second == unsure->second;
    EXPECT_TRUE(is_there || is_later) << "an item of table " << kTable;
  }
  items_ = found->second.items;
  unsure_.clear();
}

}  // namespace stator::power_cut
