#include "authz/statement_places.h"

#include <algorithm>
#include <string_view>

#include "base/json_parser.h"

namespace stator::authz {
namespace {

// Goes through a JSON text that is known to be well-formed.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Position position() const { return position_; }
  char next() const { return text_[at_]; }
  void take() {
    const char c = text_[at_++];
    // "\r\n" is one end of a line.
    if (c == '\n' || (c == '\r' && !text_.substr(at_).starts_with('\n'))) {
      ++position_.line;
      position_.column = 1;
      return;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (c != '\r' && (byte & 0xC0) != 0x80) position_.column += byte >= 0xF0 ? 2 : 1;
  }
  // White space and what is between values.
  void skip_separators() {
    while (std::string_view(" \t\r\n,:").find(next()) != std::string_view::npos) take();
  }
  void skip_value() {
    if (next() == '"') return skip_string();
    if (next() != '{' && next() != '[') {
      while (std::string_view(" \t\r\n,]}").find(next()) == std::string_view::npos) take();
      return;
    }
    int depth = 0;
    do {
      if (next() == '"') {
        skip_string();
        continue;
      }
      if (next() == '{' || next() == '[') ++depth;
      if (next() == '}' || next() == ']') --depth;
      take();
    } while (depth > 0);
  }

 private:
  void skip_string() {
    take();
    for (; next() != '"'; take()) {
      if (next() == '\\') take();
    }
    take();
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  Position position_;
};

}  // namespace

std::vector<Place> statement_places(const std::string& text) {
  base::JsonParser parser;
  const auto root = parser.parse(text);
  if (!root || !root->is_object()) return {};
  const auto members = root->members();
  std::size_t before = 0;  // members that stand before the statements
  for (const base::JsonMember member : members) {
    if (member.name == "Statement") break;
    ++before;
  }
  if (before == root->size()) return {};

  Reader reader(text);
  reader.skip_separators();
  reader.take();  // '{'
  for (std::size_t i = 0; i < before; ++i) {
    for (int name_and_value = 0; name_and_value < 2; ++name_and_value) {
      reader.skip_separators();
      reader.skip_value();
    }
  }
  reader.skip_separators();
  reader.skip_value();  // "Statement"
  reader.skip_separators();
  if (reader.next() == '{') {
    Reader inside = reader;
    inside.take();
    reader.skip_value();
    return {{inside.position(), reader.position()}};
  }
  std::vector<Place> places;
  reader.take();  // '['
  for (Position begin = reader.position();; begin = reader.position()) {
    reader.skip_separators();
    if (reader.next() == ']') return places;
    reader.skip_value();
    places.push_back({begin, reader.position()});
  }
}

}  // namespace stator::authz
