#include "storage/hash.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::storage {
namespace {

TEST(StableHash, PublishedVectors) {
  EXPECT_EQ(stable_hash(""), 0xEF46DB3751D8E999ULL);
  EXPECT_EQ(stable_hash("a"), 0xD24EC4F1A98C6E5BULL);
  EXPECT_EQ(stable_hash("abc"), 0x44BC2CF5AD770999ULL);
  EXPECT_EQ(stable_hash("Nobody inspects the spammish repetition"), 0xFBCEA83C8A378BF1ULL);
}

}  // namespace
}  // namespace stator::storage
