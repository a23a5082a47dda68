// Bulk puts of the items in buckets into tables that are there (StartBulkPutItems): DynamoDB JSON or Ion,
// each item with a condition of its own if it has one. Items are written as by PutItem, so indexes, streams,
// times to live and histories see them. What could not be written is reported in objects.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/async_mutex.h"
#include "base/task.h"
#include "db/table/database.h"
#include "objects/object_store.h"
#include "transfer/attempts.h"
#include "transfer/bulk_run.h"
#include "transfer/failure.h"
#include "transfer/job_runner.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Operations that are not over: of an account and region, and of one of its tables. Both numbers are
// assumed: AWS has such quotas (BulkPutItems.Considerations), theirs are not known.
inline constexpr std::size_t kMaxRunningBulkPuts = 50;
inline constexpr std::size_t kMaxRunningBulkPutsOfTable = 10;
inline constexpr int kBulkPutsAtATime = 8;            // those that wait for their pace count, too
inline constexpr std::int64_t kMinBulkUnits = 1'024;  // of MaxWriteRequestUnits

struct BulkPutRequest {
  Scope scope;
  std::string table_name;
  std::string client_token;  // empty: none
  std::string request;       // a digest of the parameters
  Place input;
  std::string input_owner;
  Place output;
  std::string output_owner;
  std::string sse_algorithm;
  std::string sse_key;
  DataFormat format = DataFormat::kDynamodbJson;  // not kCsv
  Compression compression = Compression::kNone;
  bool reports_errors = false;
  bool reports_conditions = false;
  std::int64_t max_units = 0;  // 0: not limited
  BulkTier tier = BulkTier::kStandard;
};

class BulkPuts final : private JobWork<BulkPut>, private BulkKeeper {
 public:
  using Used = std::function<void(const BulkUse&)>;

  // All must outlive this. `used` is told on the pool.
  BulkPuts(db::table::Database& database, objects::ObjectStore& objects, Used used = {},
           std::chrono::milliseconds first_retry = Attempts::kFirstPause);

  // Takes up what a restart interrupted. To be called once.
  base::Task<Result<base::Ok>> start() { return jobs_.start(); }
  // Work in the background ends early, to be taken up again. Before any of the others stops.
  base::Task<void> stop() { return jobs_.stop(); }

  // The same request again, by its token, gives the same operation. Errors: kNoTable, kTableCreating,
  // kTableUpdating, kTokenUsed, kTooManyJobs, kTooManyOfTable.
  base::Task<Result<BulkPut>> begin(BulkPutRequest request);
  base::Task<Result<BulkPut>> find(Scope scope, JobName name) {  // kNoJob
    return jobs_.find(std::move(scope), std::move(name));
  }
  // Those that began within kJobMillis, the last one first.
  base::Task<Result<JobPage<BulkPut>>> list(JobQuery query);
  // The operation as it is then: it is asked to end, which may have been asked before. Errors: kNoJob,
  // kEnded.
  base::Task<Result<BulkPut>> cancel(Scope scope, JobName name);

 private:
  base::Task<db::Result<bool>> make(BulkPut* job) override;
  base::Task<db::Result<base::Ok>> finish(const BulkPut& job) override;
  base::Task<db::Result<base::Ok>> save(BulkPut* job, std::vector<std::string> marks) override;
  bool is_cancelled(const BulkPut& job) override;
  void count(const BulkUse& use) override;

  base::Task<Result<std::size_t>> running_of(Scope scope, std::string table_name);
  // With the job, and without the marks, in one commit; it learns whether it is to be cancelled. With the
  // lock on records_.
  base::Task<db::Result<base::Ok>> store(BulkPut* job, std::vector<std::string> marks);

  db::table::Database& database_;
  objects::ObjectStore& objects_;
  const Used used_;
  const db::table::DatabaseParts parts_;
  base::AsyncMutex mutex_;    // one beginning at a time
  base::AsyncMutex records_;  // one change of a record at a time
  std::mutex cancelled_mutex_;
  std::set<std::string> cancelled_;  // ids of jobs that are running; guarded by cancelled_mutex_
  JobRunner<BulkPut> jobs_;
};

}  // namespace stator::transfer
