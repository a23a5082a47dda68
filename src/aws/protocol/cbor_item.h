// The data items of CBOR (RFC 8949), one head at a time. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stator::aws::protocol {

enum class CborMajor : std::uint8_t { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kOther };

// How an item begins.
struct CborHead {
  static constexpr std::uint8_t kFalse = 20, kTrue = 21, kNull = 22, kUndefined = 23;  // `info` of kOther
  static constexpr std::uint8_t kHalf = 25, kSingle = 26, kDouble = 27;                // the same
  static constexpr std::uint8_t kIndefinite = 31;                                      // of kOther: a break

  CborMajor major = CborMajor::kOther;
  std::uint8_t info = 0;       // the low five bits of the first byte
  std::uint64_t argument = 0;  // a number, length, count or tag; the bits of a float

  bool indefinite() const { return info == kIndefinite; }
  bool is_break() const { return major == CborMajor::kOther && indefinite(); }
  bool is_null() const {  // a server takes undefined for it, too (Smithy RPC v2 CBOR, "Shape serialization")
    return major == CborMajor::kOther && (info == kNull || info == kUndefined);
  }
  bool is_float() const { return major == CborMajor::kOther && info >= kHalf && info <= kDouble; }
  // Precondition: is_float().
  double number() const;
};

inline constexpr std::uint64_t kEpochTag = 1;  // a number of seconds since 1970

// Containers in each other.
inline constexpr std::size_t kMaxCborDepth = 128;

// Takes the head of an item off the front. False: it is cut off, or of a kind that RFC 8949 reserves.
bool take_cbor_head(std::string_view* rest, CborHead* head);

// Takes a whole item off the front, in linear time and without recursion. False: it is not well-formed, has
// text that is no UTF-8, or is deeper than kMaxCborDepth.
bool skip_cbor_item(std::string_view* rest);

}  // namespace stator::aws::protocol
