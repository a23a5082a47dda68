#include "db/table/expiry_sweeper.h"

#include <algorithm>

#include "base/log.h"
#include "db/table/storage_errors.h"

namespace stator::db::table {

namespace {

// A step deletes so many items before others have their turn; its deletions share a sync.
constexpr storage::ScanLimits kStep{64 * 1024, 32};
constexpr std::chrono::milliseconds kBusyPause{5};
constexpr std::chrono::milliseconds kLongestPause{20};

}  // namespace

// The timer holds a share of this, not the sweeper itself, so that stop() need not wait for it.
struct ExpirySweeper::Alarm {
  std::mutex mutex;                  // guards what follows
  ExpirySweeper* sweeper = nullptr;  // nullptr once stopped
  bool running = false;              // a round runs, or the timer is set
};

ExpirySweeper::ExpirySweeper(storage::Engine& engine, const Catalog& catalog, ItemWriter& writer,
                             base::Clock& clock, base::Executor& background, base::TaskGroup& tasks,
                             Settings settings)
    : engine_(engine),
      catalog_(catalog),
      writer_(writer),
      clock_(clock),
      background_(background),
      tasks_(tasks),
      settings_(settings),
      alarm_(std::make_shared<Alarm>()) {
  alarm_->sweeper = this;
}

ExpirySweeper::~ExpirySweeper() { stop(); }

void ExpirySweeper::start() {
  if (settings_.pause.count() == 0) return;
  {
    std::lock_guard lock(alarm_->mutex);
    if (alarm_->sweeper == nullptr || alarm_->running) return;
    alarm_->running = true;
  }
  set_alarm();
}

void ExpirySweeper::stop() {
  stopped_.store(true, std::memory_order_relaxed);
  std::lock_guard lock(alarm_->mutex);
  alarm_->sweeper = nullptr;
}

void ExpirySweeper::set_alarm() {
  auto fire = [](void* argument) {
    const std::unique_ptr<std::shared_ptr<Alarm>> alarm(static_cast<std::shared_ptr<Alarm>*>(argument));
    std::lock_guard lock((*alarm)->mutex);
    ExpirySweeper* sweeper = (*alarm)->sweeper;
    if (sweeper != nullptr) sweeper->tasks_.spawn_on(sweeper->background_, sweeper->run_round());
  };
  background_.post_after(settings_.pause, {fire, new std::shared_ptr<Alarm>(alarm_)});
}

base::Task<> ExpirySweeper::run_round() {
  // The timer holds the alarm while it starts this, maybe on this very thread.
  co_await base::yield();
  auto deleted = co_await sweep();
  if (!deleted.ok() && !failing_)
    base::log_warning("table", "expired items stay for now: {}", deleted.error().message);
  failing_ = !deleted.ok();
  bool more = false;
  {
    // A table that gets a time index is published before start() asks whether rounds are running.
    std::lock_guard lock(alarm_->mutex);
    if (alarm_->sweeper == nullptr) co_return;
    for (const TableRef& table : catalog_.all()) more = more || table->time_to_live.maintained();
    alarm_->running = more;
  }
  if (more) set_alarm();
}

base::Task<Result<std::uint64_t>> ExpirySweeper::sweep() {
  const std::int64_t delay = std::chrono::microseconds(settings_.delay).count();
  const ExpiryWindow window = expired_at(clock_.unix_micros() - delay);
  std::vector<Pass> passes;
  for (TableRef& table : catalog_.all()) {
    if (table->time_to_live.status != TimeToLiveStatus::kEnabled) continue;
    auto range = time_index_range(*table, window);
    passes.push_back({std::move(table), std::move(range)});
  }
  // A step of each table in turn: a million items of one table do not hold up the others.
  std::uint64_t sum = 0;
  std::optional<Error> failed;
  while (!passes.empty()) {
    for (Pass& pass : passes) {
      if (stopped()) co_return sum;
      const std::int64_t started = clock_.steady_nanos();
      auto deleted = co_await step(&pass, window);
      if (deleted.ok()) {
        sum += *deleted;
        if (*deleted > 0 && settings_.expired) settings_.expired(*pass.table, *deleted);
      } else {
        failed = std::move(deleted).error();
        pass.rest.reset();
      }
      // As long a pause as the step took: requests have half of the loop, and of the disk, in any case.
      const std::chrono::nanoseconds took(clock_.steady_nanos() - started);
      if (deleted.ok() && *deleted > 0 && took.count() > 0) {
        co_await base::sleep_for(std::min<std::chrono::nanoseconds>(took, kLongestPause));
      } else {
        co_await base::yield();
      }
    }
    std::erase_if(passes, [](const Pass& pass) { return !pass.rest; });
  }
  if (failed) co_return std::move(*failed);
  co_return sum;
}

base::Task<Result<std::uint64_t>> ExpirySweeper::step(Pass* pass, ExpiryWindow window) {
  // The schema may have changed; its successor's epoch is the one that commits need.
  TableRef current = catalog_.find(pass->table->scope, pass->table->name);
  if (current == nullptr || current->id != pass->table->id ||
      current->time_to_live != pass->table->time_to_live) {
    pass->rest.reset();
    co_return std::uint64_t{0};
  }
  pass->table = std::move(current);

  auto page = co_await engine_.scan(std::move(*pass->rest), storage::Direction::kForward, kStep);
  if (!page.ok()) co_return from_storage(page.error());
  pass->rest = page->rest();
  std::vector<std::string> entries;
  for (const storage::ScanPage::Entry& entry : page->entries()) entries.emplace_back(entry.key);
  auto deleted = co_await writer_.expire(pass->table, std::move(entries), window);
  if (deleted.ok() || deleted.error().kind != ErrorKind::kThrottled) co_return deleted;
  co_await base::sleep_for(kBusyPause);  // what was left over is found by the next round
  co_return std::uint64_t{0};
}

}  // namespace stator::db::table
