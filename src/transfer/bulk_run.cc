#include "transfer/bulk_run.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <span>

#include "base/check.h"
#include "db/table/catalog.h"
#include "db/table/item_keys.h"
#include "db/table/scope_key.h"
#include "db/table/storage_errors.h"
#include "messages/dynamodb.h"
#include "transfer/job_failures.h"
#include "transfer/source_steps.h"

namespace stator::transfer {

namespace {

using db::model::ItemView;
using db::table::TableRef;

constexpr std::string_view kUnmetMark = "u";  // the value of one; that of an item which was written is empty
constexpr std::int64_t kNanosPerMilli = 1'000'000;
constexpr std::chrono::milliseconds kBusyPause{5};

keyspace::KeyBuilder mark_prefix(const BulkPut& job) {
  return db::table::scope_key(keyspace::Space::kBulkMark, job.scope).bytes(job.table_name).bytes(job.id);
}

void add_bytes(aws::protocol::Map<std::int64_t>* map, const std::string& name, std::size_t bytes) {
  auto found = std::ranges::find(*map, name, [](const auto& each) { return each.first; });
  if (found == map->end()) found = map->insert(found, {name, 0});
  found->second += static_cast<std::int64_t>(bytes);
}

}  // namespace

std::optional<JobFailure> bulk_limits_exceeded(std::size_t objects, std::uint64_t largest_bytes) {
  if (objects > kMaxBulkObjects)
    return JobFailure{"S3ObjectLimitExceeded", fmt::format(messages::kTooManyImportObjects, kMaxBulkObjects)};
  if (largest_bytes > kMaxBulkObjectBytes)
    return JobFailure{"S3ObjectSizeLimitExceeded",
                      fmt::format(messages::kBulkObjectTooLarge, kMaxBulkObjectBytes)};
  return std::nullopt;
}

storage::KeyRange bulk_marks(const BulkPut& job) { return keyspace::prefix_range(mark_prefix(job).view()); }

std::string bulk_mark(const BulkPut& job, std::uint64_t object, std::uint64_t record) {
  return mark_prefix(job).u64(object).u64(record).take();
}

BulkRun::BulkRun(db::table::Database& database, objects::ObjectStore& objects, BulkKeeper& keeper,
                 BulkPut& job, const std::atomic<bool>& stopped)
    : database_(database),
      parts_(database.parts()),
      objects_(objects),
      keeper_(keeper),
      job_(job),
      stopped_(stopped),
      own_folder_(bulk_folder(job)),
      reports_(objects, job, stopped),
      pace_(job.max_units) {}

bool BulkRun::goes_on() const { return !stopped() && !keeper_.is_cancelled(job_); }

bool BulkRun::fail(JobFailure failure) {
  job_.failure = std::move(failure);
  return false;
}

db::Result<bool> BulkRun::fail(objects::Error error) {
  auto failure = failure_of(error);
  if (!failure) return db::Error{db::ErrorKind::kInternal, std::move(error.message), {}};
  return fail(std::move(*failure));
}

TableRef BulkRun::find_table() const {
  TableRef table = parts_.catalog.find(job_.scope, job_.table_name);
  return table != nullptr && table->uuid == job_.table_id ? table : nullptr;
}

base::Task<db::Result<bool>> BulkRun::run() {
  saved_nanos_ = parts_.clock.steady_nanos();
  pace_.begin(saved_nanos_);
  // First of all: also one that is cancelled by then writes its manifest there.
  auto done = co_await check_output();
  if (done.ok() && *done) done = co_await find_marks();
  if (done.ok() && *done) done = co_await measure();
  if (done.ok() && *done) done = co_await read_objects();
  if (done.ok()) done = co_await write_rest();
  if (!done.ok()) co_return done;
  if (stopped()) co_return false;
  // What was done up to a failure or a cancellation is counted and reported, too.
  if (job_.failure.code.empty() || job_.processed_items > 0) {
    auto failure = std::exchange(job_.failure, {});
    done = co_await save();
    if (!done.ok()) co_return done;
    if (stopped()) co_return false;
    if (job_.failure.code.empty()) {
      auto manifest = co_await reports_.write_manifest();
      if (!manifest.ok()) {
        done = fail(std::move(manifest).error());
        if (!done.ok()) co_return done;
      }
    }
    if (!failure.code.empty()) job_.failure = std::move(failure);
  }
  if (job_.status.get() == JobStatus::kCancelling) job_.failure = {"UserCancelled", messages::kBulkCancelled};
  co_return true;
}

// What came before an object that the job fails for.
base::Task<db::Result<bool>> BulkRun::write_rest() {
  if (stopped() || batch_.empty() || find_table() == nullptr) co_return true;
  auto failure = std::exchange(job_.failure, {});
  auto written = co_await write_batch();
  if (!failure.code.empty()) job_.failure = std::move(failure);
  co_return written;
}

base::Task<db::Result<bool>> BulkRun::find_marks() {
  std::optional<storage::KeyRange> rest = bulk_marks(job_);
  const std::size_t prefix = rest->begin.size();
  const storage::ScanLimits limits;
  while (rest) {
    auto page = co_await parts_.engine.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return db::table::from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      keyspace::KeyReader key(entry.key);
      key.skip(prefix - keyspace::kHeaderBytes);
      const auto object = key.u64(), record = key.u64();
      STATOR_CHECK(object && record);
      marked_.emplace(std::pair(*object, *record), entry.value == kUnmetMark ? Mark::kUnmet : Mark::kWritten);
    }
    rest = page->rest();
  }
  co_return goes_on();
}

// Before anything is written.
base::Task<db::Result<bool>> BulkRun::check_output() {
  if (job_.input.denied || job_.output.denied) co_return fail(access_denied());
  const std::size_t longest =
      own_folder_.size() + std::string_view("CONDITION_CHECK_FAILURE/00000000.json").size();
  if (longest > objects::kMaxKeyBytes) co_return fail(key_too_long());
  objects::BucketName name{job_.output.account, job_.output.bucket};
  auto found = co_await objects_.find_bucket(std::move(name));
  if (!found.ok()) co_return fail(std::move(found).error());
  co_return true;
}

base::Task<db::Result<bool>> BulkRun::measure() {
  if (job_.total_bytes >= 0) co_return true;
  std::size_t count = 0;
  std::uint64_t total = 0, largest = 0;
  objects::ListQuery query;
  query.prefix = job_.input.prefix;
  query.limit = kListStep;
  for (;;) {
    if (!goes_on()) co_return false;
    auto page = co_await objects_.list(bucket(), query);
    if (!page.ok()) co_return fail(std::move(page).error());
    for (const objects::Listing::Entry& entry : page->objects) {
      ++count;
      total += entry.object.size;
      largest = std::max(largest, entry.object.size);
    }
    if (auto failure = bulk_limits_exceeded(count, largest)) co_return fail(std::move(*failure));
    if (!page->truncated) break;
    query.after = std::move(page->last);
  }
  job_.total_bytes = static_cast<std::int64_t>(total);
  auto saved = co_await save();
  co_return saved;
}

base::Task<db::Result<bool>> BulkRun::read_objects() {
  const bool output_may_be_input =
      job_.input.account == job_.output.account && job_.input.bucket == job_.output.bucket;
  objects::ListQuery query;
  query.prefix = job_.input.prefix;
  query.limit = kListStep;
  query.after = job_.progress.done;
  for (;;) {
    auto page = co_await objects_.list(bucket(), query);
    if (!page.ok()) co_return fail(std::move(page).error());
    for (const objects::Listing::Entry& entry : page->objects) {
      if (entry.object.size == 0) continue;
      if (output_may_be_input && entry.key.starts_with(own_folder_)) continue;
      // One that was put since the job was at `object`.
      if (entry.key < job_.progress.object) continue;
      auto read = co_await read_object(entry);
      if (!read.ok() || !*read) co_return read;
    }
    if (!page->truncated) break;
    query.after = std::move(page->last);
  }
  if (!job_.progress.object.empty()) co_return fail(JobFailure{"S3NoSuchKey", messages::kJobWithoutObject});
  auto written = co_await write_batch();
  co_return written;
}

base::Task<db::Result<bool>> BulkRun::read_object(const objects::Listing::Entry& entry) {
  BulkProgress& progress = job_.progress;
  const std::string key = entry.key;
  if (progress.object.empty()) {
    progress.object = key;
    progress.etag = entry.object.etag;
    progress.records = 0;
  } else if (progress.object != key) {
    co_return fail(JobFailure{"S3NoSuchKey", messages::kJobWithoutObject});
  }
  auto whole = [](const objects::Object& object) {
    return std::optional<objects::ObjectStore::ByteRange>({0, object.size});
  };
  auto opened = co_await objects_.find_and_open(bucket(), key, whole);
  if (!opened.ok()) co_return fail(std::move(opened).error());
  if (opened->object.etag != progress.etag)
    co_return fail(JobFailure{"S3ObjectModified", fmt::format(messages::kBulkObjectChanged, key)});
  object_ = keyspace::stable_hash(key + '\0' + progress.etag);
  const TableRef table = find_table();
  if (table == nullptr) co_return fail(JobFailure{"TableNotFound", messages::kBulkTableGone});
  objects::ObjectReader& reader = *opened->reader;
  ObjectItems items(
      {.format = job_.format.get(), .compression = job_.compression.get(), .csv = {}, .conditions = true},
      *table);
  std::string buffer;
  auto step = ObjectItems::Step::kMore;
  bool done = false;
  for (std::size_t steps = 1; !done; ++steps) {
    if (!goes_on()) {
      auto written = co_await write_batch();
      if (!written.ok()) co_return written;
      co_return false;
    }
    if (step == ObjectItems::Step::kMore) {
      buffer.resize(std::min<std::uint64_t>(kReadBytes, reader.left()));
      std::span<char> piece(buffer);
      auto read = co_await reader.read(piece);
      if (!read.ok()) co_return fail(std::move(read).error());
      items.feed(buffer, reader.left() == 0);
    }
    step = items.next();
    if (steps % kStepsOfATurn == 0) co_await base::yield();
    if (step == ObjectItems::Step::kMore) continue;
    done = step == ObjectItems::Step::kDone || step == ObjectItems::Step::kBroken;
    // Records that were taken before are passed.
    const bool is_new = static_cast<std::int64_t>(items.index()) >= progress.records;
    if (step == ObjectItems::Step::kItem && is_new) {
      auto taken = co_await take(key, items);
      if (!taken.ok() || !*taken) co_return taken;
    } else if (step != ObjectItems::Step::kDone && is_new) {
      note(key, items.index(), items.problem(), nullptr);
    }
    if (step != ObjectItems::Step::kDone && is_new) {
      progress.records = static_cast<std::int64_t>(items.index()) + 1;
      job_.processed_bytes =
          progress.done_bytes + static_cast<std::int64_t>(opened->object.size - reader.left());
      ++unsaved_;
    }
    if (done) {
      progress.done = key;
      progress.object.clear();
      progress.etag.clear();
      progress.records = 0;
      progress.done_bytes += static_cast<std::int64_t>(opened->object.size);
      job_.processed_bytes = progress.done_bytes;
    }
    auto saved = co_await save_if_due();
    if (!saved.ok() || !*saved) co_return saved;
  }
  co_return true;
}

base::Task<db::Result<bool>> BulkRun::take(const std::string& key, ObjectItems& items) {
  const ItemView item(items.item());
  const auto mark = marked_.find({object_, items.index()});
  if (mark != marked_.end()) {
    marks_.push_back(bulk_mark(job_, object_, items.index()));
    if (mark->second == Mark::kUnmet)
      note_unmet(key, items.index(), item, nullptr);
    else
      count_written(item);
    co_return true;
  }
  const TableRef table = find_table();
  if (table == nullptr) co_return fail(JobFailure{"TableNotFound", messages::kBulkTableGone});
  auto valid = db::table::check_item(*table, item);
  if (!valid.ok()) {
    note(key, items.index(), valid.error().message, &item);
    co_return true;
  }
  // Two of one key are written one after the other.
  std::string item_key = db::table::item_key(*table, item);
  const bool full =
      batch_.size() >= (job_.tier.get() == BulkTier::kStandard ? kStandardItems : kAcceleratedItems) ||
      batch_bytes_ >= kBatchBytes || batch_keys_.contains(item_key);
  if (full) {
    auto written = co_await write_batch();
    if (!written.ok() || !*written) co_return written;
  }
  if (unmet_.contains(item_key)) {
    auto marked = co_await mark_unmet();
    if (!marked.ok() || !*marked) co_return marked;
  }
  if (batch_.empty()) batch_table_ = table;
  Waiting& waiting = batch_.emplace_back();
  waiting.item = items.item();
  if (auto condition = items.take_condition()) {
    waiting.condition.emplace(std::move(condition->condition));
    batch_bytes_ += condition->bytes;
  }
  waiting.item_key = item_key;
  waiting.mark = {bulk_mark(job_, object_, items.index()), std::string()};
  waiting.key = key;
  waiting.record = items.index();
  batch_keys_.insert(std::move(item_key));
  batch_bytes_ += waiting.item.size();
  co_return true;
}

base::Task<db::Result<bool>> BulkRun::until_taken(std::function<Attempt()> attempt) {
  for (;;) {
    auto done = co_await attempt();
    if (done.ok()) co_return true;
    if (done.error().kind != db::ErrorKind::kThrottled) co_return std::move(done).error();
    if (stopped()) co_return false;
    co_await base::sleep_for(kBusyPause);
  }
}

BulkRun::Attempt BulkRun::write_unmet_marks() {
  storage::Commit commit;
  for (const auto& [item_key, mark] : unmet_) commit.writes.push_back({mark, std::string(kUnmetMark)});
  auto done = co_await storage::commit(parts_.engine, std::move(commit));
  if (!done.ok()) co_return db::table::from_storage(done.error());
  co_return base::Ok{};
}

base::Task<db::Result<bool>> BulkRun::mark_unmet() {
  auto done = co_await until_taken([this] { return write_unmet_marks(); });
  if (!done.ok() || !*done) co_return done;
  for (auto& [item_key, mark] : unmet_) marks_.push_back(std::move(mark));
  unmet_.clear();
  co_return true;
}

base::Task<db::Result<bool>> BulkRun::write_batch() {
  std::vector<std::size_t> left(batch_.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  constexpr std::int64_t kFirstPause = 10 * kNanosPerMilli, kLongestPause = 1000 * kNanosPerMilli;
  for (auto nanos = kFirstPause; !left.empty(); nanos = std::min(2 * nanos, kLongestPause)) {
    auto written = co_await write_some(&left);
    if (!written.ok() || !*written) co_return written;
    if (left.empty()) break;
    const bool on = co_await pause(nanos);
    if (!on) break;
  }
  const bool all = left.empty();
  batch_.clear();
  batch_keys_.clear();
  batch_bytes_ = 0;
  co_return all;
}

base::Task<db::Result<bool>> BulkRun::write_some(std::vector<std::size_t>* left) {
  const TableRef table = find_table();
  if (table == nullptr) co_return fail(JobFailure{"TableNotFound", messages::kBulkTableGone});
  std::vector<std::size_t> tried;
  std::vector<db::table::BatchWrite> writes;
  for (const std::size_t i : *left) {
    const Waiting& waiting = batch_[i];
    const ItemView item(waiting.item);
    if (table != batch_table_) {  // its schema has changed
      auto valid = db::table::check_item(*table, item);
      if (!valid.ok()) {
        note(waiting.key, waiting.record, valid.error().message, &item);
        continue;
      }
    }
    db::table::BatchWrite& write = writes.emplace_back();
    write.item_or_key = item;
    if (waiting.condition) write.options.condition = &*waiting.condition;
    write.options.return_item_on_condition_failure = job_.reports_conditions;
    write.options.beside = &waiting.mark;
    tried.push_back(i);
  }
  left->clear();
  if (tried.empty()) co_return true;
  auto outcome = co_await database_.batch_write(table, std::move(writes));
  if (!outcome.ok()) co_return std::move(outcome).error();
  const auto unmet = job_.unmet_conditions;
  std::optional<db::Result<bool>> ended;
  for (std::size_t i = 0; i < tried.size(); ++i) {
    bool again = false;
    auto settled = settle(batch_[tried[i]], outcome->results[i], &again);
    if ((!settled.ok() || !*settled) && !ended) ended = std::move(settled);
    if (again) left->push_back(tried[i]);
  }
  if (ended) co_return std::move(*ended);
  const auto throttles = static_cast<std::uint64_t>(
      std::ranges::count_if(outcome->results, [](const std::optional<db::Error>& failed) {
        return failed && failed->kind != db::ErrorKind::kThrottled && db::is_throttling(failed->kind);
      }));
  keeper_.count(
      {*table, outcome->consumed, static_cast<std::uint64_t>(job_.unmet_conditions - unmet), throttles});
  const std::int64_t nanos = pace_.wait_nanos(outcome->consumed.total(), parts_.clock.steady_nanos());
  if (nanos > 0) co_await pause(nanos);
  co_return true;
}

// What became of one write. `again`: it may succeed later.
db::Result<bool> BulkRun::settle(const Waiting& waiting, const std::optional<db::Error>& failed,
                                 bool* again) {
  const ItemView item(waiting.item);
  if (!failed) {
    marks_.push_back(waiting.mark.key);
    count_written(item);
    return true;
  }
  switch (failed->kind) {
    case db::ErrorKind::kConditionalCheckFailed: {
      std::optional<ItemView> existing;
      if (!failed->item.empty()) existing.emplace(failed->item);
      note_unmet(waiting.key, waiting.record, item, existing ? &*existing : nullptr);
      unmet_.emplace(waiting.item_key, waiting.mark.key);
      return true;
    }
    case db::ErrorKind::kValidation:
    case db::ErrorKind::kKeyMismatch:
    case db::ErrorKind::kEmptyKey:
    case db::ErrorKind::kItemCollectionSizeLimitExceeded:
      note(waiting.key, waiting.record, failed->message, &item);
      return true;
    case db::ErrorKind::kThrottled:
    case db::ErrorKind::kThroughputExceeded:
    case db::ErrorKind::kOnDemandThrottled:
    case db::ErrorKind::kRequestLimitExceeded:
    case db::ErrorKind::kTransactionConflict:
      *again = true;
      return true;
    case db::ErrorKind::kResourceNotFound:
      if (find_table() != nullptr) {
        *again = true;  // the schema changed meanwhile
        return true;
      }
      return fail(JobFailure{"TableNotFound", messages::kBulkTableGone});
    default:
      return *failed;
  }
}

base::Task<db::Result<bool>> BulkRun::save_if_due() {
  const bool lines = reports_.waiting_bytes() > 0;
  const std::int64_t age = parts_.clock.steady_nanos() - saved_nanos_;
  const bool due = unsaved_ >= kSaveRecords || reports_.waiting_bytes() >= kSaveBytes ||
                   age >= (lines ? kSaveLinesNanos : kSaveNanos);
  if (!due || unsaved_ == 0) co_return true;
  auto written = co_await write_batch();
  if (!written.ok() || !*written) co_return written;
  auto saved = co_await save();
  co_return saved;
}

// Precondition: the batch is empty, or will not be written.
base::Task<db::Result<bool>> BulkRun::save() {
  auto flushed = co_await reports_.flush();
  if (!flushed.ok()) {
    if (stopped()) co_return false;
    co_return fail(std::move(flushed).error());
  }
  auto saved = co_await until_taken([this] { return keeper_.save(&job_, marks_); });
  if (!saved.ok() || !*saved) co_return saved;
  marks_.clear();
  unmet_.clear();
  unsaved_ = 0;
  saved_nanos_ = parts_.clock.steady_nanos();
  co_return goes_on();
}

// False: the job does not go on.
base::Task<bool> BulkRun::pause(std::int64_t nanos) {
  constexpr std::int64_t kStep = 50 * kNanosPerMilli;
  for (; nanos > 0 && goes_on(); nanos -= kStep)
    co_await base::sleep_for(std::chrono::nanoseconds(std::min(nanos, kStep)));
  co_return goes_on();
}

void BulkRun::note(const std::string& key, std::uint64_t record, std::string_view problem,
                   const ItemView* item) {
  ++job_.processed_items;
  ++job_.failed_items;
  reports_.add_error(key, record, problem, item);
}

void BulkRun::note_unmet(const std::string& key, std::uint64_t record, ItemView item,
                         const ItemView* existing) {
  ++job_.processed_items;
  ++job_.unmet_conditions;
  reports_.add_unmet(key, record, item, existing);
}

void BulkRun::count_written(ItemView item) {
  ++job_.processed_items;
  job_.table_bytes += static_cast<std::int64_t>(item.size_bytes());
  const TableRef table = find_table();
  if (table == nullptr) return;
  for (const db::table::IndexSchema& index : table->indexes) {
    if (index.status == db::table::IndexStatus::kDeleting) continue;
    const auto entry = db::table::index_entry(*table, index, item);
    if (!entry) continue;
    auto& bytes = index.vector ? job_.vector_bytes : index.global ? job_.global_bytes : job_.local_bytes;
    add_bytes(&bytes, index.name, entry->size_bytes);
  }
}

}  // namespace stator::transfer
