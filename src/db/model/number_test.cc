#include "db/model/number.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace stator::db::model {
namespace {

Number num(std::string_view text) {
  auto parsed = Number::parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.ok() ? *parsed : Number();
}

std::string ordered(const Number& number) {
  std::string out;
  number.append_ordered(&out);
  return out;
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char c : bytes) {
    out.push_back(kDigits[c >> 4]);
    out.push_back(kDigits[c & 15]);
  }
  return out;
}

// Valid, of all lengths and magnitudes; often near others.
Number random_number(std::mt19937_64& random) {
  while (true) {
    std::string text = random() % 2 == 0 ? "" : "-";
    const int digits = random() % 3 == 0 ? 38 : 1 + static_cast<int>(random() % 38);
    const int shape = static_cast<int>(random() % 4);
    for (int i = 0; i < digits; ++i) {
      const char digit = shape == 0   ? '9'
                         : shape == 1 ? (i + 1 == digits ? '1' : '0')
                                      : static_cast<char>('0' + random() % 10);
      text.push_back(i == 0 && digit == '0' ? '1' : digit);
    }
    const int exponent =
        random() % 2 == 0 ? static_cast<int>(random() % 9) - 4 : static_cast<int>(random() % 300) - 170;
    auto parsed = Number::parse(text + "e" + std::to_string(exponent));
    if (parsed.ok()) return *parsed;
  }
}

TEST(NumberTest, ParsesToCanonicalText) {
  const struct {
    std::string text, canonical;
  } cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.000", "0"},
      {"0e1000000", "0"},
      {"00042", "42"},
      {"+7", "7"},
      {"1.0", "1"},
      {"3.1400", "3.14"},
      {"1.5E2", "150"},
      {"1.5e+2", "150"},
      {"-12.50e-1", "-1.25"},
      {".5", "0.5"},
      {"5.", "5"},
      {"0.001", "0.001"},
      {"100", "100"},
      {"10e-1", "1"},
      {"18446744073709551616", "18446744073709551616"},
      {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
      {"99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
      {"1000000000000000000000000000000000000000", "1000000000000000000000000000000000000000"},
      {"0.10000000000000000000000000000000000001", "0.10000000000000000000000000000000000001"},
      {std::string(500, '0') + "1" + std::string(100, '0') + "." + std::string(500, '0'),
       "1" + std::string(100, '0')},
      {"1E125", "1" + std::string(125, '0')},
      {"1E-130", "0." + std::string(129, '0') + "1"},
      {"9.9999999999999999999999999999999999999E125", std::string(38, '9') + std::string(88, '0')},
      {"-9.9999999999999999999999999999999999999E+125", "-" + std::string(38, '9') + std::string(88, '0')},
      {"1.2345678901234567890123456789012345678E-130",
       "0." + std::string(129, '0') + "12345678901234567890123456789012345678"},
      {"1" + std::string(200, '0') + "e-200", "1"},
  };
  for (const auto& c : cases) EXPECT_EQ(num(c.text).to_string(), c.canonical) << c.text;
}

TEST(NumberTest, RefusesWhatIsNoStorableNumber) {
  const struct {
    std::string text;
    NumberError error;
  } cases[] = {
      {"", NumberError::kMalformed},
      {"+", NumberError::kMalformed},
      {"-", NumberError::kMalformed},
      {".", NumberError::kMalformed},
      {"e5", NumberError::kMalformed},
      {"1e", NumberError::kMalformed},
      {"1e+", NumberError::kMalformed},
      {"1e5.0", NumberError::kMalformed},
      {"1e 5", NumberError::kMalformed},
      {" 1", NumberError::kMalformed},
      {"1 ", NumberError::kMalformed},
      {"1\n", NumberError::kMalformed},
      {"1.2.3", NumberError::kMalformed},
      {"--1", NumberError::kMalformed},
      {"1,000", NumberError::kMalformed},
      {"0x10", NumberError::kMalformed},
      {"1_000", NumberError::kMalformed},
      {"NaN", NumberError::kMalformed},
      {"Infinity", NumberError::kMalformed},
      {std::string("1\0", 2), NumberError::kMalformed},
      {"123456789012345678901234567890123456789", NumberError::kTooManyDigits},
      {"1.00000000000000000000000000000000000001", NumberError::kTooManyDigits},
      {std::string(1000, '9'), NumberError::kTooManyDigits},
      {"1E126", NumberError::kOverflow},
      {"-1E126", NumberError::kOverflow},
      {"10E125", NumberError::kOverflow},
      {"1e1000000", NumberError::kOverflow},
      {"1e99999999999999999999999999", NumberError::kOverflow},
      {"1" + std::string(126, '0'), NumberError::kOverflow},
      {"1E-131", NumberError::kUnderflow},
      {"9.9E-131", NumberError::kUnderflow},
      {"-1e-99999999999999999999999999", NumberError::kUnderflow},
  };
  for (const auto& c : cases) {
    const auto parsed = Number::parse(c.text);
    ASSERT_FALSE(parsed.ok()) << c.text;
    EXPECT_EQ(parsed.error(), c.error) << c.text;
  }
}

TEST(NumberTest, ErrorTexts) {
  EXPECT_EQ(number_error_message(NumberError::kMalformed, "1x"),
            "The parameter cannot be converted to a numeric value: 1x");
  EXPECT_EQ(number_error_message(NumberError::kMalformed, ""),
            "The parameter cannot be converted to a numeric value");
  EXPECT_EQ(number_error_message(NumberError::kTooManyDigits, "1"),
            "Attempting to store more than 38 significant digits in a Number");
}

TEST(NumberTest, EqualValuesAreEqualObjectsAndBytes) {
  const char* groups[][3] = {{"1", "1.000", "10e-1"}, {"-250", "-2.5e2", "-00250.0"}, {"0", "-0", "0.0e5"}};
  for (const auto& group : groups) {
    for (const char* other : group) {
      EXPECT_EQ(num(group[0]), num(other)) << other;
      EXPECT_EQ(ordered(num(group[0])), ordered(num(other))) << other;
    }
  }
}

TEST(NumberTest, Integers) {
  const std::int64_t values[] = {
      0, 1, -1, 10, -1000, 123456789, INT64_MAX, INT64_MIN, INT64_MIN + 1, 1000000000000000000};
  for (const auto value : values) {
    const Number number = Number::from_int(value);
    EXPECT_EQ(number, num(std::to_string(value)));
    std::int64_t back = 1;
    ASSERT_TRUE(number.to_int64(&back)) << value;
    EXPECT_EQ(back, value);
  }
  for (const char* text : {"0.5", "9223372036854775808", "-9223372036854775809", "1e19", "1e125", "1e-130",
                           "99999999999999999999999999999999999999"}) {
    std::int64_t back = 0;
    EXPECT_FALSE(num(text).to_int64(&back)) << text;
  }
}

TEST(NumberTest, AddsExactly) {
  const struct {
    const char *a, *b, *sum;
  } cases[] = {
      {"1", "2", "3"},
      {"0", "-5", "-5"},
      {"-5", "0", "-5"},
      {"5", "-5", "0"},
      {"0.1", "0.2", "0.3"},
      {"99", "1", "100"},
      {"1e125", "1e125",
       "2"
       "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
       "000000000000000000000000"},
      {"1e37", "1", "10000000000000000000000000000000000001"},
      {"1e38", "-1", "99999999999999999999999999999999999999"},
      {"-1e38", "1", "-99999999999999999999999999999999999999"},
      {"99999999999999999999999999999999999999", "1", "100000000000000000000000000000000000000"},
      {"1e-130", "-1e-130", "0"},
      {"12345678901234567890", "98765432109876543210", "111111111011111111100"},
  };
  for (const auto& c : cases) {
    const auto sum = add(num(c.a), num(c.b));
    ASSERT_TRUE(sum.ok()) << c.a << " + " << c.b;
    EXPECT_EQ(sum->to_string(), c.sum) << c.a << " + " << c.b;
    EXPECT_EQ(*subtract(num(c.a), *subtract(Number(), num(c.b))), *sum);
  }
}

TEST(NumberTest, ArithmeticPastTheLimitsFails) {
  const struct {
    const char *a, *b;
    NumberError error;
  } cases[] = {
      {"1e38", "1", NumberError::kTooManyDigits},
      {"2e38", "-1", NumberError::kTooManyDigits},
      {"9e38", "-1", NumberError::kTooManyDigits},
      {"1e39", "-1", NumberError::kTooManyDigits},
      {"1e125", "1e-130", NumberError::kTooManyDigits},
      {"99999999999999999999999999999999999999", "2", NumberError::kTooManyDigits},
      {"9.9999999999999999999999999999999999999E125", "1e88", NumberError::kOverflow},
      {"1.1e-130", "-1e-130", NumberError::kUnderflow},
  };
  for (const auto& c : cases) {
    for (const auto& sum : {add(num(c.a), num(c.b)), add(num(c.b), num(c.a))}) {
      ASSERT_FALSE(sum.ok()) << c.a << " + " << c.b;
      EXPECT_EQ(sum.error(), c.error) << c.a << " + " << c.b;
    }
  }
}

TEST(NumberTest, SubtractionUndoesAddition) {
  std::mt19937_64 random(20240601);
  int checked = 0;
  for (int i = 0; i < 50000; ++i) {
    const Number a = random_number(random);
    const Number b = random_number(random);
    const auto sum = add(a, b);
    EXPECT_EQ(sum.ok(), add(b, a).ok());
    if (!sum.ok()) continue;
    EXPECT_EQ(*sum, *add(b, a));
    const auto back = subtract(*sum, b);
    ASSERT_TRUE(back.ok()) << a.to_string() << " + " << b.to_string();
    EXPECT_EQ(*back, a);
    EXPECT_EQ((*sum <=> a) == 0, b.is_zero());
    EXPECT_EQ((*sum <=> a) < 0, b.negative());
    ++checked;
  }
  EXPECT_GT(checked, 1000);
}

TEST(NumberTest, OrderIsNumericAndSoAreTheBytes) {
  const char* ascending[] = {"-9.9999999999999999999999999999999999999E125",
                             "-1e125",
                             "-1000",
                             "-100.5",
                             "-100",
                             "-99",
                             "-10",
                             "-9.99",
                             "-1.01",
                             "-1",
                             "-0.11",
                             "-0.1",
                             "-1e-129",
                             "-1.1e-130",
                             "-1e-130",
                             "0",
                             "1e-130",
                             "1.1e-130",
                             "1e-129",
                             "0.1",
                             "0.10000000000000000000000000000000000001",
                             "0.11",
                             "1",
                             "1.01",
                             "9.99",
                             "10",
                             "99",
                             "99.99999999999999999999999999999999999",
                             "100",
                             "1000",
                             "12345678901234567890123456789012345677",
                             "12345678901234567890123456789012345678",
                             "1e125",
                             "9.9999999999999999999999999999999999999E125"};
  for (const char* a : ascending) {
    for (const char* b : ascending) {
      const int expected = &*std::find(std::begin(ascending), std::end(ascending), a) -
                           &*std::find(std::begin(ascending), std::end(ascending), b);
      EXPECT_EQ(num(a) <=> num(b), expected <=> 0) << a << " " << b;
      EXPECT_EQ(ordered(num(a)) <=> ordered(num(b)), expected <=> 0) << a << " " << b;
    }
  }
}

TEST(NumberTest, RandomNumbersKeepOrderRoundTripAndSize) {
  std::mt19937_64 random(7);
  Number previous;
  for (int i = 0; i < 100000; ++i) {
    const Number number = random_number(random);
    const std::string bytes = ordered(number);
    ASSERT_LE(bytes.size(), Number::kMaxOrderedBytes);
    std::string_view in = bytes;
    Number back;
    ASSERT_TRUE(Number::read_ordered(&in, &back)) << number.to_string();
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(back, number);
    EXPECT_EQ(num(number.to_string()), number);
    EXPECT_EQ(number <=> previous, bytes <=> ordered(previous))
        << number.to_string() << " " << previous.to_string();
    EXPECT_EQ(Number::ordered_size_bytes(bytes), number.size_bytes()) << number.to_string();
    previous = number;
  }
}

// parse_ordered() has a way of its own for plain texts: random ones of all sorts, some no numbers.
TEST(NumberTest, ParsesStraightToBytes) {
  std::mt19937_64 random(5);
  static constexpr std::string_view kPieces[] = {
      "-", "+", ".", "e", "e-", "0", "00", "1", "9", "12", "50", "3456", "1000000000", "12345678901234567",
      " ", "x"};
  int numbers = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    for (auto pieces = random() % 6; pieces > 0; --pieces) {
      const bool digits = random() % 3 != 0;
      text += digits ? kPieces[5 + random() % 9] : kPieces[random() % std::size(kPieces)];
    }
    const auto expected = Number::parse(text);
    char bytes[Number::kMaxOrderedBytes];
    NumberError error{};
    const std::size_t length = Number::parse_ordered(text, bytes, &error);
    ASSERT_EQ(length != 0, expected.ok()) << text;
    if (length == 0) {
      ASSERT_EQ(error, expected.error()) << text;
      continue;
    }
    ASSERT_EQ(std::string_view(bytes, length), ordered(*expected)) << text;
    ++numbers;
  }
  EXPECT_GT(numbers, 50000);
}

TEST(NumberTest, TheLongestTextFitsItsBuffer) {
  const std::string digits = "12345678901234567890123456789012345678";
  for (int exponent = -130; exponent <= 125; ++exponent) {
    const Number number =
        num("-" + digits.substr(0, 1) + "." + digits.substr(1) + "E" + std::to_string(exponent));
    std::string text(Number::kMaxTextBytes + 8, '#');
    const std::string bytes = ordered(number);
    const auto size = static_cast<std::size_t>(Number::write_text(bytes, text.data()) - text.data());
    ASSERT_LE(size, Number::kMaxTextBytes);
    EXPECT_EQ(text.substr(Number::kMaxTextBytes), "########") << exponent;
    EXPECT_EQ(num(text.substr(0, size)), number);
  }
}

TEST(NumberTest, EncodingIsSelfDelimitingAndGolden) {
  const struct {
    const char *text, *bytes;
  } cases[] = {
      // docs/formats/item.md
      {"0", "8000"},       {"1", "c102"},     {"-1", "3efd"},     {"42", "c154"},    {"100", "c202"},
      {"-12.5", "3ee69b"}, {"0.001", "bf14"}, {"1e-130", "8002"}, {"1e125", "ff14"}, {"-1e125", "00eb"},
  };
  for (const auto& c : cases) {
    const std::string bytes = ordered(num(c.text));
    EXPECT_EQ(hex(bytes), c.bytes) << c.text;
    const std::string followed = bytes + "\x01\xff";
    std::string_view in = followed;
    Number back;
    ASSERT_TRUE(Number::read_ordered(&in, &back));
    EXPECT_EQ(in, "\x01\xff");
    EXPECT_EQ(back, num(c.text));
  }
}

TEST(NumberTest, MalformedBytesAreRefused) {
  const std::string cases[] = {
      "",
      "\xc1",
      "\xc1\x03",                                 // ends in the middle
      std::string("\xc1\x00", 2),                 // zero with the wrong class
      std::string("\xc1\x01\x02", 3),             // leading zero pair
      std::string("\xc1\x03\x00", 3),             // trailing zero pair
      "\xc1\xc8",                                 // pair 100
      "\xc1" + std::string(19, '\x03') + "\x16",  // 39 digits
      "\xc1" + std::string(20, '\x03') + "\x02",  // too long
      std::string("\x3e\xff", 2),                 // minus zero
      std::string("\x7f\xff", 2),
  };
  for (const auto& c : cases) {
    std::string_view in = c;
    Number out;
    EXPECT_FALSE(Number::read_ordered(&in, &out)) << hex(c);
    EXPECT_EQ(in, c);
  }
}

// Rule 30.
TEST(NumberTest, AccountedSize) {
  const struct {
    const char* text;
    std::size_t size;
  } cases[] = {
      {"0", 1},
      {"1", 2},
      {"-1", 3},
      {"12", 2},
      {"123", 3},
      {"1000", 2},
      {"1200", 2},
      {"0.1", 2},
      {"0.001", 2},
      {"0.0012", 2},
      {"1.5", 3},
      {"12.34", 3},
      {"123.4", 4},
      {"100.5", 4},
      {"-1.5", 4},
      {"99999999999999999999999999999999999999", 20},
      {"-9.9999999999999999999999999999999999999", 22},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(num(c.text).size_bytes(), c.size) << c.text;
    EXPECT_EQ(Number::ordered_size_bytes(ordered(num(c.text))), c.size) << c.text;
  }
}

}  // namespace
}  // namespace stator::db::model
