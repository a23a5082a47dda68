// Exports of tables to buckets (rule 123): the state of one moment, or what changed between two, in the
// layout of AWS. An export is made in the background, from a copy of the table that nobody else sees
// (db/recovery), so writes to the table go on, and it may even be deleted.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "base/async_mutex.h"
#include "base/task.h"
#include "db/recovery/backups.h"
#include "db/table/histories.h"
#include "objects/object_store.h"
#include "transfer/attempts.h"
#include "transfer/failure.h"
#include "transfer/job_runner.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Jobs of an account and region that are not done (rule 123).
inline constexpr std::size_t kMaxRunningExports = 300;
// Of an incremental export (S3DataExport.HowItWorks): to be checked by the caller.
inline constexpr std::int64_t kMinIncrementMillis = 15LL * 60 * 1000;
inline constexpr std::int64_t kMaxIncrementMillis = 24LL * 3600 * 1000;

struct ExportRequest {
  Scope scope;
  std::string table_name;
  std::string client_token;  // empty: none
  std::string request;       // a digest of the parameters
  Place place;
  std::string bucket_owner;
  std::string sse_algorithm = "AES256";
  std::string sse_key;
  DataFormat format = DataFormat::kDynamodbJson;
  ExportType type = ExportType::kFull;
  // kFull: the moment; nothing: now. kIncremental: the end; nothing: now, but 24 hours after `from` at most.
  std::optional<std::int64_t> at_millis;
  std::int64_t from_millis = 0;  // kIncremental
  ExportView view = ExportView::kNewAndOldImages;
  std::optional<ExportFilter> filter;  // that ItemFilter takes
};

class Exports final : private JobWork<Export> {
 public:
  // All must outlive this.
  Exports(db::table::Database& database, db::recovery::Backups& backups, objects::ObjectStore& objects,
          std::chrono::milliseconds first_retry = Attempts::kFirstPause);

  // Takes up what a restart interrupted. To be called once, when the backups have started.
  base::Task<Result<base::Ok>> start() { return jobs_.start(); }
  // Work in the background ends early, to be taken up again. Before any of the others stops.
  base::Task<void> stop() { return jobs_.stop(); }

  // The same request again, by its token, gives the same export. Errors: kNoTable, kNotContinuous,
  // kInvalidTime, kTokenUsed, kTooManyJobs.
  base::Task<Result<Export>> begin(ExportRequest request);
  base::Task<Result<Export>> find(Scope scope, JobName name);  // kNoJob
  base::Task<Result<JobPage<Export>>> list(JobQuery query) { return jobs_.list(std::move(query)); }

 private:
  base::Task<db::Result<bool>> make(Export* job) override;
  base::Task<db::Result<base::Ok>> finish(const Export& job) override;
  // The copy once it is complete; nothing when stopped.
  base::Task<db::Result<std::optional<db::recovery::Backup>>> wait_for_copy(const Export& job);

  db::recovery::Backups& backups_;
  db::table::Histories& histories_;
  objects::ObjectStore& objects_;
  const db::table::DatabaseParts parts_;
  base::AsyncMutex mutex_;  // one beginning at a time
  JobRunner<Export> jobs_;
};

}  // namespace stator::transfer
