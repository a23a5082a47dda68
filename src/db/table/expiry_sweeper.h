// Deletes expired items in the background: looks every now and then into the time index of each table that
// has one, and deletes what it finds in small steps, with the same latches and guards as any other writer.
// Memory stays that of one step, however many items expire at once.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/table/catalog.h"
#include "db/table/expiry.h"
#include "db/table/item_writer.h"

namespace stator::db::table {

class ExpirySweeper {
 public:
  struct Settings {
    std::chrono::milliseconds delay{0};  // from an item's expiry to its deletion, at least
    std::chrono::milliseconds pause{0};  // between two rounds; 0 = no rounds in the background
    std::function<void(const TableSchema& table, std::uint64_t items)> expired = {};  // told of deletions
  };

  // All must outlive the sweeper; its work runs on `background` and is counted by `tasks`.
  ExpirySweeper(storage::Engine& engine, const Catalog& catalog, ItemWriter& writer, base::Clock& clock,
                base::Executor& background, base::TaskGroup& tasks, Settings settings);
  ~ExpirySweeper();

  // Begins rounds, once a table has a time index. They end by themselves when no table has one. Thread-safe.
  void start();
  // No further round begins, and a running one ends early.
  void stop();

  // One round, now, on the caller's executor: the number of items that it deleted.
  base::Task<Result<std::uint64_t>> sweep();

 private:
  struct Alarm;
  // How far a round has got with one table.
  struct Pass {
    TableRef table;
    std::optional<storage::KeyRange> rest;
  };

  base::Task<> run_round();
  void set_alarm();
  base::Task<Result<std::uint64_t>> step(Pass* pass, ExpiryWindow window);
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  storage::Engine& engine_;
  const Catalog& catalog_;
  ItemWriter& writer_;
  base::Clock& clock_;
  base::Executor& background_;
  base::TaskGroup& tasks_;
  const Settings settings_;
  std::atomic<bool> stopped_{false};
  bool failing_ = false;  // of the round before; used by rounds only, which do not overlap
  // Shared with a timer that may fire after the sweeper is gone.
  std::shared_ptr<Alarm> alarm_;
};

}  // namespace stator::db::table
