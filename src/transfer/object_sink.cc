#include "transfer/object_sink.h"

#include <zlib.h>

#include <array>
#include <utility>

#include "base/base64.h"
#include "base/check.h"
#include "objects/storage_errors.h"

namespace stator::transfer {

namespace {

constexpr int kFast = 1;
constexpr int kGzipWindow = 15 + 16;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kPieceBytes = 64 * 1024;

}  // namespace

struct ObjectSink::Deflate {
  Deflate() {
    STATOR_CHECK(deflateInit2(&stream, kFast, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) ==
                 Z_OK);
  }
  ~Deflate() { deflateEnd(&stream); }
  Deflate(const Deflate&) = delete;
  Deflate& operator=(const Deflate&) = delete;

  z_stream stream{};
  std::array<char, kPieceBytes> piece;
};

ObjectSink::ObjectSink(objects::ObjectStore& objects, Encoding encoding) : objects_(objects) {
  if (encoding == Encoding::kGzip) deflate_ = std::make_unique<Deflate>();
}

ObjectSink::~ObjectSink() = default;

objects::Result<base::Ok> ObjectSink::append(std::string_view bytes) {
  return deflate_ != nullptr ? deflate(bytes, Z_NO_FLUSH) : store(bytes);
}

objects::Result<base::Ok> ObjectSink::deflate(std::string_view bytes, int flush) {
  z_stream& stream = deflate_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(deflate_->piece.data());
    stream.avail_out = static_cast<uInt>(deflate_->piece.size());
    ::deflate(&stream, flush);
    STATOR_TRY(store({deflate_->piece.data(), deflate_->piece.size() - stream.avail_out}));
  } while (stream.avail_out == 0);
  return base::Ok{};
}

objects::Result<base::Ok> ObjectSink::store(std::string_view bytes) {
  if (bytes.empty()) return base::Ok{};
  if (blob_ == nullptr) {
    STATOR_ASSIGN(blob_, objects_.new_blob());
  }
  md5_.update(bytes);
  size_ += bytes.size();
  auto appended = blob_->append(bytes);
  if (!appended.ok()) return objects::from_blob(appended.error());
  return base::Ok{};
}

base::Task<objects::Result<ObjectSink::Written>> ObjectSink::put(objects::BucketName bucket, std::string key,
                                                                 const std::atomic<bool>& stopped) {
  if (deflate_ != nullptr) {
    STATOR_CO_TRY(deflate({}, Z_FINISH));
  }
  const std::string md5 = md5_.finish();
  objects::Object object;
  object.size = size_;
  object.etag = base::to_hex(md5);
  object.headers["content-type"] = "binary/octet-stream";
  if (blob_ != nullptr) {
    auto info = blob_->finish();
    if (!info.ok()) co_return objects::from_blob(info.error());
    object.blobs.push_back({info->id, info->size, info->crc32c});
  }
  Written written{object.etag, {}};
  base::append_base64(md5, written.md5);
  auto done = co_await objects_.put_patiently(std::move(bucket), std::move(key), std::move(object), stopped);
  if (!done.ok()) co_return std::move(done).error();
  co_return written;
}

}  // namespace stator::transfer
