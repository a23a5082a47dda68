#include "check/tables.h"

#include <fmt/format.h>

#include <unordered_set>

#include "db/attribute_json/attribute_json.h"
#include "db/change/change.h"
#include "db/table/expiry.h"
#include "db/table/item_keys.h"
#include "db/table/schema_codec.h"
#include "db/table/vector_entry.h"
#include "db/table/write_plan.h"
#include "storage/hash.h"

namespace stator::check {

namespace {

using db::model::ItemView;
using db::table::IndexSchema;
using db::table::IndexStatus;
using db::table::TableSchema;
using db::table::TimeToLiveStatus;
using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::size_t kShownKeyBytes = 200;

std::uint32_t table_of(std::string_view key) {
  std::uint32_t id = 0;
  for (std::size_t i = 1; i <= sizeof id; ++i) id = id << 8 | static_cast<unsigned char>(key[i]);
  return id;
}

// The item that a stored value holds; nothing for damaged bytes.
std::optional<ItemView> item_of(std::string_view value) {
  if (value.empty() || value.front() != db::table::kItemFormat || !db::model::valid(value.substr(1)))
    return std::nullopt;
  const db::model::ValueView whole(value.substr(1));
  if (whole.type() != db::model::Type::kM) return std::nullopt;
  return whole.map();
}

std::string shown(const TableSchema& table, ItemView item) {
  std::string text;
  const std::string keys = db::table::key_map(table, item);
  db::attribute_json::write_map(ItemView(keys), &text);
  if (text.size() > kShownKeyBytes) text = text.substr(0, kShownKeyBytes) + "...";
  return text;
}

bool has_key(const TableSchema& table, ItemView item) {
  return db::table::check_key(table, ItemView(db::table::key_map(table, item))).ok();
}

// Entries of the index are there for all items, and equal to them.
bool is_complete(const IndexSchema& index) {
  return index.status != IndexStatus::kDeleting && !index.backfilling;
}

}  // namespace

void Tables::add_descriptor(std::string_view key, std::string_view value) {
  auto schema = db::table::decode_schema(value);
  if (!schema) return report_.problem("a table's descriptor cannot be read");
  const std::string expected = KeyBuilder(Space::kCatalog, 0, 0)
                                   .set_hash(0)
                                   .bytes(schema->scope.account)
                                   .bytes(schema->scope.region)
                                   .bytes(schema->name)
                                   .take();
  if (key != expected)
    report_.problem(fmt::format("the descriptor of table {} has another key", schema->name));
  const std::uint32_t id = schema->id;
  Table table{.schema = std::move(*schema)};
  for (const IndexSchema& index : table.schema.indexes) table.indexes[index.id];
  const auto [at, added] = tables_.emplace(id, std::move(table));
  if (!added) report_.problem(fmt::format("two tables share their data: number {}", id));
}

void Tables::add_removal(std::string_view value) {
  const auto schema = db::table::decode_schema(value);
  if (!schema) return report_.problem("the removal record of a deleted table cannot be read");
  removed_.insert(schema->id);
}

void Tables::add_stream(std::string_view, std::string_view value, storage::CommitVersion version) {
  auto stream = db::table::decode_stream(value);
  if (!stream) return report_.problem("the record of a stream cannot be read");
  stream->end_sequence = version;
  streams_.push_back(std::move(*stream));
}

// Its items are in order like those of a table. What is left of a deleted table beside its last backup is to
// be removed first.
void Tables::add_backup(std::string_view value) {
  const auto backup = db::table::decode_backup(value);
  if (!backup) return report_.problem("the record of a backup cannot be read");
  if (removed_.contains(backup->data_id)) return;
  Table table{.schema = backup->data()};
  table.schema.name = fmt::format("{} (backup {})", backup->source.name, backup->id);
  table.copied = backup->kind == db::table::BackupKind::kCopy;
  // That of a deleted table was counted before its last writers were through.
  if (backup->status == db::table::BackupStatus::kAvailable && backup->kind == db::table::BackupKind::kUser)
    table.items_of_backup = backup->item_count;
  const auto [at, added] = tables_.emplace(backup->data_id, std::move(table));
  if (added) ++backups_;
  if (!added) report_.problem(fmt::format("two tables share their data: number {}", backup->data_id));
}

Tables::Table* Tables::find(std::uint32_t id) {
  if (current_ != nullptr && current_id_ == id) return current_;
  const auto found = tables_.find(id);
  if (found == tables_.end()) return nullptr;
  current_ = &found->second;
  current_id_ = id;
  return current_;
}

void Tables::add_record(std::string_view key, storage::CommitVersion, std::string_view value) {
  const std::uint32_t id = table_of(key);
  const Space space = keyspace::key_space(key);
  Table* table = find(id);
  if (table == nullptr) {
    if (!removed_.contains(id) && left_over_.insert({id, static_cast<std::uint8_t>(space)}).second)
      report_.problem(fmt::format("data is left of a table that is gone: number {}", id));
    return;
  }
  if (space == Space::kItem) {
    add_item(*table, key, value);
  } else {
    add_entry(*table, space, key);
  }
}

void Tables::add_item(Table& table, std::string_view key, std::string_view value) {
  ++items_;
  ++table.items;
  const TableSchema& schema = table.schema;
  const auto item = item_of(value);
  const bool valid =
      item && has_key(schema, *item) && (table.copied || item->size_bytes() <= db::model::kMaxItemBytes);
  if (!valid) {
    // What belongs to it is not known, so that entries of it will be strays.
    return report_.problem(fmt::format("an item of table {} cannot be read", schema.name));
  }
  table.bytes += static_cast<std::int64_t>(item->size_bytes());
  if (db::table::item_key(schema, *item) != key)
    report_.problem(fmt::format("item {} of table {} has another key", shown(schema, *item), schema.name));
  if (schema.has_local_indexes()) {
    std::string collection = db::table::collection_key(schema, *item);
    if (collection != table.collection) {
      end_collection(table);
      table.collection = std::move(collection);
    }
    table.collection_bytes += static_cast<std::int64_t>(item->size_bytes());
  }
  for (const IndexSchema& index : schema.indexes) check_entry(table, index, key, *item);
  check_time_entry(table, key, *item);
}

void Tables::check_entry(Table& table, const IndexSchema& index, std::string_view, ItemView item) {
  if (index.status == IndexStatus::kDeleting) return;
  const auto entry = db::table::index_entry(table.schema, index, item);
  if (!entry) return;
  Counts& counts = table.indexes[index.id];
  ++counts.expected;
  counts.bytes += static_cast<std::int64_t>(entry->size_bytes);
  if (!index.global) table.collection_bytes += static_cast<std::int64_t>(entry->size_bytes);
  const auto stored = data_.get(entry->key);
  if (stored.ok() && stored->exists()) {
    if (stored->value != entry->value)
      report_.problem(fmt::format("the entry of item {} in index {} of table {} is not what the item says",
                                  shown(table.schema, item), index.name, table.schema.name));
    return;
  }
  ++counts.missing;
  if (!is_complete(index)) return;
  report_.problem(stored.ok() ? fmt::format("item {} of table {} has no entry in index {}",
                                            shown(table.schema, item), table.schema.name, index.name)
                              : stored.error().message);
}

void Tables::check_time_entry(Table& table, std::string_view item_key, ItemView item) {
  const db::table::TimeToLive& ttl = table.schema.time_to_live;
  if (!ttl.maintained()) return;
  const auto entry = db::table::time_index_key(table.schema, item, item_key);
  if (!entry) return;
  ++table.times.expected;
  const auto stored = data_.get(*entry);
  if (stored.ok() && stored->exists()) return;
  ++table.times.missing;
  if (ttl.status != TimeToLiveStatus::kEnabled) return;
  report_.problem(stored.ok() ? fmt::format("item {} of table {} is missing among those that expire",
                                            shown(table.schema, item), table.schema.name)
                              : stored.error().message);
}

void Tables::end_collection(Table& table) {
  if (table.collection.empty()) return;
  if (table.collection_bytes != 0) ++table.collections;
  const auto counter = data_.counter(table.collection);
  if (!counter.ok()) {
    report_.problem(counter.error().message);
  } else if (*counter != table.collection_bytes) {
    report_.problem(fmt::format("an item collection of table {} has {} bytes, and its counter says {}",
                                table.schema.name, table.collection_bytes, *counter));
  }
  table.collection.clear();
  table.collection_bytes = 0;
}

// Entries are only counted: each that an item calls for was looked at there, so more of them are strays.
void Tables::add_entry(Table& table, Space space, std::string_view key) {
  const std::uint16_t id = keyspace::key_index(key);
  if (space == Space::kTimeToLive) {
    const db::table::TimeToLive& ttl = table.schema.time_to_live;
    if (ttl.status != TimeToLiveStatus::kDisabled && id == ttl.index_id) {
      ++table.times.found;
      return;
    }
  } else {
    const auto found = table.indexes.find(id);
    if (found != table.indexes.end()) {
      ++found->second.found;
      return;
    }
  }
  if (left_over_.insert({table.schema.id, static_cast<std::uint8_t>(space)}).second)
    report_.problem(
        fmt::format("entries are left of an index that table {} does not have", table.schema.name));
}

void Tables::finish() {
  for (auto& [id, table] : tables_) {
    end_collection(table);
    check_counts(table);
    check_counters(table);
  }
}

void Tables::check_counts(Table& table) {
  for (const IndexSchema& index : table.schema.indexes) {
    if (index.status == IndexStatus::kDeleting) continue;
    const Counts& counts = table.indexes[index.id];
    if (counts.found != counts.expected - counts.missing) find_stray_entries(table, index);
  }
  if (table.schema.time_to_live.maintained() &&
      table.times.found != table.times.expected - table.times.missing)
    find_stray_times(table);
}

void Tables::find_stray_entries(const Table& table, const IndexSchema& index) {
  const TableSchema& schema = table.schema;
  if (index.vector) return find_stray_vectors(table, index);
  const Space space = index.global ? Space::kGlobalIndex : Space::kLocalIndex;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  data_.each_record(
      keyspace::table_range(space, schema.id, index.id), problem,
      [&](std::string_view key, storage::CommitVersion, std::string_view value) {
        const auto entry = item_of(value);
        if (!entry || !has_key(schema, *entry)) {
          report_.problem(
              fmt::format("an entry of index {} of table {} cannot be read", index.name, schema.name));
          return;
        }
        const auto stored = data_.get(db::table::item_key(schema, *entry));
        const auto item = stored.ok() && stored->exists() ? item_of(stored->value) : std::nullopt;
        const auto expected = item ? db::table::index_entry(schema, index, *item) : std::nullopt;
        if (!expected || expected->key != key)
          report_.problem(fmt::format("index {} of table {} has an entry of item {} that belongs to no item",
                                      index.name, schema.name, shown(schema, *entry)));
      });
}

void Tables::find_stray_vectors(const Table& table, const IndexSchema& index) {
  const TableSchema& schema = table.schema;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  data_.each_record(
      keyspace::table_range(Space::kVectorIndex, schema.id, index.id), problem,
      [&](std::string_view key, storage::CommitVersion, std::string_view value) {
        const db::table::VectorEntryView entry(value);
        if (!entry.valid(index.vector->dimensions))
          return report_.problem(
              fmt::format("an entry of index {} of table {} cannot be read", index.name, schema.name));
        const auto stored = data_.get(entry.item_key(schema, key));
        const auto item = stored.ok() && stored->exists() ? item_of(stored->value) : std::nullopt;
        const auto expected = item ? db::table::index_entry(schema, index, *item) : std::nullopt;
        if (!expected || expected->key != key)
          report_.problem(fmt::format("index {} of table {} has an entry that belongs to no item", index.name,
                                      schema.name));
      });
}

void Tables::find_stray_times(const Table& table) {
  const TableSchema& schema = table.schema;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  data_.each_record(keyspace::table_range(Space::kTimeToLive, schema.id, schema.time_to_live.index_id),
                    problem, [&](std::string_view key, storage::CommitVersion, std::string_view) {
                      const std::string item_key = db::table::indexed_item_key(schema, key);
                      const auto stored = data_.get(item_key);
                      const auto item =
                          stored.ok() && stored->exists() ? item_of(stored->value) : std::nullopt;
                      if (!item || db::table::time_index_key(schema, *item, item_key) != std::string(key))
                        report_.problem(fmt::format(
                            "among the items of table {} that expire is one that does not", schema.name));
                    });
}

// Those of global indexes are estimates (maintenance.cc).
void Tables::check_counters(Table& table) {
  const TableSchema& schema = table.schema;
  auto check = [&](const std::string& key, std::int64_t counted, std::string_view what) {
    const auto counter = data_.counter(key);
    if (!counter.ok()) {
      report_.problem(counter.error().message);
    } else if (*counter != counted) {
      report_.problem(fmt::format("{} are {}, and their counter says {}", what, counted, *counter));
    }
  };
  check(db::table::item_count_key(schema, 0), table.items, "the items of table " + schema.name);
  check(db::table::size_bytes_key(schema, 0), table.bytes, "the bytes of table " + schema.name);
  for (const IndexSchema& index : schema.indexes) {
    if (index.global) continue;
    const Counts& counts = table.indexes[index.id];
    const std::string name = fmt::format("index {} of table {}", index.name, schema.name);
    check(db::table::item_count_key(schema, index.id), static_cast<std::int64_t>(counts.expected),
          "the entries of " + name);
    check(db::table::size_bytes_key(schema, index.id), counts.bytes, "the bytes of " + name);
  }
  if (table.items_of_backup && *table.items_of_backup != table.items)
    report_.problem(fmt::format("{} has {} items, and its record says {}", schema.name, table.items,
                                *table.items_of_backup));
  std::uint64_t collections = 0;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  data_.each_counter(keyspace::table_range_all(Space::kCollection, schema.id), problem,
                     [&](std::string_view, std::int64_t bytes) { collections += bytes != 0 ? 1 : 0; });
  if (collections != table.collections)
    report_.problem(fmt::format("table {} has {} item collections, and counters of {}", schema.name,
                                table.collections, collections));
}

void Tables::check_logs() {
  std::map<std::uint64_t, storage::LogGroup> groups;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  data_.each_log_group(problem,
                       [&](std::uint64_t id, const storage::LogGroup& group) { groups.emplace(id, group); });
  for (const db::table::Stream& stream : streams_) {
    const auto group = groups.find(stream.log_group);
    if (group == groups.end()) {
      report_.problem(fmt::format("the log of stream {} is missing", stream.arn()));
      continue;
    }
    const auto table = tables_.find(stream.table_id);
    const bool is_now = table != tables_.end() && table->second.schema.stream &&
                        table->second.schema.stream->log_group == stream.log_group;
    if (is_now) {
      const bool shows_new = db::table::shows_new_image(table->second.schema.stream->view);
      check_log(table->second, {stream.log_group, group->second, shows_new, "stream"});
      continue;
    }
    data_.each_log_record(stream.log_group, problem, [&](std::uint64_t, const storage::LogRecord& record) {
      ++log_records_;
      report_.read_record();
      if (!db::change::decode(record.record))
        report_.problem(fmt::format("a record of stream {} cannot be read", stream.arn()));
    });
  }
  for (const auto& [id, table] : tables_) {
    if (!table.schema.history) continue;
    const std::uint64_t log = table.schema.history->log_group;
    const auto group = groups.find(log);
    if (group == groups.end()) {
      report_.problem(fmt::format("the history of table {} is missing", table.schema.name));
    } else {
      check_log(table, {log, group->second, false, "history"});
    }
  }
  for (const auto& [id, table] : tables_) {
    if (!table.schema.stream) continue;
    const std::uint64_t log = table.schema.stream->log_group;
    const bool known = std::any_of(streams_.begin(), streams_.end(),
                                   [&](const db::table::Stream& stream) { return stream.log_group == log; });
    if (!known) report_.problem(fmt::format("the stream of table {} has no record", table.schema.name));
  }
}

// The version of an item is the number of its last record, or a lower one of the same transaction.
void Tables::check_log(const Table& table, const Log& log) {
  const TableSchema& schema = table.schema;
  auto problem = [&](const std::string& text) { report_.problem(text); };
  // Hashes of the keys whose last record so far leaves an item, though there is none.
  std::unordered_set<std::uint64_t> to_be_removed;
  data_.each_log_record(log.id, problem, [&](std::uint64_t shard_id, const storage::LogRecord& record) {
    ++log_records_;
    report_.read_record();
    const auto change = db::change::decode(record.record);
    if (!change || !db::table::check_key(schema, change->keys).ok())
      return report_.problem(fmt::format("record {} of the {} of table {} cannot be read", record.sequence,
                                         log.name, schema.name));
    const std::string key = db::table::item_key(schema, change->keys);
    const std::uint64_t hash = storage::stable_hash(key);
    const storage::LogShard* shard = log.group.find(shard_id);
    if (shard == nullptr || record.sequence < shard->first_sequence ||
        (shard->last_sequence && record.sequence > *shard->last_sequence) || hash < shard->hash_begin ||
        hash > shard->hash_end) {
      report_.problem(fmt::format("record {} of the {} of table {} is in the wrong shard", record.sequence,
                                  log.name, schema.name));
    }
    const bool removes = change->event == db::change::Event::kRemove;
    const auto stored = data_.get(key);
    if (!stored.ok()) return report_.problem(stored.error().message);
    if (!stored->exists()) {
      if (removes) {
        to_be_removed.erase(hash);
      } else {
        to_be_removed.insert(hash);
      }
      return;
    }
    if (stored->version > record.sequence) return;  // a later record is about it
    const auto item = item_of(stored->value);
    const bool fits = !removes && item &&
                      (!log.shows_new || (change->new_image && change->new_image->bytes() == item->bytes()));
    if (!fits)
      report_.problem(fmt::format("item {} of table {} is not what the last record of its {} says",
                                  shown(schema, change->keys), schema.name, log.name));
  });
  if (!to_be_removed.empty())
    report_.problem(fmt::format("{} items of table {} are missing: the last records of its {} leave them",
                                to_be_removed.size(), schema.name, log.name));
}

}  // namespace stator::check
