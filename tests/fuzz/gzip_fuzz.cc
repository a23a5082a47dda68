// Any bytes as a compressed body: refused, or expanded to no more than is allowed, whatever that is; and
// compressed they come back. The text up to the first NUL is an Accept-Encoding.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "fuzz_input.h"
#include "net/gzip.h"
#include "net/request.h"

using namespace stator::net;

namespace {
constexpr std::size_t kLarge = 1 << 20;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::fuzz::Input input(data, size);
  accepts_gzip(input.part());
  const std::string bytes(input.rest());
  const auto expanded = gunzip(bytes, kLarge);
  if (expanded.ok()) {
    STATOR_CHECK(expanded->size() <= kLarge);
    STATOR_CHECK(expanded->capacity() >= expanded->size() + Request::kBodyPadding);
    STATOR_CHECK(gunzip(bytes, expanded->size()).ok());
    if (!expanded->empty())
      STATOR_CHECK(gunzip(bytes, expanded->size() - 1).error() == GunzipError::kTooLarge);
  }
  Body body(bytes);
  STATOR_CHECK(gunzip(gzip(body).text(), bytes.size()).value() == bytes);
  return 0;
}
