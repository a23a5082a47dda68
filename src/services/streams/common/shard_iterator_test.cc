#include "services/streams/common/shard_iterator.h"

#include <gtest/gtest.h>

#include <limits>

namespace stator::services::streams {
namespace {

constexpr std::int64_t kNow = 1'700'000'000'000'000;
constexpr std::int64_t kMinute = 60'000'000;
const char kArn[] = "arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2026-01-31T12:00:00.000";

TEST(ShardIterator, RoundTripsAndExpires) {
  const std::string text = shard_iterator_text({kArn, {7, 1234}}, kNow);
  EXPECT_TRUE(text.starts_with(std::string(kArn) + "|1|"));
  for (std::int64_t age : {std::int64_t{0}, 15 * kMinute}) {
    auto back = parse_shard_iterator(text, kNow + age);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->stream_arn, kArn);
    EXPECT_EQ(back->position.shard, 7u);
    EXPECT_EQ(back->position.sequence, 1234u);
  }
  EXPECT_EQ(parse_shard_iterator(text, kNow + 15 * kMinute + 1).error().code, "ExpiredIteratorException");
}

// Its checksum is no secret: who makes one up may say any time.
TEST(ShardIterator, MayBeIssuedAtAnyTime) {
  constexpr auto kFirst = std::numeric_limits<std::int64_t>::min(),
                 kLast = std::numeric_limits<std::int64_t>::max();
  const auto parse = [](std::int64_t issued) {
    return parse_shard_iterator(shard_iterator_text({kArn, {7, 1234}}, issued), kNow);
  };
  for (const std::int64_t issued : {kFirst, kFirst + kNow, std::int64_t{-1}, std::int64_t{0}})
    EXPECT_EQ(parse(issued).error().code, "ExpiredIteratorException") << issued;
  EXPECT_TRUE(parse(kLast).ok());
}

TEST(ShardIterator, RefusesDamagedText) {
  const std::string text = shard_iterator_text({kArn, {7, 1234}}, kNow);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string damaged = text;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(parse_shard_iterator(damaged, kNow).error().code, "ValidationException") << i;
    EXPECT_FALSE(parse_shard_iterator(text.substr(0, i), kNow).ok()) << i;
  }
  EXPECT_FALSE(parse_shard_iterator(text + "AAAA", kNow).ok());
}

}  // namespace
}  // namespace stator::services::streams
