// Decimal numbers of any length by school arithmetic on their digits: the oracle of db/model/number.h.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace stator::fuzz {

// digits * 10^exponent. Neither leading nor trailing zeros; zero has no digits, exponent 0 and no sign.
struct Decimal {
  bool negative = false;
  std::string digits;
  long exponent = 0;

  long magnitude() const { return exponent + static_cast<long>(digits.size()) - 1; }  // of the first digit
  bool operator==(const Decimal&) const = default;
};

inline Decimal normal(Decimal number) {
  const std::size_t first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  const std::size_t last = number.digits.find_last_not_of('0');
  number.exponent += static_cast<long>(number.digits.size() - 1 - last);
  number.digits = number.digits.substr(first, last + 1 - first);
  return number;
}

inline bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == text.npos; }

// [sign] digits [. digits] [e [sign] digits], with a digit at least on one side of the point.
inline std::optional<Decimal> read_decimal(std::string_view text) {
  constexpr long kFarAway = 100'000'000;  // beyond all limits, even with the digits of a long text
  Decimal number;
  const auto take_sign = [](std::string_view& from) {
    const bool minus = from.starts_with('-');
    if (minus || from.starts_with('+')) from.remove_prefix(1);
    return minus;
  };
  number.negative = take_sign(text);
  if (const std::size_t e = text.find_first_of("eE"); e != text.npos) {
    std::string_view power = text.substr(e + 1);
    const bool minus = take_sign(power);
    if (power.empty() || !all_digits(power)) return std::nullopt;
    power.remove_prefix(std::min(power.find_first_not_of('0'), power.size()));
    const long size = power.size() > 8 ? kFarAway : std::atol(std::string(power).c_str());
    number.exponent = minus ? -size : size;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  number.digits = text.substr(0, point);
  if (point != text.npos) {
    number.digits += text.substr(point + 1);
    number.exponent -= static_cast<long>(text.size() - point - 1);
  }
  if (number.digits.empty() || !all_digits(number.digits)) return std::nullopt;
  return normal(std::move(number));
}

// Without an exponent.
inline std::string plain_text(const Decimal& number) {
  if (number.digits.empty()) return "0";
  std::string out = number.digits;
  if (number.exponent >= 0) {
    out.append(static_cast<std::size_t>(number.exponent), '0');
  } else {
    const auto places = static_cast<std::size_t>(-number.exponent);
    if (out.size() <= places) out.insert(0, places + 1 - out.size(), '0');
    out.insert(out.size() - places, 1, '.');
  }
  return (number.negative ? "-" : "") + out;
}

// Exponents may be some hundreds apart.
inline Decimal sum(Decimal a, Decimal b) {
  if (a.digits.empty()) return b;
  if (b.digits.empty()) return a;
  const long exponent = std::min(a.exponent, b.exponent);
  a.digits.append(static_cast<std::size_t>(a.exponent - exponent), '0');
  b.digits.append(static_cast<std::size_t>(b.exponent - exponent), '0');
  const std::size_t width = std::max(a.digits.size(), b.digits.size()) + 1;
  a.digits.insert(0, width - a.digits.size(), '0');
  b.digits.insert(0, width - b.digits.size(), '0');
  if (a.digits < b.digits) std::swap(a, b);
  int carry = 0;
  for (std::size_t i = width; i-- > 0;) {
    const int other = b.digits[i] - '0';
    const int digit = a.digits[i] - '0' + carry + (a.negative == b.negative ? other : -other);
    carry = digit > 9 ? 1 : digit < 0 ? -1 : 0;
    a.digits[i] = static_cast<char>('0' + digit - 10 * carry);
  }
  a.exponent = exponent;
  return normal(std::move(a));
}

inline Decimal negated(Decimal number) {
  number.negative = !number.digits.empty() && !number.negative;
  return number;
}

}  // namespace stator::fuzz
