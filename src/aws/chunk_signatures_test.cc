#include "aws/chunk_signatures.h"

#include <gtest/gtest.h>

#include "aws/hmac.h"

namespace stator::aws {
namespace {

// The examples of AWS's documentation (sigv4-streaming and sigv4-streaming-trailers).
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

Signature seed(std::string_view signature) {
  Signature out;
  out.scope_date = "20130524";
  out.region = "us-east-1";
  out.service = "s3";
  out.date = "20130524T000000Z";
  out.signature = signature;
  return out;
}

TEST(ChunkSignatures, AreThoseOfTheDocumentation) {
  ChunkSignatures chunks(seed("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"), kSecret);
  EXPECT_TRUE(chunks.check_chunk("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                                 sha256(std::string(65536, 'a'))));
  EXPECT_TRUE(chunks.check_chunk("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                                 sha256(std::string(1024, 'a'))));
  EXPECT_TRUE(
      chunks.check_chunk("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", sha256({})));
}

TEST(ChunkSignatures, WithTrailers) {
  ChunkSignatures chunks(seed("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"), kSecret);
  EXPECT_TRUE(chunks.check_chunk("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                                 sha256(std::string(65536, 'a'))));
  EXPECT_TRUE(chunks.check_chunk("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                                 sha256(std::string(1024, 'a'))));
  EXPECT_TRUE(
      chunks.check_chunk("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", sha256({})));
  EXPECT_TRUE(chunks.check_trailers("d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
                                    "x-amz-checksum-crc32c:sOO8/Q==\n"));
}

TEST(ChunkSignatures, AChunkThatWasChangedOrIsOutOfPlaceIsNoticed) {
  const Signature first = seed("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  constexpr std::string_view kOfFirst = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
  EXPECT_FALSE(ChunkSignatures(first, kSecret).check_chunk(kOfFirst, sha256(std::string(65536, 'b'))));
  EXPECT_FALSE(ChunkSignatures(first, "another").check_chunk(kOfFirst, sha256(std::string(65536, 'a'))));
  ChunkSignatures twice(first, kSecret);
  EXPECT_TRUE(twice.check_chunk(kOfFirst, sha256(std::string(65536, 'a'))));
  EXPECT_FALSE(twice.check_chunk(kOfFirst, sha256(std::string(65536, 'a'))));
  EXPECT_FALSE(ChunkSignatures(first, kSecret).check_chunk("", sha256({})));
}

}  // namespace
}  // namespace stator::aws
