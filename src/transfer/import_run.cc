#include "transfer/import_run.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "db/table/item_keys.h"
#include "messages/dynamodb.h"
#include "transfer/imports.h"
#include "transfer/job_failures.h"
#include "transfer/source_steps.h"

namespace stator::transfer {

base::Task<db::Result<bool>> ImportRun::run() {
  job_.error_count = job_.processed_bytes = job_.processed_items = job_.imported_items = 0;
  auto counted = co_await check_count();
  if (!counted.ok()) co_return std::move(counted).error();
  if (*counted) {
    auto read = co_await read_objects();
    if (!read.ok()) co_return std::move(read).error();
    // Also what came before an object that the job fails for.
    auto written = co_await write_rest();
    if (!written.ok()) co_return std::move(written).error();
  }
  co_await errors_.flush();
  if (stopped()) co_return false;
  if (job_.failure.code.empty() && job_.error_count > 0)
    job_.failure = {"ItemValidationError", messages::kItemsNotImported};
  co_return true;
}

db::Result<bool> ImportRun::fail(objects::Error error) {
  auto failure = failure_of(error);
  if (!failure) return db::Error{db::ErrorKind::kInternal, std::move(error.message), {}};
  job_.failure = std::move(*failure);
  return false;
}

base::Task<db::Result<bool>> ImportRun::check_count() {
  std::size_t count = 0;
  objects::ListQuery query;
  query.prefix = job_.place.prefix;
  query.limit = kListStep;
  for (;;) {
    if (stopped()) co_return false;
    auto page = co_await objects_.list(bucket(), query);
    if (!page.ok()) co_return fail(std::move(page).error());
    count += page->objects.size();
    if (count > kMaxImportObjects) {
      job_.failure = {"S3ObjectLimitExceeded",
                      fmt::format(messages::kTooManyImportObjects, kMaxImportObjects)};
      co_return false;
    }
    if (!page->truncated) co_return true;
    query.after = std::move(page->last);
  }
}

base::Task<db::Result<bool>> ImportRun::read_objects() {
  objects::ListQuery query;
  query.prefix = job_.place.prefix;
  query.limit = kListStep;
  for (;;) {
    auto page = co_await objects_.list(bucket(), query);
    if (!page.ok()) co_return fail(std::move(page).error());
    for (objects::Listing::Entry& entry : page->objects) {
      if (entry.object.size == 0) continue;
      auto read = co_await read_object(std::move(entry.key));
      if (!read.ok() || !*read) co_return read;
    }
    if (!page->truncated) co_return true;
    query.after = std::move(page->last);
  }
}

base::Task<db::Result<bool>> ImportRun::read_object(std::string key) {
  auto whole = [](const objects::Object& object) {
    return std::optional<objects::ObjectStore::ByteRange>({0, object.size});
  };
  auto opened = co_await objects_.find_and_open(bucket(), key, whole);
  if (!opened.ok()) co_return fail(std::move(opened).error());
  objects::ObjectReader& reader = *opened->reader;
  job_.processed_bytes += static_cast<std::int64_t>(opened->object.size);
  ObjectItems items({job_.format.get(), job_.compression.get(), job_.csv}, table_);
  std::string buffer;
  auto step = ObjectItems::Step::kMore;
  for (std::size_t steps = 1;; ++steps, step = items.next()) {
    if (stopped()) co_return false;
    switch (step) {
      case ObjectItems::Step::kMore: {
        buffer.resize(std::min<std::uint64_t>(kReadBytes, reader.left()));
        std::span<char> piece(buffer);
        auto read = co_await reader.read(piece);
        if (!read.ok()) co_return fail(std::move(read).error());
        items.feed(buffer, reader.left() == 0);
        break;
      }
      case ObjectItems::Step::kItem:
        take_item(key, items);
        break;
      case ObjectItems::Step::kBad:
        note(key, items, items.problem());
        break;
      case ObjectItems::Step::kBroken:
        note(key, items, items.problem());
        co_return true;
      case ObjectItems::Step::kDone:
        co_return true;
    }
    if (errors_.is_full()) co_await errors_.flush();
    if (batch_.size() >= kBatchItems || batch_bytes_ >= kBatchBytes) {
      auto written = co_await write_batch();
      if (!written.ok() || !*written) co_return written;
    }
    if (steps % kStepsOfATurn == 0) co_await base::yield();
  }
}

void ImportRun::take_item(const std::string& key, const ObjectItems& items) {
  const db::model::ItemView item(items.item());
  auto valid = db::table::check_item(table_, item);
  if (!valid.ok()) return note(key, items, std::move(valid).error().message);
  ++job_.processed_items;
  ++batch_items_;
  batch_bytes_ += items.item().size();
  batch_.insert_or_assign(db::table::item_key(table_, item), std::string(items.item()));
}

base::Task<db::Result<bool>> ImportRun::write_batch() {
  std::vector<db::recovery::TableFill::Wanted> wanted;
  wanted.reserve(batch_.size());
  for (const auto& [key, item] : batch_) wanted.push_back({key, db::model::ItemView(item)});
  auto written = co_await fill_.add(wanted);
  if (!written.ok() || !*written) co_return written;
  job_.imported_items += std::exchange(batch_items_, 0);
  batch_.clear();
  batch_bytes_ = 0;
  co_return true;
}

base::Task<db::Result<bool>> ImportRun::write_rest() {
  auto written = co_await write_batch();
  if (!written.ok() || !*written) co_return written;
  written = co_await fill_.flush();
  co_return written;
}

void ImportRun::note(const std::string& key, const ObjectItems& items, std::string problem) {
  ++job_.processed_items;
  ++job_.error_count;
  errors_.add(key, items.index(), std::move(problem));
}

}  // namespace stator::transfer
