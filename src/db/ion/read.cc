#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "base/base64.h"
#include "base/utf8.h"
#include "db/ion/ion.h"
#include "db/ion/symbols.h"

namespace stator::db::ion {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMarker = "$ion_1_0";
constexpr std::string_view kLongQuote = "'''";

constexpr std::string_view kSets[] = {"$dynamodb_SS", "$dynamodb_NS", "$dynamodb_BS"};
constexpr std::size_t kSetPrefix = "$dynamodb_"sv.size();

// The types whose nulls are NULL.
constexpr std::string_view kNullTypes[] = {"null", "bool", "decimal", "string", "blob", "list", "struct"};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
// In texts of every kind, and in strings of JSON.
bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\'' && c != '\\'; }

bool is_surrogate(std::uint32_t code) { return code >= 0xd800 && code < 0xe000; }

// Goes over the text once and writes JSON as it goes. Functions return false at what is no Ion, or has a type
// that DynamoDB has not; then nothing of what was written counts.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) { json_.reserve(2 * text.size()); }

  enum class Fields { kRecords, kRecordsAndValues };
  bool line(Fields of) {
    skip_space();
    while (identifier_of(rest_) == kMarker) {
      rest_.remove_prefix(kMarker.size());
      skip_space();
    }
    if (!take("{")) return false;
    if (!(of == Fields::kRecords ? fields<&Reader::record>(0) : fields<&Reader::record_or_value>(0)))
      return false;
    skip_space();
    return rest_.empty();
  }
  std::string take_json() { return std::move(json_); }

 private:
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  char next() {
    const char c = peek();
    if (!rest_.empty()) rest_.remove_prefix(1);
    return c;
  }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  std::string_view take_identifier() {
    const std::string_view identifier = identifier_of(rest_);
    rest_.remove_prefix(identifier.size());
    return identifier;
  }

  // White space and comments. A comment without an end stays where it is, and is no token.
  void skip_space() {
    while (true) {
      rest_.remove_prefix(length_while(is_space));
      if (rest_.starts_with("//")) {
        rest_.remove_prefix(std::min(rest_.find_first_of("\r\n"), rest_.size()));
      } else if (rest_.starts_with("/*")) {
        const std::size_t end = rest_.find("*/", 2);
        if (end == rest_.npos) return;
        rest_.remove_prefix(end + 2);
      } else {
        return;
      }
    }
  }

  std::size_t length_while(bool (*holds)(char)) const {
    return static_cast<std::size_t>(std::ranges::find_if_not(rest_, holds) - rest_.begin());
  }

  // Elements up to the closing bracket. A comma may stand behind the last one, too.
  template <typename Element>
  bool elements(char open, std::string_view close, Element element) {
    json_ += open;
    skip_space();
    while (!take(close)) {
      if (json_.back() != open) json_ += ',';
      if (!element()) return false;
      skip_space();
      if (take(",")) {
        skip_space();
      } else if (!rest_.starts_with(close)) {
        return false;
      }
    }
    json_ += close;
    return true;
  }

  // What is behind the brace that opens a struct.
  template <bool (Reader::*kContent)(int depth)>
  bool fields(int depth) {
    return elements('{', "}", [&] {
      if (!name()) return false;
      skip_space();
      if (!take(":")) return false;
      json_ += ':';
      return (this->*kContent)(depth);
    });
  }

  bool name() {
    if (peek() == '"' || rest_.starts_with(kLongQuote)) return string();
    json_ += '"';
    if (!symbol()) return false;
    json_ += '"';
    return true;
  }

  // Attributes and their values.
  bool record(int depth) {
    std::string_view set;
    return annotations(&set) && set.empty() && take("{") && fields<&Reader::value>(depth + 1);
  }

  bool record_or_value(int depth) {
    const std::string_view rest = rest_;
    const std::size_t size = json_.size();
    if (record(depth)) return true;
    rest_ = rest;
    json_.resize(size);
    return value(depth);
  }

  bool value(int depth) {
    std::string_view set;
    if (depth > kMaxDepth || !annotations(&set)) return false;
    if (!set.empty()) {
      return typed(set,
                   [&] { return take("[") && elements('[', "]", [&] { return element(set.front()); }); });
    }
    if (take("{{")) return typed("B", [&] { return blob(); });
    if (take("{")) return typed("M", [&] { return fields<&Reader::value>(depth + 1); });
    if (take("[")) return typed("L", [&] { return elements('[', "]", [&] { return value(depth + 1); }); });
    if (peek() == '"' || peek() == '\'') return typed("S", [&] { return string(); });
    if (!identifier_of(rest_).empty()) return constant();
    return typed("N", [&] { return decimal(); });
  }

  template <typename Content>
  bool typed(std::string_view type, Content content) {
    json_.append("{\"").append(type).append("\":");
    if (!content()) return false;
    json_ += '}';
    return true;
  }

  // Of a set: "S", "N" or "B".
  bool element(char type) {
    if (type == 'B') return take("{{") && blob();
    return type == 'S' ? string() : decimal();
  }

  // What stands before a value. *set: "SS", "NS" or "BS" if it is one.
  bool annotations(std::string_view* set) {
    for (skip_space(); is_symbol_next(); skip_space()) {
      const std::size_t start = json_.size();
      if (!symbol()) return false;
      const auto* const found = std::ranges::find(kSets, std::string_view(json_).substr(start));
      json_.resize(start);
      if (found != std::end(kSets)) {
        if (!set->empty()) return false;
        *set = found->substr(kSetPrefix);
      }
      skip_space();
      if (!take("::")) return false;  // a symbol as a value
    }
    return true;
  }

  bool is_symbol_next() const {
    if (peek() == '\'') return !rest_.starts_with(kLongQuote);
    const std::string_view identifier = identifier_of(rest_);
    return !identifier.empty() && !is_keyword(identifier);
  }

  bool symbol() {
    if (take("'")) return quoted("'");
    const std::string_view identifier = take_identifier();
    json_ += identifier;
    return !identifier.empty() && !is_keyword(identifier) && !is_symbol_number(identifier);
  }

  bool constant() {
    const std::string_view keyword = take_identifier();
    if (keyword == "null") {
      json_ += R"({"NULL":true})";
      return !take(".") || std::ranges::find(kNullTypes, take_identifier()) != std::end(kNullTypes);
    }
    json_.append(R"({"BOOL":)").append(keyword).append("}");
    return keyword == "true" || keyword == "false";
  }

  // "..." or '''...''', of which those that follow each other are one.
  bool string() {
    json_ += '"';
    if (take("\"")) {
      if (!quoted("\"")) return false;
    } else {
      if (!rest_.starts_with(kLongQuote)) return false;
      while (take(kLongQuote)) {
        if (!quoted(kLongQuote)) return false;
        skip_space();
      }
    }
    json_ += '"';
    return true;
  }

  // What is behind the opening quote.
  bool quoted(std::string_view quote) {
    while (true) {
      const std::size_t plain = length_while(is_plain);
      json_.append(rest_, 0, plain);
      rest_.remove_prefix(plain);
      if (take(quote)) return true;
      if (rest_.empty()) return false;
      const char c = next();
      if (c == '\\') {
        if (!escape()) return false;
      } else if (c == '\n' || c == '\r') {
        if (quote != kLongQuote) return false;
        if (c == '\r') take("\n");
        put('\n');
      } else if (static_cast<unsigned char>(c) >= 0x20 || is_space(c)) {
        put(c);
      } else {
        return false;
      }
    }
  }

  // What is behind the backslash.
  bool escape() {
    static constexpr std::string_view kNames = "0abtnvfr?'\"/\\", kMeanings = "\0\a\b\t\n\v\f\r?'\"/\\"sv;
    if (take("x")) return code_point(2);
    if (take("u")) return code_point(4);
    if (take("U")) return code_point(8);
    if (take("\r\n") || take("\r") || take("\n")) return true;
    if (rest_.empty()) return false;
    const std::size_t found = kNames.find(next());
    if (found == kNames.npos) return false;
    put(kMeanings[found]);
    return true;
  }

  bool code_point(std::size_t digits) {
    std::uint32_t code;
    if (!hex(digits, &code)) return false;
    if (digits == 4 && is_surrogate(code)) {
      std::uint32_t low;
      if (code >= 0xdc00 || !take("\\u") || !hex(4, &low) || low < 0xdc00 || !is_surrogate(low)) return false;
      put_unit(code);
      put_unit(low);
    } else if (is_surrogate(code) || code > 0x10ffff) {
      return false;
    } else if (code >= 0x10000) {
      put_unit(0xd800 + ((code - 0x10000) >> 10));
      put_unit(0xdc00 + (code & 0x3ff));
    } else if (code >= 0x80) {
      put_unit(code);
    } else {
      put(static_cast<char>(code));
    }
    return true;
  }

  bool hex(std::size_t digits, std::uint32_t* value) {
    if (rest_.size() < digits) return false;
    const char* const end = rest_.data() + digits;
    const auto read = std::from_chars(rest_.data(), end, *value, 16);
    rest_.remove_prefix(digits);
    return read.ec == std::errc() && read.ptr == end;
  }

  // A character of ASCII, or a byte of another one.
  void put(char c) {
    if (static_cast<unsigned char>(c) < 0x20) return put_unit(static_cast<unsigned char>(c));
    if (c == '"' || c == '\\') json_ += '\\';
    json_ += c;
  }
  // Of UTF-16.
  void put_unit(std::uint32_t unit) {
    json_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) json_ += "0123456789abcdef"[unit >> shift & 15];
  }

  // Has a point or an exponent, else it is an int.
  bool decimal() {
    json_ += '"';
    if (take("-")) json_ += '-';
    if (take("0")) {
      json_ += '0';  // no other digits may follow
    } else if (!digits()) {
      return false;
    }
    bool is_decimal = false;
    if (take(".")) {
      is_decimal = true;
      if (is_digit(peek())) {
        json_ += '.';
        digits();
      }
    }
    if (take("d") || take("D")) {
      is_decimal = true;
      json_ += 'e';
      if (take("-")) {
        json_ += '-';
      } else {
        take("+");
      }
      const std::size_t size = length_while(is_digit);
      if (size == 0) return false;
      json_.append(rest_, 0, size);
      rest_.remove_prefix(size);
    }
    json_ += '"';
    return is_decimal;
  }

  // One at least, with single underscores between them.
  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) {
      json_ += next();
      if (rest_.size() > 1 && rest_[0] == '_' && is_digit(rest_[1])) next();
    }
    return true;
  }

  // What is behind {{.
  bool blob() {
    json_ += '"';
    const std::size_t start = json_.size();
    while (!take("}}")) {
      if (rest_.empty()) return false;
      if (const char c = next(); !is_space(c)) json_ += c;
    }
    decoded_.clear();
    if (!base::append_base64_decoded(std::string_view(json_).substr(start), decoded_)) return false;
    json_ += '"';
    return true;
  }

  std::string_view rest_;
  std::string json_;
  std::string decoded_;  // the last blob
};

}  // namespace

std::optional<std::string> to_dynamodb_json(std::string_view text) {
  if (!base::valid_utf8(text)) return std::nullopt;
  Reader reader(text);
  if (!reader.line(Reader::Fields::kRecords)) return std::nullopt;
  return reader.take_json();
}

std::optional<std::string> to_dynamodb_json_with_values(std::string_view text) {
  if (!base::valid_utf8(text)) return std::nullopt;
  Reader reader(text);
  if (!reader.line(Reader::Fields::kRecordsAndValues)) return std::nullopt;
  return reader.take_json();
}

}  // namespace stator::db::ion
