#include "transfer/imports.h"

#include <utility>

#include "base/random.h"
#include "db/table/catalog.h"
#include "db/table/histories.h"
#include "db/table/patience.h"
#include "transfer/import_run.h"
#include "transfer/job_failures.h"

namespace stator::transfer {

namespace {

using db::table::TableRef;
using db::table::TableSchema;
using db::table::TableStatus;

constexpr int kImportsAtATime = 2;

}  // namespace

Imports::Imports(db::table::Database& database, objects::ObjectStore& objects, telemetry::Logs& logs,
                 std::chrono::milliseconds first_retry)
    : objects_(objects),
      logs_(logs),
      histories_(database.histories()),
      parts_(database.parts()),
      jobs_(parts_, objects.pool(), {"import", kImportsAtATime, first_retry}, *this) {}

base::Task<Result<Import>> Imports::begin(ImportRequest request) {
  auto lock = co_await mutex_.lock();
  const Scope scope = request.table.scope;
  const std::string name = request.table.name;
  auto same =
      co_await jobs_.store().find_same(scope, request.client_token, request.request, kMaxRunningImports);
  if (!same.ok()) co_return std::move(same).error();
  if (*same) co_return std::move(**same);
  if (parts_.catalog.find(scope, name) != nullptr) co_return Failure{FailureKind::kTableExists};

  Import job;
  job.start_millis = parts_.clock.unix_millis();
  base::Random& random = base::SecureRandom::system();
  job.id = new_job_id(job.start_millis);
  job.scope = scope;
  job.table_name = name;
  job.client_token = std::move(request.client_token);
  job.request = std::move(request.request);
  job.parameters = std::move(request.parameters);
  job.place = std::move(request.place);
  job.bucket_owner = std::move(request.bucket_owner);
  job.format = request.format;
  job.compression = request.compression;
  job.csv = std::move(request.csv);

  const objects::BucketName bucket_name{job.place.account, job.place.bucket};
  auto bucket = co_await objects_.find_bucket(bucket_name);
  if (!bucket.ok() && bucket.error().kind != objects::ErrorKind::kNoSuchBucket)
    co_return database_failure({db::ErrorKind::kInternal, bucket.error().message, {}});
  db::Result<base::Ok> begun = base::Ok{};
  if (bucket.ok() && !job.place.denied) {
    auto with = [&job](const TableSchema& table) -> db::Result<storage::Commit> {
      job.table_id = table.uuid;
      storage::Commit commit;
      commit.writes.push_back(JobStore<Import>::storing(job));
      return commit;
    };
    auto created = co_await histories_.begin_filling(std::move(request.table), with);
    if (!created.ok()) begun = std::move(created).error();
  } else {
    // It fails, and no table comes (S3DataImport.Validation).
    job.table_id = base::new_uuid(random);
    begun = co_await jobs_.store().store(job);
  }
  if (begun.ok() || db::table::may_pass(begun.error())) jobs_.spawn(job);  // perhaps it was stored
  if (begun.ok()) co_return job;
  if (begun.error().kind == db::ErrorKind::kResourceInUse) co_return Failure{FailureKind::kTableExists};
  co_return database_failure(std::move(begun).error());
}

base::Task<Result<Import>> Imports::find(Scope scope, JobName name) {
  auto job = co_await jobs_.find(std::move(scope), std::move(name));
  if (!job.ok()) co_return job;
  auto awaited = co_await await_table(*job);
  if (!awaited.ok()) co_return std::move(awaited).error();
  co_return job;
}

base::Task<Result<JobPage<Import>>> Imports::list(JobQuery query) {
  auto page = co_await jobs_.list(std::move(query));
  if (!page.ok()) co_return page;
  for (const Import& job : page->jobs) {
    auto awaited = co_await await_table(job);
    if (!awaited.ok()) co_return std::move(awaited).error();
  }
  co_return page;
}

base::Task<Result<base::Ok>> Imports::await_table(const Import& job) {
  if (job.status.get() == JobStatus::kInProgress) co_return base::Ok{};
  const TableRef table = table_of(job);
  if (table == nullptr || table->status != TableStatus::kCreating) co_return base::Ok{};
  auto settled = co_await histories_.settled(job.scope, job.table_name);
  if (!settled.ok()) co_return database_failure(std::move(settled).error());
  co_return base::Ok{};
}

TableRef Imports::table_of(const Import& job) const {
  TableRef table = parts_.catalog.find(job.scope, job.table_name);
  return table != nullptr && table->uuid == job.table_id ? table : nullptr;
}

base::Task<db::Result<bool>> Imports::make(Import* job) {
  // The job is there, so its table is, too; once that is known to all.
  auto settled = co_await histories_.settled(job->scope, job->table_name);
  if (!settled.ok()) co_return std::move(settled).error();
  const TableRef table = table_of(*job);
  if (table == nullptr) {
    job->failure = job->place.denied ? access_denied() : no_such_bucket();
    co_return true;
  }
  auto turn = jobs_.new_turn();
  const bool taken = co_await jobs_.take(&turn);
  if (!taken) co_return false;
  ImportRun import(parts_.engine, objects_, logs_, *table, *job, jobs_.stop_mark());
  auto read = co_await import.run();
  co_return read;
}

base::Task<db::Result<base::Ok>> Imports::finish(const Import& job) {
  const TableRef table = table_of(job);
  if (table == nullptr) {
    auto stored = co_await jobs_.store().store(job);
    co_return stored;
  }
  storage::Commit done;
  done.writes.push_back(JobStore<Import>::storing(job));
  auto finished = co_await histories_.finish_filling(table, std::move(done));
  co_return finished;
}

}  // namespace stator::transfer
