// Bodies that are too large for the memory: they pass through it in pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "base/task.h"

namespace stator::net {

enum class BodyError {
  kCutOff,     // the client has gone, or was too slow
  kMalformed,  // the chunks of Transfer-Encoding
};

// The body of a request, for a handler that takes it piece by piece (Options::streams_body). Used on the
// connection's loop, while the handler runs. What the handler leaves unread ends the connection.
class BodyStream {
 public:
  // By the Content-Length; nothing if the body comes in chunks.
  virtual std::optional<std::uint64_t> length() const = 0;
  // The bytes as sent, but for chunks. Fills `buffer`; fewer bytes, or none, at the end of the body only. A
  // client that waits to be asked for its body (Expect: 100-continue) is asked by the first call. After an
  // error there is nothing more to read.
  virtual base::Task<base::Result<std::size_t, BodyError>> read(std::span<char> buffer) = 0;

 protected:
  ~BodyStream() = default;
};

// The body of a response that is read while it is sent. Used on the connection's loop.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;
  // Fills `buffer` with the next bytes; never asked for more than there are. Not called for HEAD. False: they
  // cannot be had; the connection is cut, so that the client knows.
  virtual base::Task<bool> read(std::span<char> buffer) = 0;
};

}  // namespace stator::net
