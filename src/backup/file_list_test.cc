#include "backup/file_list.h"

#include <gtest/gtest.h>

namespace stator::backup {
namespace {

const std::string kDigest(64, 'a');

TEST(FileList, RoundTrip) {
  const FileList list{"1.2.3", "2026-01-31T12:00:00Z", {{"FORMAT", 22, kDigest}, {"db/a b", 0, kDigest}}};
  const auto decoded = decode(encode(list));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->program, "1.2.3");
  EXPECT_EQ(decoded->made, "2026-01-31T12:00:00Z");
  ASSERT_EQ(decoded->files.size(), 2u);
  EXPECT_EQ(decoded->files[0].path, "FORMAT");
  EXPECT_EQ(decoded->files[0].size, 22u);
  EXPECT_EQ(decoded->files[0].sha256, kDigest);
  EXPECT_EQ(decoded->files[1].path, "db/a b");
}

TEST(FileList, EveryCutAndEveryChangedByteIsNoticed) {
  const std::string text = encode({"1", "now", {{"FORMAT", 22, kDigest}}});
  ASSERT_TRUE(decode(text));
  for (std::size_t at = 0; at < text.size(); ++at) {
    EXPECT_FALSE(decode(text.substr(0, at))) << at;
    std::string changed = text;
    changed[at] ^= 1;
    EXPECT_FALSE(decode(changed)) << at;
  }
  EXPECT_FALSE(decode(text + "x"));
}

TEST(FileList, PathsStayInTheFolder) {
  for (const char* path : {"/etc/passwd", "../x", "db/../../x", ""})
    EXPECT_FALSE(decode(encode({"1", "now", {{path, 1, kDigest}}}))) << path;
}

}  // namespace
}  // namespace stator::backup
