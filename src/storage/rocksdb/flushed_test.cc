#include "storage/rocksdb/flushed.h"

#include <gtest/gtest.h>

#include <string_view>

namespace stator::storage::rocks {
namespace {

using namespace std::string_view_literals;

// Records of RocksDB 7.8.
constexpr auto kNew = "\x01\x1aleveldb.BytewiseComparator\x02\x08\x04\xcf\x01"sv;
constexpr auto kKept = "\x09\x00\x03\x0a\x0a\x09\x04\x05"sv;
// A file of level 0, number 11, 1000 bytes, from "a" to "b", sequence numbers 208 to 411, made at some time.
constexpr auto kFile = "\x02\x0a\x67\x00\x0b\xe8\x07\x01\x61\x01\x62\xd0\x01\x9b\x03\x05\x02xy\x01"sv;
constexpr auto kOthers = "\x06\x00\x09\x05\x01\x03key\xcb\x01\x00\x81\x40\x04uuid"sv;

TEST(Flushed, Records) {
  FlushedReader reader;
  EXPECT_TRUE(reader.add(kNew));
  EXPECT_EQ(reader.flushed().first_needed_log, 8U);
  EXPECT_EQ(reader.flushed().last_sequence, 207U);
  EXPECT_TRUE(reader.add(kKept));
  EXPECT_EQ(reader.flushed().first_needed_log, 9U);
  EXPECT_EQ(reader.flushed().last_sequence, 207U) << "never goes back";
  EXPECT_TRUE(reader.add(kFile));
  EXPECT_EQ(reader.flushed().first_needed_log, 10U);
  EXPECT_EQ(reader.flushed().last_sequence, 411U);
  EXPECT_TRUE(reader.add(kOthers));
  EXPECT_EQ(reader.flushed().last_sequence, 411U);
}

TEST(Flushed, UnknownForms) {
  for (const std::string_view record :
       {"\x0c\x01"sv, "\xc9\x01\x01x"sv, "\x02"sv, "\x02\xff"sv, "\x01\x05xy"sv,
        "\x67\x00\x0b\xe8\x07\x01\x61\x01\x62\xd0\x01\x9b\x03\x05\x02xy"sv}) {
    FlushedReader reader;
    EXPECT_FALSE(reader.add(record)) << testing::PrintToString(record);
  }
}

}  // namespace
}  // namespace stator::storage::rocks
