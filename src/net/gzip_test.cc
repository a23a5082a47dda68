#include "net/gzip.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "net/request.h"

namespace stator::net {
namespace {

TEST(Gzip, AcceptEncoding) {
  const std::pair<const char*, bool> cases[] = {
      {"gzip", true},
      {"GZIP", true},
      {"deflate, gzip;q=0.5", true},
      {"br, *", true},
      {"identity", false},
      {"", false},
      {"gzip;q=0", false},
      {"gzip; q=0.000, *", false},
      {"*;q=0", false},
      {"x-gzip", true},
      {"gzipped", false},
      {"*, gzip;q=0", false},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(accepts_gzip(value), expected) << value;
}

// In pieces of `piece` bytes.
std::string packed(std::string_view text, std::size_t piece = 50'000) {
  Body body;
  do {
    body.append(std::string(text.substr(0, piece)));
    text.remove_prefix(std::min(piece, text.size()));
  } while (!text.empty());
  return gzip(body).text();
}

TEST(Gzip, RoundTrips) {
  base::SeededRandom random(1);
  for (const std::size_t size : {0u, 1u, 100u, 16384u, 16385u, 300'000u}) {
    std::string bytes(size, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    bytes += std::string(size, 'a');
    auto back = gunzip(packed(bytes), bytes.size());
    ASSERT_TRUE(back.ok()) << size;
    EXPECT_EQ(back.value(), bytes);
    EXPECT_GE(back.value().capacity(), bytes.size() + Request::kBodyPadding);
  }
}

TEST(Gzip, StopsAtTheLimit) {
  const std::string bomb = packed(std::string(10'000'000, '0'));
  EXPECT_LT(bomb.size(), 100'000u);
  auto result = gunzip(bomb, 9'999'999);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error(), GunzipError::kTooLarge);
  EXPECT_TRUE(gunzip(bomb, 10'000'000).ok());
}

TEST(Gzip, RefusesMalformedBytes) {
  const std::string good = packed("some text, some text");
  for (const std::string& bad : {std::string(), std::string("not gzip at all"),
                                 good.substr(0, good.size() - 1), good.substr(0, 5), good + "tail"}) {
    auto result = gunzip(bad, 1000);
    ASSERT_FALSE(result.ok()) << bad.size();
    EXPECT_EQ(result.error(), GunzipError::kMalformed);
  }
}

TEST(Gzip, JoinsMembers) {
  const std::string two = packed("one ") + packed("two");
  EXPECT_EQ(gunzip(two, 100).value(), "one two");
}

}  // namespace
}  // namespace stator::net
