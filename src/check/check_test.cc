#include "check/check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "base/block_on.h"
#include "base/digest.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "db/change/change.h"
#include "db/model/value_writer.h"
#include "db/recovery/backups.h"
#include "db/table/database.h"
#include "db/table/item_keys.h"
#include "db/table/write_plan.h"
#include "keyspace/keys.h"
#include "objects/object_store.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::check {
namespace {

namespace fs = std::filesystem;
using base::block_on;
using db::model::ItemView;
using db::model::Type;
using keyspace::Space;

// Name to S, or to N after '#', or to a list of numbers after '['.
using Plain = std::map<std::string, std::string>;

std::string encode(const Plain& plain) {
  std::string out;
  db::model::ValueWriter writer(&out);
  writer.begin_map();
  for (const auto& [name, text] : plain) {
    writer.name(name);
    if (text.starts_with('#')) {
      writer.number(*db::model::Number::parse(text.substr(1)));
    } else if (text.starts_with('[')) {
      writer.begin_list();
      std::istringstream numbers(text.substr(1));
      for (std::string number; numbers >> number;) writer.number(*db::model::Number::parse(number));
      writer.end_list();
    } else {
      writer.string(text);
    }
  }
  writer.end_map();
  return out;
}

db::table::TableSchema definition() {
  db::table::TableSchema schema;
  schema.scope = {"000000000000", "us-east-1"};
  schema.name = "t";
  schema.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
  schema.billing = db::table::BillingMode::kPayPerRequest;
  schema.stream = db::table::StreamSpec{};
  db::table::IndexSchema local;
  local.name = "local";
  local.keys = {{{"pk", Type::kS}}, {{"color", Type::kS}}};
  schema.indexes.push_back(local);
  db::table::IndexSchema global;
  global.name = "global";
  global.global = true;
  global.keys = {{{"color", Type::kS}}, {}};
  global.projection = {db::table::ProjectionType::kInclude, {"v"}};
  schema.indexes.push_back(global);
  db::table::IndexSchema vectors;
  vectors.name = "vectors";
  vectors.global = true;
  vectors.vector = db::table::VectorSpec{"e", 2, db::table::DistanceFunction::kCosine, {{"color", Type::kS}}};
  schema.indexes.push_back(vectors);
  return schema;
}

// A server's data while nobody serves it.
class DataFolder {
 public:
  DataFolder() {
    open();
    EXPECT_TRUE(block_on(database_->create_table(definition())).ok());
    for (int i = 0; i < 20; ++i) {
      Plain item{{"pk", "p" + std::to_string(i % 3)}, {"sk", "#" + std::to_string(i)}, {"v", "value"}};
      if (i % 4 != 0) item["color"] = "c" + std::to_string(i % 2);
      if (i % 2 == 0) item["e"] = "[" + std::to_string(i) + " 0.5";
      if (i % 5 == 0) item["expires"] = "#4102444800";
      put(item);
    }
    EXPECT_TRUE(block_on(database_->update_time_to_live(table()->scope, "t", true, "expires")).ok());
    while (table()->time_to_live.status != db::table::TimeToLiveStatus::kEnabled)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    put({{"pk", "p1"}, {"sk", "#1"}, {"v", "changed"}, {"color", "c9"}});
    remove({{"pk", "p2"}, {"sk", "#2"}});
    EXPECT_TRUE(block_on(objects_->create_bucket(bucket_, "us-east-1")).ok());
    put_object("o", "the bytes of an object");
    put_object("replaced", "old");
    put_object("replaced", "new");
    close();  // removes what was replaced
    open();
  }
  ~DataFolder() { close(); }

  void open() {
    storage::RocksDbOptions options;
    options.path = path();
    options.memory_budget_bytes = 4 << 20;
    engine_ = std::move(*storage::RocksDbEngine::open(options, pool_, base::Clock::system()));
    database_ = std::move(*block_on(db::table::Database::open(*engine_, {.background = &pool_})));
    blobs_ =
        std::move(*blob::FileStore::open(fs::path(path()) / "blobs", false, base::SecureRandom::system()));
    objects_ = std::make_unique<objects::ObjectStore>(objects::ObjectStore::Parts{
        *engine_, *blobs_, pool_, base::Clock::system(), base::SecureRandom::system()});
    EXPECT_TRUE(block_on(objects_->recover()).ok());
  }
  void close() {
    if (!engine_) return;
    block_on(objects_->wait_for_files());  // else files that nothing needs any more are the first ones
    block_on(objects_->stop());
    if (backups_) backups_->stop();
    block_on(database_->stop());  // waits for what works on backups, too
    objects_.reset();
    backups_.reset();
    database_.reset();
    engine_.reset();
  }

  std::string path() const { return folder_.path(); }
  storage::Engine& engine() { return *engine_; }
  db::table::TableRef table() const { return *database_->find_table({"000000000000", "us-east-1"}, "t"); }
  std::string key_of(const Plain& key) const { return db::table::item_key(*table(), ItemView(encode(key))); }

  // With recovery on, a backup, and something that is written after it.
  db::table::Backup back_up() {
    const db::table::Scope scope = table()->scope;
    backups_ = std::make_unique<db::recovery::Backups>(*database_);
    EXPECT_TRUE(block_on(backups_->update_continuous(scope, "t", true, {})).ok());
    put({{"pk", "p0"}, {"sk", "#0"}, {"v", "after"}});
    const auto backup = block_on(backups_->create(scope, "t", "backup"));
    EXPECT_TRUE(backup.ok());
    const db::recovery::BackupName name{"t", backup->id};
    while (block_on(backups_->find(scope, name))->status != db::table::BackupStatus::kAvailable)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    remove({{"pk", "p0"}, {"sk", "#3"}});
    return *block_on(backups_->find(scope, name));
  }

  // Behind the database's back.
  void write(std::string key, std::optional<std::string> value) {
    storage::Commit commit;
    commit.writes.push_back({std::move(key), std::move(value)});
    EXPECT_TRUE(block_on(storage::commit(*engine_, std::move(commit))).ok());
  }
  void add(std::string counter, std::int64_t delta) {
    storage::Commit commit;
    commit.adds.push_back({std::move(counter), delta});
    EXPECT_TRUE(block_on(storage::commit(*engine_, std::move(commit))).ok());
  }
  std::string value_of(std::string_view key) { return block_on(engine_->get_one(key))->value; }
  std::string first_key(Space space) {
    const std::string begin(1, static_cast<char>(space)), end(1, static_cast<char>(space) + 1);
    auto page = block_on(engine_->scan({begin, end}, storage::Direction::kForward, {}));
    return std::string(page->entries().front().key);
  }
  fs::path first_blob() const { return fs::directory_iterator(fs::path(path()) / "blobs/data")->path(); }

 private:
  void put(const Plain& plain) {
    const std::string item = encode(plain);
    db::table::PutRequest request;
    request.item = ItemView(item);
    EXPECT_TRUE(block_on(database_->put_item(table(), request)).ok());
  }
  void remove(const Plain& key) {
    const std::string bytes = encode(key);
    db::table::DeleteRequest request;
    request.key = ItemView(bytes);
    EXPECT_TRUE(block_on(database_->delete_item(table(), request)).ok());
  }
  void put_object(const std::string& key, std::string_view bytes) {
    auto writer = *objects_->new_blob();
    EXPECT_TRUE(writer->append(bytes).ok());
    const blob::Info info = *writer->finish();
    objects::Object object;
    object.size = bytes.size();
    object.blobs.push_back({info.id, info.size, info.crc32c});
    EXPECT_TRUE(block_on(objects_->put(bucket_, key, object, {}, {})).ok());
  }

  const objects::BucketName bucket_{"000000000000", "bucket"};
  storage::TestFolder folder_;
  base::ThreadPool pool_{2};
  std::unique_ptr<storage::RocksDbEngine> engine_;
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::recovery::Backups> backups_;
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<objects::ObjectStore> objects_;
};

std::vector<std::string> problems_of(const std::string& folder) {
  std::vector<std::string> lines;
  Report report([&](const std::string& line) { lines.push_back(line); }, [](std::uint64_t, std::uint64_t) {});
  const auto summary = check_folder(folder, report);
  EXPECT_TRUE(summary.ok()) << summary.error();
  EXPECT_EQ(lines.size(), report.problems());
  return lines;
}

void overwrite(const fs::path& path, std::uint64_t at, std::string_view bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(at));
  file << bytes;
}

TEST(Check, SoundFolder) {
  DataFolder data;
  data.close();
  Report report([](const std::string& line) { ADD_FAILURE() << line; }, [](std::uint64_t, std::uint64_t) {});
  const auto summary = check_folder(data.path(), report);
  ASSERT_TRUE(summary.ok()) << summary.error();
  EXPECT_EQ(summary->tables, 1u);
  EXPECT_EQ(summary->items, 19u);
  EXPECT_EQ(summary->log_records, 22u);
  EXPECT_EQ(summary->blobs, 2u);
  // It changed nothing: the folder opens, and is sound again.
  data.open();
  data.close();
  EXPECT_TRUE(problems_of(data.path()).empty());
}

TEST(Check, BackupsAndHistories) {
  DataFolder data;
  const db::table::Backup backup = data.back_up();
  EXPECT_EQ(backup.item_count, 19);
  data.close();
  Report report([](const std::string& line) { ADD_FAILURE() << line; }, [](std::uint64_t, std::uint64_t) {});
  const auto summary = check_folder(data.path(), report);
  ASSERT_TRUE(summary.ok()) << summary.error();
  EXPECT_EQ(summary->tables, 1u);
  EXPECT_EQ(summary->backups, 1u);
  EXPECT_EQ(summary->items, 18u + 19u);
  EXPECT_EQ(summary->log_records, 24u + 2u);  // of the stream and of the history
}

TEST(Check, LastBackupsOfTablesCountTheirItemsRoughly) {
  DataFolder data;
  db::table::Backup backup = data.back_up();
  backup.kind = db::table::BackupKind::kSystem;
  ++backup.item_count;
  const storage::Write record = db::table::BackupRegistry::storing(backup);
  data.write(record.key, record.value);
  data.close();
  EXPECT_TRUE(problems_of(data.path()).empty());
}

// What an incremental export collects: keys, and beside them a whole item.
TEST(Check, CopiesOfExportsMayHaveMoreThanAnItem) {
  DataFolder data;
  db::table::Backup copy = data.back_up();
  copy.kind = db::table::BackupKind::kCopy;
  const storage::Write record = db::table::BackupRegistry::storing(copy);
  data.write(record.key, record.value);
  const std::string item =
      encode({{"pk", "p9"}, {"sk", "#9"}, {"v", std::string(db::model::kMaxItemBytes, 'x')}});
  data.write(db::table::item_key(copy.data(), ItemView(item)), db::table::store_item(ItemView(item)));
  data.add(db::table::item_count_key(copy.data(), 0), 1);
  data.add(db::table::size_bytes_key(copy.data(), 0), static_cast<std::int64_t>(ItemView(item).size_bytes()));
  data.close();
  EXPECT_TRUE(problems_of(data.path()).empty());
}

struct Damage {
  const char* name;
  std::function<void(DataFolder&)> make;
  const char* says;  // in the only problem
};

class CheckDamage : public testing::TestWithParam<Damage> {};

TEST_P(CheckDamage, IsReported) {
  DataFolder data;
  GetParam().make(data);
  data.close();
  const auto problems = problems_of(data.path());
  ASSERT_FALSE(problems.empty());
  // What follows from one damage are few lines.
  const bool said = std::any_of(problems.begin(), problems.end(), [](const std::string& line) {
    return line.find(GetParam().says) != line.npos;
  });
  EXPECT_TRUE(said) << problems.front();
  EXPECT_LE(problems.size(), 7u) << problems[1];
}

const Plain kItem{{"pk", "p1"}, {"sk", "#1"}};

INSTANTIATE_TEST_SUITE_P(
    All, CheckDamage,
    testing::Values(
        Damage{"GlobalEntryGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kGlobalIndex), std::nullopt); },
               "has no entry in index global"},
        Damage{"LocalEntryGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kLocalIndex), std::nullopt); },
               "has no entry in index local"},
        Damage{"EntryOld",
               [](DataFolder& data) {
                 const std::string key = data.first_key(Space::kGlobalIndex);
                 data.write(
                     key, db::table::store_item(ItemView(encode({{"pk", "p1"}, {"sk", "#1"}, {"v", "x"}}))));
               },
               "is not what the item says"},
        Damage{
            "StrayEntry",
            [](DataFolder& data) {
              const Plain ghost{{"pk", "p1"}, {"sk", "#99"}, {"color", "c"}, {"v", "x"}};
              const auto entry =
                  db::table::index_entry(*data.table(), data.table()->indexes[1], ItemView(encode(ghost)));
              data.write(entry->key, entry->value);
            },
            "index global of table t has an entry of item {\"pk\":{\"S\":\"p1\"},\"sk\":{\"N\":\"99\"}} that "
            "belongs to no item"},
        Damage{"VectorGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kVectorIndex), std::nullopt); },
               "has no entry in index vectors"},
        Damage{"VectorOld",
               [](DataFolder& data) {
                 const std::string key = data.first_key(Space::kVectorIndex);
                 std::string value = data.value_of(key);
                 value[9] ^= 1;
                 data.write(key, value);
               },
               "in index vectors of table t is not what the item says"},
        Damage{"VectorStray",
               [](DataFolder& data) {
                 const Plain ghost{{"pk", "p1"}, {"sk", "#99"}, {"e", "[1 2"}};
                 const auto entry =
                     db::table::index_entry(*data.table(), data.table()->indexes[2], ItemView(encode(ghost)));
                 data.write(entry->key, entry->value);
               },
               "index vectors of table t has an entry that belongs to no item"},
        Damage{"VectorUnreadable",
               [](DataFolder& data) {
                 data.write(data.first_key(Space::kVectorIndex) + "x", std::string("\x01\x02", 2));
               },
               "an entry of index vectors of table t cannot be read"},
        Damage{"ExpiryGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kTimeToLive), std::nullopt); },
               "is missing among those that expire"},
        Damage{"ExpiryStray",
               [](DataFolder& data) {
                 const std::string key = data.first_key(Space::kTimeToLive);
                 data.write(key.substr(0, keyspace::kHeaderBytes) + std::string(8, '\x01') +
                                key.substr(keyspace::kHeaderBytes + 8),
                            "");
               },
               "is one that does not"},
        Damage{"ItemDamaged",
               [](DataFolder& data) { data.write(data.key_of(kItem), std::string("\x01\x15garbage", 9)); },
               "an item of table t cannot be read"},
        Damage{"BackupItemGone",
               [](DataFolder& data) {
                 const db::table::Backup backup = data.back_up();
                 data.write(db::table::item_key(backup.data(), ItemView(encode(kItem))), std::nullopt);
               },
               " has 18 items, and its record says 19"},
        Damage{"BackupRecordDamaged",
               [](DataFolder& data) {
                 data.back_up();
                 data.write(data.first_key(Space::kBackup), "x");
               },
               "the record of a backup cannot be read"},
        Damage{"HistoryGone",
               [](DataFolder& data) {
                 data.back_up();
                 EXPECT_TRUE(block_on(data.engine().drop_log_group(data.table()->history->log_group)).ok());
               },
               "the history of table t is missing"},
        Damage{"CountWrong",
               [](DataFolder& data) { data.add(db::table::item_count_key(*data.table(), 0), 1); },
               "the items of table t are 19, and their counter says 20"},
        Damage{"BytesWrong",
               [](DataFolder& data) { data.add(db::table::size_bytes_key(*data.table(), 0), -7); },
               "the bytes of table t are"},
        Damage{"LocalCountWrong",
               [](DataFolder& data) { data.add(db::table::item_count_key(*data.table(), 1), 1); },
               "the entries of index local of table t"},
        Damage{"CollectionWrong",
               [](DataFolder& data) {
                 data.add(db::table::collection_key(*data.table(), ItemView(encode(kItem))), 5);
               },
               "an item collection of table t has"},
        Damage{"CollectionStray",
               [](DataFolder& data) {
                 data.add(db::table::collection_key(*data.table(), ItemView(encode({{"pk", "nobody"}}))), 5);
               },
               "table t has 3 item collections, and counters of 4"},
        Damage{"ItemNotAsInLog",
               [](DataFolder& data) {
                 // The same size and index keys, so that only the log tells.
                 const std::string item =
                     encode({{"pk", "p1"}, {"sk", "#1"}, {"v", "CHANGED"}, {"color", "c9"}});
                 const std::string key = data.key_of(kItem);
                 auto shards = block_on(data.engine().list_shards(data.table()->stream->log_group));
                 const std::string keys = db::table::key_map(*data.table(), ItemView(item));
                 db::change::Change change{db::change::Cause::kUser, db::change::Event::kModify,
                                           ItemView(keys), ItemView(item), ItemView(item)};
                 storage::Commit commit;
                 commit.appends.push_back({data.table()->stream->log_group, key, db::change::encode(change)});
                 EXPECT_TRUE(block_on(storage::commit(data.engine(), std::move(commit))).ok());
               },
               "is not what the last record of its stream says"},
        Damage{"RecordUnreadable",
               [](DataFolder& data) {
                 storage::Commit commit;
                 commit.appends.push_back({data.table()->stream->log_group, data.key_of(kItem), "garbage"});
                 EXPECT_TRUE(block_on(storage::commit(data.engine(), std::move(commit))).ok());
               },
               "of the stream of table t cannot be read"},
        Damage{"LogGone",
               [](DataFolder& data) {
                 EXPECT_TRUE(block_on(data.engine().drop_log_group(data.table()->stream->log_group)).ok());
               },
               "the log of stream arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/"},
        Damage{"DescriptorDamaged",
               [](DataFolder& data) { data.write(data.first_key(Space::kCatalog) + "x", "\x01nonsense"); },
               "a table's descriptor cannot be read"},
        Damage{"LeftOver",
               [](DataFolder& data) {
                 data.write(keyspace::KeyBuilder(Space::kItem, 77, 0).bytes("x").seal_hash().take(), "x");
               },
               "data is left of a table that is gone: number 77"},
        Damage{"SmallRecordDamaged",
               [](DataFolder& data) {
                 data.write(keyspace::KeyBuilder(Space::kIdentity, 0, 0).set_hash(0).bytes("x").take(),
                            "\x01{");
               },
               "a record of key space 04 cannot be read"},
        Damage{"UnknownSpace", [](DataFolder& data) { data.write(std::string(20, '\x7e'), "x"); },
               "a record of an unknown key space: 7e"},
        Damage{"BlobGone", [](DataFolder& data) { fs::remove(data.first_blob()); }, "is missing"},
        Damage{"BlobShort", [](DataFolder& data) { fs::resize_file(data.first_blob(), 1); },
               "has 1 bytes instead of"},
        Damage{"BlobDamaged", [](DataFolder& data) { overwrite(data.first_blob(), 1, "?"); },
               "its checksum differs"},
        Damage{"BlobStray",
               [](DataFolder& data) {
                 fs::copy_file(data.first_blob(), data.first_blob().parent_path() / "stray");
               },
               "file blobs/data/stray belongs to nothing"},
        Damage{"BlobRecordGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kBlob), std::nullopt); },
               "is in use without a record"},
        Damage{"BlobUnused",
               [](DataFolder& data) { data.write(data.first_key(Space::kObject), std::nullopt); },
               "has a record, and nothing refers to it"},
        Damage{"BucketGone",
               [](DataFolder& data) { data.write(data.first_key(Space::kBucket), std::nullopt); },
               "belongs to a bucket that there is not"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Check, LinesAreBounded) {
  DataFolder data;
  for (int i = 0; i < 150; ++i)
    data.write(keyspace::KeyBuilder(Space::kIdentity, 0, 0).set_hash(0).u64(i).take(), "?");
  data.close();
  std::uint64_t lines = 0;
  Report report([&](const std::string&) { ++lines; }, [](std::uint64_t, std::uint64_t) {});
  EXPECT_TRUE(check_folder(data.path(), report).ok());
  EXPECT_EQ(lines, Report::kMaxLines);
  EXPECT_EQ(report.problems(), 150u);
}

TEST(Check, NothingToCheck) {
  storage::TestFolder empty;
  Report report([](const std::string& line) { ADD_FAILURE() << line; }, [](std::uint64_t, std::uint64_t) {});
  EXPECT_FALSE(check_folder(empty.path(), report).ok());
  fs::create_directory(empty.path());
  EXPECT_FALSE(check_folder(empty.path(), report).ok());
  std::ofstream(fs::path(empty.path()) / "FORMAT") << "stator data format 999\n";
  const auto newer = check_folder(empty.path(), report);
  ASSERT_FALSE(newer.ok());
  EXPECT_NE(newer.error().find("newer"), std::string::npos);
}

TEST(Check, InUse) {
  DataFolder data;
  Report report([](const std::string& line) { ADD_FAILURE() << line; }, [](std::uint64_t, std::uint64_t) {});
  const auto refused = check_folder(data.path(), report);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().find("in use"), std::string::npos);
}

// Each byte of the files, one at a time, would take long: some of each.
TEST(Check, FlippedBytesOfDataFiles) {
  DataFolder data;
  data.close();
  data.open();  // writes what was in the log into a data file
  data.close();
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(data.path()) / "db"))
    if (entry.path().extension() == ".sst") files.push_back(entry.path());
  ASSERT_FALSE(files.empty());
  for (const fs::path& path : files) {
    const std::uint64_t size = fs::file_size(path);
    for (std::uint64_t at = 3; at < size; at += size / 12 + 1) {
      std::string byte(1, '\0');
      std::ifstream(path, std::ios::binary).seekg(static_cast<std::streamoff>(at)).read(byte.data(), 1);
      overwrite(path, at, std::string(1, static_cast<char>(byte[0] ^ 0x10)));
      const auto problems = problems_of(data.path());
      EXPECT_FALSE(problems.empty()) << path << " at " << at;
      const bool named = std::any_of(problems.begin(), problems.end(), [&](const std::string& line) {
        return line.find(path.filename().string()) != line.npos;
      });
      EXPECT_TRUE(named) << path << " at " << at << ": " << (problems.empty() ? "" : problems.front());
      overwrite(path, at, byte);
    }
  }
  EXPECT_TRUE(problems_of(data.path()).empty());
}

}  // namespace
}  // namespace stator::check
