// Objects, parts of uploads and their blobs, against each other.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/report.h"
#include "keyspace/keys.h"
#include "objects/model.h"

namespace stator::check {

// Not thread-safe. Records go in in the order of their keys: buckets, objects, uploads, parts, blobs.
class Blobs {
 public:
  // `folder`: where the files are.
  Blobs(std::filesystem::path folder, Report& report) : folder_(std::move(folder)), report_(report) {}

  void add_record(std::string_view key, std::string_view value);
  // After the last record: files that belong to nothing.
  void finish();

  std::uint64_t blobs() const { return references_.size(); }

 private:
  using RawId = std::array<char, 16>;

  void add_object(std::string_view key, std::string_view value);
  void add_part(std::string_view key, std::string_view value);
  void check_bucket(std::string_view key, std::string_view what);
  void add_reference(const objects::BlobPart& blob, std::string_view owner);
  void check_file(const objects::BlobPart& blob, std::string_view owner);
  void add_blob(std::string_view key, std::string_view value);
  void sort_references();

  const std::filesystem::path folder_;
  Report& report_;
  std::set<std::uint64_t> buckets_;
  std::vector<RawId> references_;
  std::vector<bool> recorded_;  // of each reference, once they are sorted: it has a record
  bool sorted_ = false;
  std::set<std::string> others_;  // blobs with a record that nothing refers to
};

}  // namespace stator::check
