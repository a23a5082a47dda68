#include "base/json_parser.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "base/utf8.h"

namespace stator::base {
namespace {

constexpr std::size_t kBlock = 16;

// A bit for each byte of a block that ends a run of plain characters in a string: quote, backslash, controls.
inline unsigned run_ends(const char* at) {
#ifdef __SSE2__
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // Flipping this bit brings the quote, 0x22, to 0x20, and leaves the control characters below that.
  const __m128i flipped = _mm_xor_si128(block, _mm_set1_epi8(0x02));
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(flipped, _mm_set1_epi8(0x20)), flipped);
  const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, backslash)));
#else
  unsigned ends = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const auto c = static_cast<unsigned char>(at[i]);
    ends |= static_cast<unsigned>(c < 0x20 || c == '"' || c == '\\') << i;
  }
  return ends;
#endif
}

// The 0 behind a text ends every run.
inline const char* run_end(const char* at) {
  unsigned ends;
  while ((ends = run_ends(at)) == 0) at += kBlock;
  return at + std::countr_zero(ends);
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

[[gnu::noinline]] const char* skip_spaces(const char* at) {
  while (is_space(*at)) ++at;
  return at;
}

// Goes to the first character that is no space; whether it is `c`.
inline bool comes(char c, const char** at) {
  if (**at == c) [[likely]]
    return true;
  *at = skip_spaces(*at);
  return **at == c;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* skip_digits(const char* at) {
  while (is_digit(*at)) ++at;
  return at;
}

const char* parse_double(const char* start, const char* end, double* out) {
  if (std::from_chars(start, end, *out).ec == std::errc()) return end;
  // Out of range at one of two sides; too small is 0.
  *out = std::strtod(std::string(start, end).c_str(), nullptr);
  return std::isinf(*out) ? nullptr : end;
}

// These read a value that begins here; they return its end, or nullptr.
[[gnu::noinline]] const char* parse_number(const char* start, JsonNode* node) {
  const char* at = start + (*start == '-' ? 1 : 0);
  if (!is_digit(*at)) return nullptr;
  at = *at == '0' ? at + 1 : skip_digits(at);
  bool integer = true;
  if (*at == '.') {
    integer = false;
    if (!is_digit(at[1])) return nullptr;
    at = skip_digits(at + 1);
  }
  if (*at == 'e' || *at == 'E') {
    integer = false;
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return nullptr;
    at = skip_digits(at);
  }
  node->span = 1;
  if (!integer) {
    node->kind = static_cast<unsigned>(JsonKind::kDouble);
    return parse_double(start, at, &node->real);
  }
  node->kind = static_cast<unsigned>(JsonKind::kInteger);
  if (std::from_chars(start, at, node->integer).ec == std::errc()) return at;
  node->kind = static_cast<unsigned>(JsonKind::kUnsigned);
  return std::from_chars(start, at, node->unsigned_integer).ec == std::errc() ? at : nullptr;
}

const char* parse_word(const char* at, std::string_view word, JsonKind kind, JsonNode* node) {
  if (std::memcmp(at, word.data(), word.size()) != 0) return nullptr;
  node->kind = static_cast<unsigned>(kind);
  node->span = 1;
  return at + word.size();
}

inline void set_string(const char* start, const char* end, JsonNode* node) {
  node->text = start;
  node->size = static_cast<std::uint32_t>(end - start);
  node->kind = static_cast<unsigned>(JsonKind::kString);
  node->span = 1;
}

// Four hexadecimal digits; false if these are not.
bool parse_code_unit(const char* at, std::uint32_t* out) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_value(at[i]);
    if (digit < 0) return false;
    value = value << 4 | static_cast<std::uint32_t>(digit);
  }
  *out = value;
  return true;
}

char* write_utf8(std::uint32_t code_point, char* out) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code_point >> shift) & 0x3f)); };
  if (code_point < 0x80) {
    *out++ = static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    *out++ = static_cast<char>(0xc0 | code_point >> 6);
    *out++ = tail(0);
  } else if (code_point < 0x10000) {
    *out++ = static_cast<char>(0xe0 | code_point >> 12);
    *out++ = tail(6);
    *out++ = tail(0);
  } else {
    *out++ = static_cast<char>(0xf0 | code_point >> 18);
    *out++ = tail(12);
    *out++ = tail(6);
    *out++ = tail(0);
  }
  return out;
}

// What begins behind "\u": one code unit, or a pair of surrogates.
const char* parse_unicode_escape(const char* at, char** out) {
  std::uint32_t code_point = 0;
  if (!parse_code_unit(at, &code_point)) return nullptr;
  at += 4;
  if (code_point >= 0xd800 && code_point < 0xe000) {
    std::uint32_t low = 0;
    if (code_point >= 0xdc00 || at[0] != '\\' || at[1] != 'u' || !parse_code_unit(at + 2, &low))
      return nullptr;
    if (low < 0xdc00 || low >= 0xe000) return nullptr;
    code_point = 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00);
    at += 6;
  }
  *out = write_utf8(code_point, *out);
  return at;
}

// What begins behind a backslash.
const char* parse_escape(const char* at, char** out) {
  switch (*at) {
    case '"':
    case '\\':
    case '/':
      *(*out)++ = *at;
      return at + 1;
    case 'b':
      *(*out)++ = '\b';
      return at + 1;
    case 'f':
      *(*out)++ = '\f';
      return at + 1;
    case 'n':
      *(*out)++ = '\n';
      return at + 1;
    case 'r':
      *(*out)++ = '\r';
      return at + 1;
    case 't':
      *(*out)++ = '\t';
      return at + 1;
    case 'u':
      return parse_unicode_escape(at + 1, out);
    default:
      return nullptr;
  }
}

}  // namespace

char* JsonParser::Bytes::at_least(std::size_t bytes) {
  if (size < bytes) {
    data = std::make_unique_for_overwrite<char[]>(bytes);
    size = bytes;
  }
  return data.get();
}

// A string with a backslash at `at`, the first one behind `start`. Returns what follows the closing quote.
const char* JsonParser::escaped_string(const char* start, const char* at, JsonNode* node) {
  if (unescaped_end_ == nullptr) unescaped_end_ = unescaped_.at_least(text_bytes_ + kPadding);
  const char* const text = unescaped_end_;
  char* out = std::copy(start, at, unescaped_end_);
  while (*at == '\\') {
    at = parse_escape(at + 1, &out);
    if (at == nullptr) return nullptr;
    const char* const end = run_end(at);
    out = std::copy(at, end, out);
    at = end;
  }
  unescaped_end_ = out;
  set_string(text, out, node);
  return *at == '"' ? at + 1 : nullptr;
}

// Behind an opening quote. Returns what follows the closing one.
inline const char* JsonParser::string(const char* start, JsonNode* node) {
  const char* const at = run_end(start);
  if (*at == '"') [[likely]] {
    set_string(start, at, node);
    return at + 1;
  }
  return *at == '\\' ? escaped_string(start, at, node) : nullptr;
}

bool JsonParser::run(const char* at, const char* end) {
  constexpr auto kObject = static_cast<std::uint32_t>(JsonKind::kObject);
  constexpr auto kArray = static_cast<std::uint32_t>(JsonKind::kArray);
  JsonNode* node = nodes_.get();  // the next one to write
  JsonNode* open = nullptr;       // the innermost container
  bool in_object = false;         // what that is
  int depth = 0;

value:
  switch (*at) {
    case '"':
      at = string(at + 1, node++);
      break;
    case '{':
    case '[': {
      const bool object = *at == '{';
      node->parent = open;
      node->size = 0;
      node->kind = object ? kObject : kArray;
      node->span = 1;
      ++at;
      if (object ? comes('}', &at) : comes(']', &at)) {
        ++at;
        ++node;
        break;
      }
      if (++depth > kMaxDepth) return false;
      open = node++;
      in_object = object;
      if (object) goto name;
      goto value;
    }
    case 't':
      at = parse_word(at, "true", JsonKind::kTrue, node++);
      break;
    case 'f':
      at = parse_word(at, "false", JsonKind::kFalse, node++);
      break;
    case 'n':
      at = parse_word(at, "null", JsonKind::kNull, node++);
      break;
    case ' ':
    case '\n':
    case '\r':
    case '\t':
      at = skip_spaces(at);
      goto value;
    default:
      at = parse_number(at, node++);
  }
  if (at == nullptr) return false;

  while (open != nullptr) {  // behind a value
    ++open->size;
    if (*at != ',') {
      if (!comes(in_object ? '}' : ']', &at)) {
        if (*at != ',') return false;
      } else {
        ++at;
        --depth;
        open->span = static_cast<std::uint32_t>(node - open);
        open = open->parent;
        in_object = open != nullptr && open->kind == kObject;
        continue;
      }
    }
    ++at;
    if (in_object) goto name;
    goto value;
  }
  return skip_spaces(at) == end;

name:
  if (!comes('"', &at)) return false;
  at = string(at + 1, node++);
  if (at == nullptr || !comes(':', &at)) return false;
  ++at;
  goto value;
}

// A node takes two characters of the text at least: a container its brackets, a name its quotes, any other
// value a character and what separates it from the next. Only of open containers the end may be missing.
void JsonParser::make_nodes(std::size_t text_bytes) {
  const std::size_t most = text_bytes / 2 + kMaxDepth + 2;
  if (capacity_ >= most) return;
  nodes_ = std::make_unique_for_overwrite<JsonNode[]>(most);
  capacity_ = most;
}

std::optional<JsonValue> JsonParser::parse(const std::string& text) {
  if (text.size() > kMaxBytes || !valid_utf8(text)) return std::nullopt;
  const char* start = text.data();
  if (text.capacity() - text.size() < kPadding) {
    char* const copy = padded_.at_least(text.size() + kPadding);
    std::memcpy(copy, text.c_str(), text.size() + 1);
    start = copy;
  }
  text_bytes_ = text.size();
  unescaped_end_ = nullptr;
  make_nodes(text.size());
  if (!run(start, start + text.size())) return std::nullopt;
  return JsonValue(nodes_.get());
}

}  // namespace stator::base
