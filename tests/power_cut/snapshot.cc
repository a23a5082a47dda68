#include "power_cut/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "base/block_on.h"
#include "db/change/change.h"
#include "db/table/catalog.h"
#include "db/table/item_keys.h"
#include "db/table/write_plan.h"
#include "keyspace/keys.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using db::model::ItemView;
using db::table::IndexSchema;
using db::table::TableRef;
using db::table::TableSchema;
using keyspace::Space;

constexpr std::chrono::seconds kQuietDeadline{60};

struct Entry {
  std::string key, value;
  storage::CommitVersion version;
};

std::vector<Entry> scan_all(DatabaseOnDisk& database, storage::KeyRange range) {
  std::vector<Entry> entries;
  std::optional<storage::KeyRange> rest = std::move(range);
  while (rest) {
    auto page = block_on(database.engine().scan(std::move(*rest), storage::Direction::kForward, {}));
    EXPECT_TRUE(page.ok()) << page.error().message;
    if (!page.ok()) break;
    for (const auto& entry : page->entries())
      entries.push_back({std::string(entry.key), std::string(entry.value), entry.version});
    rest = page->rest();
  }
  return entries;
}

std::vector<TableRef> tables_of(DatabaseOnDisk& database) {
  std::vector<TableRef> tables;
  for (const std::string& name : database.database().list_tables(database.scope(), {}, 100).names)
    if (auto table = database.table(name); table.ok()) tables.push_back(*table);
  return tables;
}

// No index is being built or removed, no table either.
bool is_quiet(DatabaseOnDisk& database) {
  for (const TableRef& table : tables_of(database))
    if (table->status != db::table::TableStatus::kActive) return false;
  const std::string removals = keyspace::KeyBuilder(Space::kMeta, 0, 0).set_hash(0).bytes("removing").take();
  return scan_all(database, keyspace::prefix_range(removals)).empty();
}

void wait_until_quiet(DatabaseOnDisk& database) {
  const auto deadline = std::chrono::steady_clock::now() + kQuietDeadline;
  while (!is_quiet(database)) {
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "an index or a removed table is not done";
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::int64_t counter(DatabaseOnDisk& database, const std::string& key) {
  auto value = block_on(database.engine().read_counter(key));
  EXPECT_TRUE(value.ok());
  return value.ok() ? *value : -1;
}

// What is stored of an entry, to compare: of a vector index its bytes.
Plain entry_of(const IndexSchema& index, const std::string& value) {
  if (index.vector) return {{"entry", value}};
  return decode(db::table::stored_item(value));
}

void check_index(DatabaseOnDisk& database, const TableSchema& table, const IndexSchema& index,
                 const std::vector<Entry>& items) {
  const Space space = index.vector   ? Space::kVectorIndex
                      : index.global ? Space::kGlobalIndex
                                     : Space::kLocalIndex;
  std::map<std::string, Plain> expected, found;
  for (const Entry& item : items)
    if (auto entry = db::table::index_entry(table, index, db::table::stored_item(item.value)))
      expected[entry->key] = entry_of(index, entry->value);
  for (const Entry& entry : scan_all(database, keyspace::table_range(space, table.id, index.id)))
    found[entry.key] = entry_of(index, entry.value);
  EXPECT_EQ(found.size(), expected.size()) << "index " << index.name << " of " << table.name;
  EXPECT_TRUE(found == expected) << "index " << index.name << " of " << table.name << " is not its table";
}

void check_counters(DatabaseOnDisk& database, const TableSchema& table, const std::vector<Entry>& items) {
  std::int64_t bytes = 0;
  for (const Entry& item : items)
    bytes += static_cast<std::int64_t>(db::table::stored_item(item.value).size_bytes());
  EXPECT_EQ(counter(database, db::table::item_count_key(table, 0)), static_cast<std::int64_t>(items.size()))
      << table.name;
  EXPECT_EQ(counter(database, db::table::size_bytes_key(table, 0)), bytes) << table.name;
}

LogEntry to_entry(const storage::LogRecord& record) {
  LogEntry entry{record.sequence, record.record, {}, {}, {}};
  const auto change = db::change::decode(record.record);
  EXPECT_TRUE(change.has_value());
  if (!change) return entry;
  entry.key = decode(change->keys);
  if (change->old_image) entry.before = decode(*change->old_image);
  if (change->new_image) entry.after = decode(*change->new_image);
  return entry;
}

std::vector<LogEntry> read_log(DatabaseOnDisk& database, std::uint64_t group) {
  std::vector<LogEntry> log;
  auto shards = block_on(database.engine().list_shards(group));
  EXPECT_TRUE(shards.ok()) << "the log of a table is missing";
  if (!shards.ok()) return log;
  for (const storage::LogShard& shard : *shards) {
    std::uint64_t from = shard.first_sequence;
    for (;;) {
      auto page = block_on(database.engine().read_log(group, shard.id, from, {}));
      EXPECT_TRUE(page.ok());
      if (!page.ok() || page->records.empty()) break;
      for (const storage::LogRecord& record : page->records) {
        EXPECT_TRUE(log.empty() || record.sequence >= from);
        log.push_back(to_entry(record));
      }
      from = page->next_sequence;
    }
  }
  std::stable_sort(log.begin(), log.end(),
                   [](const LogEntry& a, const LogEntry& b) { return a.sequence < b.sequence; });
  return log;
}

void check_replay(const std::string& name, const TableContent& table) {
  std::map<Plain, Plain> replayed;
  std::uint64_t last = 0;
  for (const LogEntry& entry : table.log) {
    EXPECT_GT(entry.sequence, last) << "a sequence number of " << name << " comes twice";
    last = entry.sequence;
    const auto before = replayed.find(entry.key);
    const bool fits = before == replayed.end() ? !entry.before : entry.before == before->second;
    EXPECT_TRUE(fits) << "record " << entry.sequence << " of " << name << " does not follow the one before";
    if (entry.after) {
      replayed[entry.key] = *entry.after;
    } else {
      replayed.erase(entry.key);
    }
  }
  EXPECT_TRUE(replayed == table.items) << "the log does not replay to table " << name;
}

TableContent read_table(DatabaseOnDisk& database, const TableSchema& table, Snapshot* snapshot) {
  TableContent content;
  const std::vector<Entry> items = scan_all(database, keyspace::table_range(Space::kItem, table.id, 0));
  for (const Entry& item : items) {
    const Plain plain = decode(db::table::stored_item(item.value));
    content.items[key_of(plain)] = plain;
    snapshot->newest = std::max(snapshot->newest, item.version);
  }
  for (const IndexSchema& index : table.indexes) check_index(database, table, index, items);
  check_counters(database, table, items);
  if (!table.stream) return content;
  content.log_group = table.stream->log_group;
  content.log = read_log(database, content.log_group);
  if (!content.log.empty()) snapshot->newest = std::max(snapshot->newest, content.log.back().sequence);
  check_replay(table.name, content);
  return content;
}

// The id of the table that a key belongs to.
std::uint32_t table_of(const std::string& key) {
  std::uint32_t id = 0;
  for (std::size_t i = 1; i <= sizeof id; ++i) id = id << 8 | static_cast<unsigned char>(key[i]);
  return id;
}

void expect_no_leftovers(DatabaseOnDisk& database, const std::vector<TableRef>& tables) {
  std::set<std::pair<std::uint32_t, std::uint16_t>> known;
  for (const TableRef& table : tables) {
    known.insert({table->id, 0});
    for (const IndexSchema& index : table->indexes) known.insert({table->id, index.id});
  }
  for (Space space : {Space::kItem, Space::kLocalIndex, Space::kGlobalIndex}) {
    const std::string begin(1, static_cast<char>(space)), end(1, static_cast<char>(space) + 1);
    for (const Entry& entry : scan_all(database, {begin, end})) {
      const auto index = static_cast<std::uint16_t>(static_cast<unsigned char>(entry.key[5]) << 8 |
                                                    static_cast<unsigned char>(entry.key[6]));
      EXPECT_TRUE(known.contains({table_of(entry.key), index}))
          << "left over of a table or index that is gone: space " << static_cast<int>(space) << ", table "
          << table_of(entry.key) << ", index " << index << ", version " << entry.version;
    }
  }
}

}  // namespace

Plain key_of(const Plain& item) { return {{"pk", item.at("pk")}, {"sk", item.at("sk")}}; }

Snapshot read_and_check(DatabaseOnDisk& database) {
  wait_until_quiet(database);
  Snapshot snapshot;
  const std::vector<TableRef> tables = tables_of(database);
  for (const TableRef& table : tables) snapshot.tables[table->name] = read_table(database, *table, &snapshot);
  expect_no_leftovers(database, tables);
  return snapshot;
}

void expect_log_continues(const Snapshot& earlier, const Snapshot& later) {
  for (const auto& [name, before] : earlier.tables) {
    const auto found = later.tables.find(name);
    if (found == later.tables.end() || found->second.log_group != before.log_group) continue;
    const std::vector<LogEntry>& after = found->second.log;
    const bool prefix = after.size() >= before.log.size() &&
                        std::equal(before.log.begin(), before.log.end(), after.begin(),
                                   [](const LogEntry& a, const LogEntry& b) {
                                     return a.sequence == b.sequence && a.bytes == b.bytes;
                                   });
    EXPECT_TRUE(prefix) << "records of the log of " << name << " are gone or changed";
  }
}

}  // namespace stator::power_cut
