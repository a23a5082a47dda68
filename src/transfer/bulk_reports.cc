#include "transfer/bulk_reports.h"

#include <fmt/core.h>

#include "db/attribute_json/attribute_json.h"
#include "transfer/export_layout.h"
#include "transfer/object_sink.h"

namespace stator::transfer {

namespace {

using db::attribute_json::write_json_string;
using db::attribute_json::write_map;

constexpr std::string_view kErrors = "ERROR", kUnmet = "CONDITION_CHECK_FAILURE";

void begin_line(const BulkPut& job, std::string_view key, std::uint64_t record, std::string* out) {
  *out += R"({"itemS3Pointer":{"bucket":)";
  write_json_string(job.input.bucket, out);
  *out += R"(,"key":)";
  write_json_string(key, out);
  *out += fmt::format(R"(,"itemIndex":{}}})", record);
}

}  // namespace

std::string bulk_folder(const BulkPut& job) { return export_root(job.output.prefix) + job.id + "/"; }

void BulkReports::add_error(std::string_view key, std::uint64_t record, std::string_view problem,
                            const db::model::ItemView* item) {
  if (!job_.reports_errors) return;
  begin_line(job_, key, record, &errors_);
  errors_ += R"(,"errorMessages":[)";
  write_json_string(problem, &errors_);
  errors_ += ']';
  if (item != nullptr) {
    errors_ += R"(,"Item":)";
    write_map(*item, &errors_);
  }
  errors_ += "}\n";
}

void BulkReports::add_unmet(std::string_view key, std::uint64_t record, db::model::ItemView item,
                            const db::model::ItemView* existing) {
  if (!job_.reports_conditions) return;
  begin_line(job_, key, record, &unmet_);
  unmet_ += R"(,"Item":)";
  write_map(item, &unmet_);
  if (existing != nullptr) {
    unmet_ += R"(,"ExistingItem":)";
    write_map(*existing, &unmet_);
  }
  unmet_ += "}\n";
}

std::string BulkReports::part_key(std::string_view folder, std::int64_t part) const {
  return fmt::format("{}{}/{:08}.json", bulk_folder(job_), folder, part);
}

base::Task<objects::Result<base::Ok>> BulkReports::put_part(std::string_view folder, std::string* lines,
                                                            std::int64_t* parts) {
  if (lines->empty()) co_return base::Ok{};
  ObjectSink sink(objects_, ObjectSink::Encoding::kPlain);
  STATOR_CO_TRY(sink.append(*lines));
  auto written = co_await sink.put(bucket(), part_key(folder, *parts), stopped_);
  if (!written.ok()) co_return std::move(written).error();
  lines->clear();
  ++*parts;
  co_return base::Ok{};
}

base::Task<objects::Result<base::Ok>> BulkReports::flush() {
  auto written = co_await put_part(kErrors, &errors_, &job_.progress.error_parts);
  if (!written.ok()) co_return written;
  written = co_await put_part(kUnmet, &unmet_, &job_.progress.condition_parts);
  co_return written;
}

base::Task<objects::Result<base::Ok>> BulkReports::write_manifest() {
  ObjectSink sink(objects_, ObjectSink::Encoding::kPlain);
  std::string text = R"({"version":"2026-11-22","bulkOperationArn":)";
  write_json_string(job_.arn(), &text);
  text += R"(,"tableArn":)";
  write_json_string(job_.table_arn(), &text);
  text += R"(,"tableId":)";
  write_json_string(job_.table_id, &text);
  text += fmt::format(R"(,"processedItemCount":{},"failedItemCount":{},"conditionCheckFailureCount":{})",
                      job_.processed_items, job_.failed_items, job_.unmet_conditions);
  text += R"(,"outputFiles":[)";
  std::string_view separator = "";
  constexpr std::size_t kPieceBytes = 64 * 1024;
  for (const auto& [folder, parts] :
       {std::pair(kErrors, job_.progress.error_parts), std::pair(kUnmet, job_.progress.condition_parts)}) {
    for (std::int64_t part = 0; part < parts; ++part) {
      text += fmt::format(R"({}{{"outputType":"{}","dataFileS3Key":)", separator, folder);
      write_json_string(part_key(folder, part), &text);
      text += '}';
      separator = ",";
      if (text.size() < kPieceBytes) continue;
      STATOR_CO_TRY(sink.append(text));
      text.clear();
    }
  }
  text += "]}\n";
  STATOR_CO_TRY(sink.append(text));
  auto written = co_await sink.put(bucket(), bulk_folder(job_) + "manifest.json", stopped_);
  if (!written.ok()) co_return std::move(written).error();
  co_return base::Ok{};
}

}  // namespace stator::transfer
