#include "services/s3/common/aws_chunked.h"

#include <gtest/gtest.h>

#include <optional>

namespace stator::services::s3 {
namespace {

struct Decoded {
  std::string payload;
  std::map<std::string, std::string> trailers;
};

// Nothing if it is malformed or not complete.
std::optional<Decoded> decode(std::string_view text, std::size_t step) {
  AwsChunkedDecoder decoder;
  Decoded decoded;
  const auto sink = [&](std::string_view piece) {
    decoded.payload.append(piece);
    return true;
  };
  for (std::size_t at = 0; at < text.size(); at += step) {
    if (!decoder.feed(text.substr(at, step), sink)) return std::nullopt;
  }
  if (!decoder.finish()) return std::nullopt;
  decoded.trailers = decoder.trailers();
  return decoded;
}

TEST(AwsChunked, WhereverItIsCut) {
  const std::string text =
      "5;chunk-signature=abc\r\nhello\r\nA\r\n, \r\n world\r\n0;chunk-signature=def\r\n"
      "X-Amz-Checksum-CRC32: AAAAAA==\n\r\nx-amz-trailer-signature:00\r\n\r\n";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const auto decoded = decode(text, step);
    ASSERT_TRUE(decoded) << step;
    EXPECT_EQ(decoded->payload, "hello, \r\n world");
    EXPECT_EQ(decoded->trailers.at("x-amz-checksum-crc32"), "AAAAAA==");
    EXPECT_EQ(decoded->trailers.at("x-amz-trailer-signature"), "00");
  }
  EXPECT_EQ(decode("0\r\n\r\n", 5)->payload, "");
}

TEST(AwsChunked, RefusesLies) {
  for (const std::string text :
       {"", "5\r\nhello\r\n", "5\r\nhell", "5\r\nhello!\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
        "x\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "\r\n\r\n",
        "10000000000000000\r\nhello\r\n0\r\n\r\n"}) {
    for (const std::size_t step : {std::size_t{1}, text.size() + 1}) EXPECT_FALSE(decode(text, step)) << text;
  }
  EXPECT_FALSE(decode(std::string(5000, '1'), 100));
  EXPECT_FALSE(decode("0\r\n" + std::string(20'000, 'x'), 100));
}

TEST(AwsChunked, LinesAndTrailersHaveLimits) {
  const auto line = [](std::size_t size) { return "5;" + std::string(size - 3, 'x') + "\r\nhello\r\n"; };
  const auto trailers = [](std::size_t size) {
    return "0\r\nx-amz-checksum-crc32:" + std::string(size - 23, 'x') + "\r\n";
  };
  for (const std::size_t step : {std::size_t{1}, std::size_t{100'000}}) {
    EXPECT_TRUE(decode(line(1024) + "0\r\n\r\n", step));
    EXPECT_FALSE(decode(line(1025) + "0\r\n\r\n", step));
    EXPECT_TRUE(decode(trailers(16 * 1024), step));
    EXPECT_FALSE(decode(trailers(16 * 1024 + 1), step));
  }
}

TEST(AwsChunked, ASinkCanEndIt) {
  AwsChunkedDecoder decoder;
  EXPECT_FALSE(decoder.feed("5\r\nhello\r\n", [](std::string_view) { return false; }));
}

}  // namespace
}  // namespace stator::services::s3
