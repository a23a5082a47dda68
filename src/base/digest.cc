#include "base/digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstring>

#include "base/check.h"
#include "base/crc32.h"

namespace stator::base {

namespace {

// Reflected polynomials.
constexpr std::uint64_t kCrc32cPolynomial = 0x82F63B78;
constexpr std::uint64_t kCrc64NvmePolynomial = 0x9A6C9329AC4BC9B5;

// Eight bytes a step: tables[k][b] is the effect of byte b that stands k bytes before the end of a block.
using Tables = std::array<std::array<std::uint64_t, 256>, 8>;

constexpr Tables make_tables(std::uint64_t polynomial) {
  Tables tables{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
    tables[0][byte] = value;
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    for (std::size_t k = 1; k < 8; ++k) {
      const std::uint64_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr Tables kCrc32cTables = make_tables(kCrc32cPolynomial);
constexpr Tables kCrc64NvmeTables = make_tables(kCrc64NvmePolynomial);

std::uint64_t run_crc(const Tables& tables, std::uint64_t value, std::string_view bytes) {
  while (bytes.size() >= 8) {
    std::uint64_t block;
    std::memcpy(&block, bytes.data(), sizeof block);
    block ^= value;
    value = 0;
    for (std::size_t k = 0; k < 8; ++k) value ^= tables[7 - k][(block >> (8 * k)) & 0xff];
    bytes.remove_prefix(8);
  }
  for (const char c : bytes) value = (value >> 8) ^ tables[0][(value ^ static_cast<unsigned char>(c)) & 0xff];
  return value;
}

std::uint64_t crc64_nvme(std::string_view bytes, std::uint64_t previous) {
  return ~run_crc(kCrc64NvmeTables, ~previous, bytes);
}

std::string big_endian(std::uint64_t value, int size) {
  std::string bytes;
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

const EVP_MD* algorithm(DigestKind kind) {
  switch (kind) {
    case DigestKind::kMd5:
      return EVP_md5();
    case DigestKind::kSha1:
      return EVP_sha1();
    case DigestKind::kSha256:
      return EVP_sha256();
    default:
      return nullptr;
  }
}

}  // namespace

struct Digest::Context {
  Context() : evp(EVP_MD_CTX_new()) { STATOR_CHECK(evp != nullptr); }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  EVP_MD_CTX* const evp;
};

Digest::Digest(DigestKind kind) : kind_(kind) {
  if (const EVP_MD* evp = algorithm(kind)) {
    context_ = std::make_unique<Context>();
    STATOR_CHECK(EVP_DigestInit_ex(context_->evp, evp, nullptr) == 1);
  }
}
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::update(std::string_view bytes) {
  switch (kind_) {
    case DigestKind::kCrc32:
      crc_ = crc32(bytes, static_cast<std::uint32_t>(crc_));
      return;
    case DigestKind::kCrc32c:
      crc_ = crc32c(bytes, static_cast<std::uint32_t>(crc_));
      return;
    case DigestKind::kCrc64Nvme:
      crc_ = crc64_nvme(bytes, crc_);
      return;
    default:
      STATOR_CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
  }
}

std::string Digest::finish() {
  if (kind_ == DigestKind::kCrc64Nvme) return big_endian(crc_, 8);
  if (!context_) return big_endian(crc_, 4);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
  STATOR_CHECK(EVP_DigestFinal_ex(context_->evp, bytes.data(), &size) == 1);
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string digest_of(DigestKind kind, std::string_view bytes) {
  Digest digest(kind);
  digest.update(bytes);
  return digest.finish();
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous) {
  const std::uint64_t value = run_crc(kCrc32cTables, previous ^ 0xffffffffu, bytes);
  return static_cast<std::uint32_t>(value) ^ 0xffffffffu;
}

namespace {

// A linear map of the bits of a CRC: the image of each bit.
using BitMap = std::array<std::uint64_t, 64>;

std::uint64_t mapped(const BitMap& map, std::uint64_t bits) {
  std::uint64_t result = 0;
  for (std::size_t i = 0; bits != 0; ++i, bits >>= 1) {
    if ((bits & 1) != 0) result ^= map[i];
  }
  return result;
}

std::uint64_t load_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

}  // namespace

// What zero bytes make of a CRC is linear; for 2^k of them the map is the one for 2^(k-1), twice.
std::string combined_crc(DigestKind kind, std::string_view first, std::string_view second,
                         std::uint64_t second_size) {
  constexpr std::uint64_t kCrc32Polynomial = 0xEDB88320;
  const std::uint64_t polynomial = kind == DigestKind::kCrc64Nvme ? kCrc64NvmePolynomial
                                   : kind == DigestKind::kCrc32c  ? kCrc32cPolynomial
                                                                  : kCrc32Polynomial;
  BitMap map{};  // of one zero byte
  for (std::size_t bit = 0; bit < 8 * first.size(); ++bit) {
    std::uint64_t value = std::uint64_t{1} << bit;
    for (int i = 0; i < 8; ++i) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
    map[bit] = value;
  }
  std::uint64_t crc = load_big_endian(first);
  for (; second_size != 0; second_size >>= 1) {
    if ((second_size & 1) != 0) crc = mapped(map, crc);
    BitMap squared{};
    for (std::size_t bit = 0; bit < 8 * first.size(); ++bit) squared[bit] = mapped(map, map[bit]);
    map = squared;
  }
  return big_endian(crc ^ load_big_endian(second), static_cast<int>(first.size()));
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

}  // namespace stator::base
