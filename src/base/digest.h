// Digests and checksums of bytes that come in pieces.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace stator::base {

enum class DigestKind : std::uint8_t { kMd5, kSha1, kSha256, kCrc32, kCrc32c, kCrc64Nvme };

// Not thread-safe. About 0.5 to 2 GB/s, whichever kind.
class Digest {
 public:
  explicit Digest(DigestKind kind);
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  ~Digest();

  DigestKind kind() const { return kind_; }
  void update(std::string_view bytes);
  // The digest's bytes; a CRC is big-endian. Once, at the end.
  std::string finish();

 private:
  struct Context;  // of OpenSSL; nullptr for a CRC

  DigestKind kind_;
  std::uint64_t crc_ = 0;
  std::unique_ptr<Context> context_;
};

std::string digest_of(DigestKind kind, std::string_view bytes);

// CRC-32C (Castagnoli). `previous` is the value of the bytes before, 0 at the start.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous = 0);

// The CRC of two texts after one another, from theirs and the size of the second; all as Digest::finish()
// gives them. Of kinds that are CRCs.
std::string combined_crc(DigestKind kind, std::string_view first, std::string_view second,
                         std::uint64_t second_size);

// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);

}  // namespace stator::base
