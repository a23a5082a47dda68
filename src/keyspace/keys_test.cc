#include "keyspace/keys.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace stator::keyspace {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char c : bytes) {
    out.push_back(kDigits[c >> 4]);
    out.push_back(kDigits[c & 15]);
  }
  return out;
}

KeyBuilder key(Space space = Space::kItem) { return KeyBuilder(space, 1, 0); }

// Few different bytes, so that prefixes and zeros are common.
std::string random_bytes(std::mt19937_64& random) {
  static constexpr char kBytes[] = {'\x00', '\x01', 'a', '\xff'};
  std::string out;
  for (auto length = random() % 6; length > 0; --length) out.push_back(kBytes[random() % 4]);
  return out;
}

// docs/formats/keys.md
TEST(KeysTest, GoldenKeys) {
  EXPECT_EQ(hex(KeyBuilder(Space::kMeta, 0, 0).bytes("next-table-id").view()),
            "01"
            "00000000"
            "0000"
            "0000000000000000"
            "6e6578742d7461626c652d6964"
            "0001");
  EXPECT_EQ(hex(KeyBuilder(Space::kItem, 7, 0)
                    .bytes("user-1")
                    .seal_hash()
                    .bytes(std::string_view("a\0b", 3))
                    .view()),
            "10"
            "00000007"
            "0000"
            "66c406e97129f0ec"
            "757365722d31"
            "0001"
            "6100ff62"
            "0001");
  EXPECT_EQ(
      hex(KeyBuilder(Space::kGlobalIndex, 0x01020304, 0x0506).raw("\xc1\x54").seal_hash().u64(258).view()),
      "12"
      "01020304"
      "0506"
      "e0c607dabecb4b3a"
      "c154"
      "0000000000000102");
}

TEST(KeysTest, HashIsXxh64) {
  // Of the bytes i * 7 + 3; from the reference library, version 0.8.1.
  const std::pair<std::size_t, std::uint64_t> cases[] = {
      {0, 0xef46db3751d8e999ULL},  {1, 0x1f25c8d0bc1f4bb6ULL},   {3, 0x31d2363f52e564c9ULL},
      {4, 0x9bb64b7d66ee9fdaULL},  {7, 0x9a7b149959ce60d8ULL},   {8, 0xdab99d95c6f90092ULL},
      {12, 0xd52e407833af5133ULL}, {31, 0xa2aa5f33cc4a6119ULL},  {32, 0x23c3c17ef790fd97ULL},
      {33, 0x50a7cfc7ba588784ULL}, {39, 0x880bbeea606e4b37ULL},  {63, 0x5e3e54b431c7493cULL},
      {64, 0x0eb64b3ef6eeb01fULL}, {100, 0xa61f8d4c170fe531ULL}, {255, 0x39ae55a29989206fULL},
  };
  for (const auto& [length, hash] : cases) {
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) bytes.push_back(static_cast<char>(i * 7 + 3));
    EXPECT_EQ(stable_hash(bytes), hash) << length;
  }
}

TEST(KeysTest, HashCoversTheElementsBeforeItOnly) {
  const std::string alone = key().bytes("pk").seal_hash().view();
  const std::string with_sort = key().bytes("pk").seal_hash().bytes("sk").view();
  EXPECT_EQ(key_hash(alone), stable_hash(std::string_view("pk\0\1", 4)));
  EXPECT_EQ(key_hash(with_sort), key_hash(alone));
  EXPECT_EQ(with_sort.substr(0, alone.size()), alone);
  EXPECT_EQ(key_hash(key().set_hash(0x0102030405060708ULL).view()), 0x0102030405060708ULL);
}

TEST(KeysTest, ElementsReadBack) {
  const std::string zeros("\0\0\xff\0\1", 5);
  const std::string built = key().bytes("").bytes(zeros).u64(~0ULL).raw("\xc1\x54").bytes("end").view();
  KeyReader reader(built);
  EXPECT_EQ(reader.bytes(), "");
  EXPECT_EQ(reader.bytes(), zeros);
  EXPECT_EQ(reader.u64(), ~0ULL);
  EXPECT_EQ(reader.rest().substr(0, 2), "\xc1\x54");
  reader.skip(2);
  EXPECT_FALSE(reader.done());
  EXPECT_EQ(reader.bytes(), "end");
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(reader.bytes());
  EXPECT_FALSE(reader.u64());
}

TEST(KeysTest, MalformedElementsAreRefused) {
  for (const std::string_view rest : {std::string_view("abc"), std::string_view("abc\0", 4),
                                      std::string_view("a\0\2", 3), std::string_view("a\0\xff", 3)}) {
    const std::string built = key().raw(rest).view();
    KeyReader reader(built);
    EXPECT_FALSE(reader.bytes()) << hex(rest);
    EXPECT_EQ(reader.rest(), rest);
  }
}

TEST(KeysTest, OrderIsElementByElement) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const std::pair<std::string, std::string> a{random_bytes(random), random_bytes(random)};
    const std::pair<std::string, std::string> b{random_bytes(random), random_bytes(random)};
    const std::string key_a = key().bytes(a.first).bytes(a.second).u64(i % 3).view();
    const std::string key_b = key().bytes(b.first).bytes(b.second).u64(1).view();
    const auto expected = a != b ? a <=> b : (i % 3) <=> 1;
    EXPECT_EQ(key_a <=> key_b, expected) << hex(key_a) << " " << hex(key_b);
  }
}

TEST(KeysTest, PrefixOfAnElementCoversWhatBeginsWithIt) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20000; ++i) {
    const std::string value = random_bytes(random);
    const std::string prefix = random_bytes(random);
    const std::string whole = key().bytes(value).u64(i).view();
    const storage::KeyRange range = prefix_range(key().bytes_prefix(prefix).view());
    EXPECT_EQ(whole >= range.begin && whole < range.end, value.starts_with(prefix))
        << hex(value) << " " << hex(prefix);
  }
}

TEST(KeysTest, PrefixEnd) {
  EXPECT_EQ(prefix_end("ab"), "ac");
  EXPECT_EQ(prefix_end("a\xff\xff"), "b");
  EXPECT_EQ(prefix_end("\xff\xff"), "");
  EXPECT_EQ(prefix_end(""), "");
}

TEST(KeysTest, TableRangesHoldExactlyTheirKeys) {
  const auto holds = [](const storage::KeyRange& range, const KeyBuilder& built) {
    return built.view() >= range.begin && built.view() < range.end;
  };
  const KeyBuilder low = KeyBuilder(Space::kLocalIndex, 0xffffffff, 3);
  const KeyBuilder high =
      KeyBuilder(Space::kLocalIndex, 0xffffffff, 3).set_hash(~0ULL).raw(std::string(50, '\xff'));
  const storage::KeyRange range = table_range(Space::kLocalIndex, 0xffffffff, 3);
  EXPECT_TRUE(holds(range, low));
  EXPECT_TRUE(holds(range, high));
  EXPECT_FALSE(holds(range, KeyBuilder(Space::kLocalIndex, 0xffffffff, 2).set_hash(~0ULL)));
  EXPECT_FALSE(holds(range, KeyBuilder(Space::kLocalIndex, 0xffffffff, 4)));
  EXPECT_FALSE(holds(range, KeyBuilder(Space::kItem, 0xffffffff, 3)));
  const storage::KeyRange all = table_range_all(Space::kLocalIndex, 0xffffffff);
  EXPECT_TRUE(holds(all, KeyBuilder(Space::kLocalIndex, 0xffffffff, 0)));
  EXPECT_TRUE(holds(all, KeyBuilder(Space::kLocalIndex, 0xffffffff, 0xffff).set_hash(~0ULL)));
  EXPECT_FALSE(holds(all, KeyBuilder(Space::kLocalIndex, 0xfffffffe, 0xffff).set_hash(~0ULL)));
  EXPECT_FALSE(holds(all, KeyBuilder(Space::kGlobalIndex, 0, 0)));
}

TEST(KeysTest, SegmentsCutTheTableWithoutGapsOrOverlaps) {
  for (const std::uint32_t total : {1u, 2u, 3u, 7u, 1000u, 1000000u}) {
    const storage::KeyRange table = table_range(Space::kItem, 9, 0);
    EXPECT_EQ(segment_range(Space::kItem, 9, 0, 0, total).begin, table.begin);
    EXPECT_EQ(segment_range(Space::kItem, 9, 0, total - 1, total).end, table.end);
    const std::uint32_t checked = std::min(total, 1000u);
    for (std::uint32_t segment = 0; segment + 1 < checked; ++segment) {
      const storage::KeyRange range = segment_range(Space::kItem, 9, 0, segment, total);
      EXPECT_LT(range.begin, range.end);
      EXPECT_EQ(range.end, segment_range(Space::kItem, 9, 0, segment + 1, total).begin);
    }
  }
  // Even: the middle of the hash space begins the second of two segments.
  const storage::KeyRange second = segment_range(Space::kItem, 9, 0, 1, 2);
  EXPECT_GE(KeyBuilder(Space::kItem, 9, 0).set_hash(1ULL << 63).view(), second.begin);
  EXPECT_LT(KeyBuilder(Space::kItem, 9, 0).set_hash((1ULL << 63) - 1).raw(std::string(9, '\xff')).view(),
            second.begin);
}

}  // namespace
}  // namespace stator::keyspace
