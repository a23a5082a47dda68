#include "functions/package.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace stator::functions {
namespace {

namespace fs = std::filesystem;

struct TestEntry {
  std::string name;
  std::string content;
  mode_t mode = S_IFREG | 0644;
  bool packed = false;
  std::uint16_t flags = 0;
  std::int64_t says_more = 0;  // about its size
  std::uint32_t wrong_sum = 0;
};

void append(std::string& out, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
}

std::string packed(const std::string& content) {
  std::string out(content.size() + 64, '\0');
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string archive_of(const std::vector<TestEntry>& entries) {
  std::string out, directory;
  for (const TestEntry& entry : entries) {
    const std::string data = entry.packed ? packed(entry.content) : entry.content;
    std::string shared;  // by both headers
    append(shared, 20, 2);
    append(shared, entry.flags, 2);
    append(shared, entry.packed ? Z_DEFLATED : 0, 2);
    append(shared, 0, 4);
    append(shared,
           crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()),
                 static_cast<uInt>(entry.content.size())) ^
               entry.wrong_sum,
           4);
    append(shared, data.size(), 4);
    append(shared, entry.content.size() + static_cast<std::uint64_t>(entry.says_more), 4);
    append(shared, entry.name.size(), 2);
    append(shared, 0, 2);
    const std::size_t at = out.size();
    out += "PK\3\4" + shared + entry.name + data;
    directory += "PK\1\2";
    append(directory, 3 << 8 | 20, 2);
    directory += shared;
    append(directory, 0, 6);
    append(directory, static_cast<std::uint64_t>(entry.mode) << 16, 4);
    append(directory, at, 4);
    directory += entry.name;
  }
  const std::size_t at = out.size();
  out += directory + "PK\5\6";
  append(out, 0, 4);
  append(out, entries.size(), 2);
  append(out, entries.size(), 2);
  append(out, directory.size(), 4);
  append(out, at, 4);
  append(out, 0, 2);
  return out;
}

TEST(Package, WhatIsNoGoodArchiveIsRefused) {
  const std::string good = archive_of({{.name = "a.py", .content = "pass", .packed = true}});
  const std::pair<const char*, std::string> cases[] = {
      {"empty", ""},
      {"text", "def handler(): pass"},
      {"its end is missing", good.substr(0, good.size() - 22)},
      {"its front is missing", good.substr(20)},
      {"absolute", archive_of({{.name = "/etc/passwd", .content = "x"}})},
      {"leads out", archive_of({{.name = "a/../../b", .content = "x"}})},
      {"leads out at the end", archive_of({{.name = "a/..", .content = "x"}})},
      {"other separators", archive_of({{.name = "a\\b", .content = "x"}})},
      {"a zero in its name", archive_of({{.name = std::string("a\0b", 3), .content = "x"}})},
      {"without a name", archive_of({{.name = "", .content = "x"}})},
      {"a link", archive_of({{.name = "a", .content = "/etc", .mode = S_IFLNK | 0777}})},
      {"a device", archive_of({{.name = "a", .content = "", .mode = S_IFCHR | 0666}})},
      {"encrypted", archive_of({{.name = "a", .content = "x", .flags = 1}})},
      {"wrong checksum", archive_of({{.name = "a", .content = "x", .wrong_sum = 1}})},
      {"says more than it holds",
       archive_of({{.name = "a", .content = "xx", .packed = true, .says_more = 1}})},
      {"says less than it holds",
       archive_of({{.name = "a", .content = "xx", .packed = true, .says_more = -1}})},
      {"the second is bad", archive_of({{.name = "a", .content = "x"}, {.name = "../b", .content = "x"}})},
  };
  for (const auto& [name, zip] : cases) {
    const auto checked = check_package(zip);
    ASSERT_FALSE(checked.ok()) << name;
    EXPECT_EQ(checked.error().message,
              "Could not unzip uploaded file. Please check your file, then try to upload again.")
        << name;
  }
  const auto checked = check_package(archive_of({}));
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().message, "Uploaded file must be a non-empty zip");
}

TEST(Package, IsNotUnpackedBeyondTheLimit) {
  const std::string quarter(kMaxUnpackedBytes / 4, '\0');
  std::vector<TestEntry> entries;
  for (const char* name : {"a", "b", "c", "d"})
    entries.push_back({.name = name, .content = quarter, .packed = true});
  EXPECT_TRUE(check_package(archive_of(entries)).ok());
  entries.push_back({.name = "e", .content = "x"});
  const auto checked = check_package(archive_of(entries));
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().message, "Unzipped size must be smaller than 262144000 bytes");
}

TEST(Package, IsUnpackedWithItsFoldersAndModes) {
  std::string folder = (fs::temp_directory_path() / "stator-package-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string large(300'000, 'y');
  const std::string zip = archive_of({{.name = "lib/", .mode = S_IFDIR | 0755},
                                      {.name = "lib/deep/a.py", .content = large, .packed = true},
                                      {.name = "bootstrap", .content = "#!/bin/sh", .mode = S_IFREG | 04755},
                                      {.name = "empty", .mode = S_IFREG | 0600}});
  ASSERT_TRUE(check_package(zip).ok());
  ASSERT_TRUE(unpack(zip, folder).ok());
  const auto content = [&](const std::string& name) {
    std::ifstream file(folder + "/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto mode = [&](const std::string& name) {
    struct stat found {};
    return ::stat((folder + "/" + name).c_str(), &found) == 0 ? found.st_mode : 0;
  };
  EXPECT_EQ(content("lib/deep/a.py"), large);
  EXPECT_EQ(content("bootstrap"), "#!/bin/sh");
  EXPECT_EQ(mode("lib/deep/a.py"), S_IFREG | 0644u);
  EXPECT_EQ(mode("bootstrap"), S_IFREG | 0755u);
  EXPECT_EQ(mode("empty"), S_IFREG | 0644u);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace stator::functions
