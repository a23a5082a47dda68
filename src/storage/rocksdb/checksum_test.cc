#include <gtest/gtest.h>

#include <cstdint>
#include <string>

// Not among RocksDB's public headers. The linker passes this call to checksum.cc.
namespace rocksdb::crc32c {
std::uint32_t Extend(std::uint32_t sum, const char* data, std::size_t size);
}

namespace stator::storage::rocks {
namespace {

// As defined: bit by bit, reflected.
std::uint32_t expected(std::uint32_t sum, std::string_view bytes) {
  sum = ~sum;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? 0x82f63b78U : 0);
  }
  return ~sum;
}

TEST(Checksum, IsCrc32c) {
  EXPECT_EQ(rocksdb::crc32c::Extend(0, "123456789", 9), 0xe3069283U);
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes.push_back(static_cast<char>(i * 151 + 13));
  for (std::size_t from = 0; from < 9; ++from) {
    for (std::size_t size = 0; from + size <= bytes.size(); ++size) {
      const std::string_view part = std::string_view(bytes).substr(from, size);
      const auto sum = static_cast<std::uint32_t>(size * 2654435761U);
      ASSERT_EQ(rocksdb::crc32c::Extend(sum, part.data(), size), expected(sum, part)) << from << " " << size;
    }
  }
}

}  // namespace
}  // namespace stator::storage::rocks
