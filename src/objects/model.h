// Buckets, objects and multipart uploads as they are stored (docs/formats/objects.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blob/store.h"
#include "objects/notification.h"
#include "storage/engine.h"

namespace stator::objects {

// Of an object, in UTF-8.
inline constexpr std::size_t kMaxKeyBytes = 1024;
// Of a multipart upload.
inline constexpr std::uint64_t kMaxPartNumber = 10'000;
inline constexpr std::uint64_t kMinPartBytes = 5u << 20;  // of all parts but the last

using Texts = std::map<std::string, std::string>;

// A bucket's name is unique in its account.
struct BucketName {
  std::string account;
  std::string name;
};

// What would make a bucket public, and is not to.
struct PublicAccessBlock {
  bool acls = false;  // there are none that could
  bool ignored_acls = false;
  bool policy = false;      // no policy that makes it public is taken
  bool restricted = false;  // one that does is only for those of the bucket's account
};

struct Bucket {
  BucketName name;
  std::uint64_t id = 0;  // in the keys of its objects; never used again
  std::string region;
  std::int64_t created_micros = 0;
  Texts tags;
  std::string policy;  // as stored; empty: none
  std::optional<PublicAccessBlock> public_access_block;
  bool uses_bucket_key = false;  // as PutBucketEncryption has it; of no meaning here
  std::vector<Notification> notifications;
  bool tells_event_bridge = false;  // was asked for; there is none
  std::uint64_t deleting = 0;       // the run of the server that is about to delete it; 0: none
  storage::CommitVersion version = 0;
};

struct Checksum {
  std::string algorithm;  // "CRC32", "CRC64NVME", ...; empty: none
  std::string value;      // base64, of a composite one with "-N"
  bool composite = false;
};

// A large object is made of several blobs, in order.
struct BlobPart {
  blob::Id id;
  std::uint64_t size = 0;
  std::uint32_t crc32c = 0;
};

struct Object {
  std::uint64_t size = 0;
  std::string etag;  // without quotes
  std::int64_t modified_micros = 0;
  Texts headers;  // by lower-case name: what the API gives back as it came (content-type, x-amz-meta-...)
  Texts tags;
  Checksum checksum;
  bool multipart = false;       // each blob is a part that may be asked for by its number
  std::vector<BlobPart> blobs;  // empty: no bytes
  // Where the checksum is composite: those of the parts, one after another, as bytes; empty: not known.
  std::string part_checksums;
};

struct Upload {
  std::string key;
  std::string id;
  std::int64_t initiated_micros = 0;
  Texts headers;
  Texts tags;
  std::string checksum_algorithm;  // empty: none
  bool checksum_composite = false;
  std::uint64_t changes = 0;  // grows with every part
  storage::CommitVersion version = 0;
};

struct UploadPart {
  std::uint32_t number = 0;
  std::string etag;
  std::int64_t modified_micros = 0;
  Checksum checksum;
  BlobPart blob;
  storage::CommitVersion version = 0;
};

// Values of records. Decoders give nothing for bytes that are damaged or of a newer format; what stands in
// the key, and versions, they leave alone.
std::string encode_bucket(const Bucket& bucket);
std::optional<Bucket> decode_bucket(std::string_view value);
std::string encode_object(const Object& object);
std::optional<Object> decode_object(std::string_view value);
std::string encode_upload(const Upload& upload);
std::optional<Upload> decode_upload(std::string_view value);
std::string encode_part(const UploadPart& part);
std::optional<UploadPart> decode_part(std::string_view value);

}  // namespace stator::objects
