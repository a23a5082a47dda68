// What a bulk put could not write, as objects below its output prefix (OutputS3Configuration):
//
//   <prefix>/AWSDynamoDB/<operation id>/ERROR/00000000.json                    lines of JSON, one a record
//   <prefix>/AWSDynamoDB/<operation id>/CONDITION_CHECK_FAILURE/00000000.json
//   <prefix>/AWSDynamoDB/<operation id>/manifest.json                          once the operation is over
//
// What AWS calls the objects and the members of its lines is not known.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/task.h"
#include "db/model/value.h"
#include "objects/object_store.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Where the operation writes: with a slash at its end. Pure.
std::string bulk_folder(const BulkPut& job);

// Used by one coroutine at a time, on the pool of the object store.
class BulkReports {
 public:
  // The job must outlive this.
  BulkReports(objects::ObjectStore& objects, BulkPut& job, const std::atomic<bool>& stopped)
      : objects_(objects), job_(job), stopped_(stopped) {}

  // Neither does anything where the report was not asked for. `item`: nullptr if it could not be read.
  void add_error(std::string_view key, std::uint64_t record, std::string_view problem,
                 const db::model::ItemView* item);
  // `existing`: nullptr if there is none.
  void add_unmet(std::string_view key, std::uint64_t record, db::model::ItemView item,
                 const db::model::ItemView* existing);
  std::size_t waiting_bytes() const { return errors_.size() + unmet_.size(); }

  // Writes what was added as the next objects, and counts these in the job: who does it again from the same
  // progress writes the same objects.
  base::Task<objects::Result<base::Ok>> flush();
  // Of the job as it is at its end.
  base::Task<objects::Result<base::Ok>> write_manifest();

 private:
  base::Task<objects::Result<base::Ok>> put_part(std::string_view folder, std::string* lines,
                                                 std::int64_t* parts);
  std::string part_key(std::string_view folder, std::int64_t part) const;
  objects::BucketName bucket() const { return {job_.output.account, job_.output.bucket}; }

  objects::ObjectStore& objects_;
  BulkPut& job_;
  const std::atomic<bool>& stopped_;
  std::string errors_, unmet_;  // lines that wait
};

}  // namespace stator::transfer
