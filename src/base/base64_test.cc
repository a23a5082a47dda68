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

// One wrong character at every place, of a text long enough for all ways to read it.
TEST(Base64, RefusesEveryWrongCharacterAtEveryPlace) {
  const std::string text = encode(std::string(75, '\x5a'));
  const std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t place = 0; place < text.size(); ++place) {
    for (int c = 0; c < 256; ++c) {
      std::string changed = text;
      changed[place] = static_cast<char>(c);
      const bool at_the_end_as_padding = c == '=' && place + 1 == text.size();
      std::string out;
      const bool read = append_base64_decoded(changed, out);
      if (alphabet.find(static_cast<char>(c)) == std::string_view::npos && !at_the_end_as_padding) {
        ASSERT_FALSE(read) << place << ": " << c;
      } else if (!at_the_end_as_padding) {
        ASSERT_TRUE(read) << place << ": " << c;
        ASSERT_EQ(encode(out), changed);
      }
    }
  }
}

TEST(Base64, WritesNoFurtherThanItSays) {
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string bytes(size, 'b');
    std::string text(base64_size(size) + 64, '#');
    const auto text_end = static_cast<std::size_t>(write_base64(bytes, text.data()) - text.data());
    ASSERT_EQ(text_end, base64_size(size));
    EXPECT_EQ(text.find_first_not_of('#', text_end), std::string::npos);
    text.resize(text_end);
    std::string back(text_end / 4 * 3 + 64, '#');
    const auto back_end = static_cast<std::size_t>(read_base64(text, back.data()) - back.data());
    ASSERT_EQ(back_end, size);
    EXPECT_EQ(back.find_first_not_of('#', text_end / 4 * 3), std::string::npos);
  }
}

}  // namespace
}  // namespace stator::base
