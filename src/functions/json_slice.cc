#include "functions/json_slice.h"

#include <cstddef>

#include "aws/protocol/json_writer.h"

namespace stator::functions {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::size_t skip_blank(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(kBlank, at);
  return next == std::string_view::npos ? text.size() : next;
}

// Behind the string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Behind the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      if (depth == 0) return at;
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}' || kBlank.find(c) != std::string_view::npos)) return at;
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return at;
}

}  // namespace

std::optional<std::string_view> member_text(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  std::size_t at = skip_blank(object, 0) + 1;  // behind the brace
  for (;;) {
    at = skip_blank(object, at);
    if (at >= object.size() || object[at] != '"') return found;
    const std::size_t name_end = skip_string(object, at);
    const std::string_view each = object.substr(at + 1, name_end - at - 2);
    at = skip_blank(object, skip_blank(object, name_end) + 1);  // behind the colon
    const std::size_t end = skip_value(object, at);
    if (each == name) found = object.substr(at, end - at);
    at = skip_blank(object, end) + 1;  // behind the comma
  }
}

void add_text(std::string_view name, std::string_view value, std::string* out) {
  out->append("\"").append(name).append("\":");
  aws::protocol::append_json_string(value, out);
}

}  // namespace stator::functions
