#include "transfer/exports.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/random.h"
#include "db/table/catalog.h"
#include "db/table/data_readers.h"
#include "db/table/item_keys.h"
#include "transfer/changed_items.h"
#include "transfer/export_writer.h"
#include "transfer/item_filter.h"
#include "transfer/job_failures.h"

namespace stator::transfer {

namespace {

using db::recovery::Backup;
using db::recovery::BackupName;
using db::recovery::BackupStatus;

constexpr std::int64_t kMicrosPerMilli = 1000;
constexpr std::chrono::milliseconds kShortestPause{5}, kLongestPause{200};
constexpr int kExportsAtATime = 2;
constexpr storage::ScanLimits kPage{256 * 1024, 1000};
constexpr std::string_view kChangesSuffix = "-changes";  // of a copy's id

Failure to_failure(db::recovery::Failure failure) {
  using db::recovery::FailureKind;
  switch (failure.kind) {
    case FailureKind::kNoTable:
    case FailureKind::kTableInUse:  // it is being created or updated: as if it were not there yet
      return {transfer::FailureKind::kNoTable};
    case FailureKind::kNotContinuous:
      return {transfer::FailureKind::kNotContinuous};
    case FailureKind::kInvalidTime:
      return {transfer::FailureKind::kInvalidTime};
    default:
      return {transfer::FailureKind::kDatabase, std::move(failure.error)};
  }
}

BackupName copy_of(const Export& job) { return {job.table_name, job.copy_id}; }
BackupName changes_of(const Export& job) { return {job.table_name, job.changes_id}; }

// Items of a copy. The filter must outlive this.
class CopiedItems final : public ExportSource {
 public:
  CopiedItems(storage::Engine& engine, const Backup& copy, const ItemFilter& filter)
      : engine_(engine), filter_(filter), rest_(filter.range(copy.data())) {}

  base::Task<db::Result<bool>> next(const ExportLayout& layout, std::string* lines,
                                    std::int64_t* items) override {
    auto page = co_await engine_.scan(std::move(*rest_), storage::Direction::kForward, kPage);
    if (!page.ok()) co_return db::table::from_storage(page.error());
    std::string projected;
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      const db::model::ItemView item = db::table::stored_item(entry.value);
      if (!filter_.matches(item)) continue;
      layout.write_item(filter_.project(item, &projected), lines);
      ++*items;
    }
    rest_ = page->rest();
    co_return rest_.has_value();
  }

 private:
  storage::Engine& engine_;
  const ItemFilter& filter_;
  std::optional<storage::KeyRange> rest_;
};

}  // namespace

Exports::Exports(db::table::Database& database, db::recovery::Backups& backups, objects::ObjectStore& objects,
                 std::chrono::milliseconds first_retry)
    : backups_(backups),
      histories_(database.histories()),
      objects_(objects),
      parts_(database.parts()),
      jobs_(parts_, objects.pool(), {"export", kExportsAtATime, first_retry}, *this) {}

// ---- requests

base::Task<Result<Export>> Exports::begin(ExportRequest request) {
  auto lock = co_await mutex_.lock();
  auto same = co_await jobs_.store().find_same(request.scope, request.client_token, request.request,
                                               kMaxRunningExports);
  if (!same.ok()) co_return std::move(same).error();
  if (*same) co_return std::move(**same);
  const db::table::TableRef table = parts_.catalog.find(request.scope, request.table_name);
  if (table == nullptr) co_return Failure{FailureKind::kNoTable};

  Export job;
  job.start_millis = parts_.clock.unix_millis();
  job.id = new_job_id(job.start_millis);
  job.scope = request.scope;
  job.table_name = request.table_name;
  job.table_id = table->uuid;
  job.client_token = std::move(request.client_token);
  job.request = std::move(request.request);
  job.place = std::move(request.place);
  job.bucket_owner = std::move(request.bucket_owner);
  job.sse_algorithm = std::move(request.sse_algorithm);
  job.sse_key = std::move(request.sse_key);
  job.format = request.format;
  job.type = request.type;
  job.view = request.view;
  job.from_millis = request.from_millis;
  job.filter = std::move(request.filter);

  std::optional<std::int64_t> at_micros, since_micros;
  std::uint32_t changes_data = 0;
  if (job.type.get() == ExportType::kFull) {
    if (request.at_millis) at_micros = *request.at_millis * kMicrosPerMilli;
  } else {
    const std::int64_t latest = std::min(parts_.clock.unix_millis(), job.from_millis + kMaxIncrementMillis);
    job.to_millis = request.at_millis.value_or(latest);
    if (job.from_millis >= job.to_millis) co_return Failure{FailureKind::kInvalidTime};
    at_micros = job.to_millis * kMicrosPerMilli - 1;
    since_micros = job.from_millis * kMicrosPerMilli;
    auto id = co_await histories_.new_table_id();
    if (!id.ok()) co_return database_failure(std::move(id).error());
    changes_data = *id;
  }
  auto with = [&job, changes_data](const Backup& copy) {
    job.copy_id = copy.id;
    storage::Commit commit;
    if (changes_data != 0) {
      Backup changes = copy;
      changes.id = copy.id + std::string(kChangesSuffix);
      changes.status = BackupStatus::kAvailable;
      changes.data_id = changes_data;
      job.changes_id = changes.id;
      commit.writes.push_back(db::table::begin_reading(changes.source.id, changes_data));
      commit.writes.push_back(db::table::BackupRegistry::storing(changes));
    }
    commit.writes.push_back(JobStore<Export>::storing(job));
    return commit;
  };
  auto copy = co_await backups_.copy(job.scope, job.table_name, at_micros, since_micros, with);
  const bool may_be_stored =
      !copy.ok() && copy.error().kind == db::recovery::FailureKind::kDatabase && !job.copy_id.empty();
  if (copy.ok() || may_be_stored) jobs_.spawn(job);
  if (!copy.ok()) co_return to_failure(std::move(copy).error());
  if (job.type.get() == ExportType::kFull) job.export_millis = copy->moment_micros / kMicrosPerMilli;
  co_return job;
}

base::Task<Result<Export>> Exports::find(Scope scope, JobName name) {
  auto found = co_await jobs_.find(std::move(scope), std::move(name));
  if (found.ok() && found->export_millis == 0 && found->type.get() == ExportType::kFull) {
    // Asked for "now", and the job has not begun to work.
    auto copy = co_await backups_.find_copy(found->scope, copy_of(*found));
    if (copy.ok()) found->export_millis = copy->moment_micros / kMicrosPerMilli;
  }
  co_return found;
}

// ---- the work

base::Task<db::Result<std::optional<Backup>>> Exports::wait_for_copy(const Export& job) {
  for (auto pause = kShortestPause; !jobs_.stop_mark(); pause = std::min(2 * pause, kLongestPause)) {
    auto copy = co_await backups_.find_copy(job.scope, copy_of(job));
    if (!copy.ok()) co_return std::move(copy).error().error;
    if (copy->status == BackupStatus::kAvailable) co_return std::optional(std::move(*copy));
    co_await base::sleep_for(pause);
  }
  co_return std::optional<Backup>();
}

base::Task<db::Result<base::Ok>> Exports::finish(const Export& job) {
  storage::Commit done;
  done.writes.push_back(JobStore<Export>::storing(job));
  std::vector<BackupName> copies{copy_of(job)};
  if (!job.changes_id.empty()) copies.push_back(changes_of(job));
  auto removed = co_await backups_.remove_copies(job.scope, std::move(copies), std::move(done));
  if (!removed.ok()) co_return std::move(removed).error().error;
  co_return base::Ok{};
}

base::Task<db::Result<bool>> Exports::make(Export* job) {
  auto copy = co_await wait_for_copy(*job);
  if (!copy.ok()) co_return std::move(copy).error();
  if (!*copy) co_return false;
  const bool full = job->type.get() == ExportType::kFull;
  if (full) job->export_millis = (*copy)->moment_micros / kMicrosPerMilli;
  if (job->place.denied) {
    job->failure = access_denied();
    co_return true;
  }
  auto turn = jobs_.new_turn();
  const bool taken = co_await jobs_.take(&turn);
  if (!taken) co_return false;
  job->billed_bytes = (*copy)->size_bytes;
  ItemFilter filter;
  if (job->filter) {
    STATOR_CO_ASSIGN(filter, ItemFilter::parse(*job->filter, (*copy)->source));
  }
  ExportWriter writer(objects_, *job, jobs_.stop_mark());
  if (full) {
    CopiedItems items(parts_.engine, **copy, filter);
    auto written = co_await writer.run(&items, parts_.clock);
    co_return written;
  }
  auto changes = co_await backups_.find_copy(job->scope, changes_of(*job));
  if (!changes.ok()) co_return std::move(changes).error().error;
  ChangedItems items(parts_.engine, *job, **copy, *changes, filter, jobs_.stop_mark());
  auto collected = co_await items.collect();
  if (!collected.ok() || !*collected) co_return collected;
  auto written = co_await writer.run(&items, parts_.clock);
  co_return written;
}

}  // namespace stator::transfer
