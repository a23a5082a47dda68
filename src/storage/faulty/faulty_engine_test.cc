// The contract through the decorator, over every engine, and the faults themselves.
#include "storage/faulty/faulty_engine.h"

#include <algorithm>

#include "base/clock.h"
#include "storage/engine_contract.h"
#include "storage/memory/memory_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::storage {
namespace {

class MemoryUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }

 private:
  MemoryEngine engine_{base::Clock::system()};
};

// The decorator in front of an engine of another kind.
class FaultyUnderTest final : public EngineUnderTest {
 public:
  FaultyUnderTest(std::unique_ptr<EngineUnderTest> inner, FaultRates rates)
      : inner_(std::move(inner)), rates_(rates) {
    decorate();
  }

  Engine& engine() override { return *faulty_; }
  bool reopen() override {
    faulty_.reset();
    const bool keeps_data = inner_->reopen();
    decorate();
    return keeps_data;
  }

 private:
  void decorate() { faulty_ = std::make_unique<FaultyEngine>(inner_->engine(), rates_, 7); }

  std::unique_ptr<EngineUnderTest> inner_;
  const FaultRates rates_;
  std::unique_ptr<FaultyEngine> faulty_;
};

EngineKind through_faulty(EngineKind inner, FaultRates rates = {}) {
  return {inner.name, [inner, rates] { return std::make_unique<FaultyUnderTest>(inner.make(), rates); }};
}

EngineKind memory_kind(std::string name) {
  return {std::move(name), [] { return std::make_unique<MemoryUnderTest>(); }};
}

// Delays must not change what the contract promises.
constexpr FaultRates kDelays{.delay = 0.2, .max_delay = std::chrono::microseconds(50)};

INSTANTIATE_TEST_SUITE_P(Faulty, EngineContract,
                         testing::Values(through_faulty(memory_kind("memory")),
                                         through_faulty(memory_kind("slow_memory"), kDelays),
                                         through_faulty(rocksdb_kind("full", Durability::kFull)),
                                         through_faulty(rocksdb_kind("relaxed", Durability::kRelaxed))),
                         kind_name);

class FaultyEngineTest : public testing::Test {
 protected:
  Result<CommitReceipt> commit(Commit wanted) {
    return base::block_on(storage::commit(faulty_, std::move(wanted)));
  }
  bool exists(std::string_view key) { return base::block_on(memory_.get_one(key))->exists(); }

  MemoryEngine memory_{base::Clock::system()};
  FaultyEngine faulty_{memory_, {}, 1};
};

TEST_F(FaultyEngineTest, Busy) {
  faulty_.set_rates({.busy = 1});
  EXPECT_EQ(code_of(commit(put("a", "x"))), ErrorCode::kBusy);
  EXPECT_EQ(code_of(base::block_on(faulty_.raise_fence(1, 1))), ErrorCode::kBusy);
  EXPECT_FALSE(exists("a"));
}

TEST_F(FaultyEngineTest, UnavailableBehindACommitThatIsSpared) {
  faulty_.set_rates({.unavailable = 1}, 1);
  EXPECT_TRUE(commit(put("a", "x")).ok());
  EXPECT_EQ(code_of(commit(put("b", "x"))), ErrorCode::kUnavailable);
  EXPECT_FALSE(exists("b"));
}

TEST_F(FaultyEngineTest, SpuriousConflict) {
  faulty_.set_rates({.conflict = 1});
  EXPECT_EQ(code_of(commit(put("a", "x"))), ErrorCode::kConflict);
  EXPECT_FALSE(exists("a"));
}

TEST_F(FaultyEngineTest, UnknownOutcomeOfACommitThatHappened) {
  faulty_.set_rates({.unknown_applied = 1});
  EXPECT_EQ(code_of(commit(put("a", "x"))), ErrorCode::kUnknownOutcome);
  EXPECT_TRUE(exists("a"));
}

TEST_F(FaultyEngineTest, UnknownOutcomeOfALostCommitBreaksItsChain) {
  faulty_.set_rates({.unknown_lost = 1});
  Submitted first(faulty_, put("a", "x"));
  faulty_.set_rates({});
  Submitted second(faulty_, put_if("a", *first.accepted(), "y"));
  EXPECT_EQ(code_of(first.wait()), ErrorCode::kUnknownOutcome);
  EXPECT_EQ(code_of(second.wait()), ErrorCode::kConflict);
  EXPECT_FALSE(exists("a"));
}

TEST_F(FaultyEngineTest, ReadErrors) {
  faulty_.set_rates({.read_error = 1});
  const std::string_view keys[] = {"a"};
  EXPECT_EQ(code_of(base::block_on(faulty_.get_one("a"))), ErrorCode::kIo);
  EXPECT_EQ(code_of(base::block_on(faulty_.get(keys))), ErrorCode::kIo);
  EXPECT_EQ(code_of(base::block_on(faulty_.scan({}, Direction::kForward, {}))), ErrorCode::kIo);
  EXPECT_EQ(code_of(base::block_on(faulty_.read_counter("n"))), ErrorCode::kIo);
  EXPECT_TRUE(commit(put("a", "x")).ok());
}

TEST_F(FaultyEngineTest, TheSeedDecides) {
  auto outcomes = [](std::uint64_t seed) {
    MemoryEngine memory(base::Clock::system());
    FaultyEngine faulty(memory, {.busy = 0.2, .conflict = 0.2, .unknown_applied = 0.2, .unknown_lost = 0.2},
                        seed);
    std::vector<int> codes;
    for (int i = 0; i < 200; ++i) {
      const Result<CommitReceipt> receipt = base::block_on(storage::commit(faulty, put(ordered_key(i), "x")));
      codes.push_back(receipt.ok() ? -1 : static_cast<int>(receipt.error().code));
    }
    return codes;
  };
  const std::vector<int> first = outcomes(42);
  EXPECT_EQ(first, outcomes(42));
  EXPECT_NE(first, outcomes(43));
  for (int code : {-1, static_cast<int>(ErrorCode::kBusy), static_cast<int>(ErrorCode::kConflict),
                   static_cast<int>(ErrorCode::kUnknownOutcome)}) {
    EXPECT_GT(std::count(first.begin(), first.end(), code), 10);
  }
}

}  // namespace
}  // namespace stator::storage
