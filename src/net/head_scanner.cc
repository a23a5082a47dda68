#include "net/head_scanner.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>

#include "net/request.h"

namespace stator::net {

namespace {

constexpr std::size_t kMaxLengthDigits = 15;  // far from an overflow

// The two sets of characters of RFC 9110 and RFC 3986 that are taken here.
constexpr std::uint8_t kToken = 1;
constexpr std::uint8_t kTarget = 2;

constexpr std::array<std::uint8_t, 256> kCharacters = [] {
  std::array<std::uint8_t, 256> sets{};
  for (char c = '0'; c <= '9'; ++c) sets[static_cast<unsigned char>(c)] = kToken | kTarget;
  for (char c = 'a'; c <= 'z'; ++c) sets[static_cast<unsigned char>(c)] = kToken | kTarget;
  for (char c = 'A'; c <= 'Z'; ++c) sets[static_cast<unsigned char>(c)] = kToken | kTarget;
  for (const char c : std::string_view("-_")) sets[static_cast<unsigned char>(c)] = kToken | kTarget;
  for (const char c : std::string_view("/.~%?&=+,:")) sets[static_cast<unsigned char>(c)] |= kTarget;
  return sets;
}();

bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

#ifdef __SSE2__
// How many of the 16 bytes from `at` on are printable ASCII, up to the first that is not.
std::size_t plain_prefix16(const char* at) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  // Signed: bytes above 0x7f are less than a blank, too.
  const __m128i low = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
  const __m128i del = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f));
  const auto hits = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, del)));
  return static_cast<std::size_t>(std::countr_zero(hits | 1u << 16));
}

// How many of the 16 bytes from `at` on are of kToken, up to the first that is not.
std::size_t token_prefix16(const char* at) {
  // Signed compares: bytes above 0x7f are below all of these.
  const auto within = [](__m128i block, char low, char high) {
    return _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(static_cast<char>(low - 1))),
                         _mm_cmplt_epi8(block, _mm_set1_epi8(static_cast<char>(high + 1))));
  };
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i letters = within(_mm_or_si128(block, _mm_set1_epi8(0x20)), 'a', 'z');
  const __m128i digits = within(block, '0', '9');
  const __m128i marks =
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('-')), _mm_cmpeq_epi8(block, _mm_set1_epi8('_')));
  const auto hits =
      static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letters, digits), marks)));
  return static_cast<std::size_t>(std::countr_one(hits));
}
#endif

// A position in the head.
class Cursor {
 public:
  explicit Cursor(std::string_view data)
      : begin_(data.data()), at_(begin_), end_(data.data() + data.size()) {}

  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  bool take(std::string_view text) {
    if (!std::string_view(at_, end_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  Span take_while(std::uint8_t set) {
    const char* start = at_;
    while (at_ != end_ && (kCharacters[static_cast<unsigned char>(*at_)] & set) != 0) ++at_;
    return span(start, at_);
  }

  // Characters of kToken.
  Span take_name() {
    const char* start = at_;
#ifdef __SSE2__
    std::size_t fit = 16;
    while (fit == 16 && end_ - at_ >= 16) {
      fit = token_prefix16(at_);
      at_ += fit;
    }
    if (fit < 16) return span(start, at_);
#endif
    take_while(kToken);
    return span(start, at_);
  }

  // Printable ASCII, without the blanks around it.
  Span take_value() {
    while (at_ != end_ && *at_ == ' ') ++at_;
    const char* start = at_;
#ifdef __SSE2__
    std::size_t plain = 16;
    while (plain == 16 && end_ - at_ >= 16) {
      plain = plain_prefix16(at_);
      at_ += plain;
    }
#endif
    while (at_ != end_ && is_plain(*at_)) ++at_;
    const char* stop = at_;
    while (stop != start && stop[-1] == ' ') --stop;
    return span(start, stop);
  }

 private:
  Span span(const char* start, const char* stop) const {
    return {static_cast<std::uint32_t>(start - begin_), static_cast<std::uint32_t>(stop - start)};
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
};

std::optional<std::uint64_t> parse_length(std::string_view digits) {
  if (digits.empty() || digits.size() > kMaxLengthDigits) return std::nullopt;
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return length;
}

bool scan_request_line(Cursor& cursor, const ParserLimits& limits, ScannedHead& head) {
  if (cursor.take("POST ")) {
    head.method = "POST";
  } else if (cursor.take("GET ")) {
    head.method = "GET";
  } else {
    return false;
  }
  const std::size_t start = cursor.offset();
  if (!cursor.take("/")) return false;
  const Span rest = cursor.take_while(kTarget);
  head.target = {static_cast<std::uint32_t>(start), rest.size + 1};
  return head.target.size <= limits.max_target_bytes && cursor.take(" HTTP/1.1\r\n");
}

}  // namespace

bool scan_head(std::string_view data, const ParserLimits& limits, ScannedHead& head,
               std::vector<HeaderField>& fields) {
  // One byte less: the full parser wants to see more before it gives up.
  data = data.substr(0, limits.max_head_bytes - 1);
  Cursor cursor(data);
  if (!scan_request_line(cursor, limits, head)) return false;
  bool has_length = false;
  while (!cursor.take("\r\n")) {
    if (fields.size() == limits.max_headers) return false;
    HeaderField field;
    field.name = cursor.take_name();
    if (field.name.size == 0 || !cursor.take(":")) return false;
    field.value = cursor.take_value();
    if (!cursor.take("\r\n")) return false;
    const std::string_view name = field.name.in(data);
    if (equal_ignoring_case(name, "content-length")) {
      const auto length = parse_length(field.value.in(data));
      if (!length || has_length) return false;
      has_length = true;
      head.content_length = *length;
    } else if (equal_ignoring_case(name, "connection")) {
      if (field.value.in(data) != "keep-alive" && field.value.in(data) != "Keep-Alive") return false;
    } else if (equal_ignoring_case(name, "transfer-encoding") || equal_ignoring_case(name, "upgrade") ||
               equal_ignoring_case(name, "proxy-connection")) {
      return false;
    }
    fields.push_back(field);
  }
  head.size = cursor.offset();
  return true;
}

}  // namespace stator::net
