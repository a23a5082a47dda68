// One object of an export, written in pieces.
//
// Its members may wait for the disk: to be used on the pool of the object store, by one coroutine at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/task.h"
#include "objects/object_store.h"

namespace stator::transfer {

// Dropped before put(): nothing stays of it.
class ObjectSink {
 public:
  enum class Encoding : std::uint8_t { kPlain, kGzip };

  ObjectSink(objects::ObjectStore& objects, Encoding encoding);
  ~ObjectSink();
  ObjectSink(const ObjectSink&) = delete;
  ObjectSink& operator=(const ObjectSink&) = delete;

  objects::Result<base::Ok> append(std::string_view bytes);

  struct Written {
    std::string etag;
    std::string md5;  // base64, of the bytes that are stored
  };
  // Ends the object and stores it; it replaces one of the same key. While the storage takes no more this
  // waits, until `stopped`. Once, at the end.
  base::Task<objects::Result<Written>> put(objects::BucketName bucket, std::string key,
                                           const std::atomic<bool>& stopped);

 private:
  struct Deflate;  // of zlib

  objects::Result<base::Ok> deflate(std::string_view bytes, int flush);
  objects::Result<base::Ok> store(std::string_view bytes);

  objects::ObjectStore& objects_;
  std::unique_ptr<Deflate> deflate_;    // nullptr: plain
  std::unique_ptr<blob::Writer> blob_;  // nullptr: nothing yet
  base::Digest md5_{base::DigestKind::kMd5};
  std::uint64_t size_ = 0;
};

}  // namespace stator::transfer
