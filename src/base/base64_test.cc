#include "base/base64.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace stator::base {
namespace {

std::string encode(std::string_view bytes) {
  std::string text;
  append_base64(bytes, text);
  return text;
}

TEST(Base64, VectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff", "+/8="},
  };
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(encode(bytes), text);
    std::string decoded = "kept:";
    ASSERT_TRUE(append_base64_decoded(text, decoded)) << text;
    EXPECT_EQ(decoded, "kept:" + bytes);
  }
}

TEST(Base64, RefusesMalformedText) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zm9v=", "Zm 9", "Zm9\n", "Zm-_",
                           "Zh==", "Zm9=", "Zg==Zg==", "=m9v", "Zm9vZm=v", "Zm9v\xc3\xa9  "}) {
    std::string out = "kept";
    EXPECT_FALSE(append_base64_decoded(text, out)) << text;
    EXPECT_EQ(out, "kept");
  }
}

TEST(Base64, RoundTripsRandomBytes) {
  SeededRandom random(3);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    std::string back;
    ASSERT_TRUE(append_base64_decoded(encode(bytes), back));
    EXPECT_EQ(back, bytes);
  }
}

}  // namespace
}  // namespace stator::base
