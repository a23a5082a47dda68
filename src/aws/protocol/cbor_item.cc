#include "aws/protocol/cbor_item.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "base/utf8.h"

namespace stator::aws::protocol {
namespace {

double half_number(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 0x1F);
  const int mantissa = static_cast<int>(bits & 0x3FF);
  double number = std::ldexp(mantissa + 0x400, exponent - 25);
  if (exponent == 0) number = std::ldexp(mantissa, -24);
  if (exponent == 0x1F) {
    number =
        mantissa == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -number : number;
}

// The rest of a string whose head was taken.
bool skip_string(const CborHead& head, std::string_view* rest) {
  if (!head.indefinite()) {
    if (head.argument > rest->size()) return false;
    const auto size = static_cast<std::size_t>(head.argument);
    if (head.major == CborMajor::kText && !base::valid_utf8(rest->substr(0, size))) return false;
    rest->remove_prefix(size);
    return true;
  }
  for (;;) {
    CborHead chunk;
    if (!take_cbor_head(rest, &chunk)) return false;
    if (chunk.is_break()) return true;
    if (chunk.major != head.major || chunk.indefinite() || !skip_string(chunk, rest)) return false;
  }
}

// An array or map of which some items are still to come.
struct Open {
  bool indefinite = false;
  bool half_pair = false;  // of an indefinite map: a key stands without its value
  bool is_map = false;
  std::uint64_t left = 0;  // items; keys and values are counted each

  // One more of its items is complete. True: so is the container.
  bool count_item() {
    if (!indefinite) return --left == 0;
    half_pair = is_map && !half_pair;
    return false;
  }
};

class Skipper {
 public:
  explicit Skipper(std::string_view* rest) : rest_(rest) {}

  bool skip() {
    for (;;) {
      bool complete = true;
      if (!step(&complete)) return false;
      if (!complete) continue;
      while (depth_ > 0 && open_[depth_ - 1].count_item()) --depth_;
      if (depth_ == 0) return true;
    }
  }

 private:
  // One head, with what belongs to it but other items. `complete`: this ends an item.
  bool step(bool* complete) {
    CborHead head;
    if (!take_cbor_head(rest_, &head)) return false;
    const bool tagged = tagged_;
    tagged_ = false;
    switch (head.major) {
      case CborMajor::kUnsigned:
      case CborMajor::kNegative:
        return !head.indefinite();
      case CborMajor::kBytes:
      case CborMajor::kText:
        return skip_string(head, rest_);
      case CborMajor::kArray:
      case CborMajor::kMap:
        return begin(head, complete);
      case CborMajor::kTag:
        tagged_ = true;
        *complete = false;
        return !head.indefinite();
      case CborMajor::kOther:
        break;
    }
    if (head.is_break()) return !tagged && end();
    return head.info != kOneByte || head.argument >= kFirstLongSimple;
  }

  bool begin(const CborHead& head, bool* complete) {
    const bool is_map = head.major == CborMajor::kMap;
    // Every item takes a byte at least, so a count that lies is found before anybody believes it.
    if (!head.indefinite() && head.argument > rest_->size() / (is_map ? 2 : 1)) return false;
    if (depth_ == kMaxCborDepth) return false;
    if (!head.indefinite() && head.argument == 0) return true;
    open_[depth_++] = {head.indefinite(), false, is_map, head.argument * (is_map ? 2 : 1)};
    *complete = false;
    return true;
  }

  bool end() {
    if (depth_ == 0 || !open_[depth_ - 1].indefinite || open_[depth_ - 1].half_pair) return false;
    --depth_;
    return true;
  }

  static constexpr std::uint8_t kOneByte = 24;           // `info` of a simple value in a byte of its own
  static constexpr std::uint64_t kFirstLongSimple = 32;  // the ones before stand in the first byte

  std::string_view* const rest_;
  bool tagged_ = false;  // the item to come
  std::size_t depth_ = 0;
  std::array<Open, kMaxCborDepth> open_;
};

}  // namespace

double CborHead::number() const {
  if (info == kHalf) return half_number(argument);
  if (info == kSingle) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(argument)));
  return std::bit_cast<double>(argument);
}

bool take_cbor_head(std::string_view* rest, CborHead* head) {
  if (rest->empty()) return false;
  const auto first = static_cast<std::uint8_t>(rest->front());
  rest->remove_prefix(1);
  head->major = static_cast<CborMajor>(first >> 5);
  head->info = first & 0x1F;
  head->argument = head->info;
  if (head->info < 24 || head->indefinite()) return true;
  if (head->info > 27) return false;
  const std::size_t size = std::size_t{1} << (head->info - 24);
  if (rest->size() < size) return false;
  head->argument = 0;
  for (const char byte : rest->substr(0, size))
    head->argument = head->argument << 8 | static_cast<std::uint8_t>(byte);
  rest->remove_prefix(size);
  return true;
}

bool skip_cbor_item(std::string_view* rest) { return Skipper(rest).skip(); }

}  // namespace stator::aws::protocol
