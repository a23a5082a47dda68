#include "objects/object_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/block_on.h"
#include "base/digest.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "blob/file/file_store.h"
#include "blob/file/scratch_folder.h"
#include "keyspace/keys.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::objects {
namespace {

using base::block_on;

// Counts what the removal of blobs asks of it, and makes it wait.
class GuardedEngine final : public storage::FaultyEngine {
 public:
  using FaultyEngine::FaultyEngine;

  base::Task<storage::Result<base::Ok>> sync() override {
    ++syncs;
    while (is_closed) co_await base::sleep_for(std::chrono::milliseconds(1));
    auto done = co_await FaultyEngine::sync();
    co_return done;
  }

  storage::Durability durability() const override { return mode; }

  storage::Durability mode = storage::Durability::kNone;
  std::atomic<int> syncs{0};
  std::atomic<bool> is_closed{false};
};

class ObjectStoreTest : public testing::Test {
 protected:
  ObjectStoreTest() {
    restart();
    EXPECT_TRUE(block_on(store_->create_bucket(bucket_, "us-east-1")).ok());
  }
  ~ObjectStoreTest() override { block_on(store_->stop()); }

  // As after a crash: what the engine and the folder have is what there is.
  void restart() {
    if (store_) block_on(store_->stop());
    blobs_ = blob::FileStore::open(folder_->path() / "blobs", false, base::SecureRandom::system()).value();
    store_ = std::make_unique<ObjectStore>(
        ObjectStore::Parts{faulty_, *blobs_, pool_, clock_, base::SecureRandom::system()});
    EXPECT_TRUE(block_on(store_->recover()).ok());
  }

  BlobPart blob(std::string_view bytes) {
    auto writer = store_->new_blob().value();
    EXPECT_TRUE(writer->append(bytes).ok());
    const blob::Info info = writer->finish().value();
    return {info.id, info.size, info.crc32c};
  }
  Result<std::int64_t> put(const std::string& key, std::string_view bytes, WriteCondition condition = {}) {
    Object object;
    object.size = bytes.size();
    object.etag = base::to_hex(base::digest_of(base::DigestKind::kMd5, bytes));
    if (!bytes.empty()) object.blobs.push_back(blob(bytes));
    return block_on(store_->put(bucket_, key, object, condition, {}));
  }
  std::string read(const std::string& key) {
    auto bytes = block_on(store_->read_whole(bucket_, key, 1 << 20));
    return bytes.ok() ? *bytes : "error " + std::to_string(static_cast<int>(bytes.error().kind));
  }
  UploadPart part(std::uint32_t number, std::string_view bytes) {
    UploadPart part;
    part.number = number;
    part.etag = base::to_hex(base::digest_of(base::DigestKind::kMd5, bytes));
    part.blob = blob(bytes);
    return part;
  }
  std::string upload(const std::string& key) {
    Upload upload;
    upload.key = key;
    return block_on(store_->create_upload(bucket_, upload)).value();
  }
  // Once everything in the background is done.
  std::size_t files() {
    block_on(store_->wait_for_files());
    return files_now();
  }
  std::size_t files_now(const char* folder = "") const {
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_->path() / "blobs" / folder))
      count += entry.is_regular_file();
    return count;
  }
  template <typename T>
  static ErrorKind kind(const Result<T>& result) {
    EXPECT_FALSE(result.ok());
    return result.error().kind;
  }
  std::string keys(ListQuery query) {
    const Listing listing = block_on(store_->list(bucket_, query)).value();
    std::string text;
    for (const auto& entry : listing.objects) text += entry.key + " ";
    for (const std::string& prefix : listing.common_prefixes) text += "[" + prefix + "] ";
    return text + (listing.truncated ? "... " + listing.last : "");
  }

  const BucketName bucket_{"000000000000", "a-bucket"};
  std::unique_ptr<blob::ScratchFolder> folder_ = blob::ScratchFolder::make().value();
  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  GuardedEngine faulty_{engine_, {}, 1};
  base::ThreadPool pool_{2};
  std::unique_ptr<blob::FileStore> blobs_;
  std::unique_ptr<ObjectStore> store_;
};

TEST_F(ObjectStoreTest, PutsReplacesAndRemoves) {
  EXPECT_EQ(kind(block_on(store_->find(bucket_, "k"))), ErrorKind::kNoSuchKey);
  EXPECT_TRUE(put("k", "one").ok());
  EXPECT_EQ(read("k"), "one");
  EXPECT_TRUE(put("k", "two").ok());
  EXPECT_EQ(read("k"), "two");
  EXPECT_TRUE(put("empty", "").ok());
  EXPECT_EQ(read("empty"), "");
  EXPECT_EQ(files(), 1u);
  EXPECT_TRUE(block_on(store_->remove(bucket_, "k", {}, {})).ok());
  EXPECT_TRUE(block_on(store_->remove(bucket_, "k", {}, {})).ok());
  EXPECT_EQ(files(), 0u);
  EXPECT_TRUE(block_on(store_->put_whole(bucket_, "k", "three", "text/plain")).ok());
  EXPECT_EQ(read("k"), "three");
}

TEST_F(ObjectStoreTest, Conditions) {
  EXPECT_EQ(kind(put("k", "x", {.etag = "abc"})), ErrorKind::kNoSuchKey);
  EXPECT_TRUE(put("k", "x", {.must_be_absent = true}).ok());
  EXPECT_EQ(kind(put("k", "y", {.must_be_absent = true})), ErrorKind::kPreconditionFailed);
  EXPECT_EQ(kind(put("k", "y", {.etag = "abc"})), ErrorKind::kPreconditionFailed);
  const std::string etag = block_on(store_->find(bucket_, "k")).value().etag;
  EXPECT_TRUE(put("k", "y", {.etag = etag}).ok());
  EXPECT_TRUE(put("k", "z", {.etag = "*"}).ok());
  EXPECT_EQ(read("k"), "z");
  EXPECT_EQ(files(), 1u);  // what was refused is gone
}

TEST_F(ObjectStoreTest, WhatIsBeingReadStays) {
  ASSERT_TRUE(put("k", "0123456789").ok());
  const Object object = block_on(store_->find(bucket_, "k")).value();
  auto reader = block_on(store_->open(object, 2, 6)).value();
  ASSERT_TRUE(block_on(store_->remove(bucket_, "k", {}, {})).ok());
  EXPECT_EQ(files(), 1u);
  std::string bytes(6, '\0');
  ASSERT_TRUE(block_on(reader->read(bytes)).ok());
  EXPECT_EQ(bytes, "234567");
  reader.reset();
  EXPECT_EQ(files(), 0u);
  EXPECT_EQ(kind(block_on(store_->open(object, 0, 1))), ErrorKind::kNoSuchKey);
}

TEST_F(ObjectStoreTest, WhatIsReplacedBeforeItIsOpenedIsFoundAnew) {
  ASSERT_TRUE(put("k", "before").ok());
  const auto replace = [&](const char* bytes) {
    std::thread other([&] {
      EXPECT_TRUE(put("k", bytes).ok());
      EXPECT_EQ(files(), 1u);  // the one before is gone
    });
    other.join();
  };
  int asked = 0;
  auto choose = [&](const Object& object) -> std::optional<ObjectStore::ByteRange> {
    if (++asked == 1) replace("the one after");
    return ObjectStore::ByteRange{4, object.size - 4};
  };
  auto opened = block_on(store_->find_and_open(bucket_, "k", choose));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(opened->object.size, 13u);
  std::string bytes(opened->reader->left(), '\0');
  ASSERT_TRUE(block_on(opened->reader->read(bytes)).ok());
  EXPECT_EQ(bytes, "one after");

  const auto none = [](const Object&) { return std::optional<ObjectStore::ByteRange>(); };
  EXPECT_EQ(block_on(store_->find_and_open(bucket_, "k", none)).value().reader, nullptr);
  opened->reader.reset();
  const auto always_late = [&](const Object& object) {
    replace("again");
    return std::optional(ObjectStore::ByteRange{0, object.size});
  };
  EXPECT_EQ(kind(block_on(store_->find_and_open(bucket_, "k", always_late))), ErrorKind::kBusy);
  EXPECT_EQ(kind(block_on(store_->find_and_open(bucket_, "j", none))), ErrorKind::kNoSuchKey);
}

TEST_F(ObjectStoreTest, DamageIsFoundBeforeTheLastByte) {
  ASSERT_TRUE(put("k", "0123456789").ok());
  Object object = block_on(store_->find(bucket_, "k")).value();
  object.blobs[0].crc32c ^= 1;
  auto reader = block_on(store_->open(object, 0, 10)).value();
  std::string bytes(9, '\0');
  EXPECT_TRUE(block_on(reader->read(bytes)).ok());
  bytes.resize(1);
  EXPECT_EQ(kind(block_on(reader->read(bytes))), ErrorKind::kInternal);
}

// A range of a damaged blob has no checksum that would tell.
TEST_F(ObjectStoreTest, BlobsOfWhichAPartIsCopiedAreReadWhole) {
  Object object;
  for (const char* bytes : {"01234", "56789", "abcde"}) object.blobs.push_back(blob(bytes));
  object.size = 15;
  ASSERT_TRUE(block_on(store_->put(bucket_, "k", object, {}, {})).ok());
  const auto verified = [&](std::uint64_t offset, std::uint64_t length) {
    auto reader = block_on(store_->open(object, offset, length)).value();
    std::string buffer(2, '\0');
    const bool is_whole = block_on(reader->verify_parts(buffer)).ok();
    buffer.resize(length);
    EXPECT_EQ(is_whole, block_on(reader->read(buffer)).ok() && is_whole);
    EXPECT_TRUE(!is_whole || buffer == std::string("0123456789abcde").substr(offset, length));
    return is_whole;
  };
  EXPECT_TRUE(verified(0, 15) && verified(1, 13) && verified(6, 1) && verified(5, 0));
  object.blobs[0].crc32c ^= 1;
  EXPECT_FALSE(verified(1, 4) || verified(0, 4) || verified(3, 9));
  EXPECT_TRUE(verified(5, 10) && verified(6, 2));
  object.blobs[2].crc32c ^= 1;
  EXPECT_FALSE(verified(6, 5) || verified(11, 1));
  EXPECT_TRUE(verified(6, 4));
  object.blobs[2].size = kMaxVerifiedBytes + 1;  // too much for the sake of a part
  EXPECT_TRUE(verified(11, 1));
}

TEST_F(ObjectStoreTest, Lists) {
  for (const char* key : {"a", "b/1", "b/2", "c/x/1", "c/x/2", "c/y", "d"}) ASSERT_TRUE(put(key, "").ok());
  EXPECT_EQ(keys({}), "a b/1 b/2 c/x/1 c/x/2 c/y d ");
  EXPECT_EQ(keys({.delimiter = "/"}), "a d [b/] [c/] ");
  EXPECT_EQ(keys({.prefix = "c/", .delimiter = "/"}), "c/y [c/x/] ");
  EXPECT_EQ(keys({.prefix = "c", .delimiter = "/"}), "[c/] ");
  EXPECT_EQ(keys({.prefix = "c/x/1"}), "c/x/1 ");
  EXPECT_EQ(keys({.prefix = "x"}), "");
  EXPECT_EQ(keys({.after = "b/1"}), "b/2 c/x/1 c/x/2 c/y d ");
  EXPECT_EQ(keys({.delimiter = "/", .limit = 2}), "a [b/] ... b/");
  EXPECT_EQ(keys({.delimiter = "/", .after = "b/", .limit = 2}), "d [c/] ");
  EXPECT_EQ(keys({.limit = 0}), "");
  EXPECT_EQ(keys({.limit = 7}), keys({}));
  EXPECT_EQ(keys({.limit = 6}), "a b/1 b/2 c/x/1 c/x/2 c/y ... c/y");
}

TEST_F(ObjectStoreTest, Multipart) {
  const std::string large(5u << 20, 'x');
  auto make = [](const Upload&, const std::vector<UploadPart>& parts) -> Result<Object> {
    Object object;
    object.etag = "made-" + std::to_string(parts.size());
    return object;
  };
  const std::string id = upload("k");
  const UploadPart first = part(1, large);
  const UploadPart second = part(2, "end");
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, part(1, "replaced"))).ok());
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, first)).ok());
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, second)).ok());
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, part(7, "unused"))).ok());
  EXPECT_EQ(block_on(store_->list_parts(bucket_, "k", id, 0, 10)).value().size(), 3u);
  EXPECT_EQ(files(), 3u);

  const auto complete = [&](std::vector<ChosenPart> chosen) {
    return block_on(store_->complete_upload(bucket_, "k", id, std::move(chosen), {}, make, {}));
  };
  EXPECT_EQ(kind(complete({{1, first.etag}, {3, second.etag}})), ErrorKind::kInvalidPart);
  EXPECT_EQ(kind(complete({{1, second.etag}})), ErrorKind::kInvalidPart);
  EXPECT_EQ(kind(complete({{2, second.etag}, {1, first.etag}})), ErrorKind::kInvalidPartOrder);
  EXPECT_EQ(kind(complete({{2, second.etag}, {7, part(7, "unused").etag}})), ErrorKind::kPartTooSmall);
  const Object object = complete({{1, first.etag}, {2, second.etag}}).value();
  EXPECT_EQ(object.size, large.size() + 3);
  EXPECT_EQ(object.etag, "made-2");
  auto reader = block_on(store_->open(object, large.size() - 2, 5)).value();
  std::string bytes(5, '\0');
  ASSERT_TRUE(block_on(reader->read(bytes)).ok());
  EXPECT_EQ(bytes, "xxend");
  reader.reset();
  EXPECT_EQ(kind(complete({{1, first.etag}})), ErrorKind::kNoSuchUpload);
  EXPECT_EQ(kind(block_on(store_->put_part(bucket_, "k", id, part(1, "late")))), ErrorKind::kNoSuchUpload);

  const std::string aborted = upload("k");
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", aborted, part(1, "x"))).ok());
  ASSERT_TRUE(block_on(store_->abort_upload(bucket_, "k", aborted)).ok());
  EXPECT_EQ(kind(block_on(store_->abort_upload(bucket_, "k", aborted))), ErrorKind::kNoSuchUpload);
  // "part(7, ...)" above wrote a blob that was never put: the next start finds it.
  restart();
  EXPECT_EQ(files(), 2u);
}

TEST_F(ObjectStoreTest, ListsPartsPageByPage) {
  const std::string id = upload("k");
  for (const std::uint32_t number : {1u, 2u, 255u, 256u, 10'000u})
    ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, part(number, "x"))).ok());
  const auto numbers = [&](std::uint32_t after, std::size_t limit) {
    std::vector<std::uint32_t> found;
    const auto parts = block_on(store_->list_parts(bucket_, "k", id, after, limit));
    for (const UploadPart& one : *parts) found.push_back(one.number);
    return found;
  };
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(numbers(0, 5), (Numbers{1, 2, 255, 256, 10'000}));
  EXPECT_EQ(numbers(0, 2), (Numbers{1, 2}));
  EXPECT_EQ(numbers(2, 2), (Numbers{255, 256}));
  EXPECT_EQ(numbers(100, 1), (Numbers{255}));
  EXPECT_EQ(numbers(256, 9), (Numbers{10'000}));
  EXPECT_EQ(numbers(10'000, 9), Numbers{});
  EXPECT_EQ(numbers(~0u, 9), Numbers{});
  EXPECT_EQ(numbers(0, 0), Numbers{});
}

TEST_F(ObjectStoreTest, CompletingTakesSomePartsAndDropsTheOthers) {
  const std::string large(5u << 20, 'x');
  const std::string id = upload("k");
  std::vector<ChosenPart> chosen;
  for (const std::uint32_t number : {1u, 2u, 5u, 6u, 7u, 9'999u, 10'000u}) {
    const bool is_chosen = number == 2 || number == 6 || number == 9'999;
    const UploadPart added =
        part(number, is_chosen && number != 9'999 ? large : "part " + std::to_string(number));
    if (is_chosen) chosen.push_back({number, added.etag});
    ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, added)).ok());
  }
  std::vector<std::uint32_t> numbers;
  auto make = [&](const Upload&, const std::vector<UploadPart>& parts) -> Result<Object> {
    for (const UploadPart& one : parts) numbers.push_back(one.number);
    return Object{};
  };
  const auto done = block_on(store_->complete_upload(bucket_, "k", id, chosen, {}, make, {}));
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{2, 6, 9'999}));
  EXPECT_EQ(done->size, 2 * large.size() + 9);
  EXPECT_EQ(files(), 3u);
}

TEST_F(ObjectStoreTest, BucketsGoWhenTheyAreEmpty) {
  EXPECT_EQ(kind(block_on(store_->create_bucket(bucket_, "us-east-1"))), ErrorKind::kBucketExists);
  ASSERT_TRUE(put("k", "x").ok());
  EXPECT_EQ(kind(block_on(store_->delete_bucket(bucket_))), ErrorKind::kBucketNotEmpty);
  ASSERT_TRUE(block_on(store_->remove(bucket_, "k", {}, {})).ok());
  const std::string id = upload("k");
  ASSERT_TRUE(block_on(store_->put_part(bucket_, "k", id, part(1, "x"))).ok());
  ASSERT_TRUE(block_on(store_->delete_bucket(bucket_)).ok());
  EXPECT_EQ(kind(put("k", "x")), ErrorKind::kNoSuchBucket);
  EXPECT_EQ(kind(block_on(store_->delete_bucket(bucket_))), ErrorKind::kNoSuchBucket);
  EXPECT_TRUE(block_on(store_->list_buckets(bucket_.account)).value().empty());
  EXPECT_EQ(files(), 0u);
  ASSERT_TRUE(block_on(store_->create_bucket(bucket_, "us-east-1")).ok());
  EXPECT_EQ(keys({}), "");
}

TEST_F(ObjectStoreTest, WhoseABucketIs) {
  const auto owner = [&](std::string account, std::string name) {
    auto found = block_on(store_->owner_of({std::move(account), std::move(name)}));
    return found.ok() ? *found : "error " + std::to_string(static_cast<int>(found.error().kind));
  };
  const std::string missing = "error " + std::to_string(static_cast<int>(ErrorKind::kNoSuchBucket));
  for (const char* account : {"111111111111", "222222222222", "333333333333"}) {
    for (const char* name : {"apples", "pears"}) {
      ASSERT_TRUE(
          block_on(store_->create_bucket({account, std::string(name) + account[0]}, "us-east-1")).ok());
    }
  }
  ASSERT_TRUE(block_on(store_->create_bucket({"333333333333", "pears1"}, "us-east-1")).ok());
  EXPECT_EQ(owner("222222222222", "apples1"), "111111111111");
  EXPECT_EQ(owner("111111111111", "pears3"), "333333333333");
  EXPECT_EQ(owner("111111111111", "pears1"), "111111111111");
  EXPECT_EQ(owner("333333333333", "pears1"), "333333333333");  // the own one before others of that name
  EXPECT_EQ(owner("999999999999", "apples2"), "222222222222");
  EXPECT_EQ(owner("111111111111", "apple"), missing);
  EXPECT_EQ(owner("111111111111", "zebras"), missing);
}

TEST_F(ObjectStoreTest, ADeletionThatFailsLeavesTheBucketAsItWas) {
  // What fails is the mark, and what comes behind it.
  for (const std::size_t commits : {0u, 1u}) {
    faulty_.set_rates({.unavailable = 1}, commits);
    EXPECT_EQ(kind(block_on(store_->delete_bucket(bucket_))), ErrorKind::kInternal);
    faulty_.set_rates({});
    EXPECT_TRUE(put("k", "x").ok());
    EXPECT_EQ(kind(block_on(store_->delete_bucket(bucket_))), ErrorKind::kBucketNotEmpty);
    EXPECT_TRUE(block_on(store_->remove(bucket_, "k", {}, {})).ok());
  }
  EXPECT_TRUE(block_on(store_->delete_bucket(bucket_)).ok());
}

// A disk that is full would get fuller with each attempt.
TEST_F(ObjectStoreTest, WhatWasSurelyNotPutGoesAtOnce) {
  const std::string id = upload("k");
  faulty_.set_rates({.unavailable = 1});
  EXPECT_EQ(kind(put("k", "x")), ErrorKind::kInternal);
  EXPECT_EQ(kind(block_on(store_->put_part(bucket_, "k", id, part(1, "x")))), ErrorKind::kInternal);
  faulty_.set_rates({.read_error = 1});
  EXPECT_EQ(kind(put("k", "x")), ErrorKind::kInternal);
  EXPECT_EQ(files(), 0u);
}

TEST_F(ObjectStoreTest, WhatWasPerhapsPutStaysUntilTheNextStart) {
  const std::string id = upload("k");
  faulty_.set_rates({.unknown_lost = 1});
  EXPECT_EQ(kind(put("lost", "x")), ErrorKind::kUnknownOutcome);
  EXPECT_EQ(kind(block_on(store_->put_part(bucket_, "k", id, part(1, "x")))), ErrorKind::kUnknownOutcome);
  faulty_.set_rates({.unknown_applied = 1});
  EXPECT_EQ(kind(put("put", "x")), ErrorKind::kUnknownOutcome);
  faulty_.set_rates({});
  EXPECT_EQ(files(), 3u);
  EXPECT_EQ(read("put"), "x");
  restart();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(read("put"), "x");
}

TEST_F(ObjectStoreTest, WhatIsReplacedStaysUntilTheDiskHasItsSuccessor) {
  ASSERT_TRUE(put("k", "one").ok());
  faulty_.set_rates({.busy = 1}, 1);  // the commit is acknowledged, and then the disk does not sync
  ASSERT_TRUE(put("k", "two").ok());
  EXPECT_EQ(files(), 2u);
  faulty_.set_rates({});
  restart();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(read("k"), "two");
}

// A crash that takes the commit back finds the file where a start looks for it.
TEST_F(ObjectStoreTest, AFileIsPublishedOnceTheDiskHasItsCommit) {
  faulty_.mode = storage::Durability::kRelaxed;
  faulty_.is_closed = true;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(put("k" + std::to_string(i), "x").ok());
  EXPECT_EQ(files_now("new"), 100u);
  EXPECT_EQ(read("k99"), "x");
  faulty_.is_closed = false;
  block_on(store_->wait_for_files());
  EXPECT_EQ(files_now("data"), 100u);
  EXPECT_LE(faulty_.syncs, 2);

  faulty_.set_rates({.busy = 1}, 1);  // the commit is acknowledged, and then the disk does not sync
  ASSERT_TRUE(put("k", "x").ok());
  block_on(store_->wait_for_files());
  EXPECT_EQ(files_now("new"), 1u);
  faulty_.set_rates({});
  restart();
  EXPECT_EQ(files_now("data"), 101u);
  EXPECT_EQ(read("k"), "x");
}

class ManyObjectsTest : public ObjectStoreTest {
 protected:
  static constexpr int kObjects = 2500;  // more than are removed at once

  // No file goes until the engine is open.
  void put_and_remove_all() {
    for (int i = 0; i < kObjects; ++i) ASSERT_TRUE(put("k" + std::to_string(i), "x").ok());
    faulty_.is_closed = true;
    for (int i = 0; i < kObjects; ++i)
      ASSERT_TRUE(block_on(store_->remove(bucket_, "k" + std::to_string(i), {}, {})).ok());
    EXPECT_EQ(files_now(), std::size_t{kObjects});
  }
  bool lists_garbage() {
    auto page = block_on(
        engine_.scan(keyspace::table_range(keyspace::Space::kBlob, 0, 1), storage::Direction::kForward, {}));
    return !page->entries().empty();
  }
};

TEST_F(ManyObjectsTest, AreRemovedManyAtATime) {
  put_and_remove_all();
  faulty_.is_closed = false;
  EXPECT_EQ(files(), 0u);
  EXPECT_LE(faulty_.syncs, 4);  // the first that went, and the rest by the thousand
  EXPECT_FALSE(lists_garbage());
}

TEST_F(ManyObjectsTest, DoNotHoldUpAStop) {
  put_and_remove_all();
  auto stop = [&]() -> base::Task<void> {
    base::TaskGroup stopping;
    stopping.spawn(store_->stop());
    faulty_.is_closed = false;
    co_await stopping.wait();
  };
  block_on(stop());
  EXPECT_GE(files(), std::size_t{kObjects - 1000});
  EXPECT_TRUE(lists_garbage());
  restart();
  EXPECT_EQ(files(), 0u);
  EXPECT_FALSE(lists_garbage());
}

TEST_F(ObjectStoreTest, AStartRemovesWhatNobodyRefersTo) {
  ASSERT_TRUE(put("k", "x").ok());
  blob("written, and then the crash came");
  auto unfinished = store_->new_blob().value();
  ASSERT_TRUE(unfinished->append("cut off").ok());
  EXPECT_EQ(files(), 3u);
  restart();
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(read("k"), "x");
}

// Remembers what it was told, and writes a record of it, as the queue of events does.
class Sink final : public EventSink {
 public:
  void add_to(storage::Commit* commit, const ObjectEvent& event) override {
    const std::string size = event.object == nullptr ? "gone" : std::to_string(event.object->size);
    added +=
        event.notification.id + " " + event.cause.event + " " + std::string(event.key) + " " + size + "\n";
    commit->writes.push_back({"event " + std::to_string(count++), "x"});
  }
  void maybe_committed(std::int64_t) override { ++commits; }

  std::string added;
  int count = 0, commits = 0;
};

TEST_F(ObjectStoreTest, ChangesThatABucketTellsOf) {
  Sink sink;
  store_->set_event_sink(&sink);
  ASSERT_TRUE(put("k", "before").ok());
  ASSERT_TRUE(block_on(store_->change_bucket(bucket_, [](Bucket& bucket) {
                bucket.notifications = {
                    {"one", "arn:f", {"s3:ObjectCreated:*", "s3:ObjectTagging:Put"}, "k", ""},
                    {"two", "arn:g", {"s3:ObjectRemoved:Delete"}, "", ""}};
              })).ok());
  restart();
  store_->set_event_sink(&sink);
  const Bucket kept = *block_on(store_->find_bucket(bucket_));
  ASSERT_EQ(kept.notifications.size(), 2u);
  EXPECT_EQ(kept.notifications[0].events,
            (std::vector<std::string>{"s3:ObjectCreated:*", "s3:ObjectTagging:Put"}));
  EXPECT_EQ(kept.notifications[0].function_arn + kept.notifications[0].prefix, "arn:fk");
  EXPECT_EQ(kept.notifications[1].id + kept.notifications[1].suffix, "two");

  ASSERT_TRUE(put("k", "hello").ok());
  ASSERT_TRUE(put("other", "hello").ok());
  EXPECT_FALSE(put("k", "", {.must_be_absent = true}).ok());
  ASSERT_TRUE(block_on(store_->put_whole(bucket_, "k2", "x", "text/plain")).ok());
  ASSERT_TRUE(block_on(store_->set_tags(bucket_, "k", {{"a", "b"}}, {"ObjectTagging:Put"})).ok());
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(block_on(store_->remove(bucket_, "other", {}, {"ObjectRemoved:Delete"})).ok());
  EXPECT_EQ(sink.added,
            "one ObjectCreated:Put k 5\n"
            "one ObjectCreated:Put k2 1\n"
            "one ObjectTagging:Put k 5\n"
            "two ObjectRemoved:Delete other gone\n");
  EXPECT_EQ(sink.commits, 4);
  EXPECT_TRUE(block_on(faulty_.get_one("event 3"))->exists());
}

}  // namespace
}  // namespace stator::objects
