#include "base/digest.h"

#include <gtest/gtest.h>

namespace stator::base {
namespace {

struct Case {
  DigestKind kind;
  const char* hex;  // of "123456789"
};

TEST(Digest, KnownValuesWhateverThePieces) {
  const Case cases[] = {
      {DigestKind::kMd5, "25f9e794323b453885f5181f1b624d0b"},
      {DigestKind::kSha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"},
      {DigestKind::kSha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"},
      {DigestKind::kCrc32, "cbf43926"},
      {DigestKind::kCrc32c, "e3069283"},
      {DigestKind::kCrc64Nvme, "ae8b14860a799888"},
  };
  const std::string_view text = "123456789";
  for (const Case& c : cases) {
    EXPECT_EQ(to_hex(digest_of(c.kind, text)), c.hex);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      Digest digest(c.kind);
      digest.update(text.substr(0, cut));
      digest.update(text.substr(cut));
      EXPECT_EQ(to_hex(digest.finish()), c.hex) << cut;
    }
  }
}

TEST(Digest, CrcsOfPartsMakeThatOfTheWhole) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text.push_back(static_cast<char>(i * 13));
  for (const DigestKind kind : {DigestKind::kCrc32, DigestKind::kCrc32c, DigestKind::kCrc64Nvme}) {
    for (const std::size_t cut : {0u, 1u, 1000u, 2999u, 3000u}) {
      const std::string first = digest_of(kind, std::string_view(text).substr(0, cut));
      const std::string second = digest_of(kind, std::string_view(text).substr(cut));
      EXPECT_EQ(combined_crc(kind, first, second, text.size() - cut), digest_of(kind, text)) << cut;
    }
  }
}

TEST(Digest, LongTextsInBlocksAsByteByByte) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text.push_back(static_cast<char>(i * 7));
  for (const DigestKind kind : {DigestKind::kCrc32c, DigestKind::kCrc64Nvme}) {
    Digest bytewise(kind);
    for (const char& c : text) bytewise.update({&c, 1});
    EXPECT_EQ(bytewise.finish(), digest_of(kind, text));
  }
}

}  // namespace
}  // namespace stator::base
