// Pages of the keys of a bucket, and of its multipart uploads.
#include <algorithm>

#include "objects/keys.h"
#include "objects/object_store.h"
#include "objects/storage_errors.h"

namespace stator::objects {

namespace {

using keyspace::Space;

// What `key` is listed as: the part up to the first delimiter behind the prefix; nothing: itself.
std::optional<std::string> common_prefix(std::string_view key, std::string_view prefix,
                                         std::string_view delimiter) {
  if (delimiter.empty()) return std::nullopt;
  const std::size_t at = key.find(delimiter, prefix.size());
  if (at == key.npos) return std::nullopt;
  return std::string(key.substr(0, at + delimiter.size()));
}

// Goes over the keys of one space of a bucket, in order, and over each common prefix once.
class KeyWalk {
 public:
  KeyWalk(const Bucket& bucket, Space space, std::string_view prefix, std::string_view delimiter)
      : bucket_id_(bucket.id), space_(space), prefix_(prefix), delimiter_(delimiter) {
    rest_ = keyspace::prefix_range(in_bucket(space, bucket.id).bytes_prefix(prefix).view());
  }

  const std::optional<storage::KeyRange>& rest() const { return rest_; }
  void skip_to(std::string begin) {
    if (rest_ && begin > rest_->begin) rest_->begin = std::move(begin);
    if (rest_ && !rest_->end.empty() && rest_->begin >= rest_->end) rest_.reset();
  }
  // All keys that begin with `text`.
  void skip_prefix(const std::string& text) {
    skipped_ = text;
    skip_to(keyspace::prefix_end(in_bucket(space_, bucket_id_).bytes_prefix(text).view()));
  }
  bool is_skipped(std::string_view key) const { return skipped_ && key.starts_with(*skipped_); }
  void page_done(const storage::ScanPage& page) {
    rest_ = page.rest();
    if (rest_ && skipped_) skip_prefix(std::string(*skipped_));
  }
  std::optional<std::string> prefix_of(std::string_view key) const {
    return common_prefix(key, prefix_, delimiter_);
  }

 private:
  const std::uint64_t bucket_id_;
  const Space space_;
  const std::string_view prefix_;
  const std::string_view delimiter_;
  std::optional<storage::KeyRange> rest_;
  std::optional<std::string> skipped_;
};

Error damaged() { return {ErrorKind::kInternal, "a record of an object is damaged"}; }

}  // namespace

base::Task<Result<Listing>> ObjectStore::list(BucketName name, ListQuery query) {
  auto bucket = co_await find_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  Listing listing;
  if (query.limit == 0) co_return listing;
  KeyWalk walk(*bucket, Space::kObject, query.prefix, query.delimiter);
  if (!query.after.empty()) walk.skip_to(object_key(*bucket, query.after) + '\0');
  while (walk.rest()) {
    auto page = co_await engine_.scan(*walk.rest(), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto key = keyspace::KeyReader(entry.key).bytes();
      if (!key) co_return damaged();
      if (walk.is_skipped(*key)) continue;
      auto prefix = walk.prefix_of(*key);
      if (prefix && *prefix <= query.after) {
        walk.skip_prefix(*prefix);
        continue;
      }
      if (listing.objects.size() + listing.common_prefixes.size() == query.limit) {
        listing.truncated = true;
        co_return listing;
      }
      listing.last = prefix ? *prefix : *key;
      if (prefix) {
        walk.skip_prefix(*prefix);
        listing.common_prefixes.push_back(std::move(*prefix));
        continue;
      }
      auto object = decode_object(entry.value);
      if (!object) co_return damaged();
      object->blobs.clear();  // of no use in a list, and many where a list is long
      object->part_checksums.clear();
      listing.objects.push_back({std::move(*key), std::move(*object)});
    }
    walk.page_done(*page);
    co_await base::yield();
  }
  co_return listing;
}

base::Task<Result<UploadListing>> ObjectStore::list_uploads(BucketName name, UploadQuery query) {
  auto bucket = co_await find_bucket(std::move(name));
  if (!bucket.ok()) co_return std::move(bucket).error();
  UploadListing listing;
  if (query.limit == 0) co_return listing;
  KeyWalk walk(*bucket, Space::kUpload, query.prefix, query.delimiter);
  if (!query.after_key.empty() && query.after_id.empty()) {
    walk.skip_to(keyspace::prefix_end(in_bucket(Space::kUpload, bucket->id).bytes(query.after_key).view()));
  } else if (!query.after_key.empty()) {
    walk.skip_to(upload_key(*bucket, query.after_key, query.after_id) + '\0');
  }
  while (walk.rest()) {
    auto page = co_await engine_.scan(*walk.rest(), storage::Direction::kForward, {});
    if (!page.ok()) co_return from_storage(page.error());
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      auto upload = decode_upload(entry.value);
      if (!upload) co_return damaged();
      if (walk.is_skipped(upload->key)) continue;
      auto prefix = walk.prefix_of(upload->key);
      if (prefix && *prefix <= query.after_key) {
        walk.skip_prefix(*prefix);
        continue;
      }
      if (listing.uploads.size() + listing.common_prefixes.size() == query.limit) {
        listing.truncated = true;
        co_return listing;
      }
      if (prefix) {
        walk.skip_prefix(*prefix);
        listing.common_prefixes.push_back(std::move(*prefix));
        continue;
      }
      listing.uploads.push_back(std::move(*upload));
    }
    walk.page_done(*page);
    co_await base::yield();
  }
  co_return listing;
}

}  // namespace stator::objects
