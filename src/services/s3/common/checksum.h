// The checksums that clients may send and ask for besides MD5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace stator::services::s3 {

struct ChecksumAlgorithm {
  std::string_view name;     // "CRC32"
  std::string_view header;   // "x-amz-checksum-crc32"
  std::string_view element;  // "ChecksumCRC32"
  base::DigestKind kind;
  bool is_crc;
};

inline constexpr ChecksumAlgorithm kChecksumAlgorithms[] = {
    {"CRC32", "x-amz-checksum-crc32", "ChecksumCRC32", base::DigestKind::kCrc32, true},
    {"CRC32C", "x-amz-checksum-crc32c", "ChecksumCRC32C", base::DigestKind::kCrc32c, true},
    {"CRC64NVME", "x-amz-checksum-crc64nvme", "ChecksumCRC64NVME", base::DigestKind::kCrc64Nvme, true},
    {"SHA1", "x-amz-checksum-sha1", "ChecksumSHA1", base::DigestKind::kSha1, false},
    {"SHA256", "x-amz-checksum-sha256", "ChecksumSHA256", base::DigestKind::kSha256, false},
};

// What S3 adds to objects that come without one.
inline constexpr const ChecksumAlgorithm& kDefaultChecksum = kChecksumAlgorithms[2];

// nullptr: there is none of that name, or header.
inline const ChecksumAlgorithm* find_checksum(std::string_view name_or_header) {
  for (const ChecksumAlgorithm& algorithm : kChecksumAlgorithms) {
    if (algorithm.name == name_or_header || algorithm.header == name_or_header) return &algorithm;
  }
  return nullptr;
}

}  // namespace stator::services::s3
