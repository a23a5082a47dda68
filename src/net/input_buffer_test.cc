#include "net/input_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace stator::net {
namespace {

std::size_t capacity_of(InputBuffer& buffer) { return buffer.data().size() + buffer.space_size(); }

TEST(InputBuffer, GrowsAndMovesWhatIsLeft) {
  InputBuffer buffer(4);
  buffer.append("abcdef");
  buffer.consume(4, 4);
  EXPECT_EQ(buffer.data(), "ef");
  buffer.append("ghijk");
  EXPECT_EQ(buffer.data(), "efghijk");
  buffer.consume(7, 4);
  EXPECT_EQ(buffer.data(), "");
  EXPECT_EQ(capacity_of(buffer), 4u);
}

// A connection that waits in the middle of a head keeps little, whatever came before.
TEST(InputBuffer, AFewBytesDoNotKeepALargeOne) {
  InputBuffer buffer;
  const std::string request(60'000, 'x');
  buffer.append(request + "GET ");
  buffer.consume(request.size());
  EXPECT_EQ(buffer.data(), "GET ");
  EXPECT_EQ(capacity_of(buffer), InputBuffer::kInitialCapacity);
}

TEST(InputBuffer, WhatIsLeftOfManyRequestsShrinksAsTheyAreTaken) {
  InputBuffer buffer(InputBuffer::kSmallCapacity);
  buffer.append(std::string(64'000, 'x'));
  for (std::size_t left = 64'000; left > 0; left -= 1'000) {
    buffer.consume(1'000, InputBuffer::kSmallCapacity);
    ASSERT_EQ(buffer.data().size(), left - 1'000);
    EXPECT_LE(capacity_of(buffer), std::max(4 * left, InputBuffer::kSmallCapacity));
  }
}

}  // namespace
}  // namespace stator::net
