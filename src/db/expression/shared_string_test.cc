#include "db/expression/shared_string.h"

#include <gtest/gtest.h>

namespace stator::db::expression {
namespace {

TEST(SharedString, SharesAboveItsLimit) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, SharedString::kMaxOwnBytes}) {
    const SharedString own(std::string(size, 'x')), copy = own;
    EXPECT_NE(&*own, &*copy) << size;
    EXPECT_EQ(own, copy);
    EXPECT_EQ(*copy, std::string(size, 'x'));
  }
  const SharedString shared(std::string(SharedString::kMaxOwnBytes + 1, 'x')), copy = shared;
  EXPECT_EQ(&*shared, &*copy);
  EXPECT_EQ(copy->size(), SharedString::kMaxOwnBytes + 1);
}

TEST(SharedString, ComparesByContent) {
  const std::string text(1000, 'x');
  EXPECT_EQ(SharedString(text), SharedString(text));
  EXPECT_LT(SharedString("x"), SharedString(text));
  EXPECT_GT(SharedString(text + 'a'), SharedString(text));
  EXPECT_NE(SharedString(text), SharedString("y"));
  EXPECT_EQ(SharedString(), SharedString(""));
}

}  // namespace
}  // namespace stator::db::expression
