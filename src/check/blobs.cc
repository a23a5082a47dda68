#include "check/blobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>

#include "base/digest.h"

namespace stator::check {

namespace {

namespace fs = std::filesystem;
using keyspace::Space;

constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kReadBytes = 1 << 20;

template <typename Raw>
bool parse_id(std::string_view id, Raw* raw) {
  if (id.size() != kIdDigits) return false;
  for (std::size_t i = 0; i < raw->size(); ++i) {
    unsigned char byte = 0;
    const char* digits = id.data() + 2 * i;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) return false;
    (*raw)[i] = static_cast<char>(byte);
  }
  return true;
}

}  // namespace

void Blobs::add_record(std::string_view key, std::string_view value) {
  switch (keyspace::key_space(key)) {
    case Space::kBucket: {
      const auto bucket = objects::decode_bucket(value);
      if (bucket) {
        buckets_.insert(bucket->id);
      } else {
        report_.problem("the record of a bucket cannot be read");
      }
      break;
    }
    case Space::kObject:
      add_object(key, value);
      break;
    case Space::kUpload:
      if (!objects::decode_upload(value)) report_.problem("the record of an upload cannot be read");
      check_bucket(key, "an upload");
      break;
    case Space::kUploadPart:
      add_part(key, value);
      break;
    default:
      add_blob(key, value);
      break;
  }
}

void Blobs::check_bucket(std::string_view key, std::string_view what) {
  if (!buckets_.contains(keyspace::key_hash(key)))
    report_.problem(fmt::format("{} belongs to a bucket that there is not", what));
}

void Blobs::add_object(std::string_view key, std::string_view value) {
  const std::string name = "object " + keyspace::KeyReader(key).bytes().value_or("?");
  check_bucket(key, name);
  const auto object = objects::decode_object(value);
  if (!object) return report_.problem(fmt::format("the record of {} cannot be read", name));
  std::uint64_t size = 0;
  for (const objects::BlobPart& blob : object->blobs) {
    size += blob.size;
    add_reference(blob, name);
  }
  if (size != object->size)
    report_.problem(fmt::format("{} has {} bytes, and its record says {}", name, size, object->size));
}

void Blobs::add_part(std::string_view key, std::string_view value) {
  check_bucket(key, "a part of an upload");
  const auto part = objects::decode_part(value);
  if (!part) return report_.problem("the record of a part of an upload cannot be read");
  add_reference(part->blob, "a part of an upload");
}

void Blobs::add_reference(const objects::BlobPart& blob, std::string_view owner) {
  RawId id{};
  if (!parse_id(blob.id, &id)) return report_.problem(fmt::format("{} refers to no blob", owner));
  references_.push_back(id);
  check_file(blob, owner);
}

void Blobs::check_file(const objects::BlobPart& blob, std::string_view owner) {
  std::ifstream file(folder_ / "data" / blob.id, std::ios::binary);
  if (!file) file.open(folder_ / "new" / blob.id, std::ios::binary);
  if (!file) return report_.problem(fmt::format("file blobs/data/{} of {} is missing", blob.id, owner));
  std::string buffer(kReadBytes, '\0');
  std::uint64_t size = 0;
  std::uint32_t sum = 0;
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0) {
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(file.gcount()));
    sum = base::crc32c(bytes, sum);
    size += bytes.size();
    report_.read_bytes(bytes.size());
  }
  if (file.bad()) {
    report_.problem(fmt::format("file blobs/data/{} of {} cannot be read", blob.id, owner));
  } else if (size != blob.size) {
    report_.problem(
        fmt::format("file blobs/data/{} of {} has {} bytes instead of {}", blob.id, owner, size, blob.size));
  } else if (sum != blob.crc32c) {
    report_.problem(fmt::format("file blobs/data/{} of {} is damaged: its checksum differs", blob.id, owner));
  }
}

void Blobs::sort_references() {
  if (sorted_) return;
  sorted_ = true;
  std::sort(references_.begin(), references_.end());
  if (std::adjacent_find(references_.begin(), references_.end()) != references_.end())
    report_.problem("two objects share a blob");
  recorded_.resize(references_.size());
}

void Blobs::add_blob(std::string_view key, std::string_view) {
  sort_references();
  const std::string id = keyspace::KeyReader(key).bytes().value_or("");
  const bool is_garbage = keyspace::key_index(key) != 0;
  RawId raw{};
  const bool known = parse_id(id, &raw);
  const auto at = std::lower_bound(references_.begin(), references_.end(), raw);
  const bool is_used = known && at != references_.end() && *at == raw;
  if (is_used && !is_garbage) {
    recorded_[static_cast<std::size_t>(at - references_.begin())] = true;
    return;
  }
  others_.insert(id);
  if (is_used) report_.problem(fmt::format("blob {} is in use, and about to be removed", id));
  if (!is_garbage) report_.problem(fmt::format("blob {} has a record, and nothing refers to it", id));
}

void Blobs::finish() {
  sort_references();
  for (std::size_t i = 0; i < references_.size(); ++i) {
    if (!recorded_[i])
      report_.problem(fmt::format("blob {} is in use without a record",
                                  base::to_hex({references_[i].data(), references_[i].size()})));
  }
  // Those in new/ are settled by the next start.
  std::error_code error;
  for (fs::directory_iterator at(folder_ / "data", error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    RawId raw{};
    const bool is_used =
        parse_id(name, &raw) && std::binary_search(references_.begin(), references_.end(), raw);
    if (!is_used && !others_.contains(name))
      report_.problem(fmt::format("file blobs/data/{} belongs to nothing", name));
  }
}

}  // namespace stator::check
