// Power cuts under load. STATOR_POWER_CUTS and STATOR_SEED set their number and the seed
// (docs/durability.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "power_cut/database_on_disk.h"
#include "power_cut/snapshot.h"
#include "power_cut/table_changer.h"
#include "power_cut/uploader.h"
#include "power_cut/writer.h"

namespace stator::power_cut {
namespace {

using storage::rocks::PowerLoss;

constexpr int kWriters = 5;
constexpr int kCutsOfOneDatabase = 12;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

PowerLoss some_loss(base::Random& random) {
  return random.below(2) == 0 ? PowerLoss::kAllUnsynced : PowerLoss::kSome;
}

// One database through some power cuts.
class Life {
 public:
  explicit Life(std::uint64_t seed)
      : random_(seed), changer_(random_.next(), database_), uploader_(random_.next(), database_) {
    for (int i = 0; i < kWriters; ++i)
      writers_.push_back(std::make_unique<Writer>(i, random_.next(), database_, shared_));
  }

  void begin() {
    ASSERT_TRUE(database_.open().ok());
    for (const char* name : {"main", "side"}) {
      const auto definition = table_definition(database_.scope(), name, std::string("main") == name);
      ASSERT_TRUE(base::block_on(database_.database().create_table(definition)).ok());
    }
    Shared::make(database_);
    uploader_.make_bucket();
    // Nothing expires while this runs.
    ASSERT_TRUE(
        base::block_on(database_.database().update_time_to_live(database_.scope(), "main", true, "expires"))
            .ok());
  }

  // Load until the power goes; then everything is checked.
  void cut() {
    Reader reader(random_.next(), database_, writers_);
    if (random_.below(3) == 0)
      database_.disk().fail_sometimes({.sync_error = 0.002, .write_error = 0.001}, random_.next());
    database_.disk().cut_power_after(random_.below(2ULL << random_.below(12)));
    std::vector<std::thread> threads;
    for (auto& writer : writers_) threads.emplace_back([&writer] { writer->run(); });
    threads.emplace_back([&] { changer_.run(); });
    threads.emplace_back([&] { uploader_.run(); });
    threads.emplace_back([&] { reader.run(); });
    for (std::thread& thread : threads) thread.join();
    database_.disk().fail_sometimes({}, 0);
    database_.lose_power(some_loss(random_), random_.next());
    open_again();
    if (testing::Test::HasFatalFailure()) return;

    const Snapshot snapshot = read_and_check(database_);
    ASSERT_TRUE(snapshot.tables.contains("main") && snapshot.tables.contains("side"));
    shared_.check(snapshot);
    for (auto& writer : writers_) writer->check(snapshot);
    changer_.check(snapshot);
    uploader_.check();
    reader.check(snapshot);
    expect_log_continues(last_, snapshot);
    expect_versions_go_on(snapshot);
    last_ = read_and_check(database_);
  }

 private:
  // The power may go again meanwhile.
  void open_again() {
    while (random_.below(3) == 0) {
      database_.disk().cut_power_after(random_.below(80));
      (void)database_.open();
      database_.lose_power(some_loss(random_), random_.next());
    }
    const auto opened = database_.open();
    ASSERT_TRUE(opened.ok()) << opened.error();
  }

  // A new commit comes after everything that there ever was.
  void expect_versions_go_on(const Snapshot& snapshot) {
    newest_ = std::max(newest_, snapshot.newest);
    storage::Commit commit;
    commit.writes.push_back({"\xf0probe", "x"});
    const auto receipt = base::block_on(storage::commit(database_.engine(), std::move(commit)));
    ASSERT_TRUE(receipt.ok());
    EXPECT_GT(receipt->version, newest_);
    newest_ = receipt->version;
  }

  base::SeededRandom random_;
  DatabaseOnDisk database_;
  Shared shared_;
  std::vector<std::unique_ptr<Writer>> writers_;
  TableChanger changer_;
  Uploader uploader_;
  Snapshot last_;
  storage::CommitVersion newest_ = 0;
};

TEST(PowerCut, NothingAcknowledgedIsLostAndAllFitsTogether) {
  const std::uint64_t cuts = setting("STATOR_POWER_CUTS", 25), seed = setting("STATOR_SEED", 1);
  std::unique_ptr<Life> life;
  for (std::uint64_t cut = 0; cut < cuts; ++cut) {
    SCOPED_TRACE("cut " + std::to_string(cut) + " of seed " + std::to_string(seed));
    if (cut % kCutsOfOneDatabase == 0) {
      life = std::make_unique<Life>(seed * 1'000'003 + cut);
      life->begin();
    }
    life->cut();
    if (testing::Test::HasFailure()) return;
  }
}

// The power goes at every call of the disk while a data folder is made and its first table.
TEST(PowerCut, FirstStart) {
  for (const PowerLoss loss : {PowerLoss::kAllUnsynced, PowerLoss::kSome}) {
    bool reached_the_end = false;
    for (std::uint64_t calls = 0; !reached_the_end; ++calls) {
      SCOPED_TRACE("after " + std::to_string(calls) + " calls");
      DatabaseOnDisk database;
      database.disk().cut_power_after(calls);
      bool created = false;
      if (database.open().ok()) {
        created =
            base::block_on(database.database().create_table(table_definition(database.scope(), "main", true)))
                .ok();
      }
      reached_the_end = created && !database.disk().power_is_off();
      database.lose_power(loss, calls);
      const auto opened = database.open();
      ASSERT_TRUE(opened.ok()) << opened.error();
      EXPECT_TRUE(!created || database.table("main").ok());
      (void)read_and_check(database);
    }
  }
}

// Commits that were acknowledged may be lost, but then the files of their objects are, too: opening holds
// what is there against itself.
TEST(PowerCut, ObjectsOfRelaxedDurability) {
  const objects::BucketName bucket{"000000000000", "a-bucket"};
  DatabaseOnDisk database(storage::Durability::kRelaxed);
  ASSERT_TRUE(database.open().ok());
  ASSERT_TRUE(base::block_on(database.objects().create_bucket(bucket, "us-east-1")).ok());
  ASSERT_TRUE(base::block_on(database.engine().sync()).ok());
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (int i = 0; i < 5; ++i) {
      const std::string key = "key" + std::to_string(seed) + "." + std::to_string(i);
      ASSERT_TRUE(base::block_on(database.objects().put_whole(bucket, key, "bytes", "text/plain")).ok());
    }
    database.lose_power(PowerLoss::kSome, seed);
    const auto opened = database.open();
    ASSERT_TRUE(opened.ok()) << opened.error();
  }
}

}  // namespace
}  // namespace stator::power_cut
