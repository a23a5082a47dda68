// What every engine test of the contract needs. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/block_on.h"
#include "storage/engine.h"

namespace stator::storage {

// An engine with what it stands on: folder, pool, clock.
class EngineUnderTest {
 public:
  virtual ~EngineUnderTest() = default;
  virtual Engine& engine() = 0;
  // Closes and opens it on the same data. False where it keeps nothing.
  virtual bool reopen() { return false; }
};

struct EngineKind {
  std::string name;
  std::function<std::unique_ptr<EngineUnderTest>()> make;
};

inline std::string kind_name(const testing::TestParamInfo<EngineKind>& info) { return info.param.name; }

inline base::Task<Result<CommitReceipt>> outcome_of(CommitCompletion& done) {
  auto outcome = co_await done;
  co_return outcome;
}

// A commit in flight.
class Submitted {
 public:
  Submitted(Engine& engine, Commit commit) : accepted_(engine.submit(std::move(commit), done_)) {}
  ~Submitted() {
    if (accepted_.ok() && !waited_) (void)wait();
  }
  Submitted(const Submitted&) = delete;
  Submitted& operator=(const Submitted&) = delete;

  const Result<CommitVersion>& accepted() const { return accepted_; }
  Result<CommitReceipt> wait() {
    waited_ = true;
    return base::block_on(outcome_of(done_));
  }

 private:
  CommitCompletion done_;
  Result<CommitVersion> accepted_;
  bool waited_ = false;
};

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result.error().code;
}

inline Commit put(std::string key, std::string value) {
  Commit commit;
  commit.writes.push_back({std::move(key), std::move(value)});
  return commit;
}

inline Commit put_if(std::string key, CommitVersion expected, std::string value) {
  Commit commit = put(key, std::move(value));
  commit.guards.push_back({std::move(key), expected});
  return commit;
}

inline Commit append(std::uint64_t group, std::string source_key, std::string record) {
  Commit commit;
  commit.appends.push_back({group, std::move(source_key), std::move(record)});
  return commit;
}

// Numbers as keys that sort like them.
inline std::string ordered_key(int number) {
  std::string digits = std::to_string(number);
  return "k" + std::string(6 - digits.size(), '0') + digits;
}

class EngineContract : public testing::TestWithParam<EngineKind> {
 protected:
  void SetUp() override { under_test_ = GetParam().make(); }

  Engine& engine() { return under_test_->engine(); }
  bool reopen() { return under_test_->reopen(); }

  Result<CommitReceipt> commit(Commit wanted) {
    return base::block_on(storage::commit(engine(), std::move(wanted)));
  }
  CommitReceipt must_commit(Commit wanted) {
    Result<CommitReceipt> receipt = commit(std::move(wanted));
    EXPECT_TRUE(receipt.ok()) << receipt.error().message;
    return receipt.ok() ? *receipt : CommitReceipt{};
  }
  Record get(std::string_view key) {
    Result<Record> record = base::block_on(engine().get_one(key));
    EXPECT_TRUE(record.ok()) << record.error().message;
    return record.ok() ? *record : Record{};
  }
  std::vector<Record> get_all(const std::vector<std::string_view>& keys) {
    Result<std::vector<Record>> records = base::block_on(engine().get(keys));
    EXPECT_TRUE(records.ok()) << records.error().message;
    return records.ok() ? *records : std::vector<Record>(keys.size());
  }
  ScanPage scan(KeyRange range, Direction direction = Direction::kForward, ScanLimits limits = {}) {
    Result<ScanPage> page = base::block_on(engine().scan(std::move(range), direction, limits));
    EXPECT_TRUE(page.ok()) << page.error().message;
    return page.ok() ? *std::move(page) : ScanPage{};
  }
  // All keys of the range, page by page.
  std::vector<std::string> keys_in(KeyRange range, Direction direction = Direction::kForward,
                                   ScanLimits limits = {}) {
    std::vector<std::string> keys;
    std::optional<KeyRange> rest = std::move(range);
    while (rest) {
      const ScanPage page = scan(*rest, direction, limits);
      for (const ScanPage::Entry& entry : page.entries()) keys.emplace_back(entry.key);
      rest = page.rest();
    }
    return keys;
  }
  std::int64_t counter(std::string_view key) {
    Result<std::int64_t> value = base::block_on(engine().read_counter(key));
    EXPECT_TRUE(value.ok()) << value.error().message;
    return value.ok() ? *value : -1;
  }
  std::vector<LogShard> shards(std::uint64_t group) {
    Result<std::vector<LogShard>> shards = base::block_on(engine().list_shards(group));
    EXPECT_TRUE(shards.ok()) << shards.error().message;
    return shards.ok() ? *shards : std::vector<LogShard>{};
  }
  Result<LogPage> read_log(std::uint64_t group, std::uint64_t shard, std::uint64_t from,
                           ScanLimits limits = {}) {
    return base::block_on(engine().read_log(group, shard, from, limits));
  }
  std::vector<std::string> records_of(std::uint64_t group, std::uint64_t shard) {
    Result<LogPage> page = read_log(group, shard, 0);
    EXPECT_TRUE(page.ok()) << page.error().message;
    std::vector<std::string> records;
    if (page.ok()) {
      for (LogRecord& record : page->records) records.push_back(std::move(record.record));
    }
    return records;
  }
  template <typename T>
  bool runs(base::Task<Result<T>> task) {
    const Result<T> outcome = base::block_on(std::move(task));
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return outcome.ok();
  }

 private:
  std::unique_ptr<EngineUnderTest> under_test_;
};

}  // namespace stator::storage
