// How an export lies in its bucket: the keys of its objects, its manifests and the lines of its data
// (S3DataExport.Output). Pure.
//
//   <prefix>/AWSDynamoDB/<export id>/_started
//   <prefix>/AWSDynamoDB/<export id>/manifest-summary.json, manifest-files.json, and .md5 of both
//   <prefix>/AWSDynamoDB/<export id>/data/<name>.json.gz     of an incremental one: AWSDynamoDB/data/<name>
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/model/value.h"
#include "transfer/jobs.h"
#include "transfer/object_sink.h"

namespace stator::transfer {

// What the keys of all objects of an export begin with: the prefix without slashes at its end, and
// AWSDynamoDB/.
std::string export_root(std::string_view prefix);

class ExportLayout {
 public:
  explicit ExportLayout(const Export& job);  // which must outlive this

  std::string started_key() const { return folder_ + "_started"; }
  std::string summary_key() const { return folder_ + "manifest-summary.json"; }
  std::string summary_checksum_key() const { return folder_ + "manifest-summary.md5"; }
  std::string files_key() const { return folder_ + "manifest-files.json"; }
  std::string files_checksum_key() const { return folder_ + "manifest-files.md5"; }
  // Of data files, counted from 0. The same whenever it is asked for: one that is written again replaces
  // itself.
  std::string data_key(std::size_t number) const;

  std::size_t longest_key() const;  // in bytes

  // Appended to the manifest of files.
  void write_file(const std::string& key, std::int64_t items, const ObjectSink::Written& written,
                  std::string* out) const;
  // Of the job as it is.
  std::string summary() const;

  // One line of data.
  void write_item(db::model::MapView item, std::string* out) const;
  struct Change {
    db::model::MapView keys;
    std::int64_t written_micros = 0;  // the last time in the period
    std::optional<db::model::MapView> before;
    std::optional<db::model::MapView> after;
  };
  void write_change(const Change& change, std::string* out) const;

 private:
  const Export& job_;
  const std::string root_;
  const std::string folder_;
};

}  // namespace stator::transfer
