// Any bytes as a compressed body: refused, or expanded to no more than is allowed, whatever that is; and
// compressed they come back, also many times over and in pieces. The text up to the first NUL is an
// Accept-Encoding.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/crc32.h"
#include "fuzz_input.h"
#include "net/gzip.h"
#include "net/request.h"

using namespace stator::net;

namespace {

constexpr std::size_t kLarge = 1 << 20;
constexpr std::size_t kRepetitions[] = {1, 2, 16, 64};
constexpr std::size_t kMaxPieces = 256;

void check_expansion(const std::string& bytes) {
  const auto expanded = gunzip(bytes, kLarge);
  if (!expanded.ok()) return;
  STATOR_CHECK(expanded->size() <= kLarge);
  STATOR_CHECK(expanded->capacity() >= expanded->size() + Request::kBodyPadding);
  STATOR_CHECK(gunzip(bytes, expanded->size()).ok());
  if (!expanded->empty()) STATOR_CHECK(gunzip(bytes, expanded->size() - 1).error() == GunzipError::kTooLarge);
  const auto twice = gunzip(bytes + bytes, 2 * kLarge);  // two members
  STATOR_CHECK(twice.ok() && *twice == *expanded + *expanded);
  STATOR_CHECK(!gunzip(std::string_view(bytes).substr(0, bytes.size() - 1), kLarge).ok());
}

// `piece` again and again, as a body of pieces of `piece_bytes`.
void check_compression(const std::string& piece, std::size_t times, std::size_t piece_bytes) {
  std::string text;
  for (; times > 0; --times) text += piece;
  piece_bytes = std::max(piece_bytes, text.size() / kMaxPieces);
  Body body(text.substr(0, piece_bytes));
  for (std::size_t at = body.size(); at < text.size(); at += piece_bytes)
    body.append(text.substr(at, piece_bytes));
  STATOR_CHECK(body.size() == text.size() && body.crc32() == stator::base::crc32(text));
  const std::string packed = gzip(body).text();
  STATOR_CHECK(gunzip(packed, text.size()).value() == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::fuzz::Input input(data, size);
  const std::string accepted(input.part());
  STATOR_CHECK(accepts_gzip(accepted + ",,") == accepts_gzip(accepted));
  STATOR_CHECK(accepts_gzip("br , gzip; q=0.5," + accepted));
  STATOR_CHECK(!accepts_gzip("br;q=1,GZIP;q=0.00," + accepted));
  const std::string bytes(input.rest());
  check_expansion(bytes);
  const std::uint8_t how = input.byte();
  check_compression(bytes, kRepetitions[how % 4], 1 + (how / 4) * (how / 4) * 16);
  return 0;
}
