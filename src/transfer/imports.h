// Imports of objects in buckets into new tables (rule 123): DynamoDB JSON, Ion or CSV. The table is CREATING
// until all of it was read; what cannot be read is said in a log, and the rest is kept.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "base/async_mutex.h"
#include "base/task.h"
#include "db/table/database.h"
#include "objects/object_store.h"
#include "telemetry/logs.h"
#include "transfer/attempts.h"
#include "transfer/failure.h"
#include "transfer/job_runner.h"
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

class Imports final : private JobWork<Import> {
 public:
  // All must outlive this.
  Imports(db::table::Database& database, objects::ObjectStore& objects, telemetry::Logs& logs,
          std::chrono::milliseconds first_retry = Attempts::kFirstPause);

  // Takes up what a restart interrupted. To be called once.
  base::Task<Result<base::Ok>> start() { return jobs_.start(); }
  // Work in the background ends early, to be taken up again. Before any of the others stops.
  base::Task<void> stop() { return jobs_.stop(); }

  // The same request again, by its token, gives the same import. Errors: kTableExists, kTokenUsed,
  // kTooManyJobs.
  base::Task<Result<Import>> begin(ImportRequest request);
  // kNoJob. Where an import is done its table takes requests.
  base::Task<Result<Import>> find(Scope scope, JobName name);
  base::Task<Result<JobPage<Import>>> list(JobQuery query);

 private:
  base::Task<db::Result<bool>> make(Import* job) override;
  base::Task<db::Result<base::Ok>> finish(const Import& job) override;
  // Until the table of an import that is done is known to be ACTIVE: the commit that says both is read by
  // others before the catalog has heard of it.
  base::Task<Result<base::Ok>> await_table(const Import& job);
  // The table that is being filled; nullptr where none came.
  db::table::TableRef table_of(const Import& job) const;

  objects::ObjectStore& objects_;
  telemetry::Logs& logs_;
  db::table::Histories& histories_;
  const db::table::DatabaseParts parts_;
  base::AsyncMutex mutex_;  // one beginning at a time
  JobRunner<Import> jobs_;
};

}  // namespace stator::transfer
