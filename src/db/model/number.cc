#include "db/model/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "messages/values.h"

namespace stator::db::model {
namespace {

using u128 = unsigned __int128;
using u64 = std::uint64_t;

constexpr auto kPowersOfTen = [] {
  std::array<u128, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

constexpr int kChunkDigits = 19;  // decimal digits that always fit 64 bits
constexpr u64 kChunk = 10'000'000'000'000'000'000ULL;

bool fits_u64(u128 value) { return (value >> 64) == 0; }

int digit_count(u128 value) {
  const u64 high = static_cast<u64>(value >> 64);
  const int bits = high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<u64>(value));
  const int low = (bits * 1233) >> 12;  // 1233 / 4096 is just above log10(2)
  return low + (value >= kPowersOfTen[low] ? 1 : 0);
}

// Trailing decimal zeros of a value that is not 0.
int trailing_zeros(u64 value) {
  int zeros = 0;
  while (value % 10 == 0) {
    value /= 10;
    ++zeros;
  }
  return zeros;
}

void strip_zeros(u128* coefficient, int* exponent) {
  if ((static_cast<u64>(*coefficient) & 1) != 0) return;
  int zeros = 0;
  if (fits_u64(*coefficient)) {
    zeros = trailing_zeros(static_cast<u64>(*coefficient));
    if (zeros == 0) return;
    *coefficient = static_cast<u64>(*coefficient) / static_cast<u64>(kPowersOfTen[zeros]);
    *exponent += zeros;
    return;
  }
  const u64 low = static_cast<u64>(*coefficient % kChunk);
  if (low == 0) {
    *coefficient /= kChunk;
    *exponent += kChunkDigits;
    strip_zeros(coefficient, exponent);
    return;
  }
  zeros = trailing_zeros(low);
  if (zeros == 0) return;
  *coefficient /= kPowersOfTen[zeros];
  *exponent += zeros;
}

// Collects the decimal digits of a text. Leading zeros are skipped; of digits past the 38th only zeros may
// come.
class DigitCollector {
 public:
  void push(unsigned digit) {
    if (digits_ < kChunkDigits) {
      head_ = head_ * 10 + digit;
      digits_ += head_ != 0 ? 1 : 0;
    } else if (digits_ < Number::kMaxDigits) {
      tail_ = tail_ * 10 + digit;
      ++digits_;
    } else {
      ++dropped_;
      too_many_ |= digit != 0;
    }
    trailing_zeros_ = digit == 0 ? trailing_zeros_ + 1 : 0;
  }

  bool zero() const { return digits_ == 0; }
  bool too_many() const { return too_many_; }
  std::int64_t trailing_zeros() const { return trailing_zeros_; }
  // Without trailing zeros. Preconditions: not zero, not too many.
  int digits() const { return digits_ - kept_zeros(); }
  u128 coefficient() const {
    const int zeros = kept_zeros();
    if (digits_ <= kChunkDigits) return zeros == 0 ? head_ : head_ / static_cast<u64>(kPowersOfTen[zeros]);
    const u128 all = u128{head_} * kPowersOfTen[digits_ - kChunkDigits] + tail_;
    return zeros == 0 ? all : all / kPowersOfTen[zeros];
  }

 private:
  int kept_zeros() const { return static_cast<int>(trailing_zeros_ - dropped_); }

  u64 head_ = 0;    // the first 19 digits
  u64 tail_ = 0;    // up to 19 more
  int digits_ = 0;  // in head_ and tail_
  bool too_many_ = false;
  std::int64_t dropped_ = 0;
  std::int64_t trailing_zeros_ = 0;
};

// "[+-]digits" at the end of the text, saturated far outside every legal exponent.
bool parse_exponent(const char* at, const char* end, std::int64_t* out) {
  constexpr std::int64_t kSaturated = 1'000'000'000'000;
  bool negative = false;
  if (at != end && (*at == '-' || *at == '+')) negative = *at++ == '-';
  if (at == end) return false;
  std::int64_t value = 0;
  for (; at != end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) return false;
    value = std::min(value * 10 + digit, kSaturated);
  }
  *out = negative ? -value : value;
  return true;
}

constexpr auto kPairTexts = [] {
  std::array<char, 200> texts{};
  for (int i = 0; i < 100; ++i) {
    texts[2 * i] = static_cast<char>('0' + i / 10);
    texts[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return texts;
}();

char* write_pair(unsigned pair, char* out) {
  std::memcpy(out, &kPairTexts[2 * pair], 2);
  return out + 2;
}

constexpr std::size_t kMaxPairs = Number::kMaxOrderedBytes - 1;

// Integer and fraction digits fill separate pairs (rule 30).
std::size_t accounted_size(int digits, int exponent, bool negative) {
  const int fraction_digits = exponent >= 0 ? 0 : std::min(digits, -exponent);
  const int integer_digits = digits - fraction_digits;
  return 1u + (integer_digits + 1) / 2 + (fraction_digits + 1) / 2 + (negative ? 1 : 0);
}

}  // namespace

std::string number_error_message(NumberError error, std::string_view text) {
  switch (error) {
    case NumberError::kMalformed:
      if (text.empty()) return std::string(messages::kNumberEmpty);
      return std::string(messages::kNumberMalformed).append(text);
    case NumberError::kTooManyDigits:
      return std::string(messages::kNumberTooManyDigits);
    case NumberError::kOverflow:
      return std::string(messages::kNumberOverflow);
    case NumberError::kUnderflow:
      return std::string(messages::kNumberUnderflow);
  }
  return {};
}

Number Number::from_int(std::int64_t value) {
  if (value == 0) return Number();
  u128 coefficient = value < 0 ? u64{0} - static_cast<u64>(value) : static_cast<u64>(value);
  int exponent = 0;
  strip_zeros(&coefficient, &exponent);
  return Number(coefficient, exponent, value < 0);
}

base::Result<Number, NumberError> Number::normalized(Coefficient coefficient, int exponent, bool negative) {
  if (coefficient == 0) return Number();
  strip_zeros(&coefficient, &exponent);
  const int digits = digit_count(coefficient);
  if (digits > kMaxDigits) return NumberError::kTooManyDigits;
  const int magnitude = exponent + digits - 1;
  if (magnitude > kMaxMagnitude) return NumberError::kOverflow;
  if (magnitude < kMinMagnitude) return NumberError::kUnderflow;
  return Number(coefficient, exponent, negative);
}

base::Result<Number, NumberError> Number::parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  bool negative = false;
  if (at != end && (*at == '-' || *at == '+')) negative = *at++ == '-';

  DigitCollector digits;
  std::int64_t scale = 0;  // digits behind the point
  bool any_digit = false;
  bool point = false;
  for (; at != end; ++at) {
    const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) {
      if (*at != '.' || point) break;
      point = true;
      continue;
    }
    any_digit = true;
    scale += point ? 1 : 0;
    digits.push(digit);
  }
  if (!any_digit) return NumberError::kMalformed;
  std::int64_t exponent = 0;
  if (at != end) {
    if (*at != 'e' && *at != 'E') return NumberError::kMalformed;
    if (!parse_exponent(at + 1, end, &exponent)) return NumberError::kMalformed;
  }

  if (digits.zero()) return Number();
  if (digits.too_many()) return NumberError::kTooManyDigits;
  exponent += digits.trailing_zeros() - scale;
  const std::int64_t magnitude = exponent + digits.digits() - 1;
  if (magnitude > kMaxMagnitude) return NumberError::kOverflow;
  if (magnitude < kMinMagnitude) return NumberError::kUnderflow;
  return Number(digits.coefficient(), static_cast<int>(exponent), negative);
}

std::string Number::to_string() const {
  std::string out;
  append_to(&out);
  return out;
}

void Number::append_to(std::string* out) const {
  char ordered[kMaxOrderedBytes];
  char text[kMaxTextBytes];
  const std::size_t length = write_ordered(ordered);
  out->append(text, write_text({ordered, length}, text));
}

char* Number::write_text(std::string_view ordered, char* out) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(ordered.data());
  const bool negative = bytes[0] < kPositiveClass;
  const unsigned flip = negative ? 0xff : 0;
  const auto pair_at = [&](int i) { return (bytes[i + 1] ^ flip) >> 1; };
  const int count = static_cast<int>(ordered.size()) - 1;
  const int power = static_cast<int>((bytes[0] ^ flip) - kPositiveClass) + kMinPower100;
  if (pair_at(0) == 0) {
    *out++ = '0';
    return out;
  }
  if (negative) *out++ = '-';

  int next = 0;
  if (power < 0) {
    *out++ = '0';
    *out++ = '.';
    for (int i = -1; i > power; --i) out = write_pair(0, out);
  } else {
    const unsigned first = pair_at(next++);
    out = write_pair(first, out);
    if (first < 10) {
      out[-2] = out[-1];
      --out;
    }
    for (; next <= power; ++next) out = write_pair(next < count ? pair_at(next) : 0, out);
    if (next >= count) return out;
    *out++ = '.';
  }
  for (; next < count; ++next) out = write_pair(pair_at(next), out);
  return out[-1] == '0' ? out - 1 : out;
}

bool Number::to_int64(std::int64_t* out) const {
  if (exponent_ < 0 || exponent_ > 18) return false;
  // A coefficient of 64 bits times 10^18 stays below 2^124.
  if (!fits_u64(coefficient_)) return false;
  const u128 magnitude = coefficient_ * kPowersOfTen[exponent_];
  const u128 limit = (u128{1} << 63) - (negative_ ? 0 : 1);
  if (magnitude > limit) return false;
  const u64 bits = static_cast<u64>(magnitude);
  *out = static_cast<std::int64_t>(negative_ ? u64{0} - bits : bits);
  return true;
}

base::Result<Number, NumberError> add(const Number& a, const Number& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  const Number& upper = a.exponent_ >= b.exponent_ ? a : b;
  const Number& lower = a.exponent_ >= b.exponent_ ? b : a;
  const int shift = upper.exponent_ - lower.exponent_;

  u128 aligned = upper.coefficient_;
  if (shift > 0) {
    // The last digit of the result is lower's last digit, which is not 0. So a result of 39 digits cannot be
    // shortened, and only an aligned coefficient below 2E38 can come down to 38 digits (by subtraction).
    if (shift > Number::kMaxDigits) return NumberError::kTooManyDigits;
    constexpr u128 kMaxAligned = 2 * kPowersOfTen[Number::kMaxDigits];
    const int digits = digit_count(aligned) + shift;
    if (digits > Number::kMaxDigits + 1) return NumberError::kTooManyDigits;
    if (digits > Number::kMaxDigits && aligned > kMaxAligned / kPowersOfTen[shift]) {
      return NumberError::kTooManyDigits;
    }
    aligned *= kPowersOfTen[shift];
  }

  const u128 other = lower.coefficient_;
  if (a.negative_ == b.negative_) return Number::normalized(aligned + other, lower.exponent_, a.negative_);
  if (aligned >= other) return Number::normalized(aligned - other, lower.exponent_, upper.negative_);
  return Number::normalized(other - aligned, lower.exponent_, lower.negative_);
}

base::Result<Number, NumberError> subtract(const Number& a, const Number& b) {
  if (b.is_zero()) return a;
  return add(a, Number(b.coefficient_, b.exponent_, !b.negative_));
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  const int sign_a = a.is_zero() ? 0 : (a.negative_ ? -1 : 1);
  const int sign_b = b.is_zero() ? 0 : (b.negative_ ? -1 : 1);
  if (sign_a != sign_b || sign_a == 0) return sign_a <=> sign_b;
  const int digits_a = digit_count(a.coefficient_);
  const int digits_b = digit_count(b.coefficient_);
  auto order = (a.exponent_ + digits_a) <=> (b.exponent_ + digits_b);
  if (order == 0) {
    const u128 aligned_a = a.coefficient_ * kPowersOfTen[std::max(0, digits_b - digits_a)];
    const u128 aligned_b = b.coefficient_ * kPowersOfTen[std::max(0, digits_a - digits_b)];
    order = aligned_a <=> aligned_b;
  }
  return sign_a > 0 ? order : 0 <=> order;
}

void Number::append_ordered(std::string* out) const {
  char buffer[kMaxOrderedBytes];
  out->append(buffer, write_ordered(buffer));
}

std::size_t Number::write_ordered(char* out) const {
  if (is_zero()) {
    out[0] = static_cast<char>(kPositiveClass);
    out[1] = 0;
    return 2;
  }
  std::array<unsigned char, kMaxPairs> pairs;  // filled from the back
  std::size_t first = kMaxPairs;
  const bool odd = (exponent_ & 1) != 0;
  const int last_power = (exponent_ - (odd ? 1 : 0)) / 2;  // power of 100 of the last pair
  u128 rest = coefficient_;
  if (odd) {  // the last digit stands alone in the upper half of its pair
    const unsigned digit = fits_u64(rest) ? static_cast<u64>(rest) % 10 : static_cast<unsigned>(rest % 10);
    rest = fits_u64(rest) ? static_cast<u64>(rest) / 10 : rest / 10;
    pairs[--first] = static_cast<unsigned char>(digit * 10);
  }
  constexpr u64 kEvenChunk = kChunk / 10;
  while (!fits_u64(rest)) {
    u64 low = static_cast<u64>(rest % kEvenChunk);
    rest /= kEvenChunk;
    for (int i = 0; i < kChunkDigits / 2; ++i, low /= 100)
      pairs[--first] = static_cast<unsigned char>(low % 100);
  }
  for (u64 low = static_cast<u64>(rest); low != 0; low /= 100)
    pairs[--first] = static_cast<unsigned char>(low % 100);

  const std::size_t count = kMaxPairs - first;
  const int power = last_power + static_cast<int>(count) - 1;
  const unsigned flip = negative_ ? 0xff : 0;
  out[0] = static_cast<char>((kPositiveClass + static_cast<unsigned>(power - kMinPower100)) ^ flip);
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned more = i + 1 < count ? 1 : 0;
    out[i + 1] = static_cast<char>((pairs[first + i] * 2u + more) ^ flip);
  }
  return count + 1;
}

// The first digit must not be 0, and there are at most kMaxDigits characters behind the sign.
std::size_t Number::order_plain_text(std::string_view text, char* out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const auto digit = [](const char* place) { return static_cast<unsigned char>(*place) - unsigned{'0'}; };
  if (at == end || end - at > kMaxDigits || digit(at) - 1 > 8) return 0;

  const char* point = at + 1;
  while (point != end && digit(point) <= 9) ++point;
  if (point != end && (*point != '.' || point + 1 == end)) return 0;
  const auto integer_digits = static_cast<int>(point - at);

  char* to = out + 1;
  const auto put = [&to](unsigned pair) { *to++ = static_cast<char>(2 * pair + 1); };
  if (integer_digits % 2 != 0) put(digit(at++));
  for (; at != point; at += 2) put(10 * digit(at) + digit(at + 1));
  if (point != end) {
    for (at = point + 1; end - at >= 2; at += 2) {
      if (digit(at) > 9 || digit(at + 1) > 9) return 0;
      put(10 * digit(at) + digit(at + 1));
    }
    if (at != end) {
      if (digit(at) > 9) return 0;
      put(10 * digit(at));
    }
  }
  while (to[-1] == 1) --to;  // pairs of zeros; the first pair is none
  --to[-1];                  // no other one follows
  *out = static_cast<char>(kPositiveClass + static_cast<unsigned>((integer_digits - 1) / 2 - kMinPower100));
  if (negative) std::transform(out, to, out, [](char byte) { return static_cast<char>(~byte); });
  return static_cast<std::size_t>(to - out);
}

// All digits at once. A byte of the word each, the first one lowest; what a short text lacks is zeros in
// front.
inline std::size_t Number::order_short_integer(std::string_view text, char* out) {
  constexpr u64 kEach = 0x0101010101010101ULL;
  if (text.empty() || text.size() > kParseBlock || text[0] <= '0') return 0;
  u64 digits;
  std::memcpy(&digits, text.data(), sizeof(digits));
  const auto missing = static_cast<int>(8 * (kParseBlock - text.size()));
  digits = (digits << missing) - (kEach * '0' << missing);
  if (((digits | (digits + kEach * 0x76)) & kEach * 0x80) != 0) return 0;  // above 9

  u64 pairs = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ffULL;
  pairs = (pairs | pairs >> 8) & 0x0000ffff0000ffffULL;
  auto word = static_cast<std::uint32_t>(pairs | pairs >> 16);  // a byte each, the first one lowest
  const auto count = static_cast<int>((text.size() + 1) / 2);
  word >>= 8 * (4 - count);
  const int length = (39 - std::countl_zero(word)) / 8;  // without zeros at the end
  word = word * 2 + 0x01010101U;
  std::memcpy(out + 1, &word, sizeof(word));
  --out[length];  // no other one follows
  *out = static_cast<char>(kPositiveClass + static_cast<unsigned>(count - 1 - kMinPower100));
  return static_cast<std::size_t>(length) + 1;
}

std::size_t Number::parse_ordered(std::string_view text, char* out, NumberError* error) {
  if (const std::size_t length = order_short_integer(text, out); length != 0) [[likely]]
    return length;
  if (const std::size_t length = order_plain_text(text, out); length != 0) [[likely]]
    return length;
  const auto number = parse(text);
  if (number.ok()) return number->write_ordered(out);
  *error = number.error();
  return 0;
}

bool Number::read_ordered(std::string_view* in, Number* out) {
  if (in->size() < 2) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(in->data());
  const bool negative = bytes[0] < kPositiveClass;
  const unsigned flip = negative ? 0xff : 0;
  const int power = static_cast<int>((bytes[0] ^ flip) - kPositiveClass) + kMinPower100;

  u64 head = 0;  // the first 9 pairs
  u128 coefficient = 0;
  unsigned pair = 0;
  std::size_t count = 0;
  constexpr std::size_t kHeadPairs = 9;
  while (true) {  // the last pair is added at the end
    if (count == kMaxPairs || count + 1 >= in->size()) return false;
    const unsigned byte = bytes[count + 1] ^ flip;
    pair = byte >> 1;
    if (pair > 99) return false;
    if (count == 0 && pair == 0) {  // zero, or a leading zero pair
      if (byte != 0 || bytes[0] != kPositiveClass) return false;
      in->remove_prefix(2);
      *out = Number();
      return true;
    }
    ++count;
    if ((byte & 1) == 0) break;
    if (count <= kHeadPairs) {
      head = head * 100 + pair;
    } else {
      if (count == kHeadPairs + 1) coefficient = head;
      coefficient = coefficient * 100 + pair;
    }
  }
  if (count <= kHeadPairs + 1) coefficient = head;
  if (pair == 0) return false;

  const bool trailing_zero = pair % 10 == 0;
  const unsigned first_pair = (bytes[1] ^ flip) >> 1;
  const int digits = static_cast<int>(2 * count) - (first_pair < 10 ? 1 : 0) - (trailing_zero ? 1 : 0);
  if (digits > kMaxDigits) return false;
  coefficient = trailing_zero ? coefficient * 10 + pair / 10 : coefficient * 100 + pair;
  const int exponent = 2 * (power - static_cast<int>(count) + 1) + (trailing_zero ? 1 : 0);
  in->remove_prefix(count + 1);
  *out = Number(coefficient, exponent, negative);
  return true;
}

std::size_t Number::size_bytes() const {
  if (is_zero()) return 1;
  return accounted_size(digit_count(coefficient_), exponent_, negative_);
}

}  // namespace stator::db::model
