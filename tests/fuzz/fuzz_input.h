// The bytes of a fuzz input, taken apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.h"

namespace stator::fuzz {

// Is it a message for a client? Not empty, and text if what the client sent was text.
inline bool is_message(std::string_view message, std::string_view sent) {
  return !message.empty() && (base::valid_utf8(message) || !base::valid_utf8(sent));
}

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  // The next byte; 0 at the end.
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  // What stands before the next `separator`; at the end all of the rest.
  std::string_view part(char separator = '\0') {
    const std::size_t at = rest_.find(separator);
    const std::string_view taken = rest_.substr(0, at);
    rest_.remove_prefix(at == rest_.npos ? rest_.size() : at + 1);
    return taken;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace stator::fuzz
