#include "base/crc32.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "base/random.h"

namespace stator::base {
namespace {

TEST(Crc32, KnownValues) {
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32("123456789"), 0xcbf43926u);
  EXPECT_EQ(crc32("{}"), 2745614147u);  // what AWS sends with an empty answer
}

TEST(Crc32, EqualsZlibForAllLengths) {
  SeededRandom random(5);
  std::string bytes(1100, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto expected = ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(size));
    ASSERT_EQ(crc32(std::string_view(bytes).substr(0, size)), expected) << size;
  }
}

TEST(Crc32, GoesOnFromAPreviousValue) {
  const std::string text(500, 'x');
  for (std::size_t cut : {0u, 1u, 63u, 64u, 100u, 499u, 500u}) {
    const std::string_view all = text;
    EXPECT_EQ(crc32(all.substr(cut), crc32(all.substr(0, cut))), crc32(all)) << cut;
  }
}

}  // namespace
}  // namespace stator::base
