// Golden vectors of docs/formats/rocksdb.md: these bytes must not change within one format version.
#include "storage/rocksdb/stored_form.h"

#include <gtest/gtest.h>

namespace stator::storage::rocks {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

LogGroup example_group() {
  LogShard closed{.id = 1, .hash_begin = 0, .hash_end = 0xFF, .first_sequence = 5, .last_sequence = 8};
  closed.created_micros = 2;
  closed.closed_micros = 3;
  closed.trimmed_upto = 6;
  LogShard open{.id = 2, .parent = 1, .hash_begin = 0, .hash_end = 0xFF, .first_sequence = 9};
  open.created_micros = 3;
  return LogGroup(3, {closed, open});
}

TEST(StoredForm, GoldenKeys) {
  EXPECT_EQ(hex(record_key("ab")), "6b6162");
  EXPECT_EQ(hex(counter_key("ab")), "636162");
  EXPECT_EQ(hex(fence_key(258)), "660000000000000102");
  EXPECT_EQ(hex(log_group_key(258)), "670000000000000102");
  EXPECT_EQ(hex(log_key(1, 2, 3)), "6c000000000000000100000000000000020000000000000003");
  EXPECT_EQ(hex(version_reservation_key()), "76");
  EXPECT_EQ(hex(range_drop_key()), "64");
}

TEST(StoredForm, GoldenValues) {
  EXPECT_EQ(hex(encode_version(258)), "0201000000000000");
  EXPECT_EQ(hex(encode_number(static_cast<std::uint64_t>(-2))), "feffffffffffffff");
  EXPECT_EQ(hex(encode_range({"ab", "c"})),
            "01"
            "0200000000000000"
            "6162"
            "63");
  EXPECT_EQ(hex(encode_log_group(example_group())),
            "01"
            "0300000000000000"
            "0200000000000000"
            "0100000000000000"
            "000000000000000000"
            "0000000000000000"
            "ff00000000000000"
            "0500000000000000"
            "010800000000000000"
            "0200000000000000"
            "010300000000000000"
            "0600000000000000"
            "0200000000000000"
            "010100000000000000"
            "0000000000000000"
            "ff00000000000000"
            "0900000000000000"
            "000000000000000000"
            "0300000000000000"
            "000000000000000000"
            "0000000000000000");
}

TEST(StoredForm, RoundTrips) {
  const std::optional<LogGroup> group = decode_log_group(encode_log_group(example_group()));
  ASSERT_TRUE(group);
  EXPECT_EQ(encode_log_group(*group), encode_log_group(example_group()));
  const std::optional<KeyRange> range = decode_range(encode_range({"begin", ""}));
  ASSERT_TRUE(range);
  EXPECT_EQ(range->begin, "begin");
  EXPECT_EQ(range->end, "");
  const std::string stored_record = encode_version(9) + "payload";
  EXPECT_EQ(decode_record(stored_record)->version, 9u);
  EXPECT_EQ(decode_record(stored_record)->payload, "payload");
  const std::string stored_log = encode_commit_time(77) + "record";
  const std::optional<LogRecord> record = decode_log_record(log_key(1, 2, 3), stored_log);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->sequence, 3u);
  EXPECT_EQ(record->commit_time_micros, 77);
  EXPECT_EQ(record->record, "record");
}

// Every shorter piece of a stored value is refused, none read past its end.
TEST(StoredForm, TruncatedValuesAreRefused) {
  const std::string group = encode_log_group(example_group());
  for (std::size_t size = 0; size < group.size(); ++size)
    EXPECT_FALSE(decode_log_group(group.substr(0, size)));
  EXPECT_FALSE(decode_log_group(group + "x"));
  for (std::size_t size = 0; size < kVersionBytes; ++size) {
    EXPECT_FALSE(decode_record(std::string(size, 'x')));
    EXPECT_FALSE(decode_number(std::string(size, 'x')));
    EXPECT_FALSE(decode_log_record(log_key(1, 2, 3), std::string(size, 'x')));
  }
  EXPECT_FALSE(decode_range(std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff", 9)));
  EXPECT_FALSE(decode_record(std::string(20, '\0')));  // version 0 means absent and is never stored
}

TEST(StoredForm, RangesKeepToTheirSpace) {
  EXPECT_EQ(record_range({"", ""}).begin, "k");
  EXPECT_EQ(record_range({"", ""}).end, "l");
  EXPECT_EQ(record_range({"a", "b"}).end, "kb");
  EXPECT_EQ(counter_range({"a", ""}).end, "d");
  EXPECT_LT(log_key(1, 2, ~0ULL), log_key(1, 3, 0));
  EXPECT_LT(log_key(1, ~0ULL, ~0ULL), log_group_range(1).end);
}

}  // namespace
}  // namespace stator::storage::rocks
