// Exports, imports and bulk puts as they are stored and described (docs/formats/records.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"
#include "db/table/schema.h"

namespace stator::transfer {

using db::table::Scope;

template <typename E>
using Enum = aws::protocol::Enum<E>;

// Stored by their names in the API.
enum class DataFormat : std::uint8_t { kDynamodbJson, kIon, kCsv };  // exports: not kCsv
enum class Compression : std::uint8_t { kNone, kGzip, kZstd };
enum class JobStatus : std::uint8_t {
  kInProgress,
  kCompleted,
  kFailed,
  kCompletedWithErrors,  // this and the next two: bulk puts only
  kCancelling,
  kCancelled,
};
inline bool is_running(JobStatus status) {
  return status == JobStatus::kInProgress || status == JobStatus::kCancelling;
}
enum class ExportType : std::uint8_t { kFull, kIncremental };
enum class ExportView : std::uint8_t { kNewImage, kNewAndOldImages };

// Jobs are forgotten so long after they ended (S3DataExport_Requesting, S3DataImport.Requesting).
inline constexpr std::int64_t kJobMillis = 90LL * 24 * 3600 * 1000;
// A client token names its request so long after that ended (API_ExportTableToPointInTime, API_ImportTable).
inline constexpr std::int64_t kTokenMillis = 8LL * 3600 * 1000;

// Where the objects are. The bucket need not be there.
struct Place {
  std::string account;  // that has the bucket
  std::string bucket;
  std::string prefix;   // as given
  bool denied = false;  // whoever asked may not use it: the job fails
};

// Why a job failed: FailureCode and FailureMessage.
struct JobFailure {
  std::string code;  // empty: it did not
  std::string message;
};

// Which items an export has, and what of them (S3DataExport.Filtered): expressions as they came.
struct ExportFilter {
  std::string key_condition;  // empty: none; also the next two
  std::string filter;
  std::string projection;
  aws::protocol::Map<std::string> names;   // by placeholder
  aws::protocol::Map<std::string> values;  // by placeholder: the encoded value (db/model/value.h), in base64
};

struct Export {
  std::string id;  // 01604632434000-a1b2c3d4: the millisecond of its beginning, eight hexadecimal digits
  Scope scope;
  std::string table_name;
  std::string table_id;  // a UUID
  std::string client_token;
  std::string request;  // a digest of its parameters, to know them again
  Place place;
  std::string bucket_owner;   // as given; empty: not given
  std::string sse_algorithm;  // "AES256", "KMS"
  std::string sse_key;        // empty: not given
  Enum<DataFormat> format = DataFormat::kDynamodbJson;
  Enum<ExportType> type = ExportType::kFull;
  Enum<JobStatus> status = JobStatus::kInProgress;
  std::int64_t start_millis = 0;
  std::int64_t end_millis = 0;     // 0: not yet
  std::int64_t export_millis = 0;  // kFull: the moment whose state it has
  std::int64_t from_millis = 0;    // kIncremental: changes from here on,
  std::int64_t to_millis = 0;      // and before this
  Enum<ExportView> view = ExportView::kNewAndOldImages;
  std::optional<ExportFilter> filter;
  std::string manifest;  // the key of its summary; empty: not yet
  std::int64_t billed_bytes = 0;
  std::int64_t item_count = 0;
  JobFailure failure;
  std::string copy_id;     // of the copy of the table that it is made from
  std::string changes_id;  // kIncremental: of the copy that says what changed

  // arn:aws:dynamodb:<region>:<account>:table/<name>
  std::string table_arn() const;
  // <table_arn>/export/<id>
  std::string arn() const;
};

struct CsvOptions {
  std::string delimiter = ",";      // one character
  std::vector<std::string> header;  // empty: the first line of each object
};

struct Import {
  std::string id;  // like that of an export
  Scope scope;
  std::string table_name;
  std::string table_id;  // a UUID
  std::string client_token;
  std::string request;     // a digest of its parameters, to know them again
  std::string parameters;  // TableCreationParameters and InputFormatOptions as they came, for the API: JSON
  Place place;
  std::string bucket_owner;  // as given; empty: not given
  Enum<DataFormat> format = DataFormat::kDynamodbJson;
  Enum<Compression> compression = Compression::kNone;
  CsvOptions csv;
  Enum<JobStatus> status = JobStatus::kInProgress;
  std::int64_t start_millis = 0;
  std::int64_t end_millis = 0;  // 0: not yet
  std::int64_t error_count = 0;
  std::int64_t processed_bytes = 0;  // of the objects, as they are stored
  std::int64_t processed_items = 0;
  std::int64_t imported_items = 0;
  JobFailure failure;

  std::string table_arn() const;
  // <table_arn>/import/<id>
  std::string arn() const;
};

enum class BulkTier : std::uint8_t { kStandard, kAccelerated };

// How far a bulk put is: what it was asked to read, in order of the keys of the objects.
struct BulkProgress {
  std::string done;              // the last object that is; empty: none yet
  std::string object;            // the one that is being read; empty: the next one
  std::string etag;              // of it
  std::int64_t records = 0;      // of it, that were taken
  std::int64_t done_bytes = 0;   // of the objects that are done
  std::int64_t error_parts = 0;  // objects of the report that are written
  std::int64_t condition_parts = 0;
};

// Items of objects that are put into a table that is there (BulkPutItems).
struct BulkPut {
  std::string id;  // like that of an export
  Scope scope;
  std::string table_name;
  std::string table_id;  // a UUID
  std::string client_token;
  std::string request;  // a digest of its parameters, to know them again
  Place input;
  std::string input_owner;  // as given; empty: not given; also the next four
  Place output;
  std::string output_owner;
  std::string sse_algorithm;
  std::string sse_key;
  Enum<DataFormat> format = DataFormat::kDynamodbJson;  // not kCsv
  Enum<Compression> compression = Compression::kNone;
  bool reports_errors = false;
  bool reports_conditions = false;
  std::int64_t max_units = 0;  // write request units a second; 0: not limited
  Enum<BulkTier> tier = BulkTier::kStandard;
  Enum<JobStatus> status = JobStatus::kInProgress;
  std::int64_t start_millis = 0;
  std::int64_t end_millis = 0;  // 0: not yet
  std::int64_t processed_items = 0;
  std::int64_t failed_items = 0;                 // of these: they could not be read, or are not valid
  std::int64_t unmet_conditions = 0;             // of these, too
  std::int64_t processed_bytes = 0;              // of the objects, as they are stored
  std::int64_t total_bytes = -1;                 // -1: not known yet
  std::int64_t table_bytes = 0;                  // that were put; also the next three
  aws::protocol::Map<std::int64_t> local_bytes;  // by index
  aws::protocol::Map<std::int64_t> global_bytes;
  aws::protocol::Map<std::int64_t> vector_bytes;
  JobFailure failure;
  BulkProgress progress;

  std::string table_arn() const;
  // <table_arn>/bulk-operation/<id>
  std::string arn() const;
};

// How a job ends whose work is over.
template <typename Job>
JobStatus status_at_end(const Job& job) {
  return job.failure.code.empty() ? JobStatus::kCompleted : JobStatus::kFailed;
}
JobStatus status_at_end(const BulkPut& job);

// What attempts have brought the job to, as it is stored: it grows. Others than bulk puts are made anew each
// time.
template <typename Job>
std::int64_t progress_of(const Job&) {
  return 0;
}
inline std::int64_t progress_of(const BulkPut& job) { return job.processed_items; }

// The log group of what an import could not read, and its stream: <import id>/error.
inline constexpr char kImportLogGroup[] = "/aws-dynamodb/imports";

extern const aws::protocol::Structure kExportRecord;
extern const aws::protocol::Structure kImportRecord;
extern const aws::protocol::Structure kBulkPutRecord;

// Names a job of an account and region.
// A new one, which sorts by time: as those of backups.
std::string new_job_id(std::int64_t start_millis);

struct JobName {
  std::string table_name;
  std::string id;
};

// In order of table name and id, that is of time.
template <typename Job>
struct JobPage {
  std::vector<Job> jobs;
  bool has_more = false;
};
struct JobQuery {
  Scope scope;
  std::string table_name;        // empty: of all tables
  std::optional<JobName> after;  // where the page before ended
  std::size_t limit = 25;
};

}  // namespace stator::transfer
