#include "net/body.h"

#include <gtest/gtest.h>

#include "base/crc32.h"

namespace stator::net {
namespace {

TEST(BodyTest, OneText) {
  Body body("hello");
  EXPECT_EQ(body.size(), 5u);
  EXPECT_EQ(body.pieces(), 1u);
  EXPECT_EQ(body.crc32(), base::crc32("hello"));
  EXPECT_EQ(body.text(), "hello");
  EXPECT_FALSE(body.empty());
}

TEST(BodyTest, Pieces) {
  Body body;
  EXPECT_EQ(body.crc32(), base::crc32(""));
  for (const char* piece : {"one ", "two ", "three"}) body.append(piece);
  EXPECT_EQ(body.size(), 13u);
  ASSERT_EQ(body.pieces(), 3u);
  EXPECT_EQ(body.piece(0), "one ");
  EXPECT_EQ(body.piece(2), "three");
  EXPECT_EQ(body.crc32(), base::crc32("one two three"));
  EXPECT_EQ(body.text(), "one two three");
  body.drop_piece(0);
  EXPECT_EQ(body.piece(0), "");
  EXPECT_EQ(body.size(), 13u);
  EXPECT_EQ(body.crc32(), base::crc32("one two three"));
}

}  // namespace
}  // namespace stator::net
