// A digest of what a request asks, to tell a repeated request from another one with the same client token
// (rule 111).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

// Equal contents in equal order give equal digests; the members of a map count in any order. 128 bits. Not a
// defence against somebody who wants two requests to collide.
class RequestDigest {
 public:
  void add(std::string_view text);
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const std::optional<std::string>& text);
  void add(const std::optional<AttributeMap>& map);
  void add(const std::optional<Map<std::string>>& names);
  void add(const std::optional<Map<AttributeValue>>& values);

  std::string finish() const;

 private:
  std::string content_;
};

}  // namespace stator::services::dynamodb
