#include "transfer/export_writer.h"

#include <utility>

#include "transfer/job_failures.h"

namespace stator::transfer {

namespace {

db::Error passing(objects::Error error) { return {db::ErrorKind::kInternal, std::move(error.message), {}}; }

}  // namespace

base::Task<db::Result<bool>> ExportWriter::run(ExportSource* source, const base::Clock& clock) {
  // What may pass is an error; for anything else the job is failed, which is an end, too.
  auto fail = [this](objects::Error error) -> db::Result<bool> {
    auto failure = failure_of(error);
    if (!failure) return passing(std::move(error));
    job_.failure = std::move(*failure);
    return true;
  };
  job_.item_count = 0;
  if (layout_.longest_key() > objects::kMaxKeyBytes) {
    job_.failure = key_too_long();
    co_return true;
  }
  auto started = co_await put_text(layout_.started_key(), "");
  if (!started.ok()) co_return fail(std::move(started).error());
  for (bool more = true; more;) {
    if (stopped_.load(std::memory_order_relaxed)) co_return false;
    std::string lines;
    std::int64_t items = 0;
    auto page = co_await source->next(layout_, &lines, &items);
    if (!page.ok()) co_return std::move(page).error();
    more = *page;
    if (file_ == nullptr) file_ = std::make_unique<ObjectSink>(objects_, ObjectSink::Encoding::kGzip);
    auto appended = file_->append(lines);
    if (!appended.ok()) co_return passing(std::move(appended).error());
    file_bytes_ += lines.size();
    file_items_ += items;
    job_.item_count += items;
    // There is a file at least, if an empty one.
    if (file_bytes_ >= kFileBytes || (!more && (file_items_ > 0 || files_ == 0))) {
      auto ended = co_await end_file();
      if (!ended.ok()) co_return fail(std::move(ended).error());
    }
    co_await base::yield();
  }
  auto listed = co_await put_with_checksum(layout_.files_key(), layout_.files_checksum_key(), manifest_);
  if (!listed.ok()) co_return fail(std::move(listed).error());
  job_.end_millis = clock.unix_millis();
  std::string summary = layout_.summary();
  auto done =
      co_await put_with_checksum(layout_.summary_key(), layout_.summary_checksum_key(), std::move(summary));
  if (!done.ok()) co_return fail(std::move(done).error());
  job_.manifest = layout_.summary_key();
  co_return true;
}

base::Task<objects::Result<base::Ok>> ExportWriter::end_file() {
  std::string key = layout_.data_key(files_);
  auto written = co_await file_->put(bucket(), key, stopped_);
  if (!written.ok()) co_return std::move(written).error();
  layout_.write_file(key, file_items_, *written, &manifest_);
  file_.reset();
  ++files_;
  file_bytes_ = 0;
  file_items_ = 0;
  co_return base::Ok{};
}

base::Task<objects::Result<ObjectSink::Written>> ExportWriter::put_text(std::string key, std::string text) {
  ObjectSink sink(objects_, ObjectSink::Encoding::kPlain);
  STATOR_CO_TRY(sink.append(text));
  auto written = co_await sink.put(bucket(), std::move(key), stopped_);
  co_return written;
}

base::Task<objects::Result<base::Ok>> ExportWriter::put_with_checksum(std::string key,
                                                                      std::string checksum_key,
                                                                      std::string text) {
  auto written = co_await put_text(std::move(key), std::move(text));
  if (!written.ok()) co_return std::move(written).error();
  auto checked = co_await put_text(std::move(checksum_key), std::move(written->md5));
  if (!checked.ok()) co_return std::move(checked).error();
  co_return base::Ok{};
}

}  // namespace stator::transfer
