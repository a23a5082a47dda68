#include "db/model/value.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "db/model/value_writer.h"

namespace stator::db::model {
namespace {

Number num(std::string_view text) { return *Number::parse(text); }

template <typename Write>
std::string encode(Write write) {
  std::string out;
  ValueWriter writer(&out);
  write(writer);
  EXPECT_TRUE(writer.done());
  return out;
}

std::string unhex(std::string_view text) {
  std::string out;
  int nibbles = 0;
  int value = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    value = value * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    if (++nibbles % 2 != 0) continue;
    out.push_back(static_cast<char>(value));
    value = 0;
  }
  return out;
}

std::string nested_lists(int levels) {
  return encode([&](ValueWriter& w) {
    for (int i = 0; i < levels; ++i) w.begin_list();
    w.null();
    for (int i = 0; i < levels; ++i) w.end_list();
  });
}

// Writes a random value of at most `depth` levels.
void write_random(std::mt19937_64& random, int depth, ValueWriter* writer) {
  const auto text = [&] {
    std::string out(random() % 4 == 0 ? random() % 300 : random() % 6, 'a');
    for (char& c : out) c = static_cast<char>('a' + random() % 4);
    return out;
  };
  const int kind = static_cast<int>(random() % (depth > 1 ? 10 : 8));
  switch (static_cast<Type>(kind < 5 ? kind : kind < 8 ? kind + 2 : kind - 3)) {
    case Type::kS:
      return writer->string(text());
    case Type::kN:
      return writer->number(Number::from_int(static_cast<std::int64_t>(random())));
    case Type::kB:
      return writer->binary(std::string("\x00\xff", 2) + text());
    case Type::kBool:
      return writer->boolean(random() % 2 == 0);
    case Type::kNull:
      return writer->null();
    case Type::kM: {
      writer->begin_map();
      for (auto count = random() % 5; count > 0; --count) {
        writer->name(text());
        write_random(random, depth - 1, writer);
      }
      writer->end_map();
      return;
    }
    case Type::kL:
      writer->begin_list();
      for (auto count = random() % 4; count > 0; --count) write_random(random, depth - 1, writer);
      return writer->end_list();
    case Type::kNs:
      writer->begin_set(Type::kNs);
      for (auto count = 1 + random() % 4; count > 0; --count) {
        writer->number(Number::from_int(static_cast<std::int64_t>(random() % 200) - 100));
      }
      writer->end_set();
      return;
    default: {
      const Type set = random() % 2 == 0 ? Type::kSs : Type::kBs;
      writer->begin_set(set);
      for (auto count = 1 + random() % 4; count > 0; --count) {
        set == Type::kSs ? writer->string(text()) : writer->binary(text());
      }
      writer->end_set();
    }
  }
}

// Rebuilds a value from what the view says.
void copy(ValueView from, ValueWriter* to) {
  switch (from.type()) {
    case Type::kS:
      return to->string(from.text());
    case Type::kN:
      return to->number(from.number());
    case Type::kB:
      return to->binary(from.text());
    case Type::kBool:
      return to->boolean(from.boolean());
    case Type::kNull:
      return to->null();
    case Type::kM: {  // backwards, so that the writer has to sort
      std::vector<Attribute> members(from.map().begin(), from.map().end());
      to->begin_map();
      for (auto member = members.rbegin(); member != members.rend(); ++member) {
        to->name(member->name);
        copy(member->value, to);
      }
      EXPECT_TRUE(to->end_map());
      return;
    }
    case Type::kL:
      to->begin_list();
      for (const ValueView element : from.elements()) copy(element, to);
      return to->end_list();
    default: {
      std::vector<ValueView> elements(from.elements().begin(), from.elements().end());
      to->begin_set(from.type());
      for (auto element = elements.rbegin(); element != elements.rend(); ++element) copy(*element, to);
      EXPECT_TRUE(to->end_set());
    }
  }
}

TEST(ValueTest, TypeNames) {
  for (const char* name : {"S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"}) {
    const auto type = type_from_name(name);
    ASSERT_TRUE(type.has_value()) << name;
    EXPECT_EQ(type_name(*type), name);
  }
  EXPECT_FALSE(type_from_name("s"));
  EXPECT_FALSE(type_from_name(""));
}

// docs/formats/item.md
TEST(ValueTest, GoldenEncodings) {
  const struct {
    std::string bytes;
    std::string_view hex;
  } cases[] = {
      {encode([](ValueWriter& w) { w.string("abc"); }), "10 03 616263"},
      {encode([](ValueWriter& w) { w.string(""); }), "10 00"},
      {encode([](ValueWriter& w) { w.number(num("42")); }), "11 02 c154"},
      {encode([](ValueWriter& w) { w.number(num("-12.5")); }), "11 03 3ee69b"},
      {encode([](ValueWriter& w) { w.binary(std::string_view("\0\xff", 2)); }), "12 02 00ff"},
      {encode([](ValueWriter& w) { w.boolean(true); }), "13 01"},
      {encode([](ValueWriter& w) { w.boolean(false); }), "13 00"},
      {encode([](ValueWriter& w) { w.null(); }), "14"},
      {encode([](ValueWriter& w) {
         w.begin_map();
         w.name("b");
         w.null();
         w.name("a");
         w.begin_list();
         w.string("x");
         w.end_list();
         w.end_map();
       }),
       "15 11000000 02000000  01 61 16 03000000 01000000 10 01 78  01 62 14"},
      {encode([](ValueWriter& w) {
         w.begin_set(Type::kSs);
         w.string("b");
         w.string("aa");
         w.end_set();
       }),
       "17 07000000 02000000 10 02 6161 10 01 62"},
      {encode([](ValueWriter& w) {
         w.begin_set(Type::kNs);
         w.number(num("10"));
         w.number(num("-1"));
         w.end_set();
       }),
       "18 08000000 02000000 11 02 3efd 11 02 c114"},
      {encode([](ValueWriter& w) {
         w.begin_set(Type::kBs);
         w.binary("z");
         w.end_set();
       }),
       "19 03000000 01000000 12 01 7a"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.bytes, unhex(c.hex)) << c.hex;
    EXPECT_TRUE(valid(c.bytes)) << c.hex;
  }
}

TEST(ValueTest, ReadsWhatWasWritten) {
  const std::string long_text(1000, 'q');
  const std::string item = encode([&](ValueWriter& w) {
    w.begin_map();
    w.name("zeta");
    w.string(long_text);
    w.name("alpha");
    w.number(num("3.14"));
    w.name("tags");
    w.begin_set(Type::kSs);
    w.string("y");
    w.string("x");
    EXPECT_TRUE(w.end_set());
    w.name("doc");
    w.begin_map();
    w.name("flag");
    w.boolean(true);
    w.name("blob");
    w.binary("bin");
    EXPECT_TRUE(w.end_map());
    w.name("list");
    w.begin_list();
    w.null();
    w.string("second");
    w.end_list();
    EXPECT_TRUE(w.end_map());
  });
  ASSERT_TRUE(valid(item));
  const ItemView view(item);
  EXPECT_EQ(view.count(), 5u);
  std::vector<std::string> names;
  for (const Attribute attribute : view) names.emplace_back(attribute.name);
  EXPECT_EQ(names, (std::vector<std::string>{"alpha", "doc", "list", "tags", "zeta"}));

  EXPECT_EQ(view.find("zeta")->text(), long_text);
  EXPECT_EQ(view.find("alpha")->number(), num("3.14"));
  EXPECT_EQ(view.find("tags")->count(), 2u);
  EXPECT_EQ((*view.find("tags")->elements().begin()).text(), "x");
  EXPECT_TRUE(view.find("doc")->map().find("flag")->boolean());
  EXPECT_EQ(view.find("doc")->map().find("blob")->text(), "bin");
  EXPECT_EQ(view.find("list")->at(0)->type(), Type::kNull);
  EXPECT_EQ(view.find("list")->at(1)->text(), "second");
  EXPECT_FALSE(view.find("list")->at(2));
  for (const char* absent : {"", "a", "alphabet", "list ", "zetaa", "zz"})
    EXPECT_FALSE(view.find(absent)) << absent;
}

TEST(ValueTest, DefaultMapIsEmpty) {
  const MapView map;
  EXPECT_TRUE(map.empty());
  EXPECT_TRUE(map.begin() == map.end());
  EXPECT_FALSE(map.find("a"));
  EXPECT_EQ(map.size_bytes(), 0u);
}

TEST(ValueTest, ComparesScalarsOfOneType) {
  const auto string = [](std::string_view s) { return encode([&](ValueWriter& w) { w.string(s); }); };
  const auto number = [](std::string_view s) { return encode([&](ValueWriter& w) { w.number(num(s)); }); };
  const auto binary = [](std::string_view s) { return encode([&](ValueWriter& w) { w.binary(s); }); };
  const auto order = [](const std::string& a, const std::string& b) {
    return compare(ValueView(a), ValueView(b));
  };
  EXPECT_EQ(order(string("a"), string("b")), std::strong_ordering::less);
  EXPECT_EQ(order(string("b"), string("aa")),
            std::strong_ordering::greater);  // the length is not part of the order
  EXPECT_EQ(order(string("\xc3\xa4"), string("z")), std::strong_ordering::greater);
  EXPECT_EQ(order(binary("\xff"), binary("\x01\x01")), std::strong_ordering::greater);
  EXPECT_EQ(order(number("-10"), number("9.5")), std::strong_ordering::less);
  EXPECT_EQ(order(number("10"), number("9.5")), std::strong_ordering::greater);
  EXPECT_EQ(order(number("1.0"), number("1")), std::strong_ordering::equal);
  EXPECT_FALSE(order(string("1"), number("1")));
  EXPECT_FALSE(order(encode([](ValueWriter& w) { w.null(); }), encode([](ValueWriter& w) { w.null(); })));
}

// Rule 30.
TEST(ValueTest, AccountedSize) {
  const struct {
    std::string bytes;
    std::size_t size;
  } cases[] = {
      {encode([](ValueWriter& w) { w.string("h\xc3\xa4"); }), 3},
      {encode([](ValueWriter& w) { w.string(""); }), 0},
      {encode([](ValueWriter& w) { w.binary("12345"); }), 5},
      {encode([](ValueWriter& w) { w.boolean(false); }), 1},
      {encode([](ValueWriter& w) { w.null(); }), 1},
      {encode([](ValueWriter& w) { w.number(num("-123.4")); }), 5},
      {encode([](ValueWriter& w) {
         w.begin_list();
         w.end_list();
       }),
       3},
      {encode([](ValueWriter& w) {
         w.begin_map();
         w.end_map();
       }),
       3},
      {encode([](ValueWriter& w) {
         w.begin_list();
         w.null();
         w.string("abc");
         w.end_list();
       }),
       3 + 2 + 1 + 3},
      {encode([](ValueWriter& w) {
         w.begin_map();
         w.name("key");
         w.string("abc");
         w.end_map();
       }),
       3 + 1 + 3 + 3},
      {encode([](ValueWriter& w) {
         w.begin_set(Type::kSs);
         w.string("a");
         w.string("bc");
         w.end_set();
       }),
       3},
      {encode([](ValueWriter& w) {
         w.begin_set(Type::kNs);
         w.number(num("1"));
         w.number(num("-1"));
         w.end_set();
       }),
       5},
  };
  for (const auto& c : cases) EXPECT_EQ(ValueView(c.bytes).size_bytes(), c.size);

  const std::string item = encode([](ValueWriter& w) {
    w.begin_map();
    w.name("id");
    w.string("abc");
    w.name("n");
    w.number(num("12"));
    w.end_map();
  });
  EXPECT_EQ(ItemView(item).size_bytes(), 2u + 3 + 1 + 2);  // an item has no overhead of its own
}

// So the capacity of a small item is known without a walk over it (db/table/item_reader.cc).
TEST(ValueTest, NoValueCountsForMoreThanTwiceItsBytes) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    ValueWriter writer(&bytes);
    write_random(random, 5, &writer);
    EXPECT_LE(ValueView(bytes).size_bytes(), 2 * bytes.size());
  }
  const std::string nulls = encode([](ValueWriter& w) {
    w.begin_list();
    for (int i = 0; i < 1000; ++i) w.null();
    w.end_list();
  });
  EXPECT_EQ(ValueView(nulls).size_bytes(), 3u + 2 * 1000);
  EXPECT_LE(ValueView(nulls).size_bytes(), 2 * nulls.size());
}

TEST(ValueTest, RandomValuesRoundTripCanonically) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    ValueWriter writer(&bytes);
    write_random(random, 5, &writer);
    ASSERT_TRUE(valid(bytes));
    EXPECT_LE(nesting_depth(ValueView(bytes)), 5);
    std::string again;
    ValueWriter second(&again);
    copy(ValueView(bytes), &second);
    ASSERT_EQ(again, bytes);
    EXPECT_EQ(ValueView(again), ValueView(bytes));
  }
}

TEST(ValueTest, TruncatedAndChangedBytesNeverCrashTheCheck) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    ValueWriter writer(&bytes);
    write_random(random, 4, &writer);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
      // A copy of exactly this size, so that a sanitizer sees reads behind it.
      const std::vector<char> part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(cut));
      EXPECT_FALSE(valid(std::string_view(part.data(), part.size())));
    }
    for (int change = 0; change < 50; ++change) {
      std::string changed = bytes;
      changed[random() % changed.size()] = static_cast<char>(random());
      if (!valid(changed)) continue;
      std::string again;
      ValueWriter second(&again);
      copy(ValueView(changed), &second);
      ASSERT_EQ(again, changed);
    }
  }
}

TEST(ValueTest, RefusesBytesThatAreNotCanonical) {
  const std::string_view cases[] = {
      "",
      "10",            // no length
      "10 02 61",      // too short
      "10 8000",       // length not in its shortest form
      "10 01 ff",      // not UTF-8
      "11 02 c103",    // unfinished number
      "11 03 c10200",  // bytes behind the number
      "13 02",         // neither true nor false
      "14 00",         // bytes behind the value
      "0f",
      "1a",
      "20",                                      // unknown tags
      "15 06000000 02000000 01 62 14 01 61 14",  // members out of order
      "15 06000000 02000000 01 61 14 01 61 14",  // a name twice
      "15 06000000 01000000 01 61 14 01 62 14",  // count too small
      "15 03000000 02000000 01 61 14",           // count too large
      "15 ff000000 01000000 01 61 14",           // length too large
      "17 00000000 00000000",                    // empty set
      "17 02000000 01000000 12 00",              // wrong element type
      "17 06000000 02000000 10 01 62 10 01 61",  // elements out of order
      "18 08000000 02000000 11 02 c102 11 02 c102",
  };
  for (const auto hex : cases) EXPECT_FALSE(valid(unhex(hex))) << hex;
}

TEST(ValueTest, NestingDepth) {
  EXPECT_EQ(nesting_depth(ValueView(nested_lists(0))), 1);
  EXPECT_EQ(nesting_depth(ValueView(nested_lists(31))), 32);
  EXPECT_TRUE(valid(nested_lists(kMaxNestingDepth)));  // an item that holds the deepest attribute value
  EXPECT_FALSE(valid(nested_lists(kMaxNestingDepth + 1)));
  EXPECT_FALSE(valid(nested_lists(100000)));
}

}  // namespace
}  // namespace stator::db::model
