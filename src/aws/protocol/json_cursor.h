// The JSON value that a foreign reader (shape.h) is to read.
#pragma once

#include "base/json_parser.h"

namespace stator::aws::protocol {

struct JsonCursor {
  base::JsonValue value;
};

}  // namespace stator::aws::protocol
