#include "transfer/imports.h"

#include <chrono>
#include <memory>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "db/table/backup_registry.h"
#include "db/table/catalog.h"
#include "db/table/histories.h"
#include "db/table/patience.h"
#include "transfer/bucket_failure.h"
#include "transfer/import_run.h"

namespace stator::transfer {

namespace {

using db::table::TableRef;
using db::table::TableSchema;
using db::table::TableStatus;

constexpr std::int64_t kMicrosPerMilli = 1000;
constexpr std::chrono::minutes kPause{10};  // between two rounds
constexpr std::chrono::milliseconds kTurnPause{200}, kBusyPause{5};

Failure to_failure(db::Error error) {
  if (error.kind == db::ErrorKind::kResourceInUse) return {FailureKind::kTableExists};
  return {FailureKind::kDatabase, std::move(error)};
}

}  // namespace

Imports::Imports(db::table::Database& database, objects::ObjectStore& objects, telemetry::Logs& logs,
                 std::chrono::milliseconds first_retry)
    : objects_(objects),
      logs_(logs),
      histories_(database.histories()),
      parts_(database.parts()),
      jobs_(parts_.engine, parts_.clock),
      first_retry_(first_retry),
      rounds_(parts_.background, tasks_, [this]() -> base::Task<> {
        const auto done = co_await jobs_.forget_old(rounds_.stop_mark());
        if (!done.ok())
          base::log_warning("import", "the upkeep of imports has to wait: {}", done.error().message);
      }) {}

base::Task<Result<base::Ok>> Imports::start() {
  auto resume = [this](Import job) {
    if (job.status.get() == JobStatus::kInProgress) spawn(job.scope, {job.table_name, job.id});
    return true;
  };
  auto resumed = co_await jobs_.visit(JobStore<Import>::all(), resume);
  if (!resumed.ok()) co_return to_failure(std::move(resumed).error());
  rounds_.start(kPause, kPause);
  co_return base::Ok{};
}

base::Task<void> Imports::stop() {
  rounds_.stop();
  co_await tasks_.wait();
}

base::Task<Result<Import>> Imports::begin(ImportRequest request) {
  auto lock = co_await mutex_.lock();
  const Scope scope = request.table.scope;
  const std::string name = request.table.name;
  auto same = co_await jobs_.find_same(scope, request.client_token, request.request, kMaxRunningImports);
  if (!same.ok()) co_return std::move(same).error();
  if (*same) co_return std::move(**same);
  if (parts_.catalog.find(scope, name) != nullptr) co_return Failure{FailureKind::kTableExists};

  Import job;
  job.start_millis = parts_.clock.unix_millis();
  base::Random& random = base::SecureRandom::system();
  job.id =
      db::table::new_backup_id(job.start_millis * kMicrosPerMilli, static_cast<std::uint32_t>(random.next()));
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
    co_return Failure{FailureKind::kDatabase, {db::ErrorKind::kInternal, bucket.error().message, {}}};
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
    begun = co_await jobs_.store(job);
  }
  if (begun.ok() || db::table::may_pass(begun.error()))
    spawn(scope, {name, job.id});  // perhaps it was stored
  if (!begun.ok()) co_return to_failure(std::move(begun).error());
  co_return job;
}

base::Task<Result<Import>> Imports::find(Scope scope, JobName name) {
  auto found = co_await jobs_.find(std::move(scope), std::move(name));
  if (!found.ok()) co_return to_failure(std::move(found).error());
  if (!*found) co_return Failure{FailureKind::kNoJob};
  co_return std::move(**found);
}

base::Task<Result<JobPage<Import>>> Imports::list(JobQuery query) {
  auto page = co_await jobs_.list(std::move(query));
  if (!page.ok()) co_return to_failure(std::move(page).error());
  co_return std::move(*page);
}

void Imports::spawn(Scope scope, JobName name) {
  auto attempts = std::make_shared<Attempts>(first_retry_);
  auto attempt = [this, scope, name, attempts] { return run(scope, name, attempts); };
  tasks_.spawn_on(objects_.pool(),
                  db::table::until_done(rounds_.stop_mark(), "the import " + name.id, std::move(attempt)));
}

// Makes an import whose record says that it is in progress. Does nothing where there is none.
base::Task<db::Result<base::Ok>> Imports::run(Scope scope, JobName name, std::shared_ptr<Attempts> attempts) {
  // A table whose creation is undecided is decided first, and the job with it.
  auto settled = co_await histories_.settled(scope, name.table_name);
  if (!settled.ok()) co_return std::move(settled).error();
  const TableRef table = std::move(*settled);
  auto found = co_await jobs_.find_decided(scope, name);
  if (!found.ok()) co_return std::move(found).error();
  if (!*found || (*found)->status.get() != JobStatus::kInProgress) co_return base::Ok{};
  Import& job = **found;
  const bool has_table = table != nullptr && table->uuid == job.table_id;
  if (!has_table) {
    job.failure = job.place.denied ? access_denied() : no_such_bucket();
  } else {
    auto read = co_await read_into(*table, &job);
    if (!read.ok()) {
      if (db::table::may_pass(read.error()) && !attempts->used_up()) {
        co_await attempts->pause(rounds_.stop_mark());
        co_return std::move(read).error();
      }
      job.failure = internal_failure("the import " + job.id, read.error());
    } else if (!*read) {
      co_return base::Ok{};
    }
  }
  job.status = job.failure.code.empty() ? JobStatus::kCompleted : JobStatus::kFailed;
  job.end_millis = parts_.clock.unix_millis();
  if (!has_table) {
    auto stored = co_await jobs_.store(job);
    co_return stored;
  }
  auto finished = co_await finish(table, job);
  co_return finished;
}

// That the engine takes no more is no reason to make it anew.
base::Task<db::Result<base::Ok>> Imports::finish(TableRef table, const Import& job) {
  for (;;) {
    storage::Commit done;
    done.writes.push_back(JobStore<Import>::storing(job));
    auto finished = co_await histories_.finish_filling(table, std::move(done));
    const bool again = !finished.ok() && finished.error().kind == db::ErrorKind::kThrottled;
    if (!again || rounds_.stopped()) co_return finished;
    co_await base::sleep_for(kBusyPause);
  }
}

base::Task<db::Result<bool>> Imports::read_into(const TableSchema& table, Import* job) {
  db::recovery::CopyTurns::Turn turn(&turns_);
  while (!turn.take()) {
    if (rounds_.stopped()) co_return false;
    co_await base::sleep_for(kTurnPause);
  }
  ImportRun import(parts_.engine, objects_, logs_, table, *job, rounds_.stop_mark());
  auto read = co_await import.run();
  co_return read;
}

}  // namespace stator::transfer
