#include "messages/fill.h"

namespace stator::messages {

std::string fill(std::string_view text, std::initializer_list<std::string_view> arguments) {
  std::string out;
  out.reserve(text.size() + 32);
  for (std::string_view argument : arguments) {
    const std::size_t slot = text.find("{}");
    out.append(text.substr(0, slot));
    out.append(argument);
    text.remove_prefix(slot + 2);
  }
  out.append(text);
  return out;
}

}  // namespace stator::messages
