// Where exports, imports and bulk puts are kept, and what holds for all: records by account, region, table
// and id.
//
// Thread-safe. Changes of one job must be serialised by the caller.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "base/time_slice.h"
#include "db/table/scope_key.h"
#include "db/table/storage_errors.h"
#include "keyspace/keys.h"
#include "records/records.h"
#include "storage/engine.h"
#include "transfer/failure.h"
#include "transfer/jobs.h"

namespace stator::transfer {

template <typename Job>
struct JobKind;
template <>
struct JobKind<Export> {
  static constexpr keyspace::Space kSpace = keyspace::Space::kExport;
  static const aws::protocol::Structure& record() { return kExportRecord; }
};
template <>
struct JobKind<Import> {
  static constexpr keyspace::Space kSpace = keyspace::Space::kImport;
  static const aws::protocol::Structure& record() { return kImportRecord; }
};
template <>
struct JobKind<BulkPut> {
  static constexpr keyspace::Space kSpace = keyspace::Space::kBulkPut;
  static const aws::protocol::Structure& record() { return kBulkPutRecord; }
};

// Since when its client token may name other requests, as kTokenMillis says; 0: not yet.
template <typename Job>
std::int64_t token_since(const Job& job) {
  return job.end_millis;
}
// After the first request (API_StartBulkPutItems).
inline std::int64_t token_since(const BulkPut& job) { return job.start_millis; }

template <typename Job>
class JobStore {
 public:
  JobStore(storage::Engine& engine, base::Clock& clock) : engine_(engine), clock_(clock) {}

  static storage::Write storing(const Job& job) {
    return {key_of(job.scope, job.table_name, job.id), records::encode(JobKind<Job>::record(), &job)};
  }
  static storage::Write removing(const Job& job) {
    return {key_of(job.scope, job.table_name, job.id), std::nullopt};
  }

  base::Task<db::Result<std::optional<Job>>> find(Scope scope, JobName name) {
    std::string key = key_of(scope, name.table_name, name.id);
    auto kept = co_await records::get<Job>(engine_, JobKind<Job>::record(), std::move(key));
    if (!kept.ok()) co_return db::table::from_storage(kept.error());
    if (!kept->exists()) co_return std::optional<Job>();
    co_return std::optional<Job>(std::move(kept->value));
  }

  // Once no change of it is undecided: one whose outcome is not known shows when the engine takes writes
  // again.
  base::Task<db::Result<std::optional<Job>>> find_decided(Scope scope, JobName name) {
    std::string key = key_of(scope, name.table_name, name.id);
    auto kept = co_await records::get<Job>(engine_, JobKind<Job>::record(), key);
    if (!kept.ok()) co_return db::table::from_storage(kept.error());
    storage::Commit unchanged;
    unchanged.guards.push_back({std::move(key), kept->version});
    auto decided = co_await storage::commit(engine_, std::move(unchanged));
    if (!decided.ok()) co_return db::table::from_storage(decided.error());
    if (!kept->exists()) co_return std::optional<Job>();
    co_return std::optional<Job>(std::move(kept->value));
  }

  base::Task<db::Result<base::Ok>> store(const Job& job) {
    storage::Commit commit;
    commit.writes.push_back(storing(job));
    auto stored = co_await storage::commit(engine_, std::move(commit));
    if (!stored.ok()) co_return db::table::from_storage(stored.error());
    co_return base::Ok{};
  }

  base::Task<db::Result<JobPage<Job>>> list(JobQuery query) {
    JobPage<Job> page;
    auto see = [&](Job job) {
      page.has_more = page.jobs.size() == query.limit;
      if (!page.has_more) page.jobs.push_back(std::move(job));
      return !page.has_more;
    };
    auto seen = co_await visit(of(query.scope, query.table_name, query.after), see);
    if (!seen.ok()) co_return std::move(seen).error();
    co_return page;
  }

  // The job of the same client token, if there is one that still counts. Errors: kTokenUsed where that had
  // another request; kTooManyJobs where there is none, and `most` jobs of the scope are not done.
  base::Task<Result<std::optional<Job>>> find_same(Scope scope, std::string token, std::string request,
                                                   std::size_t most) {
    std::size_t running = 0;
    std::optional<Job> same;
    const std::int64_t since = clock_.unix_millis() - kTokenMillis;
    auto see = [&](Job job) {
      if (is_running(job.status.get())) ++running;
      const bool token_counts = token_since(job) == 0 || token_since(job) > since;
      if (!token.empty() && job.client_token == token && token_counts) same = std::move(job);
      return true;
    };
    auto seen = co_await visit(of(scope, {}, {}), see);
    if (!seen.ok()) co_return database_failure(std::move(seen).error());
    if (same && same->request != request) co_return Failure{FailureKind::kTokenUsed};
    if (!same && running >= most) co_return Failure{FailureKind::kTooManyJobs};
    co_return same;
  }

  base::Task<db::Result<base::Ok>> forget_old(const std::atomic<bool>& stopped) {
    std::vector<Job> old;
    const std::int64_t oldest = clock_.unix_millis() - kJobMillis;
    auto see = [&](Job job) {
      if (job.end_millis != 0 && job.end_millis < oldest) old.push_back(std::move(job));
      return !stopped.load(std::memory_order_relaxed);
    };
    auto seen = co_await visit(all(), see);
    if (!seen.ok()) co_return std::move(seen).error();
    for (const Job& job : old) {
      storage::Commit commit;
      commit.writes.push_back(removing(job));
      auto removed = co_await storage::commit(engine_, std::move(commit));
      if (!removed.ok()) co_return db::table::from_storage(removed.error());
    }
    co_return base::Ok{};
  }

  // Those of all accounts and regions.
  static storage::KeyRange all() { return keyspace::table_range_all(JobKind<Job>::kSpace, 0); }
  // In order of table name and id. Of one table where a name is given, behind `after` if there is one.
  static storage::KeyRange of(const Scope& scope, std::string_view table_name,
                              const std::optional<JobName>& after) {
    keyspace::KeyBuilder prefix = db::table::scope_key(JobKind<Job>::kSpace, scope);
    if (!table_name.empty()) prefix.bytes(table_name);
    storage::KeyRange range = keyspace::prefix_range(prefix.view());
    if (after) {
      // The first key after the one where the page before ended.
      std::string begin = key_of(scope, after->table_name, after->id);
      begin.push_back('\0');
      range.begin = std::clamp(begin, range.begin, range.end);
    }
    return range;
  }

  // `see` is asked about each job of the range until it says false.
  base::Task<db::Result<base::Ok>> visit(storage::KeyRange range, std::function<bool(Job)> see) {
    constexpr std::size_t kStep = 100;
    base::TimeSlice slice;
    std::optional<storage::KeyRange> rest = std::move(range);
    while (rest && rest->begin < rest->end) {
      storage::ScanLimits limits;
      limits.max_entries = std::min(limits.max_entries, kStep);
      auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, limits);
      if (!page.ok()) co_return db::table::from_storage(page.error());
      for (const storage::ScanPage::Entry& entry : page->entries()) {
        Job job;
        auto read = records::decode(JobKind<Job>::record(), entry.value, &job);
        if (!read.ok()) co_return db::table::from_storage(read.error());
        if (!see(std::move(job))) co_return base::Ok{};
      }
      rest = page->rest();
      co_await slice.pause_if_used_up();
    }
    co_return base::Ok{};
  }

  static std::string key_of(const Scope& scope, std::string_view table_name, std::string_view id) {
    return db::table::scope_key(JobKind<Job>::kSpace, scope).bytes(table_name).bytes(id).take();
  }

 private:
  storage::Engine& engine_;
  base::Clock& clock_;
};

}  // namespace stator::transfer
