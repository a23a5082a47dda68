#include "base/utf8.h"

#include <gtest/gtest.h>

namespace stator::base {
namespace {

TEST(Utf8Test, AcceptsExactlyWellFormedBytes) {
  for (const char* good : {"", "ascii only, longer than a block", "\xc3\xa4", "\xe2\x82\xac",
                           "\xf0\x9f\x98\x80", "12345678\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(valid_utf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xff", "12345678\xe2\x82", "\xf0\x9f\x98"}) {
    EXPECT_FALSE(valid_utf8(bad));
  }
}

TEST(Utf8Test, ReplacesWhatIsNoCharacter) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"a\xc3\xa4\xf0\x9f\x98\x80", "a\xc3\xa4\xf0\x9f\x98\x80"},
      {"\xff", "\xef\xbf\xbd"},
      {"a\xc3z", "a\xef\xbf\xbdz"},
      {"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"\xed\xa0\x80\xc3\xa4", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc3\xa4"},
  };
  for (const auto& [bytes, text] : cases) EXPECT_EQ(as_utf8(bytes), text);
}

}  // namespace
}  // namespace stator::base
