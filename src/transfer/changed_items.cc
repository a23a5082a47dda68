#include "transfer/changed_items.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "db/change/change.h"
#include "db/model/value_writer.h"
#include "db/recovery/history_search.h"
#include "db/table/item_keys.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"

namespace stator::transfer {

namespace {

using db::model::ItemView;
using db::model::Number;
using db::model::ValueWriter;
using db::table::TableSchema;

constexpr std::int64_t kMicrosPerMilli = 1000;
constexpr storage::ScanLimits kLogStep{256 * 1024, 128};
constexpr storage::ScanLimits kPage{256 * 1024, 128};

// A name that begins with `name` and is none of the table's keys.
std::string no_key(const TableSchema& table, std::string name) {
  while (table.keys.contains(name)) name += '_';
  return name;
}

}  // namespace

ChangedItems::ChangedItems(storage::Engine& engine, const Export& job, const db::table::Backup& copy,
                           const db::table::Backup& changes, const ItemFilter& filter,
                           const std::atomic<bool>& stopped)
    : engine_(engine),
      job_(job),
      log_(changes.source.history->log_group),
      copied_(copy.data()),
      changed_(changes.data()),
      before_(no_key(changed_, "before")),
      written_(no_key(changed_, "written")),
      filter_(filter),
      stopped_(stopped),
      fill_(engine, changed_, stopped),
      rest_(filter.range(changed_)) {}

// Parents come before their children: they have lower numbers.
base::Task<db::Result<bool>> ChangedItems::collect() {
  auto shards = co_await engine_.list_shards(log_);
  if (!shards.ok()) co_return db::table::from_storage(shards.error());
  for (const storage::LogShard& shard : *shards) {
    auto collected = co_await collect(shard);
    if (!collected.ok() || !*collected) co_return collected;
  }
  co_return true;
}

base::Task<db::Result<bool>> ChangedItems::collect(const storage::LogShard& shard) {
  const std::int64_t begin = job_.from_millis * kMicrosPerMilli, end = job_.to_millis * kMicrosPerMilli;
  auto from = co_await db::recovery::first_record_after(engine_, log_, shard, begin - 1, stopped_);
  if (!from.ok()) co_return std::move(from).error();
  for (std::uint64_t at = *from;;) {
    if (stopped_.load(std::memory_order_relaxed)) co_return false;
    auto page = co_await engine_.read_log(log_, shard.id, at, kLogStep);
    if (!page.ok()) co_return db::table::from_storage(page.error());
    if (page->records.empty() || page->records.front().commit_time_micros >= end) co_return true;
    at = page->next_sequence;
    auto added = co_await add(*page);
    if (!added.ok() || !*added) co_return added;
    co_await base::yield();
  }
}

base::Task<db::Result<bool>> ChangedItems::add(const storage::LogPage& page) {
  const std::int64_t begin = job_.from_millis * kMicrosPerMilli, end = job_.to_millis * kMicrosPerMilli;
  std::map<std::string, std::string> items;  // as they are to be stored, by their keys
  std::map<std::string, std::pair<db::change::Change, std::int64_t>> first;  // and the last time
  for (const storage::LogRecord& record : page.records) {
    if (record.commit_time_micros < begin || record.commit_time_micros >= end) continue;
    const auto change = db::change::decode(record.record);
    if (!change) co_return db::recovery::damaged_history();
    auto place = first.try_emplace(db::table::item_key(changed_, change->keys), *change, 0).first;
    place->second.second = record.commit_time_micros;
  }
  std::vector<std::string_view> keys;
  for (const auto& [key, change] : first) keys.emplace_back(key);
  auto known = co_await engine_.get(keys);
  if (!known.ok()) co_return db::table::from_storage(known.error());
  std::size_t i = 0;
  for (const auto& [key, change] : first) {
    const storage::Record& record = (*known)[i++];
    std::optional<std::string_view> before;
    if (record.exists()) {
      if (const auto stored = db::table::stored_item(record.value).find(before_)) before = stored->text();
    } else if (change.first.old_image) {
      before = change.first.old_image->bytes();
    }
    std::string& item = items[key];
    ValueWriter writer(&item);
    writer.begin_map();
    for (const auto& [name, value] : change.first.keys) {
      writer.name(name);
      writer.value(value);
    }
    if (before) {
      writer.name(before_);
      writer.binary(*before);  // as a map it might be nested too deep
    }
    writer.name(written_);
    writer.number(Number::from_int(change.second));
    writer.end_map();
  }
  // States before may be much larger than the records that are read.
  std::vector<db::recovery::TableFill::Wanted> wanted;
  std::size_t bytes = 0;
  for (const auto& [key, item] : items) {
    wanted.push_back({key, ItemView(item)});
    bytes += item.size();
    if (bytes < db::recovery::TableFill::kCommitBytes) continue;
    auto added = co_await fill_.add(wanted);
    if (!added.ok() || !*added) co_return added;
    wanted.clear();
    bytes = 0;
  }
  auto written = co_await fill_.add(wanted);
  if (!written.ok() || !*written) co_return written;
  written = co_await fill_.flush();  // the next page looks for them
  co_return written;
}

base::Task<db::Result<bool>> ChangedItems::next(const ExportLayout& layout, std::string* lines,
                                                std::int64_t* items) {
  auto page = co_await engine_.scan(std::move(*rest_), storage::Direction::kForward, kPage);
  if (!page.ok()) co_return db::table::from_storage(page.error());
  std::vector<std::string> stored;
  for (const storage::ScanPage::Entry& entry : page->entries())
    stored.push_back(db::table::item_key(copied_, db::table::stored_item(entry.value)));
  const std::vector<std::string_view> keys(stored.begin(), stored.end());
  auto now = co_await engine_.get(keys);
  if (!now.ok()) co_return db::table::from_storage(now.error());
  std::size_t i = 0;
  std::string before, after;
  for (const storage::ScanPage::Entry& entry : page->entries()) {
    const ItemView changed = db::table::stored_item(entry.value);
    const std::string key_map = db::table::key_map(changed_, changed);
    ExportLayout::Change change;
    change.keys = ItemView(key_map);
    changed.find(written_)->number().to_int64(&change.written_micros);
    if (const auto before = changed.find(before_)) change.before = ItemView(before->text());
    const storage::Record& record = (*now)[i++];
    if (record.exists()) change.after = db::table::stored_item(record.value);
    if (!change.before && !change.after) continue;  // it came and went
    if (!filter_.matches(change.after ? *change.after : *change.before))
      continue;  // the latest image decides
    if (change.before) change.before = filter_.project(*change.before, &before);
    if (change.after) change.after = filter_.project(*change.after, &after);
    layout.write_change(change, lines);
    ++*items;
  }
  rest_ = page->rest();
  co_return rest_.has_value();
}

}  // namespace stator::transfer
