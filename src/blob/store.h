// Large bodies: written once, read many times, never changed. What refers to them lives in the keyspace; this
// knows nothing of it.
//
// The life of a blob: written (durable, yet unpublished) -> its user commits a reference to it -> published
// -> its user commits that the reference is gone -> removed. After a crash the unpublished blobs are listed,
// and their user says of each whether a reference exists (publish) or not (remove). So no crash leaves a
// reference without its blob, nor a blob that nobody knows.
//
// Every member may wait for the disk: call them on a pool. A store is thread-safe; a writer is used by one
// thread at a time, a reader by any number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stator::blob {

enum class ErrorCode {
  kNotFound,
  kNoSpace,  // the disk, or the quota, is full
  kIo,
};

struct Error {
  ErrorCode code;
  std::string message;  // for people; one line
};

template <typename T>
using Result = base::Result<T, Error>;

// 32 hexadecimal digits, of random bits.
using Id = std::string;

struct Info {
  Id id;
  std::uint64_t size = 0;
  std::uint32_t crc32c = 0;
};

// Dropped before finish(): nothing stays of it.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual Result<base::Ok> append(std::string_view bytes) = 0;
  // After this the blob survives a crash. Once, at the end.
  virtual Result<Info> finish() = 0;
};

class Reader {
 public:
  virtual ~Reader() = default;
  // Fills `buffer` from `offset` on; fewer bytes only at the end of the blob.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) const = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual Result<std::unique_ptr<Writer>> create() = 0;
  // Published or not.
  virtual Result<std::unique_ptr<Reader>> open(const Id& id) = 0;
  // Does nothing for a blob that is published already.
  virtual Result<base::Ok> publish(const Id& id) = 0;
  // Durable when it returns; the disk is given back bit by bit. Nobody reads them any more. A blob that is
  // not there is no error; one that cannot be removed does not keep the others.
  virtual Result<base::Ok> remove(std::span<const Id> ids) = 0;
  virtual Result<std::vector<Id>> unpublished() = 0;
};

}  // namespace stator::blob
