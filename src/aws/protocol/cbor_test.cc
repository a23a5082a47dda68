#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "aws/protocol/cbor_item.h"
#include "aws/protocol/cbor_reader.h"
#include "aws/protocol/cbor_writer.h"
#include "aws/protocol/constraints.h"

namespace stator::aws::protocol {
namespace {

std::string bytes(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return out;
}

std::string hex(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    constexpr char kDigits[] = "0123456789abcdef";
    out.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
  }
  return out;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// ---- items

bool well_formed(std::string_view hex) {
  const std::string text = bytes(hex);
  std::string_view rest = text;
  return skip_cbor_item(&rest) && rest.empty();
}

TEST(CborItem, TakesWhatIsWellFormed) {
  for (const char* item : {
           // RFC 8949, appendix A
           "00",
           "17",
           "1818",
           "1903e8",
           "1a000f4240",
           "1bffffffffffffffff",
           "20",
           "3bffffffffffffffff",
           "f90000",
           "f93e00",
           "fa47c35000",
           "fb7e37e43c8800759c",
           "f97e00",
           "f4",
           "f7",
           "f0",
           "f8ff",
           "c11a514b67b0",
           "c1fb41d452d9ec200000",
           "d818456449455446",
           "40",
           "4401020304",
           "60",
           "6161",
           "63e6b0b4",
           "64f0908591",
           "80",
           "83010203",
           "8301820203820405",
           "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
           "a0",
           "a201020304",
           "826161a161626163",
           "5f42010243030405ff",
           "7f657374726561646d696e67ff",
           "9fff",
           "9f018202039f0405ffff",
           "83018202039f0405ff",
           "bf61610161629f0203ffff",
           "bf6346756ef563416d7421ff",
           // and more: numbers longer than they need be, tags in each other, empty chunks
           "1800",
           "1b0000000000000000",
           "c1c1c100",
           "7fff",
           "5fff",
           "7f60ff",
           "bfff",
           "9fc100ff",
           "f820",
       })
    EXPECT_TRUE(well_formed(item)) << item;
}

TEST(CborItem, RefusesTheRest) {
  for (const char* item : {
           "",
           // RFC 8949, appendix F: cut off
           "18",
           "19",
           "1a",
           "1b",
           "1901",
           "1a0102",
           "1b01020304050607",
           "38",
           "58",
           "78",
           "98",
           "9a01ff00",
           "b8",
           "d8",
           "f8",
           "f900",
           "fa0000",
           "fb000000",
           "41",
           "61",
           "5affffffff00",
           "5bffffffffffffffff010203",
           "7affffffff00",
           "7b7fffffffffffffff010203",
           "81",
           "818181818181818181",
           "8200",
           "a1",
           "a20102",
           "a100",
           "a2000000",
           "c0",
           "c1",
           "5f4100",
           "7f6100",
           "9f",
           "9f0102",
           "bf",
           "bf01020102",
           "819f",
           "9f8000",
           "9f9f9f9f9fffffffff",
           "9f819f819f9fffffff",
           // reserved
           "1c",
           "1d",
           "1e",
           "3c",
           "5c",
           "7c",
           "9c",
           "bc",
           "dc",
           "fc",
           "fd",
           "fe",
           "f800",
           "f801",
           "f818",
           "f81f",
           // chunks of another kind
           "5f00ff",
           "5f21ff",
           "5f6100ff",
           "5f80ff",
           "5fa0ff",
           "5fc000ff",
           "5fe0ff",
           "7f4100ff",
           "5f5f4100ffff",
           "7f7f6100ffff",
           // breaks
           "ff",
           "81ff",
           "8200ff",
           "a1ff",
           "a1ff00",
           "a100ff",
           "a20000ff",
           "9f81ff",
           "9f829f819f9fffffffff",
           "bf00ff",
           "bf000000ff",
           "9fc1ff",
           "c1ff",
           "1f",
           "3f",
           "df",
           // something behind it, counts beyond all bytes, text that is none
           "0000",
           "9b8000000000000000",
           "bb8000000000000000",
           "bbffffffffffffffff",
           "61ff",
           "62c328",
           "63eda080",
           "7f61c361a4ff",
       })
    EXPECT_FALSE(well_formed(item)) << item;
}

TEST(CborItem, DepthHasALimit) {
  const auto nested = [](std::string_view head, std::size_t depth, std::string_view tail) {
    return repeat(head, depth) + "00" + repeat(tail, depth);
  };
  EXPECT_TRUE(well_formed(nested("81", kMaxCborDepth, "")));
  EXPECT_FALSE(well_formed(nested("81", kMaxCborDepth + 1, "")));
  EXPECT_TRUE(well_formed(nested("9f", kMaxCborDepth, "ff")));
  EXPECT_FALSE(well_formed(nested("9f", kMaxCborDepth + 1, "ff")));
  EXPECT_TRUE(well_formed(nested("a100", kMaxCborDepth, "")));
  EXPECT_TRUE(well_formed(repeat("c1", 100'000) + "00"));
}

TEST(CborItem, Floats) {
  const std::pair<const char*, double> cases[] = {
      {"f90000", 0.0},
      {"f93c00", 1.0},
      {"f93e00", 1.5},
      {"f97bff", 65504.0},
      {"f90001", 0x1p-24},
      {"f90400", 0x1p-14},
      {"f9c400", -4.0},
      {"f97c00", INFINITY},
      {"f9fc00", -INFINITY},
      {"fa47c35000", 100000.0},
      {"fa7f7fffff", 0x1.fffffep127},
      {"fa7f800000", INFINITY},
      {"fb3ff199999999999a", 1.1},
      {"fbc010666666666666", -4.1},
      {"fb7e37e43c8800759c", 1.0e+300},
  };
  for (const auto& [item, number] : cases) {
    const std::string text = bytes(item);
    std::string_view rest = text;
    CborHead head;
    ASSERT_TRUE(take_cbor_head(&rest, &head) && head.is_float());
    EXPECT_EQ(head.number(), number) << item;
  }
  for (const char* item : {"f97e00", "fa7fc00000", "fb7ff8000000000000"}) {
    const std::string text = bytes(item);
    std::string_view rest = text;
    CborHead head;
    ASSERT_TRUE(take_cbor_head(&rest, &head));
    EXPECT_TRUE(std::isnan(head.number())) << item;
  }
}

// ---- an API of its own

enum class Colour { kRed, kGreen };

// Not Tree and Leaf: GCC 12 takes members of two unnamed namespaces for one where their names are the same.
struct Twig {
  std::optional<std::string> name;
};
struct Shrub {
  std::optional<std::string> name;
  std::optional<std::int64_t> size;   // an integer
  std::optional<std::int64_t> count;  // a long
  std::optional<double> weight;
  std::optional<bool> evergreen;
  std::optional<Timestamp> planted;
  std::optional<Enum<Colour>> colour;
  std::optional<std::vector<Twig>> leaves;
  std::optional<Map<std::string>> notes;
  std::optional<std::vector<Twig>> few;
};

inline constexpr std::string_view kColours[] = {"RED", "GREEN"};
inline constexpr auto kText = string_shape();
inline constexpr auto kInteger = integer_shape();
inline constexpr auto kLong = long_shape();
inline constexpr auto kDouble = double_shape();
inline constexpr auto kBoolean = boolean_shape();
inline constexpr auto kTime = timestamp_shape();
inline constexpr auto kColour = enum_shape<Colour>(kColours);
inline constexpr Member kLeafMembers[] = {member<&Twig::name>("N", kText)};
inline constexpr Structure kLeafStructure{"Twig", kLeafMembers};
inline constexpr auto kLeaf = structure_shape<Twig>(kLeafStructure);
inline constexpr auto kLeaves = list_shape(kLeaf);
inline constexpr auto kFew = list_shape(kLeaf, 0, 3);
inline constexpr auto kNotes = map_shape(kText, kText);
inline constexpr Member kTreeMembers[] = {
    member<&Shrub::name>("Name", kText),          member<&Shrub::size>("Size", kInteger),
    member<&Shrub::count>("Count", kLong),        member<&Shrub::weight>("Weight", kDouble),
    member<&Shrub::evergreen>("Green", kBoolean), member<&Shrub::planted>("Time", kTime),
    member<&Shrub::colour>("Colour", kColour),    member<&Shrub::leaves>("Leaves", kLeaves),
    member<&Shrub::notes>("Notes", kNotes),       member<&Shrub::few>("Few", kFew),
};
inline constexpr Structure kTree{"Shrub", kTreeMembers};

Result<base::Ok> read(const std::string& body, Shrub* tree) {
  STATOR_ASSIGN(const CborDocument document, CborDocument::parse(body));
  return document.read(kTree, tree);
}

std::string text(std::string_view value) {
  return std::string(1, static_cast<char>(0x60 + value.size())) + std::string(value);
}

// A map of one member; the value in hex.
std::string one(std::string_view name, std::string_view value) { return "\xA1" + text(name) + bytes(value); }

// ---- reading

TEST(CborReader, FillsTheStruct) {
  const std::string body = bytes("bf") + text("Name") + bytes("7f") + text("oa") + text("k") +
                           bytes("ff") +                                                                 //
                           text("Size") + bytes("1907d0") +                                              //
                           text("Count") + bytes("3b7fffffffffffffff") +                                 //
                           text("Weight") + bytes("f93e00") +                                            //
                           text("Green") + bytes("f5") +                                                 //
                           text("Time") + bytes("c1fb41d452d9ec200000") +                                //
                           text("Colour") + text("GREEN") +                                              //
                           text("Leaves") + bytes("9fa1") + text("N") + text("x") + bytes("f6bfffff") +  //
                           text("Notes") + bytes("a3") + text("a") + text("1") + text("b") + bytes("f7") +
                           text("a") + text("2") + bytes("ff");
  Shrub tree;
  ASSERT_TRUE(read(body, &tree).ok());
  EXPECT_EQ(tree.name, "oak");
  EXPECT_EQ(tree.size, 2000);
  EXPECT_EQ(tree.count, INT64_MIN);
  EXPECT_EQ(tree.weight, 1.5);
  EXPECT_EQ(tree.evergreen, true);
  EXPECT_EQ(tree.planted->unix_millis, 1363896240500);
  EXPECT_EQ(tree.colour->get(), Colour::kGreen);
  ASSERT_EQ(tree.leaves->size(), 3u);
  EXPECT_EQ((*tree.leaves)[0].name, "x");
  EXPECT_FALSE((*tree.leaves)[1].name || (*tree.leaves)[2].name);
  EXPECT_EQ(tree.notes, (Map<std::string>{{"a", "2"}}));
}

TEST(CborReader, WhatItDoesNotKnowIsSkipped) {
  for (const char* unknown : {"00", "83016161a10203", "bf6161bf6162c1c1fb41d452d9ec200000ffff", "5f420102ff",
                              "f0", "d818456449455446"}) {
    Shrub tree;
    const auto done = read("\xA2" + text("Else") + bytes(unknown) + text("Size") + bytes("07"), &tree);
    EXPECT_TRUE(done.ok() && tree.size == 7) << unknown;
  }
}

TEST(CborReader, NullAndUndefinedAreAbsent) {
  for (const Member& member : kTreeMembers) {
    for (const char* nothing : {"f6", "f7"}) {
      Shrub tree;
      ASSERT_TRUE(read(one(member.name, nothing), &tree).ok());
      EXPECT_EQ(member.get(&tree), nullptr) << member.name;
    }
  }
}

TEST(CborReader, AnEmptyBodyIsAnEmptyRequest) {
  for (const char* empty : {"", "a0", "bfff"}) {
    Shrub tree;
    EXPECT_TRUE(read(bytes(empty), &tree).ok());
    EXPECT_FALSE(tree.name);
  }
}

TEST(CborReader, NumbersOfEveryKind) {
  const std::pair<const char*, std::int64_t> integers[] = {
      {"00", 0},
      {"20", -1},
      {"1a7fffffff", INT32_MAX},
      {"3a7fffffff", INT32_MIN},
      {"f93e00", 1},
      {"fac0200000", -2},
      {"fb41dfffffffc00000", INT32_MAX},
      {"1b0000000000000007", 7},
      {"fbc1e0000000000000", INT32_MIN},
  };
  for (const auto& [number, value] : integers) {
    Shrub tree;
    ASSERT_TRUE(read(one("Size", number), &tree).ok()) << number;
    EXPECT_EQ(tree.size, value) << number;
  }
  const std::pair<const char*, double> doubles[] = {
      {"00", 0},
      {"3903e7", -1000},
      {"1bffffffffffffffff", 0x1p64},
      {"3bffffffffffffffff", -0x1p64},
      {"3b0020000000000001", -0x1.0000000000001p53},
      {"fa47c35000", 100000},
      {"f97c00", INFINITY},
  };
  for (const auto& [number, value] : doubles) {
    Shrub tree;
    ASSERT_TRUE(read(one("Weight", number), &tree).ok()) << number;
    EXPECT_EQ(tree.weight, value) << number;
  }
  const std::pair<const char*, std::int64_t> times[] = {
      {"c100", 0},
      {"c120", -1000},
      {"c1f93800", 500},
      {"c11a514b67b0", 1363896240000},
      {"c1fb41d77e506badc28f", 1576616366715},  // times 1000 it is a little less, as a double
      {"c11bffffffffffffffff", 9'000'000'000'000'000},
  };
  for (const auto& [time, millis] : times) {
    Shrub tree;
    ASSERT_TRUE(read(one("Time", time), &tree).ok()) << time;
    EXPECT_EQ(tree.planted->unix_millis, millis) << time;
  }
}

TEST(CborReader, TellsWrongTypes) {
  const std::pair<std::string, std::string_view> cases[] = {
      {bytes("00"), ""},
      {bytes("80"), ""},
      {bytes("f6"), ""},
      {bytes("c1a0"), ""},
      {bytes("a000"), ""},
      {bytes("a1"), ""},
      {one("Name", "61ff"), ""},
      {bytes("a10000"), ""},
      {one("Name", "01"), "NUMBER_VALUE cannot be converted to String"},
      {one("Name", "f4"), "FALSE_VALUE cannot be converted to String"},
      {one("Name", "4161"), "BLOB_VALUE cannot be converted to String"},
      {one("Name", "a0"), "Start of structure or map found where not expected"},
      {one("Name", "80"), "Start of list found where not expected"},
      {one("Colour", "c100"), "NUMBER_VALUE cannot be converted to String"},
      {one("Size", "6131"), "STRING_VALUE cannot be converted to Integer"},
      {one("Size", "1a80000000"), "NUMBER_VALUE cannot be converted to Integer"},
      {one("Size", "3a80000000"), "NUMBER_VALUE cannot be converted to Integer"},
      {one("Size", "f97e00"), "NUMBER_VALUE cannot be converted to Integer"},
      {one("Size", "c100"), "NUMBER_VALUE cannot be converted to Integer"},
      {one("Count", "1b8000000000000000"), "NUMBER_VALUE cannot be converted to Long"},
      {one("Count", "3b8000000000000000"), "NUMBER_VALUE cannot be converted to Long"},
      {one("Count", "fb43e0000000000000"), "NUMBER_VALUE cannot be converted to Long"},
      {one("Weight", "f5"), "TRUE_VALUE cannot be converted to Double"},
      {one("Green", "01"), "NUMBER_VALUE cannot be converted to Boolean"},
      {one("Time", "00"), "NUMBER_VALUE cannot be converted to Timestamp"},
      {one("Time", "c000"), "NUMBER_VALUE cannot be converted to Timestamp"},
      {one("Time", "c1f97e00"), "NUMBER_VALUE cannot be converted to Timestamp"},
      {one("Time", "c1f97c00"), "NUMBER_VALUE cannot be converted to Timestamp"},
      {one("Time", "c1f6"), "NULL_VALUE cannot be converted to Timestamp"},
      {one("Time", "c1c100"), "NUMBER_VALUE cannot be converted to Timestamp"},
      {one("Leaves", "a0"), "Start of structure or map found where not expected"},
      {one("Leaves", "6161"), "Unexpected field type"},
      {one("Leaves", "8180"), "Start of list found where not expected"},
      {one("Notes", "80"), "Start of list found where not expected"},
      {one("Notes", "a1616100"), "NUMBER_VALUE cannot be converted to String"},
      {one("Notes", "a1006161"), ""},
  };
  for (const auto& [body, message] : cases) {
    Shrub tree;
    const auto result = read(body, &tree);
    ASSERT_FALSE(result.ok()) << hex(body);
    EXPECT_EQ(result.error().code, "SerializationException");
    EXPECT_EQ(result.error().message, message) << hex(body);
  }
}

TEST(CborReader, ListsThatAreFarTooLongAreCut) {
  for (const char* end : {"", "ff"}) {
    const std::string begin = *end == '\0' ? "9a000186a0" : "9f";
    const std::string list = begin + repeat("a0", 100'000) + end;
    Shrub tree;
    ASSERT_TRUE(read("\xA2" + text("Few") + bytes(list) + text("Size") + bytes("07"), &tree).ok());
    EXPECT_EQ(tree.few->size(), 3 + kMaxEchoedBytes / 2);
    EXPECT_EQ(tree.size, 7);
    ASSERT_TRUE(read(one("Leaves", list), &tree).ok());  // has no maximum
    EXPECT_EQ(tree.leaves->size(), 100'000u);
  }
}

TEST(CborReader, ManyRepeatedKeysKeepTheLast) {
  std::string body = "\xA1" + text("Notes") + "\xBF";
  for (int i = 0; i < 100'000; ++i) body += text("key") + text(std::to_string(i));
  Shrub tree;
  ASSERT_TRUE(read(body + "\xFF", &tree).ok());
  EXPECT_EQ(tree.notes, (Map<std::string>{{"key", "99999"}}));
}

// ---- writing

std::string written(const Shrub& tree) {
  std::string out;
  write_cbor(kTree, &tree, &out);
  return out;
}

TEST(CborWriter, WritesWhatIsThere) {
  EXPECT_EQ(hex(written({})), "a0");
  Shrub tree;
  tree.name = "a\xFF";
  tree.size = -500;
  tree.count = 1'000'000;
  tree.weight = 1.5;
  tree.evergreen = false;
  tree.planted = Timestamp{1363896240500};
  tree.colour = Colour::kGreen;
  tree.leaves = {{"x"}, {}};
  tree.notes = Map<std::string>{{"k", "v"}};
  EXPECT_EQ(written(tree), "\xA9" + text("Name") + text("a\xEF\xBF\xBD") +                             //
                               text("Size") + bytes("3901f3") +                                        //
                               text("Count") + bytes("1a000f4240") +                                   //
                               text("Weight") + bytes("fa3fc00000") +                                  //
                               text("Green") + bytes("f4") +                                           //
                               text("Time") + bytes("c1fb41d452d9ec200000") +                          //
                               text("Colour") + text("GREEN") +                                        //
                               text("Leaves") + bytes("82a1") + text("N") + text("x") + bytes("a0") +  //
                               text("Notes") + bytes("a1") + text("k") + text("v"));
  Shrub again;
  ASSERT_TRUE(read(written(tree), &again).ok());
  EXPECT_EQ(written(again), written(tree));
}

TEST(CborWriter, Numbers) {
  const std::pair<std::int64_t, const char*> integers[] = {
      {0, "00"},
      {23, "17"},
      {24, "1818"},
      {255, "18ff"},
      {256, "190100"},
      {65535, "19ffff"},
      {65536, "1a00010000"},
      {4294967295, "1affffffff"},
      {4294967296, "1b0000000100000000"},
      {-1, "20"},
      {-24, "37"},
      {-25, "3818"},
      {INT64_MAX, "1b7fffffffffffffff"},
      {INT64_MIN, "3b7fffffffffffffff"},
  };
  for (const auto& [number, expected] : integers) {
    std::string out;
    append_cbor_integer(number, &out);
    EXPECT_EQ(hex(out), expected);
  }
  const std::pair<double, const char*> doubles[] = {
      {0.0, "fa00000000"},
      {-0.0, "fa80000000"},
      {1.5, "fa3fc00000"},
      {0.1, "fb3fb999999999999a"},
      {1e300, "fb7e37e43c8800759c"},
      {0x1.fffffep127, "fa7f7fffff"},
      {0x1p128, "fb47f0000000000000"},
      {0x1p-149, "fa00000001"},
      {std::numeric_limits<double>::max(), "fb7fefffffffffffff"},
      {INFINITY, "fb7ff0000000000000"},
      {std::numeric_limits<double>::quiet_NaN(), "fb7ff8000000000000"},
      {-std::numeric_limits<double>::quiet_NaN(), "fb7ff8000000000000"},
  };
  for (const auto& [number, expected] : doubles) {
    std::string out;
    append_cbor_double(number, &out);
    EXPECT_EQ(hex(out), expected);
  }
}

TEST(CborWriter, WholeSecondsAreIntegers) {
  for (const auto& [millis, expected] : std::initializer_list<std::pair<std::int64_t, const char*>>{
           {0, "c100"}, {-1000, "c120"}, {1363896240000, "c11a514b67b0"}, {500, "c1fa3f000000"}}) {
    Shrub tree;
    tree.planted = Timestamp{millis};
    EXPECT_EQ(written(tree), one("Time", expected));
  }
}

TEST(CborWriter, SomeOfItAtATime) {
  Shrub tree;
  tree.leaves.emplace(1000, Twig{"leaf"});
  tree.notes = Map<std::string>{{"k", "v"}, {"l", "w"}};
  const std::string whole = written(tree);
  for (const std::size_t size : {1, 7, 100}) {
    std::string all, piece;
    CborWriter writer(kTree, &tree, &piece);
    for (bool done = false; !done;) {
      done = writer.write(size);
      EXPECT_TRUE(done || piece.size() >= size);
      all += std::exchange(piece, {});
    }
    EXPECT_EQ(all, whole);
  }
}

TEST(CborWriter, Errors) {
  EXPECT_EQ(error_cbor({"NoTree", "no"}, "m#"),
            "\xA2" + text("__type") + text("m#NoTree") + text("message") + text("no"));
  EXPECT_EQ(error_cbor(serialization_error(""), "m#"),
            "\xA1" + text("__type") + bytes("782f") + "com.amazon.coral.service#SerializationException");
  Error error{"NoTree", ""};
  error.capital_message = true;
  error.message = "no\xFF";
  error.members = R"("a":[{"b":-1,"c":1.5,"d":null},true,false,"x",18446744073709551615])";
  EXPECT_EQ(error_cbor(error, ""), "\xA3" + text("__type") + text("NoTree") + text("Message") +
                                       text("no\xEF\xBF\xBD") + text("a") +
                                       bytes("85a36162206163fa3fc000006164f6f5f46178fa5f800000"));
}

}  // namespace
}  // namespace stator::aws::protocol
