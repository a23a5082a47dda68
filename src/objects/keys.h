// Keys of buckets and what is in them (docs/formats/keys.md). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keyspace/keys.h"
#include "objects/model.h"

namespace stator::objects {

inline keyspace::KeyBuilder in_bucket(keyspace::Space space, std::uint64_t bucket_id) {
  keyspace::KeyBuilder key(space, 0, 0);
  key.set_hash(bucket_id);
  return key;
}

inline std::string bucket_key(const BucketName& bucket) {
  return keyspace::KeyBuilder(keyspace::Space::kBucket, 0, 0).bytes(bucket.account).bytes(bucket.name).take();
}
inline storage::KeyRange all_buckets() {
  return keyspace::prefix_range(keyspace::KeyBuilder(keyspace::Space::kBucket, 0, 0).view());
}
inline storage::KeyRange buckets_of(std::string_view account) {
  return keyspace::prefix_range(keyspace::KeyBuilder(keyspace::Space::kBucket, 0, 0).bytes(account).view());
}

// Of the key of a bucket; nothing: it is damaged.
inline std::optional<std::string> account_of_bucket(std::string_view key) {
  return keyspace::KeyReader(key).bytes();
}

inline std::string object_key(const Bucket& bucket, std::string_view key) {
  return in_bucket(keyspace::Space::kObject, bucket.id).bytes(key).take();
}

inline std::string upload_key(const Bucket& bucket, std::string_view key, std::string_view upload_id) {
  return in_bucket(keyspace::Space::kUpload, bucket.id).bytes(key).bytes(upload_id).take();
}

inline std::string part_key(const Bucket& bucket, std::string_view upload_id, std::uint32_t number) {
  return in_bucket(keyspace::Space::kUploadPart, bucket.id).bytes(upload_id).u64(number).take();
}
inline storage::KeyRange parts_of(const Bucket& bucket, std::string_view upload_id) {
  return keyspace::prefix_range(in_bucket(keyspace::Space::kUploadPart, bucket.id).bytes(upload_id).view());
}

}  // namespace stator::objects
