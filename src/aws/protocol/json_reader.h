// JSON text to typed requests, by their shapes.
#pragma once

#include <memory>
#include <string>

#include "aws/error.h"
#include "aws/protocol/shape.h"
#include "base/json_parser.h"

namespace stator::aws::protocol {

// A request body as a parsed document. It lives in buffers of the calling thread (large bodies have their
// own), so it must be read before the thread parses the next one: no suspension in between.
class JsonDocument {
 public:
  // `body` is read in place if its capacity allows to read net::Request::kBodyPadding bytes past its end,
  // else copied. Errors: SerializationException where it is no JSON object in valid UTF-8.
  static Result<JsonDocument> parse(const std::string& body);

  // Fills `value`, a struct that `structure` describes. Members that it does not have are ignored, null
  // counts as absent; of a list that is far too long the end is left out. Errors: SerializationException for
  // a wrong JSON type; the constraints are not checked.
  Result<base::Ok> read(const Structure& structure, void* value) const;

 private:
  base::JsonValue root_;
  std::unique_ptr<base::JsonParser> own_;  // of a large body
};

}  // namespace stator::aws::protocol
