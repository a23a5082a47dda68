#include "transfer/export_layout.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>

#include "base/digest.h"
#include "db/attribute_json/attribute_json.h"
#include "db/ion/ion.h"

namespace stator::transfer {

namespace {

using db::attribute_json::write_json_string;
using db::model::MapView;

// Members of a JSON object that is written in one piece.
class Members {
 public:
  explicit Members(std::string* out) : out_(*out) { out_ += '{'; }
  void text(std::string_view name, std::string_view value) {
    key(name);
    write_json_string(value, &out_);
  }
  void text_or_null(std::string_view name, std::string_view value) {
    if (value.empty()) {
      key(name);
      out_ += "null";
    } else {
      text(name, value);
    }
  }
  void time(std::string_view name, std::int64_t unix_millis) {
    const auto seconds = static_cast<std::time_t>(unix_millis / 1000);
    text(name, fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), unix_millis % 1000));
  }
  void number(std::string_view name, std::int64_t value) {
    key(name);
    out_ += fmt::format("{}", value);
  }
  void end() { out_ += '}'; }

 private:
  void key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    write_json_string(name, &out_);
    out_ += ':';
  }

  std::string& out_;
};

bool is_ion(const Export& job) { return job.format.get() == DataFormat::kIon; }

}  // namespace

std::string export_root(std::string_view prefix) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  return prefix.empty() ? "AWSDynamoDB/" : std::string(prefix) + "/AWSDynamoDB/";
}

ExportLayout::ExportLayout(const Export& job)
    : job_(job), root_(export_root(job.place.prefix)), folder_(root_ + job.id + "/") {}

std::string ExportLayout::data_key(std::size_t number) const {
  constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
  constexpr std::size_t kNameLength = 26;
  const std::string random =
      base::digest_of(base::DigestKind::kSha256, fmt::format("{}/{}", job_.arn(), number));
  std::string name;
  for (std::size_t i = 0; i < kNameLength; ++i) name += kDigits[static_cast<unsigned char>(random[i]) % 32];
  return fmt::format("{}data/{}.{}.gz", job_.type.get() == ExportType::kFull ? folder_ : root_, name,
                     is_ion(job_) ? "ion" : "json");
}

std::size_t ExportLayout::longest_key() const { return std::max(data_key(0).size(), summary_key().size()); }

void ExportLayout::write_file(const std::string& key, std::int64_t items, const ObjectSink::Written& written,
                              std::string* out) const {
  Members file(out);
  file.number("itemCount", items);
  file.text("md5Checksum", written.md5);
  file.text("etag", written.etag);
  file.text("dataFileS3Key", key);
  file.end();
  *out += '\n';
}

std::string ExportLayout::summary() const {
  const bool full = job_.type.get() == ExportType::kFull;
  std::string out;
  Members summary(&out);
  summary.text("version", full ? "2020-06-30" : "2023-08-01");
  summary.text("exportArn", job_.arn());
  summary.time("startTime", job_.start_millis);
  summary.time("endTime", job_.end_millis);
  summary.text("tableArn", job_.table_arn());
  summary.text("tableId", job_.table_id);
  if (full) {
    summary.time("exportTime", job_.export_millis);
  } else {
    summary.time("exportFromTime", job_.from_millis);
    summary.time("exportToTime", job_.to_millis);
  }
  summary.text("s3Bucket", job_.place.bucket);
  summary.text_or_null("s3Prefix", job_.place.prefix);
  summary.text("s3SseAlgorithm", job_.sse_algorithm);
  summary.text_or_null("s3SseKmsKeyId", job_.sse_key);
  summary.text("manifestFilesS3Key", files_key());
  summary.number("billedSizeBytes", job_.billed_bytes);
  summary.number("itemCount", job_.item_count);
  summary.text("outputFormat", is_ion(job_) ? "ION" : "DYNAMODB_JSON");
  if (!full) {
    const bool both = job_.view.get() == ExportView::kNewAndOldImages;
    summary.text("outputView", both ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE");
  }
  summary.text("exportType", full ? "FULL_EXPORT" : "INCREMENTAL_EXPORT");
  summary.end();
  out += '\n';
  return out;
}

void ExportLayout::write_item(MapView item, std::string* out) const {
  if (is_ion(job_)) {
    *out += "$ion_1_0 {Item:";
    db::ion::write_map(item, out);
  } else {
    *out += R"({"Item":)";
    db::attribute_json::write_map(item, out);
  }
  *out += "}\n";
}

void ExportLayout::write_change(const Change& change, std::string* out) const {
  const bool ion = is_ion(job_);
  auto image = [&](std::string_view name, const std::optional<MapView>& value) {
    if (!value) return;
    if (ion) {
      *out += fmt::format(",{}:", name);
      db::ion::write_map(*value, out);
    } else {
      *out += fmt::format(R"(,"{}":)", name);
      db::attribute_json::write_map(*value, out);
    }
  };
  if (ion) {
    *out += fmt::format("$ion_1_0 {{Record:{{Metadata:{{WriteTimestampMicros:{}.}}", change.written_micros);
  } else {
    *out += fmt::format(R"({{"Metadata":{{"WriteTimestampMicros":{{"N":"{}"}}}})", change.written_micros);
  }
  image("Keys", change.keys);
  if (job_.view.get() == ExportView::kNewAndOldImages) image("OldImage", change.before);
  image("NewImage", change.after);
  *out += ion ? "}}\n" : "}\n";
}

}  // namespace stator::transfer
