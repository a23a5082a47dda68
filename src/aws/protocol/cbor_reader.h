// CBOR (RFC 8949) to typed requests, by their shapes, as Smithy RPC v2 CBOR says. Pure; thread-safe.
#pragma once

#include <string_view>

#include "aws/error.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// A request body that is known to be well-formed, with nothing behind it.
class CborDocument {
 public:
  // `body` must outlive the document. An empty one is a request without members. Errors:
  // SerializationException where it is no map, not well-formed, has text that is no UTF-8 or lies deeper than
  // kMaxCborDepth (cbor_item.h).
  static Result<CborDocument> parse(std::string_view body);

  // Fills `value`, a struct that `structure` describes. Members that it does not have are ignored, null and
  // undefined count as absent; of two with one name the last one counts. Numbers of every size and kind are
  // taken for a number; a timestamp has tag 1; of a list that is far too long the end is left out. Errors:
  // SerializationException for a wrong type; the constraints are not checked. Precondition: no shape of
  // foreign kind.
  Result<base::Ok> read(const Structure& structure, void* value) const;

 private:
  explicit CborDocument(std::string_view body) : body_(body) {}

  std::string_view body_;
};

}  // namespace stator::aws::protocol
