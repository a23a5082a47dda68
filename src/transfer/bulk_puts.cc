#include "transfer/bulk_puts.h"

#include <algorithm>
#include <optional>

#include "base/random.h"
#include "db/table/catalog.h"
#include "messages/dynamodb.h"

namespace stator::transfer {

namespace {

using db::table::IndexSchema;
using db::table::IndexStatus;
using db::table::TableRef;
using db::table::TableSchema;
using db::table::TableStatus;

// BulkPutItems.Considerations, "Table state requirements".
bool takes_bulk_puts(const TableSchema& table) {
  if (table.status == TableStatus::kActive) return true;
  return table.status == TableStatus::kUpdating &&
         std::ranges::none_of(
             table.indexes, [](const IndexSchema& index) { return index.status == IndexStatus::kCreating; });
}

// The last one first.
bool comes_before(const std::string& id, const std::string& table, const std::string& other_id,
                  const std::string& other_table) {
  return id != other_id ? id > other_id : table > other_table;
}

}  // namespace

BulkPuts::BulkPuts(db::table::Database& database, objects::ObjectStore& objects, Used used,
                   std::chrono::milliseconds first_retry)
    : database_(database),
      objects_(objects),
      used_(std::move(used)),
      parts_(database.parts()),
      jobs_(parts_, objects.pool(), {"bulk put", kBulkPutsAtATime, first_retry}, *this) {}

// ---- requests

base::Task<Result<BulkPut>> BulkPuts::begin(BulkPutRequest request) {
  auto lock = co_await mutex_.lock();
  auto same = co_await jobs_.store().find_same(request.scope, request.client_token, request.request,
                                               kMaxRunningBulkPuts);
  if (!same.ok()) co_return std::move(same).error();
  if (*same) co_return std::move(**same);
  const TableRef table = parts_.catalog.find(request.scope, request.table_name);
  if (table == nullptr) co_return Failure{FailureKind::kNoTable};
  if (!takes_bulk_puts(*table)) {
    const bool is_new = table->status == TableStatus::kCreating;
    co_return Failure{is_new ? FailureKind::kTableCreating : FailureKind::kTableUpdating};
  }
  auto running = co_await running_of(request.scope, request.table_name);
  if (!running.ok()) co_return std::move(running).error();
  if (*running >= kMaxRunningBulkPutsOfTable) co_return Failure{FailureKind::kTooManyOfTable};

  BulkPut job;
  job.start_millis = parts_.clock.unix_millis();
  job.id = new_job_id(job.start_millis);
  job.scope = request.scope;
  job.table_name = request.table_name;
  job.table_id = table->uuid;
  job.client_token = std::move(request.client_token);
  job.request = std::move(request.request);
  job.input = std::move(request.input);
  job.input_owner = std::move(request.input_owner);
  job.output = std::move(request.output);
  job.output_owner = std::move(request.output_owner);
  job.sse_algorithm = std::move(request.sse_algorithm);
  job.sse_key = std::move(request.sse_key);
  job.format = request.format;
  job.compression = request.compression;
  job.reports_errors = request.reports_errors;
  job.reports_conditions = request.reports_conditions;
  job.max_units = request.max_units;
  job.tier = request.tier;
  auto stored = co_await jobs_.store().store(job);
  if (stored.ok() || db::table::may_pass(stored.error())) jobs_.spawn(job);  // perhaps it was stored
  if (!stored.ok()) co_return database_failure(std::move(stored).error());
  co_return job;
}

base::Task<Result<std::size_t>> BulkPuts::running_of(Scope scope, std::string table_name) {
  std::size_t running = 0;
  auto see = [&](const BulkPut& job) {
    if (is_running(job.status.get())) ++running;
    return true;
  };
  auto seen = co_await jobs_.store().visit(JobStore<BulkPut>::of(scope, table_name, {}), see);
  if (!seen.ok()) co_return database_failure(std::move(seen).error());
  co_return running;
}

base::Task<Result<JobPage<BulkPut>>> BulkPuts::list(JobQuery query) {
  const std::int64_t oldest = parts_.clock.unix_millis() - kJobMillis;
  JobPage<BulkPut> page;
  auto see = [&](BulkPut job) {
    if (job.start_millis < oldest) return true;
    if (query.after && !comes_before(query.after->id, query.after->table_name, job.id, job.table_name))
      return true;
    const auto place = std::ranges::find_if(page.jobs, [&](const BulkPut& other) {
      return comes_before(job.id, job.table_name, other.id, other.table_name);
    });
    page.jobs.insert(place, std::move(job));
    if (page.jobs.size() > query.limit) {
      page.jobs.pop_back();
      page.has_more = true;
    }
    return true;
  };
  auto seen = co_await jobs_.store().visit(JobStore<BulkPut>::of(query.scope, {}, {}), see);
  if (!seen.ok()) co_return database_failure(std::move(seen).error());
  co_return page;
}

base::Task<Result<BulkPut>> BulkPuts::cancel(Scope scope, JobName name) {
  auto lock = co_await records_.lock();
  auto found = co_await jobs_.find(scope, name);
  if (!found.ok()) co_return found;
  BulkPut& job = *found;
  if (!is_running(job.status.get())) co_return Failure{FailureKind::kEnded};
  if (job.status.get() == JobStatus::kInProgress) {
    job.status = JobStatus::kCancelling;
    auto stored = co_await jobs_.store().store(job);
    if (!stored.ok()) co_return database_failure(std::move(stored).error());
  }
  const std::lock_guard mark(cancelled_mutex_);
  cancelled_.insert(job.id);
  co_return found;
}

// ---- the work

base::Task<db::Result<bool>> BulkPuts::make(BulkPut* job) {
  auto turn = jobs_.new_turn();
  constexpr std::chrono::milliseconds kPause{100};
  while (!is_cancelled(*job) && !turn.take()) {
    if (jobs_.stop_mark().load(std::memory_order_relaxed)) co_return false;
    co_await base::sleep_for(kPause);
  }
  BulkRun run(database_, objects_, *this, *job, jobs_.stop_mark());
  auto done = co_await run.run();
  co_return done;
}

base::Task<db::Result<base::Ok>> BulkPuts::finish(const BulkPut& job) {
  auto lock = co_await records_.lock();
  BulkPut ended = job;
  std::vector<std::string> marks;
  std::optional<storage::KeyRange> rest = bulk_marks(job);
  const storage::ScanLimits limits;
  while (rest) {
    auto page = co_await parts_.engine.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return db::table::from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) marks.emplace_back(entry.key);
    rest = page->rest();
  }
  auto stored = co_await store(&ended, std::move(marks));
  if (!stored.ok()) co_return stored;
  const std::lock_guard mark(cancelled_mutex_);
  cancelled_.erase(job.id);
  co_return stored;
}

base::Task<db::Result<base::Ok>> BulkPuts::save(BulkPut* job, std::vector<std::string> marks) {
  auto lock = co_await records_.lock();
  auto stored = co_await store(job, std::move(marks));
  co_return stored;
}

base::Task<db::Result<base::Ok>> BulkPuts::store(BulkPut* job, std::vector<std::string> marks) {
  std::string key = JobStore<BulkPut>::key_of(job->scope, job->table_name, job->id);
  auto kept = co_await records::get<BulkPut>(parts_.engine, kBulkPutRecord, key);
  if (!kept.ok()) co_return db::table::from_storage(kept.error());
  const JobStatus status = kept->value.status.get();
  if (!kept->exists() || !is_running(status))
    co_return db::Error{db::ErrorKind::kInternal, "the job has ended already", {}};
  if (status == JobStatus::kCancelling) {
    const bool ends = !is_running(job->status.get());
    job->status = ends ? JobStatus::kCancelled : JobStatus::kCancelling;
    if (ends && job->failure.code.empty()) job->failure = {"UserCancelled", messages::kBulkCancelled};
  }
  storage::Commit commit;
  commit.guards.push_back({std::move(key), kept->version});
  commit.writes.push_back(JobStore<BulkPut>::storing(*job));
  for (std::string& mark : marks) commit.writes.push_back({std::move(mark), std::nullopt});
  auto done = co_await storage::commit(parts_.engine, std::move(commit));
  if (!done.ok()) co_return db::table::from_storage(done.error());
  co_return base::Ok{};
}

bool BulkPuts::is_cancelled(const BulkPut& job) {
  if (job.status.get() == JobStatus::kCancelling) return true;
  const std::lock_guard lock(cancelled_mutex_);
  return cancelled_.contains(job.id);
}

void BulkPuts::count(const BulkUse& use) {
  if (used_) used_(use);
}

}  // namespace stator::transfer
