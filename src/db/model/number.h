// DynamoDB's number: up to 38 significant decimal digits, magnitude 1E-130 .. 9.99..E+125, and 0
// (rules 22-24 of tests/conformance/rules.md). Exact: never passes through binary floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stator::db::model {

enum class NumberError : std::uint8_t {
  kMalformed,      // not a number at all
  kTooManyDigits,  // more than 38 significant digits
  kOverflow,       // magnitude above 9.99..E+125
  kUnderflow,      // magnitude below 1E-130
};

// AWS's text for each.
std::string number_error_message(NumberError error, std::string_view text);

// Immutable value; canonical: the coefficient has no trailing zeros, and zero is unsigned with exponent 0. So
// equal numbers have equal members.
class Number {
 public:
  static constexpr int kMaxDigits = 38;
  static constexpr int kMaxMagnitude = 125;  // power of ten of the leading digit
  static constexpr int kMinMagnitude = -130;
  static constexpr std::size_t kMaxOrderedBytes = 21;
  static constexpr std::size_t kMaxTextBytes = 171;  // "-0." and 84 pairs of digits

  Number() = default;  // zero
  static Number from_int(std::int64_t value);
  // Decimal text with optional sign, point and exponent ("+1.50e-3"). Leading and trailing zeros do not count
  // as digits. A text with too many digits is reported as that even if its magnitude is out of range too.
  static base::Result<Number, NumberError> parse(std::string_view text);

  // Plain decimal, never with an exponent (1E125 has 126 digits).
  std::string to_string() const;
  void append_to(std::string* out) const;

  bool is_zero() const { return coefficient_ == 0; }
  bool negative() const { return negative_; }
  // The value as int64 when it is an integer in range.
  bool to_int64(std::int64_t* out) const;

  // Results beyond 38 digits: kTooManyDigits (decision: see docs/compatibility.md).
  friend base::Result<Number, NumberError> add(const Number& a, const Number& b);
  friend base::Result<Number, NumberError> subtract(const Number& a, const Number& b);

  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) = default;

  // Order-preserving bytes, self-delimiting: memcmp order = numeric order. Also the stored form. 2 to
  // kMaxOrderedBytes bytes; the layout is in docs/formats/item.md.
  void append_ordered(std::string* out) const;
  // The same into a buffer of kMaxOrderedBytes; returns the length.
  std::size_t write_ordered(char* out) const;
  // parse() and write_ordered() in one, without a number in between; 0 and *error if the text is refused.
  // `text` must be readable for kParseBlock bytes, even if it is shorter.
  static constexpr std::size_t kParseBlock = 8;
  static std::size_t parse_ordered(std::string_view text, char* out, NumberError* error);
  // Reads one from the front of *in and advances it. False on malformed bytes.
  static bool read_ordered(std::string_view* in, Number* out);

  // What to_string() says of the number whose stored form is `ordered`, written to a buffer of kMaxTextBytes;
  // returns its end. Precondition: `ordered` was written by append_ordered.
  static char* write_text(std::string_view ordered, char* out);

  // Size by DynamoDB's accounting (rule 30).
  std::size_t size_bytes() const;
  // The same from the stored form. Precondition: `ordered` was written by append_ordered.
  static std::size_t ordered_size_bytes(std::string_view ordered);

 private:
  using Coefficient = unsigned __int128;

  // The stored form: a class byte, then base-100 digits, each doubled, plus 1 if another one follows.
  static constexpr int kMinPower100 = kMinMagnitude / 2;
  static constexpr unsigned kPositiveClass = 0x80;  // the class of the smallest magnitude; also of zero

  Number(Coefficient coefficient, int exponent, bool negative)
      : coefficient_(coefficient), exponent_(static_cast<std::int16_t>(exponent)), negative_(negative) {}
  // parse_ordered() of texts as most are: "123" of kParseBlock digits at most, and "-12.50". 0 for others.
  static std::size_t order_short_integer(std::string_view text, char* out);
  static std::size_t order_plain_text(std::string_view text, char* out);
  // Strips trailing zeros, then checks digits and magnitude.
  static base::Result<Number, NumberError> normalized(Coefficient coefficient, int exponent, bool negative);

  Coefficient coefficient_ = 0;
  std::int16_t exponent_ = 0;  // value = coefficient * 10^exponent
  bool negative_ = false;
};

// Pairs of digits are aligned to the decimal point, so each of them is a byte of the accounted size, unless
// the first and the last have one digit each and the same side of the point, as in 1 23 40.
inline std::size_t Number::ordered_size_bytes(std::string_view ordered) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(ordered.data());
  const bool negative = bytes[0] < kPositiveClass;
  const unsigned flip = negative ? 0xff : 0;
  const unsigned first = (bytes[1] ^ flip) >> 1;
  if (first == 0) return 1;
  const std::size_t size = ordered.size() + (negative ? 1 : 0);
  if (first >= 10) return size;
  const int count = static_cast<int>(ordered.size()) - 1;
  const unsigned last = (bytes[count] ^ flip) >> 1;
  const int power = static_cast<int>((bytes[0] ^ flip) - kPositiveClass) + kMinPower100;
  const bool both_sides = power >= 0 && count > power + 1;  // of the point
  return last % 10 == 0 && !both_sides ? size - 1 : size;
}

// Friends, declared here so that qualified calls find them too.
base::Result<Number, NumberError> add(const Number& a, const Number& b);
base::Result<Number, NumberError> subtract(const Number& a, const Number& b);

}  // namespace stator::db::model
