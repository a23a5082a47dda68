// Imports of objects in buckets into new tables (rule 123): DynamoDB JSON, Ion or CSV. The table is CREATING
// until all of it was read; what cannot be read is said in a log, and the rest is kept.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/async_mutex.h"
#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "db/recovery/copy_turns.h"
#include "db/table/database.h"
#include "objects/object_store.h"
#include "telemetry/logs.h"
#include "transfer/attempts.h"
#include "transfer/failure.h"
#include "transfer/job_store.h"
#include "transfer/jobs.h"

namespace stator::transfer {

inline constexpr std::size_t kMaxRunningImports = 50;     // of an account and region (ServiceQuotas)
inline constexpr std::size_t kMaxImportObjects = 50'000;  // of one (S3DataImport.Validation)

struct ImportRequest {
  db::table::TableSchema table;  // to be created
  std::string client_token;      // empty: none
  std::string request;           // a digest of the parameters
  std::string parameters;        // see Import
  Place place;
  std::string bucket_owner;
  DataFormat format = DataFormat::kDynamodbJson;
  Compression compression = Compression::kNone;
  CsvOptions csv;
};

class Imports {
 public:
  // All must outlive this.
  Imports(db::table::Database& database, objects::ObjectStore& objects, telemetry::Logs& logs,
          std::chrono::milliseconds first_retry = Attempts::kFirstPause);

  // Takes up what a restart interrupted. To be called once.
  base::Task<Result<base::Ok>> start();
  // Work in the background ends early, to be taken up again. Before any of the others stops.
  base::Task<void> stop();

  // The same request again, by its token, gives the same import. Errors: kTableExists, kTokenUsed,
  // kTooManyJobs.
  base::Task<Result<Import>> begin(ImportRequest request);
  base::Task<Result<Import>> find(Scope scope, JobName name);  // kNoJob
  base::Task<Result<JobPage<Import>>> list(JobQuery query);

 private:
  void spawn(Scope scope, JobName name);
  base::Task<db::Result<base::Ok>> run(Scope scope, JobName name, std::shared_ptr<Attempts> attempts);
  // False when stopped.
  base::Task<db::Result<bool>> read_into(const db::table::TableSchema& table, Import* job);
  base::Task<db::Result<base::Ok>> finish(db::table::TableRef table, const Import& job);

  // They use threads of the pool.
  static constexpr int kImportsAtATime = 2;

  objects::ObjectStore& objects_;
  telemetry::Logs& logs_;
  db::table::Histories& histories_;
  const db::table::DatabaseParts parts_;
  JobStore<Import> jobs_;
  base::AsyncMutex mutex_;  // one beginning at a time
  const std::chrono::milliseconds first_retry_;
  base::TaskGroup tasks_;
  base::Rounds rounds_;  // forget old jobs
  db::recovery::CopyTurns turns_{kImportsAtATime};
};

}  // namespace stator::transfer
