// Reads the objects of a bulk put and writes their items into the table.
//
// Every item that is written leaves a mark in the commit of the write; so does one whose condition did not
// hold, before a later item of its key is written, which might make it hold. Now and then the progress is
// stored, and the marks below it go in the same commit; whoever takes the job up again reads on from there,
// and skips what is marked. So each item is written once, and in the order of the objects.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/task.h"
#include "db/expression/condition.h"
#include "db/table/database.h"
#include "objects/object_store.h"
#include "transfer/bulk_pace.h"
#include "transfer/bulk_reports.h"
#include "transfer/jobs.h"
#include "transfer/source/object_items.h"

namespace stator::transfer {

inline constexpr std::size_t kMaxBulkObjects = 50'000;                           // BulkPutItems.BestPractices
inline constexpr std::uint64_t kMaxBulkObjectBytes = 5ULL * 1024 * 1024 * 1024;  // the same: 5 GB

// Why input of so many objects, of which this is the largest, is refused. Pure.
std::optional<JobFailure> bulk_limits_exceeded(std::size_t objects, std::uint64_t largest_bytes);

// Where the marks of a job are, and one of them. Pure.
storage::KeyRange bulk_marks(const BulkPut& job);
std::string bulk_mark(const BulkPut& job, std::uint64_t object, std::uint64_t record);

// What a bulk put took of its table.
struct BulkUse {
  const db::table::TableSchema& table;
  const db::table::ConsumedCapacity& consumed;
  std::uint64_t unmet_conditions = 0;
  std::uint64_t throttles = 0;
};

// How the run and its owner talk.
class BulkKeeper {
 public:
  // Stores the job, and drops the marks: in one commit. The job learns whether it is to be cancelled.
  virtual base::Task<db::Result<base::Ok>> save(BulkPut* job, std::vector<std::string> marks) = 0;
  virtual bool is_cancelled(const BulkPut& job) = 0;
  virtual void count(const BulkUse& use) = 0;

 protected:
  ~BulkKeeper() = default;
};

// Holds a batch of items, what is there now in their places, and lines of the reports: of each some MB.
class BulkRun {
 public:
  // Items that are written at once, by tier, and their bytes (the last one may be beyond).
  static constexpr std::size_t kStandardItems = 25, kAcceleratedItems = 50;
  static constexpr std::size_t kBatchBytes = 1024 * 1024;
  // The progress is stored after so many records, or bytes of the reports; or after a while, which is longer
  // while there are lines for the reports: each time makes objects.
  static constexpr std::size_t kSaveRecords = 5'000;
  static constexpr std::size_t kSaveBytes = 4 * 1024 * 1024;
  static constexpr std::int64_t kSaveNanos = 2'000'000'000, kSaveLinesNanos = 30'000'000'000;

  // `job` learns what was done, and why it failed, if it did. All must live until run() is done.
  BulkRun(db::table::Database& database, objects::ObjectStore& objects, BulkKeeper& keeper, BulkPut& job,
          const std::atomic<bool>& stopped);

  // To be awaited on the pool of the object store. False when stopped. May be done again with the job as it
  // was stored. An error is one that may pass.
  base::Task<db::Result<bool>> run();

 private:
  struct Waiting {
    std::string item;
    std::optional<db::expression::Condition> condition;
    std::string item_key;
    storage::Write mark;
    std::string key;  // of the object
    std::uint64_t record = 0;
  };

  using Attempt = base::Task<db::Result<base::Ok>>;

  // Of all: true: the job goes on. False: it is stopped, cancelled, or has failed.
  base::Task<db::Result<bool>> find_marks();
  base::Task<db::Result<bool>> check_output();
  base::Task<db::Result<bool>> measure();
  base::Task<db::Result<bool>> read_objects();
  base::Task<db::Result<bool>> read_object(const objects::Listing::Entry& entry);
  base::Task<db::Result<bool>> take(const std::string& key, ObjectItems& items);
  base::Task<db::Result<bool>> write_batch();
  // Writes what can be written now; takes it out of `left`.
  base::Task<db::Result<bool>> write_some(std::vector<std::size_t>* left);
  db::Result<bool> settle(const Waiting& waiting, const std::optional<db::Error>& failed, bool* again);
  // Marks the items whose conditions did not hold: before a later item of their key is written.
  base::Task<db::Result<bool>> mark_unmet();
  Attempt write_unmet_marks();
  // Again and again while the engine is busy.
  base::Task<db::Result<bool>> until_taken(std::function<Attempt()> attempt);
  base::Task<db::Result<bool>> write_rest();
  base::Task<db::Result<bool>> save_if_due();
  base::Task<db::Result<bool>> save();
  base::Task<bool> pause(std::int64_t nanos);

  bool fail(JobFailure failure);
  db::Result<bool> fail(objects::Error error);
  void note(const std::string& key, std::uint64_t record, std::string_view problem,
            const db::model::ItemView* item);
  void note_unmet(const std::string& key, std::uint64_t record, db::model::ItemView item,
                  const db::model::ItemView* existing);
  void count_written(db::model::ItemView item);
  db::table::TableRef find_table() const;
  bool goes_on() const;
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }
  objects::BucketName bucket() const { return {job_.input.account, job_.input.bucket}; }

  db::table::Database& database_;
  const db::table::DatabaseParts parts_;
  objects::ObjectStore& objects_;
  BulkKeeper& keeper_;
  BulkPut& job_;
  const std::atomic<bool>& stopped_;
  const std::string own_folder_;
  BulkReports reports_;
  BulkPace pace_;
  enum class Mark : std::uint8_t { kWritten, kUnmet };
  std::uint64_t object_ = 0;                                        // a hash of the one that is being read
  std::map<std::pair<std::uint64_t, std::uint64_t>, Mark> marked_;  // when the run began: object, record
  std::vector<std::string> marks_;                                  // since the progress was stored
  std::map<std::string, std::string> unmet_;  // the same, not marked: keys of items, their marks
  std::vector<Waiting> batch_;                // of distinct keys
  db::table::TableRef batch_table_;           // for which its first item was checked
  std::set<std::string> batch_keys_;
  std::size_t batch_bytes_ = 0;
  std::size_t unsaved_ = 0;  // records
  std::int64_t saved_nanos_ = 0;
};

}  // namespace stator::transfer
