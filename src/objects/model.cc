#include "objects/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "db/model/value.h"
#include "db/model/value_writer.h"

namespace stator::objects {

namespace {

using db::model::MapView;
using db::model::Number;
using db::model::Type;
using db::model::ValueView;
using db::model::ValueWriter;

constexpr char kRecordFormat = 1;
constexpr std::size_t kIdBytes = 32;
constexpr std::size_t kBlobBytes = kIdBytes + 8 + 4;

template <typename Integer>
void append_big_endian(Integer value, std::string* out) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8)
    out->push_back(static_cast<char>(value >> shift));
}

std::uint64_t load_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

// One record: a format byte and a map.
class RecordWriter {
 public:
  RecordWriter() : out_(1, kRecordFormat), writer_(&out_) { writer_.begin_map(); }

  void text(std::string_view name, std::string_view value) {
    writer_.name(name);
    writer_.string(value);
  }
  void number(std::string_view name, std::int64_t value) {
    writer_.name(name);
    writer_.number(Number::from_int(value));
  }
  void bytes(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    writer_.name(name);
    writer_.binary(value);
  }
  void texts(std::string_view name, const Texts& values) {
    if (values.empty()) return;
    writer_.name(name);
    map(values);
  }
  void list(std::string_view name, const std::vector<Texts>& values) {
    if (values.empty()) return;
    writer_.name(name);
    writer_.begin_list();
    for (const Texts& texts : values) map(texts);
    writer_.end_list();
  }
  void checksum(const Checksum& checksum) {
    if (checksum.algorithm.empty()) return;
    text("checksum_algorithm", checksum.algorithm);
    text("checksum", checksum.value);
    number("checksum_composite", checksum.composite ? 1 : 0);
  }
  void blobs(std::span<const BlobPart> blobs) {
    std::string bytes;
    bytes.reserve(blobs.size() * kBlobBytes);
    for (const BlobPart& blob : blobs) {
      bytes.append(blob.id);
      append_big_endian(blob.size, &bytes);
      append_big_endian(blob.crc32c, &bytes);
    }
    writer_.name("blobs");
    writer_.binary(bytes);
  }

  std::string take() {
    writer_.end_map();
    return std::move(out_);
  }

 private:
  void map(const Texts& values) {
    writer_.begin_map();
    for (const auto& [key, value] : values) {
      writer_.name(key);
      writer_.string(value);
    }
    writer_.end_map();
  }

  std::string out_;
  ValueWriter writer_;
};

// What is not there has its default; what is of another type makes the record damaged.
class RecordReader {
 public:
  explicit RecordReader(std::string_view value) {
    if (value.empty() || value[0] != kRecordFormat || !db::model::valid(value.substr(1))) return;
    const ValueView root(value.substr(1));
    ok_ = root.type() == Type::kM;
    if (ok_) map_ = root.map();
  }

  std::string text(std::string_view name) {
    const auto value = member(name, Type::kS);
    return value ? std::string(value->text()) : std::string();
  }
  std::string bytes(std::string_view name) {
    const auto value = member(name, Type::kB);
    return value ? std::string(value->text()) : std::string();
  }
  std::int64_t number(std::string_view name) {
    std::int64_t number = 0;
    const auto value = member(name, Type::kN);
    if (value && !value->number().to_int64(&number)) ok_ = false;
    return number;
  }
  Texts texts(std::string_view name) {
    const auto value = member(name, Type::kM);
    return value ? map(*value) : Texts();
  }
  std::vector<Texts> list(std::string_view name) {
    std::vector<Texts> values;
    const auto value = member(name, Type::kL);
    if (!value) return values;
    for (const ValueView element : value->elements()) values.push_back(map(element));
    return values;
  }
  Checksum checksum() {
    return {text("checksum_algorithm"), text("checksum"), number("checksum_composite") != 0};
  }
  std::vector<BlobPart> blobs() {
    std::vector<BlobPart> blobs;
    const auto value = member("blobs", Type::kB);
    if (!value) return blobs;
    std::string_view bytes = value->text();
    if (bytes.size() % kBlobBytes != 0) ok_ = false;
    while (bytes.size() >= kBlobBytes) {
      BlobPart& blob = blobs.emplace_back();
      blob.id = bytes.substr(0, kIdBytes);
      blob.size = load_big_endian(bytes.substr(kIdBytes, 8));
      blob.crc32c = static_cast<std::uint32_t>(load_big_endian(bytes.substr(kIdBytes + 8, 4)));
      bytes.remove_prefix(kBlobBytes);
    }
    return blobs;
  }
  bool ok() const { return ok_; }

 private:
  Texts map(ValueView value) {
    Texts texts;
    if (value.type() != Type::kM) {
      ok_ = false;
      return texts;
    }
    for (const db::model::Attribute attribute : value.map()) {
      if (attribute.value.type() != Type::kS) {
        ok_ = false;
        return texts;
      }
      texts.emplace(attribute.name, attribute.value.text());
    }
    return texts;
  }

  std::optional<ValueView> member(std::string_view name, Type type) {
    if (!ok_) return std::nullopt;
    auto value = map_.find(name);
    if (value && value->type() != type) {
      ok_ = false;
      return std::nullopt;
    }
    return value;
  }

  MapView map_;
  bool ok_ = false;
};

// 0: none; else one more than its four bits.
std::int64_t number_of(const std::optional<PublicAccessBlock>& block) {
  if (!block) return 0;
  return 1 + (block->acls ? 1 : 0) + (block->ignored_acls ? 2 : 0) + (block->policy ? 4 : 0) +
         (block->restricted ? 8 : 0);
}

std::optional<PublicAccessBlock> public_access_block_of(std::int64_t number) {
  if (number == 0) return std::nullopt;
  const std::int64_t bits = number - 1;
  return PublicAccessBlock{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
}

Texts texts_of(const Notification& notification) {
  return {{"id", notification.id},
          {"function", notification.function_arn},
          {"events", fmt::format("{}", fmt::join(notification.events, ","))},
          {"prefix", notification.prefix},
          {"suffix", notification.suffix}};
}

Notification notification_of(Texts texts) {
  Notification notification{texts["id"], texts["function"], {}, texts["prefix"], texts["suffix"]};
  const std::string& events = texts["events"];
  for (std::size_t at = 0; at < events.size();) {
    const std::size_t comma = std::min(events.find(',', at), events.size());
    notification.events.push_back(events.substr(at, comma - at));
    at = comma + 1;
  }
  return notification;
}

}  // namespace

std::string encode_bucket(const Bucket& bucket) {
  RecordWriter record;
  record.text("account", bucket.name.account);
  record.text("name", bucket.name.name);
  record.number("id", static_cast<std::int64_t>(bucket.id));
  record.text("region", bucket.region);
  record.number("created", bucket.created_micros);
  record.texts("tags", bucket.tags);
  record.text("policy", bucket.policy);
  record.number("deleting", static_cast<std::int64_t>(bucket.deleting));
  std::vector<Texts> notifications;
  for (const Notification& each : bucket.notifications) notifications.push_back(texts_of(each));
  record.list("notifications", notifications);
  record.number("event_bridge", bucket.tells_event_bridge ? 1 : 0);
  record.number("public_access_block", number_of(bucket.public_access_block));
  record.number("bucket_key", bucket.uses_bucket_key ? 1 : 0);
  return record.take();
}

std::optional<Bucket> decode_bucket(std::string_view value) {
  RecordReader record(value);
  Bucket bucket;
  bucket.name = {record.text("account"), record.text("name")};
  bucket.id = static_cast<std::uint64_t>(record.number("id"));
  bucket.region = record.text("region");
  bucket.created_micros = record.number("created");
  bucket.tags = record.texts("tags");
  bucket.policy = record.text("policy");
  bucket.deleting = static_cast<std::uint64_t>(record.number("deleting"));
  for (Texts& texts : record.list("notifications"))
    bucket.notifications.push_back(notification_of(std::move(texts)));
  bucket.tells_event_bridge = record.number("event_bridge") != 0;
  bucket.public_access_block = public_access_block_of(record.number("public_access_block"));
  bucket.uses_bucket_key = record.number("bucket_key") != 0;
  if (!record.ok()) return std::nullopt;
  return bucket;
}

std::string encode_object(const Object& object) {
  RecordWriter record;
  record.number("size", static_cast<std::int64_t>(object.size));
  record.text("etag", object.etag);
  record.number("modified", object.modified_micros);
  record.texts("headers", object.headers);
  record.texts("tags", object.tags);
  record.checksum(object.checksum);
  record.number("multipart", object.multipart ? 1 : 0);
  record.blobs(object.blobs);
  record.bytes("part_checksums", object.part_checksums);
  return record.take();
}

std::optional<Object> decode_object(std::string_view value) {
  RecordReader record(value);
  Object object;
  object.size = static_cast<std::uint64_t>(record.number("size"));
  object.etag = record.text("etag");
  object.modified_micros = record.number("modified");
  object.headers = record.texts("headers");
  object.tags = record.texts("tags");
  object.checksum = record.checksum();
  object.multipart = record.number("multipart") != 0;
  object.blobs = record.blobs();
  object.part_checksums = record.bytes("part_checksums");
  if (!record.ok()) return std::nullopt;
  return object;
}

std::string encode_upload(const Upload& upload) {
  RecordWriter record;
  record.text("key", upload.key);
  record.text("id", upload.id);
  record.number("initiated", upload.initiated_micros);
  record.texts("headers", upload.headers);
  record.texts("tags", upload.tags);
  record.text("checksum_algorithm", upload.checksum_algorithm);
  record.number("checksum_composite", upload.checksum_composite ? 1 : 0);
  record.number("changes", static_cast<std::int64_t>(upload.changes));
  return record.take();
}

std::optional<Upload> decode_upload(std::string_view value) {
  RecordReader record(value);
  Upload upload;
  upload.key = record.text("key");
  upload.id = record.text("id");
  upload.initiated_micros = record.number("initiated");
  upload.headers = record.texts("headers");
  upload.tags = record.texts("tags");
  upload.checksum_algorithm = record.text("checksum_algorithm");
  upload.checksum_composite = record.number("checksum_composite") != 0;
  upload.changes = static_cast<std::uint64_t>(record.number("changes"));
  if (!record.ok()) return std::nullopt;
  return upload;
}

std::string encode_part(const UploadPart& part) {
  RecordWriter record;
  record.number("number", part.number);
  record.text("etag", part.etag);
  record.number("modified", part.modified_micros);
  record.checksum(part.checksum);
  record.blobs({&part.blob, 1});
  return record.take();
}

std::optional<UploadPart> decode_part(std::string_view value) {
  RecordReader record(value);
  UploadPart part;
  part.number = static_cast<std::uint32_t>(record.number("number"));
  part.etag = record.text("etag");
  part.modified_micros = record.number("modified");
  part.checksum = record.checksum();
  auto blobs = record.blobs();
  if (!record.ok() || blobs.size() != 1) return std::nullopt;
  part.blob = std::move(blobs.front());
  return part;
}

}  // namespace stator::objects
