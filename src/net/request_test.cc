#include "net/request.h"

#include <gtest/gtest.h>

#include <string>

#include "net/response.h"

namespace stator::net {
namespace {

TEST(RequestTest, LettersAloneIgnoreCase) {
  for (std::size_t size = 1; size <= 25; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int changed = 0; changed < 256; ++changed) {
        std::string a(size, 'k');
        std::string b(size, 'K');
        a[at] = '^';
        b[at] = static_cast<char>(changed);
        ASSERT_EQ(equal_ignoring_case(a, b), changed == '^') << size << " " << at << " " << changed;
        a[at] = 'z';
        ASSERT_EQ(equal_ignoring_case(a, b), changed == 'z' || changed == 'Z');
      }
    }
  }
  EXPECT_TRUE(equal_ignoring_case("", ""));
  EXPECT_FALSE(equal_ignoring_case("abc", "abcd"));
}

TEST(ResponseTest, NoValueStartsAHeaderOfItsOwn) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::size_t before : {0, 3, 7, 8, 20}) {
      std::string value = std::string(before, 'v') + static_cast<char>(byte) + "end";
      HeaderBlock headers;
      headers.add("A", "1");
      headers.add("Name", value);
      if (byte < 0x20 || byte == 0x7f) value[before] = ' ';
      ASSERT_EQ(headers.text(), "A: 1\r\nName: " + value + "\r\n") << byte << " " << before;
    }
  }
}

}  // namespace
}  // namespace stator::net
