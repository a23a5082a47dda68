// Streams and their keeper, on the memory engine and with a clock that moves only when told to.

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/stream/keeper.h"
#include "db/stream/names.h"
#include "db/stream/record_json.h"
#include "db/stream/streams.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::stream {
namespace {

using base::block_on;
using model::ItemView;
using table::Database;
using table::StreamViewType;
using table::TableSchema;
using table::TableUpdate;

constexpr std::int64_t kHour = 3'600'000'000;

std::string item(const std::string& pk, const std::string& note = "") {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  if (!note.empty()) {
    writer.name("note");
    writer.string(note);
  }
  writer.name("pk");
  writer.string(pk);
  writer.end_map();
  return out;
}

class StreamTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void TearDown() override { close(); }

  void open() {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.seed = 7;
    database_ = std::move(*block_on(Database::open(engine_, options)));
    streams_ = std::make_unique<Streams>(*database_);
    keeper_ = std::make_unique<Keeper>(*database_);
  }
  void close() {
    keeper_->stop();
    block_on(database_->stop());
    keeper_.reset();
    streams_.reset();
    database_.reset();
  }

  void create(StreamViewType view = StreamViewType::kNewAndOldImages, std::string name = "t") {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = std::move(name);
    schema.keys = {{{"pk", model::Type::kS}}, {}};
    schema.billing = table::BillingMode::kPayPerRequest;
    schema.stream.emplace().view = view;
    ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
  }
  table::TableRef table() { return *database_->find_table(scope_, "t"); }
  void put(const std::string& pk, const std::string& note) {
    std::string bytes = item(pk, note);
    table::PutRequest request;
    request.item = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->put_item(table(), request)).ok());
  }
  void remove(const std::string& pk) {
    std::string bytes = item(pk);
    table::DeleteRequest request;
    request.key = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->delete_item(table(), request)).ok());
  }
  void switch_stream(bool enabled, StreamViewType view = StreamViewType::kNewAndOldImages) {
    TableUpdate update;
    update.stream = TableUpdate::StreamChange{enabled, view};
    ASSERT_TRUE(block_on(database_->update_table(scope_, "t", update)).ok());
  }

  std::vector<Stream> list() {
    table::StreamRegistry::ListRequest request;
    request.scope = scope_;
    return *block_on(streams_->list(request));
  }
  Stream stream() {
    auto all = list();
    STATOR_CHECK(!all.empty());
    return all.back();
  }
  std::vector<Shard> shards(const Stream& stream) {
    auto page = block_on(streams_->shards(stream, {}));
    return page.ok() ? page->shards : std::vector<Shard>();
  }
  // Everything from the shard's beginning; `drained` = the shard ended.
  std::vector<Record> read_shard(const Stream& stream, const Shard& shard, bool* drained = nullptr) {
    auto position = block_on(streams_->position(stream, shard.name, StartAt::kTrimHorizon, 0));
    std::vector<Record> records;
    std::optional<Position> at = *position;
    while (at) {
      auto page = block_on(streams_->read(stream, *at, 2));
      EXPECT_TRUE(page.ok());
      if (!page.ok()) break;
      at = page->next;
      const bool empty = page->records.empty();
      for (Record& record : page->records) records.push_back(record);
      pages_.push_back(std::move(*page));
      if (empty) break;
    }
    if (drained != nullptr) *drained = !at.has_value();
    return records;
  }
  std::size_t count(const Stream& stream) {
    std::size_t sum = 0;
    for (const Shard& shard : shards(stream)) sum += read_shard(stream, shard).size();
    return sum;
  }
  void advance(std::int64_t micros) { clock_.advance_micros(micros); }
  void keep() { ASSERT_TRUE(block_on(keeper_->round()).ok()); }

  const table::Scope scope_{"000000000000", "eu-west-1"};
  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<Database> database_;
  std::unique_ptr<Streams> streams_;
  std::unique_ptr<Keeper> keeper_;
  std::vector<RecordPage> pages_;  // keeps records' bytes
};

TEST_F(StreamTest, RecordsHaveTheImagesOfTheView) {
  for (const auto& [view, has_old, has_new] : {std::tuple(StreamViewType::kKeysOnly, false, false),
                                               std::tuple(StreamViewType::kNewImage, false, true),
                                               std::tuple(StreamViewType::kOldImage, true, false),
                                               std::tuple(StreamViewType::kNewAndOldImages, true, true)}) {
    create(view);
    put("a", "1");
    put("a", "1");  // changes nothing
    put("a", "2");
    remove("a");
    remove("a");
    std::vector<Record> records;
    for (const Shard& shard : shards(stream()))
      for (Record& record : read_shard(stream(), shard)) records.push_back(record);
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(records[0].change.event, change::Event::kInsert);
    EXPECT_EQ(records[1].change.event, change::Event::kModify);
    EXPECT_EQ(records[2].change.event, change::Event::kRemove);
    const std::string keys = item("a"), before = item("a", "1"), after = item("a", "2");
    for (const Record& record : records) EXPECT_EQ(record.change.keys.bytes(), keys);
    EXPECT_FALSE(records[0].change.old_image);
    EXPECT_EQ(records[0].change.new_image.has_value(), has_new);
    ASSERT_EQ(records[1].change.old_image.has_value(), has_old);
    ASSERT_EQ(records[1].change.new_image.has_value(), has_new);
    if (has_old) {
      EXPECT_EQ(records[1].change.old_image->bytes(), before);
    }
    if (has_new) {
      EXPECT_EQ(records[1].change.new_image->bytes(), after);
    }
    EXPECT_EQ(records[2].change.old_image.has_value(), has_old);
    EXPECT_FALSE(records[2].change.new_image);
    // pk = "a" takes 3 bytes, note = "1" 5 more.
    EXPECT_EQ(records[1].size_bytes(), 3u + (has_old ? 8u : 0u) + (has_new ? 8u : 0u));
    ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
    advance(25 * kHour);
    keep();
    EXPECT_TRUE(list().empty());
  }
}

TEST_F(StreamTest, ShardsRollOverEveryFourHours) {
  create();
  put("a", "1");
  const std::vector<Shard> first = shards(stream());
  ASSERT_EQ(first.size(), 4u);
  for (const Shard& shard : first) {
    EXPECT_FALSE(shard.parent);
    EXPECT_FALSE(shard.last_sequence);
  }
  advance(4 * kHour - 1);
  keep();
  EXPECT_EQ(shards(stream()).size(), 4u);
  advance(1);
  keep();
  keep();  // the new ones are young
  put("a", "2");
  const std::vector<Shard> second = shards(stream());
  ASSERT_EQ(second.size(), 8u);
  std::set<std::uint64_t> parents;
  for (std::size_t i = 0; i < 4; ++i) {
    ASSERT_TRUE(second[i].last_sequence);
    EXPECT_GE(*second[i].last_sequence, second[i].first_sequence);
    const Shard& child = second[i + 4];
    ASSERT_TRUE(child.parent);
    parents.insert(child.parent->number);
    EXPECT_GT(child.first_sequence, *second[i].last_sequence - 1);
    EXPECT_FALSE(child.last_sequence);
  }
  EXPECT_EQ(parents.size(), 4u);
  // The item's records stand in a shard and its child, in order; the parent ends.
  std::map<std::uint64_t, std::size_t> sizes;
  for (const Shard& shard : second) {
    bool drained = false;
    sizes[shard.name.number] = read_shard(stream(), shard, &drained).size();
    EXPECT_EQ(drained, shard.last_sequence.has_value());
  }
  for (const Shard& shard : second) {
    if (sizes[shard.name.number] == 1 && shard.parent) {
      EXPECT_EQ(sizes[shard.parent->number], 1u);
    }
  }
  EXPECT_EQ(count(stream()), 2u);

  // Paging, and children of one shard.
  auto page =
      block_on(streams_->shards(stream(), {.after = second[1].name.number, .parent = {}, .limit = 3}));
  ASSERT_EQ(page->shards.size(), 3u);
  EXPECT_EQ(page->shards[0].name, second[2].name);
  EXPECT_TRUE(page->has_more);
  page = block_on(streams_->shards(stream(), {.after = {}, .parent = second[2].name.number, .limit = 100}));
  ASSERT_EQ(page->shards.size(), 1u);
  EXPECT_EQ(page->shards[0].parent, second[2].name);
  EXPECT_FALSE(page->has_more);
}

TEST_F(StreamTest, RecordsAreDroppedAfterADay) {
  create();
  put("a", "1");
  const Stream s = stream();
  std::optional<Shard> home;
  for (const Shard& shard : shards(s))
    if (!read_shard(s, shard).empty()) home = shard;
  ASSERT_TRUE(home);
  const Position begin = *block_on(streams_->position(s, home->name, StartAt::kTrimHorizon, 0));
  const std::uint64_t old_sequence = read_shard(s, *home)[0].sequence;
  const auto seen = *block_on(streams_->read(s, begin, 10));
  advance(2 * kHour);
  put("a", "2");
  advance(22 * kHour - 1);
  // No round of the keeper in between: the shard is still open, and holds a young record.
  keep();
  ASSERT_TRUE(block_on(streams_->read(s, begin, 10)).ok());
  advance(1);
  keep();
  EXPECT_EQ(block_on(streams_->read(s, begin, 10)).error().kind, FailureKind::kTrimmed);
  EXPECT_EQ(block_on(streams_->position(s, home->name, StartAt::kAtSequence, old_sequence)).error().kind,
            FailureKind::kTrimmed);
  // Who has read the old record goes on where he was, and after it.
  auto rest = block_on(streams_->read(s, *seen.next, 10));
  ASSERT_TRUE(rest.ok());
  ASSERT_EQ(rest->records.size(), 1u);
  auto after = block_on(streams_->position(s, home->name, StartAt::kAfterSequence, old_sequence));
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(count(s), 1u);

  // Shards that were closed a day ago are gone; their children have no parent then.
  advance(24 * kHour);
  keep();
  EXPECT_EQ(count(s), 0u);
  for (const Shard& shard : shards(s)) EXPECT_FALSE(shard.name == home->name);
  EXPECT_EQ(block_on(streams_->position(s, home->name, StartAt::kTrimHorizon, 0)).error().kind,
            FailureKind::kNoShard);
  EXPECT_EQ(block_on(streams_->read(s, *seen.next, 10)).error().kind, FailureKind::kTrimmed);
}

TEST_F(StreamTest, ManyOldRecordsAreDroppedInSteps) {
  create(StreamViewType::kKeysOnly);
  for (int i = 0; i < 3000; ++i) put("a", std::to_string(i));
  const Stream s = stream();
  EXPECT_EQ(count(s), 3000u);
  advance(20 * kHour);
  put("a", "young");
  advance(4 * kHour);
  keep();
  EXPECT_EQ(count(s), 1u);
}

TEST_F(StreamTest, ADisabledStreamStaysForADay) {
  create();
  put("a", "1");
  const Stream before = stream();
  const std::vector<Shard> open = shards(before);
  switch_stream(false);
  put("a", "unseen");
  const Stream ended = stream();
  EXPECT_EQ(ended.label, before.label);
  EXPECT_FALSE(ended.enabled());
  EXPECT_TRUE(ended.closed);
  std::size_t records = 0;
  for (const Shard& shard : shards(ended)) {
    ASSERT_TRUE(shard.last_sequence);
    bool drained = false;
    for (const Record& record : read_shard(ended, shard, &drained)) {
      ++records;
      EXPECT_LE(record.sequence, *shard.last_sequence);
    }
    EXPECT_TRUE(drained);
    auto latest = block_on(streams_->position(ended, shard.name, StartAt::kLatest, 0));
    EXPECT_FALSE(block_on(streams_->read(ended, *latest, 10))->next);
    EXPECT_TRUE(
        block_on(streams_->position(ended, shard.name, StartAt::kAfterSequence, *shard.last_sequence)).ok());
  }
  EXPECT_EQ(records, 1u);

  // The next one begins within the same millisecond, and is another one.
  switch_stream(true, StreamViewType::kKeysOnly);
  put("a", "3");
  ASSERT_EQ(list().size(), 2u);
  EXPECT_NE(list()[0].label, list()[1].label);
  EXPECT_EQ(stream().view, StreamViewType::kKeysOnly);
  EXPECT_EQ(count(stream()), 1u);

  advance(24 * kHour - 1);
  keep();
  EXPECT_EQ(list().size(), 2u);
  EXPECT_EQ(shards(ended).size(), 4u);  // an ended stream is not rolled over
  advance(1);
  keep();
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].view, StreamViewType::kKeysOnly);
  EXPECT_EQ(block_on(streams_->find(scope_, "t", ended.label)).error().kind, FailureKind::kNoStream);
  EXPECT_EQ(block_on(streams_->shards(ended, {})).error().kind, FailureKind::kNoStream);
}

TEST_F(StreamTest, AStreamOutlivesItsTableAndARestart) {
  create();
  put("a", "1");
  const Stream before = stream();
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  create(StreamViewType::kOldImage);  // of the same name, at the same moment
  ASSERT_EQ(list().size(), 2u);
  close();
  open();
  auto ended = block_on(streams_->find(scope_, "t", before.label));
  ASSERT_TRUE(ended.ok());
  EXPECT_TRUE(ended->closed);
  EXPECT_EQ(count(*ended), 1u);
  advance(24 * kHour);
  close();
  open();
  keep();
  EXPECT_EQ(list().size(), 1u);
}

TEST_F(StreamTest, AStartClosesWhatACrashLeftOpen) {
  create();
  const Stream s = stream();
  // As a crash between the commit that ends the stream and the next one leaves it.
  table::StreamRegistry registry(engine_);
  storage::Commit ending;
  ASSERT_TRUE(block_on(registry.add_disabling(*table(), clock_.unix_micros(), &ending)).ok());
  ASSERT_TRUE(block_on(storage::commit(engine_, std::move(ending))).ok());
  EXPECT_FALSE(stream().enabled());
  EXPECT_FALSE(stream().closed);
  for (const Shard& shard : shards(stream())) EXPECT_FALSE(shard.last_sequence);
  close();
  open();
  while (!stream().closed) std::this_thread::yield();  // in the background
  EXPECT_EQ(stream().label, s.label);
}

TEST_F(StreamTest, Positions) {
  create();
  for (const char* note : {"1", "2", "3"}) put("a", note);
  const Stream s = stream();
  Shard home;
  for (const Shard& shard : shards(s))
    if (!read_shard(s, shard).empty()) home = shard;
  const std::vector<Record> records = read_shard(s, home);
  ASSERT_EQ(records.size(), 3u);
  auto from = [&](StartAt start, std::uint64_t sequence = 0) {
    auto position = block_on(streams_->position(s, home.name, start, sequence));
    EXPECT_TRUE(position.ok());
    return block_on(streams_->read(s, *position, 1000))->records.size();
  };
  EXPECT_EQ(from(StartAt::kTrimHorizon), 3u);
  EXPECT_EQ(from(StartAt::kLatest), 0u);
  EXPECT_EQ(from(StartAt::kAtSequence, records[1].sequence), 2u);
  EXPECT_EQ(from(StartAt::kAfterSequence, records[1].sequence), 1u);
  EXPECT_EQ(from(StartAt::kAfterSequence, records[2].sequence), 0u);
  EXPECT_EQ(from(StartAt::kAtSequence, home.first_sequence), 3u);
  const Position latest = *block_on(streams_->position(s, home.name, StartAt::kLatest, 0));
  put("a", "4");
  EXPECT_EQ(block_on(streams_->read(s, latest, 10))->records.size(), 1u);

  EXPECT_EQ(
      block_on(streams_->position(s, home.name, StartAt::kAtSequence, home.first_sequence - 1)).error().kind,
      FailureKind::kBadSequence);
  EXPECT_EQ(block_on(streams_->position(s, home.name, StartAt::kAtSequence, ~0ULL)).error().kind,
            FailureKind::kBadSequence);
  for (ShardName other :
       {ShardName{99, home.name.created_millis}, ShardName{home.name.number, home.name.created_millis + 1}})
    EXPECT_EQ(block_on(streams_->position(s, other, StartAt::kTrimHorizon, 0)).error().kind,
              FailureKind::kNoShard);
}

// Reads a stream as its clients do: a shard after its parent, each from where it stopped.
class Consumer {
 public:
  Consumer(Streams& streams, Stream stream) : streams_(streams), stream_(std::move(stream)) {}

  // One page of every shard that can be read now. `take` sees each record.
  template <typename Take>
  void poll(Take take) {
    auto page = block_on(streams_.shards(stream_, {}));
    ASSERT_TRUE(page.ok());
    for (const Shard& shard : page->shards) {
      if (finished_.contains(shard.name.number)) continue;
      if (shard.parent && !finished_.contains(shard.parent->number)) continue;
      auto [at, is_new] = positions_.try_emplace(shard.name.number);
      if (is_new) {
        auto start = block_on(streams_.position(stream_, shard.name, StartAt::kTrimHorizon, 0));
        ASSERT_TRUE(start.ok());
        at->second = *start;
      }
      auto records = block_on(streams_.read(stream_, at->second, 7));
      ASSERT_TRUE(records.ok());
      for (const Record& record : records->records) take(record);
      if (records->next) {
        at->second = *records->next;
      } else {
        finished_.insert(shard.name.number);
      }
    }
  }

 private:
  Streams& streams_;
  Stream stream_;
  std::map<std::uint64_t, Position> positions_;
  std::set<std::uint64_t> finished_;
};

TEST_F(StreamTest, AConsumerSeesEachRecordOnceInOrderWhileShardsRollOver) {
  create(StreamViewType::kNewImage);
  constexpr int kWriters = 3, kItems = 5, kWrites = 200, kRolls = 5;  // less than a day in all
  std::atomic<int> running{kWriters};
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kWrites; ++i)
        put("w" + std::to_string(w) + "-" + std::to_string(i % kItems), std::to_string(i));
      --running;
    });
  }
  Consumer consumer(*streams_, stream());
  std::map<std::string, int> last;  // item -> number of its last write
  int seen = 0, rolls = 0;
  const auto take = [&](const Record& record) {
    const std::string pk(record.change.keys.find("pk")->text());
    const int number = std::stoi(std::string(record.change.new_image->find("note")->text()));
    const auto before = last.find(pk);
    if (before != last.end()) {
      EXPECT_EQ(number, before->second + kItems) << pk;
    }
    last[pk] = number;
    ++seen;
  };
  while (running > 0) {
    if (rolls < kRolls && seen > rolls * kWrites / kRolls) {
      advance(4 * kHour);
      keep();
      ++rolls;
    }
    consumer.poll(take);
  }
  for (std::thread& writer : writers) writer.join();
  for (; rolls < kRolls; ++rolls) {
    advance(4 * kHour);
    keep();
  }
  for (int round = 0; round < 1000 && seen < kWriters * kWrites; ++round) consumer.poll(take);
  consumer.poll(take);
  EXPECT_EQ(seen, kWriters * kWrites);
  EXPECT_EQ(last.size(), static_cast<std::size_t>(kWriters * kItems));
  EXPECT_EQ(shards(stream()).size(), 4u * (kRolls + 1));
}

TEST_F(StreamTest, APageHasOneMegabyteAtMost) {
  create();
  const std::string large(300'000, 'x');
  for (int i = 0; i < 4; ++i) put("a", large + std::to_string(i));
  const Stream s = stream();
  for (const Shard& shard : shards(s)) {
    const Position begin = *block_on(streams_->position(s, shard.name, StartAt::kTrimHorizon, 0));
    auto page = block_on(streams_->read(s, begin, 1000));
    if (page->records.empty()) continue;
    // 300 KB, then both images: 600 KB each.
    EXPECT_EQ(page->records.size(), 2u);
    ASSERT_TRUE(page->next);
    EXPECT_EQ(block_on(streams_->read(s, *page->next, 1000))->records.size(), 1u);
  }
  EXPECT_EQ(count(s), 4u);
}

TEST_F(StreamTest, RecordsInJson) {
  create();
  put("a", "1");
  const Stream s = stream();
  for (const Shard& shard : shards(s)) {
    for (const Record& record : read_shard(s, shard)) {
      std::string json;
      write_record(s, record, &json);
      EXPECT_EQ(json, R"({"eventID":")" + event_id(s, record.sequence) +
                          R"(","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",)"
                          R"("awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":1700000000,)"
                          R"("Keys":{"pk":{"S":"a"}},"NewImage":{"note":{"S":"1"},"pk":{"S":"a"}},)"
                          R"("SequenceNumber":")" +
                          sequence_number(record.sequence) +
                          R"(","SizeBytes":11,"StreamViewType":"NEW_AND_OLD_IMAGES"}})");
      Record expired = record;
      expired.change.cause = change::Cause::kTimeToLive;
      json.clear();
      write_record(s, expired, &json);
      EXPECT_TRUE(
          json.ends_with(R"(},"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}})"))
          << json;
    }
  }
}

TEST(Names, ShardIds) {
  EXPECT_EQ(shard_id({7, 1571767321804}), "shardId-00000001571767321804-00000007");
  for (const ShardName& shard : {ShardName{7, 1571767321804}, ShardName{0x123456789abULL, 0}})
    EXPECT_EQ(parse_shard_id(shard_id(shard)), shard);
  for (const char* text :
       {"", "shardId-", "shardId-00000001571767321804-0000007", "shardId-0000000157176732180x-00000007",
        "shardId-00000001571767321804-0000000g", "shardid-00000001571767321804-00000007",
        "shardId-99999999999999999999-00000007", "shardId-000000015717673218040-0000007"})
    EXPECT_FALSE(parse_shard_id(text)) << text;
}

TEST(Names, SequenceNumbers) {
  EXPECT_EQ(sequence_number(42), "100000000000000000042");
  EXPECT_EQ(sequence_number(~0ULL), "118446744073709551615");
  for (std::uint64_t sequence : {std::uint64_t{0}, std::uint64_t{42}, ~std::uint64_t{0}})
    EXPECT_EQ(parse_sequence_number(sequence_number(sequence)), sequence);
  EXPECT_EQ(parse_sequence_number("000000100000000000000000042"), 42u);
  EXPECT_EQ(parse_sequence_number("000000000000000000042"), 0u);
  EXPECT_EQ(parse_sequence_number("200000000000000000042"), ~0ULL);
  EXPECT_EQ(parse_sequence_number("199999999999999999999"), ~0ULL);
  EXPECT_EQ(parse_sequence_number(std::string(40, '9')), ~0ULL);
  for (const std::string& text : {std::string(), std::string("10000000000000000004x"), std::string(41, '1')})
    EXPECT_FALSE(parse_sequence_number(text)) << text;
}

TEST(Names, EventIdsAreStableAndUnique) {
  Stream stream;
  stream.label = "2026-01-31T12:00:00.000";
  stream.log_group = 3;
  std::set<std::string> ids;
  for (std::uint64_t sequence = 0; sequence < 1000; ++sequence) ids.insert(event_id(stream, sequence));
  EXPECT_EQ(ids.size(), 1000u);
  for (const std::string& id : ids)
    EXPECT_TRUE(id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos) << id;
  EXPECT_EQ(event_id(stream, 1), event_id(stream, 1));
}

}  // namespace
}  // namespace stator::db::stream
