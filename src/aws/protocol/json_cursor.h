// The JSON value that a foreign reader (shape.h) is to read.
#pragma once

namespace simdjson::dom {
class element;
}  // namespace simdjson::dom

namespace stator::aws::protocol {

struct JsonCursor {
  const simdjson::dom::element& element;
};

}  // namespace stator::aws::protocol
