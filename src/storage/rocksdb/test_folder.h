// A RocksDB engine in a folder of its own that goes with it. For tests only.
#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "storage/contract_fixture.h"
#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace stator::storage {

class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "stator-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string path() const { return path_ / "data"; }
  std::filesystem::path outer() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<RocksDbEngine> open_engine(const RocksDbOptions& options, base::ThreadPool& pool) {
  auto opened = RocksDbEngine::open(options, pool, base::Clock::system());
  STATOR_CHECK(opened.ok());
  return *std::move(opened);
}

// Of a folder that no engine has open. All that was in memory is in a file of level 0 then; `compact`: all is
// in the last level.
inline void rewrite_files(const std::string& folder, const rocksdb::Options& options, bool compact) {
  rocksdb::DB* raw = nullptr;
  STATOR_CHECK(rocksdb::DB::Open(options, rocks::database_path(folder), &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  if (compact) {
    rocksdb::CompactRangeOptions all;
    all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;  // also one file alone
    STATOR_CHECK(db->CompactRange(all, nullptr, nullptr).ok());
  }
  STATOR_CHECK(db->Close().ok());
}

class RocksDbUnderTest final : public EngineUnderTest {
 public:
  explicit RocksDbUnderTest(RocksDbOptions options) : options_(std::move(options)) {
    options_.path = folder_.path();
    options_.memory_budget_bytes = 16 << 20;
    open();
  }

  Engine& engine() override { return *engine_; }
  bool reopen() override {
    engine_.reset();
    open();
    return true;
  }

 private:
  void open() { engine_ = open_engine(options_, pool_); }

  TestFolder folder_;
  RocksDbOptions options_;
  base::ThreadPool pool_{2};
  std::unique_ptr<RocksDbEngine> engine_;
};

inline EngineKind rocksdb_kind(std::string name, Durability durability) {
  return {std::move(name), [durability] {
            return std::make_unique<RocksDbUnderTest>(RocksDbOptions{.durability = durability});
          }};
}

}  // namespace stator::storage
