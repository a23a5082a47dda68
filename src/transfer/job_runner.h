// What exports, imports and bulk puts have in common: their records, the work on them in the background,
// which a restart takes up again, and the rounds that forget old ones.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/executor.h"
#include "base/log.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/recovery/copy_turns.h"
#include "db/table/database.h"
#include "db/table/patience.h"
#include "transfer/attempts.h"
#include "transfer/failure.h"
#include "transfer/job_failures.h"
#include "transfer/job_store.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// The work of one kind of job. To be awaited on the pool.
template <typename Job>
class JobWork {
 public:
  // Makes all of it, over what an interrupted attempt has left; the job learns what was done, and why it
  // failed, if it did. False when stopped.
  virtual base::Task<db::Result<bool>> make(Job* job) = 0;
  // Stores that it is done, with what goes with that. May be done again.
  virtual base::Task<db::Result<base::Ok>> finish(const Job& job) = 0;

 protected:
  ~JobWork() = default;
};

// Thread-safe.
template <typename Job>
class JobRunner {
 public:
  struct Options {
    std::string kind;   // for the log: "export"
    int at_a_time = 2;  // they use threads of the pool
    std::chrono::milliseconds first_retry = Attempts::kFirstPause;
  };

  // All must outlive this.
  JobRunner(const db::table::DatabaseParts& parts, base::Executor& pool, Options options, JobWork<Job>& work)
      : clock_(parts.clock),
        pool_(pool),
        options_(std::move(options)),
        work_(work),
        store_(parts.engine, parts.clock),
        turns_(options_.at_a_time),
        rounds_(parts.background, tasks_, [this] { return forget_old(); }) {}

  JobStore<Job>& store() { return store_; }
  const std::atomic<bool>& stop_mark() const { return rounds_.stop_mark(); }

  // Takes up what a restart interrupted.
  base::Task<Result<base::Ok>> start() {
    constexpr std::chrono::minutes kPause{10};
    auto resume = [this](Job job) {
      if (is_running(job.status.get())) spawn(job);
      return true;
    };
    auto resumed = co_await store_.visit(JobStore<Job>::all(), resume);
    if (!resumed.ok()) co_return database_failure(std::move(resumed).error());
    rounds_.start(kPause, kPause);
    co_return base::Ok{};
  }
  // Work ends early, to be taken up again.
  base::Task<void> stop() {
    rounds_.stop();
    co_await tasks_.wait();
  }

  // Of a job that is stored, or perhaps is: where there is none nothing happens.
  void spawn(const Job& job) {
    auto attempts = std::make_shared<Attempts>(options_.first_retry);
    auto attempt = [this, scope = job.scope, name = JobName{job.table_name, job.id}, attempts] {
      return run(scope, name, attempts);
    };
    tasks_.spawn_on(pool_, db::table::until_done(rounds_.stop_mark(), name_of(job), std::move(attempt)));
  }

  // For make(), where it begins to use a thread: the right to do so. False when stopped.
  using Turn = db::recovery::CopyTurns::Turn;
  Turn new_turn() { return Turn(&turns_); }
  base::Task<bool> take(Turn* turn) {
    constexpr std::chrono::milliseconds kPause{200};
    while (!turn->take()) {
      if (rounds_.stopped()) co_return false;
      co_await base::sleep_for(kPause);
    }
    co_return true;
  }

  base::Task<Result<Job>> find(Scope scope, JobName name) {
    auto found = co_await store_.find(std::move(scope), std::move(name));
    if (!found.ok()) co_return database_failure(std::move(found).error());
    if (!*found) co_return Failure{FailureKind::kNoJob};
    co_return std::move(**found);
  }
  base::Task<Result<JobPage<Job>>> list(JobQuery query) {
    auto page = co_await store_.list(std::move(query));
    if (!page.ok()) co_return database_failure(std::move(page).error());
    co_return std::move(*page);
  }

 private:
  std::string name_of(const Job& job) const { return "the " + options_.kind + " " + job.id; }

  base::Task<db::Result<base::Ok>> run(Scope scope, JobName name, std::shared_ptr<Attempts> attempts) {
    auto found = co_await store_.find_decided(std::move(scope), std::move(name));
    if (!found.ok()) co_return std::move(found).error();
    if (!*found || !is_running((*found)->status.get())) co_return base::Ok{};
    Job& job = **found;
    attempts->begin(progress_of(job));
    auto made = co_await work_.make(&job);
    if (!made.ok()) {
      if (db::table::may_pass(made.error()) && !attempts->used_up()) {
        co_await attempts->pause(rounds_.stop_mark());
        co_return std::move(made).error();
      }
      job.failure = internal_failure(name_of(job), made.error());
    } else if (!*made) {
      co_return base::Ok{};
    }
    job.status = status_at_end(job);
    job.end_millis = clock_.unix_millis();
    // That the engine takes no more is no reason to make it anew.
    constexpr std::chrono::milliseconds kBusyPause{5};
    for (;;) {
      auto finished = co_await work_.finish(job);
      const bool busy = !finished.ok() && finished.error().kind == db::ErrorKind::kThrottled;
      if (!busy || rounds_.stopped()) co_return finished;
      co_await base::sleep_for(kBusyPause);
    }
  }

  base::Task<> forget_old() {
    const auto done = co_await store_.forget_old(rounds_.stop_mark());
    if (!done.ok())
      base::log_warning("transfer", "old {}s cannot be forgotten yet: {}", options_.kind,
                        done.error().message);
  }

  base::Clock& clock_;
  base::Executor& pool_;
  const Options options_;
  JobWork<Job>& work_;
  JobStore<Job> store_;
  db::recovery::CopyTurns turns_;
  base::TaskGroup tasks_;
  base::Rounds rounds_;
};

}  // namespace stator::transfer
