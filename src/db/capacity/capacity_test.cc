#include <gtest/gtest.h>

#include "db/capacity/partition_buckets.h"
#include "db/capacity/token_bucket.h"
#include "db/capacity/traffic_peak.h"

namespace stator::db::capacity {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr Rate kTenASecond{10, 300};

TEST(TokenBucket, TheFirstUseGetsWhatWasThereBefore) {
  TokenBucket fresh, old;
  fresh.refill(kTenASecond, 1, 5 * kSecond);
  EXPECT_EQ(fresh.units(), 10);
  old.refill(kTenASecond, 1e6, 5 * kSecond);
  EXPECT_EQ(old.units(), 3'000);
}

TEST(TokenBucket, SavesNoMoreThanItsSeconds) {
  TokenBucket bucket;
  bucket.refill(kTenASecond, 1, 0);
  bucket.take(10);
  EXPECT_TRUE(bucket.empty());
  bucket.refill(kTenASecond, 1, kSecond / 2);
  EXPECT_EQ(bucket.units(), 5);
  bucket.refill(kTenASecond, 1, 300 * kSecond);
  EXPECT_EQ(bucket.units(), 3'000);
  bucket.refill(kTenASecond, 1, 301 * kSecond);
  EXPECT_EQ(bucket.units(), 3'000);
}

// The example of AWS's knowledge center: 150 units a second, unused for 5 minutes, feed 200 a second for 15
// minutes.
TEST(TokenBucket, FiveMinutesOfBurst) {
  constexpr Rate kRate{150, 300};
  TokenBucket bucket;
  bucket.refill(kRate, 300, 0);
  int seconds = 0;
  for (; !bucket.empty(); ++seconds) {
    bucket.take(200);
    bucket.refill(kRate, 300, (seconds + 1) * kSecond);
  }
  EXPECT_EQ(seconds, 900);
}

TEST(TokenBucket, DebtsArePaidBack) {
  TokenBucket bucket;
  bucket.refill(kTenASecond, 1, 0);
  bucket.take(400);
  bucket.refill(kTenASecond, 1, 39 * kSecond);
  EXPECT_TRUE(bucket.empty());
  bucket.refill(kTenASecond, 1, 39 * kSecond + 1'000'000);
  EXPECT_FALSE(bucket.empty());
}

TEST(TokenBucket, AnotherRateFromNowOn) {
  TokenBucket bucket;
  bucket.refill({100, 300}, 300, 0);
  bucket.refill({1, 300}, 300, kSecond);
  EXPECT_EQ(bucket.units(), 300);
  bucket.refill({100, 300}, 300, 2 * kSecond);
  EXPECT_EQ(bucket.units(), 400);
}

TEST(TrafficPeak, CountsThirtyMinutesAfterItWasReached) {
  TrafficPeak peak;
  peak.count(3'000, 0);
  peak.count(2'000, kSecond / 2);
  peak.count(100, kSecond);  // the second before is over
  EXPECT_EQ(peak.previous(kSecond), 0);
  peak.count(7'000, 2 * kSecond);  // within the same 30 minutes
  EXPECT_EQ(peak.previous(kSecond + kPeakDelayNanos - 1), 0);
  EXPECT_EQ(peak.previous(kSecond + kPeakDelayNanos), 7'000);
  // Lower traffic does not lower it.
  peak.count(10, 5'000 * kSecond);
  EXPECT_EQ(peak.previous(10'000 * kSecond), 7'000);
  // The next one takes its own 30 minutes.
  peak.count(9'000, 20'000 * kSecond);
  EXPECT_EQ(peak.previous(20'001 * kSecond + kPeakDelayNanos - 1), 7'000);
  EXPECT_EQ(peak.previous(20'001 * kSecond + kPeakDelayNanos), 9'000);
}

TEST(PartitionBuckets, OneSecondOfCapacity) {
  PartitionBuckets buckets;
  EXPECT_FALSE(buckets.empty(7, 1'000, 0));
  buckets.take(7, 1'000, 999, 0);
  EXPECT_FALSE(buckets.empty(7, 1'000, 0));
  buckets.take(7, 1'000, 1, 0);
  EXPECT_TRUE(buckets.empty(7, 1'000, 0));
  EXPECT_FALSE(buckets.empty(8, 1'000, 0)) << "another partition";
  EXPECT_FALSE(buckets.empty(7, 1'000, kSecond / 1'000));
  buckets.take(7, 1'000, 1'000, 10 * kSecond);
  EXPECT_TRUE(buckets.empty(7, 1'000, 10 * kSecond)) << "nothing was saved";
}

TEST(PartitionBuckets, HotPartitionsKeepTheirPlace) {
  PartitionBuckets buckets;
  buckets.take(1, 1'000, 1'500, 0);
  // Many more partitions of the same set than it has places.
  for (std::uint64_t i = 1; i <= 1'000; ++i) buckets.take(1 + i * PartitionBuckets::kSets, 1'000, 1, 0);
  EXPECT_TRUE(buckets.empty(1, 1'000, 0));
}

TEST(PartitionBuckets, FullBucketsGiveWay) {
  PartitionBuckets buckets;
  for (std::uint64_t i = 0; i < PartitionBuckets::kWays; ++i)
    buckets.take(i * PartitionBuckets::kSets, 1'000, 1'000, 0);
  // A second later they are full again; the new one finds a place and is remembered.
  const std::uint64_t late = 99 * PartitionBuckets::kSets;
  buckets.take(late, 1'000, 1'000, kSecond);
  EXPECT_TRUE(buckets.empty(late, 1'000, kSecond));
}

}  // namespace
}  // namespace stator::db::capacity
