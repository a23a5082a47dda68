// Number text and bytes, also two texts with '|' between them: read, written, compared and added as by school
// arithmetic, and what is accepted round-trips in both forms.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "db/model/number.h"
#include "decimal.h"

using stator::db::model::Number;
using stator::db::model::NumberError;
using stator::fuzz::Decimal;

namespace {

std::string ordered(const Number& number) {
  std::string out;
  number.append_ordered(&out);
  return out;
}

void check_number(const Number& number) {
  const auto parsed = Number::parse(number.to_string());
  STATOR_CHECK(parsed.ok() && *parsed == number);
  const std::string bytes = ordered(number);
  std::string_view in = bytes;
  Number back;
  STATOR_CHECK(Number::read_ordered(&in, &back) && in.empty() && back == number);
  STATOR_CHECK(Number::ordered_size_bytes(bytes) == number.size_bytes());
}

// Why it is no Number, if so.
std::optional<NumberError> refusal(const Decimal& number) {
  if (number.digits.empty()) return std::nullopt;
  if (number.digits.size() > Number::kMaxDigits) return NumberError::kTooManyDigits;
  if (number.magnitude() > Number::kMaxMagnitude) return NumberError::kOverflow;
  if (number.magnitude() < Number::kMinMagnitude) return NumberError::kUnderflow;
  return std::nullopt;
}

using Outcome = stator::base::Result<Number, NumberError>;

void check_outcome(const Outcome& outcome, const Decimal& expected) {
  const auto error = refusal(expected);
  STATOR_CHECK(outcome.ok() ? !error : error == outcome.error());
  if (!outcome.ok()) return;
  check_number(*outcome);
  STATOR_CHECK(outcome->to_string() == plain_text(expected));
  std::int64_t integer = 0;
  const bool is_integer = outcome->to_int64(&integer);
  STATOR_CHECK(!is_integer || std::to_string(integer) == plain_text(expected));
  STATOR_CHECK(is_integer || expected.exponent < 0 || expected.magnitude() >= 18);
}

Outcome check_text(std::string_view text) {
  const Outcome number = Number::parse(text);
  if (const auto decimal = stator::fuzz::read_decimal(text)) {
    check_outcome(number, *decimal);
  } else {
    STATOR_CHECK(!number.ok() && number.error() == NumberError::kMalformed);
  }
  char bytes[Number::kMaxOrderedBytes];
  NumberError error{};
  std::string padded(text);
  padded.reserve(text.size() + Number::kParseBlock);
  const std::size_t length = Number::parse_ordered(padded, bytes, &error);
  STATOR_CHECK((length != 0) == number.ok() && (number.ok() || error == number.error()));
  if (number.ok()) STATOR_CHECK(std::string_view(bytes, length) == ordered(*number));
  return number;
}

void check_pair(const Number& a, const Number& b) {
  const Decimal x = *stator::fuzz::read_decimal(a.to_string()),
                y = *stator::fuzz::read_decimal(b.to_string());
  const Decimal difference = sum(x, negated(y));
  const auto order = difference.digits.empty() ? std::strong_ordering::equal
                     : difference.negative     ? std::strong_ordering::less
                                               : std::strong_ordering::greater;
  STATOR_CHECK((a <=> b) == order && (ordered(a) <=> ordered(b)) == order && (a == b) == (order == 0));
  check_outcome(add(a, b), sum(x, y));
  check_outcome(subtract(a, b), difference);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t half = input.find('|');
  const Outcome a = check_text(input.substr(0, half));
  if (half != std::string_view::npos) {
    const Outcome b = check_text(input.substr(half + 1));
    if (a.ok() && b.ok()) check_pair(*a, *b);
  }
  std::string_view rest = input;
  Number number, other;
  if (Number::read_ordered(&rest, &number)) {
    check_number(number);
    STATOR_CHECK(ordered(number) == input.substr(0, input.size() - rest.size()));
    if (Number::read_ordered(&rest, &other)) check_pair(number, other);
  }
  return 0;
}
