#include "transfer/source/expansion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"
#include "transfer/source/test_compression.h"

namespace stator::transfer {
namespace {

using Step = Expansion::Step;
using namespace std::string_literals;

struct Expanded {
  Step end = Step::kMore;
  std::string text;
  bool operator==(const Expanded&) const = default;
};

// Fed in parts of `part` bytes.
Expanded expand(Compression compression, std::string_view bytes, std::size_t part) {
  const auto expansion = Expansion::of(compression);
  Expanded expanded;
  std::string_view fed, piece;
  for (;;) {
    const bool last = bytes.empty();
    const Step step = expansion->next(&fed, last, &piece);
    if (step == Step::kPiece) {
      EXPECT_FALSE(piece.empty());
      if (compression != Compression::kNone) {
        EXPECT_LE(piece.size(), kPieceBytes);
      }
      expanded.text += piece;
    } else if (step == Step::kMore) {
      EXPECT_TRUE(fed.empty() && !last);
      fed = bytes.substr(0, part);
      bytes.remove_prefix(fed.size());
    } else {
      expanded.end = step;
      return expanded;
    }
  }
}

// The same, however it is fed.
Expanded expand(Compression compression, const std::string& bytes) {
  const Expanded at_once = expand(compression, bytes, bytes.size() + 1);
  for (const std::size_t part : {1, 2, 19, 1000}) {
    EXPECT_EQ(expand(compression, bytes, part), at_once) << part;
  }
  return at_once;
}

// That does not become much smaller, with much that repeats.
std::string some_text(std::size_t size) {
  base::SeededRandom random(1);
  std::string text(size / 2, '\0');
  random.fill(std::as_writable_bytes(std::span(text)));
  return text.append(size - text.size(), 'a');
}

TEST(ExpansionTest, PlainBytes) {
  EXPECT_EQ(expand(Compression::kNone, "any \0 bytes"s), (Expanded{Step::kDone, "any \0 bytes"s}));
  EXPECT_EQ(expand(Compression::kNone, ""), (Expanded{Step::kDone, ""}));
}

TEST(ExpansionTest, SeveralPartsOneBehindTheOther) {
  const std::string text = some_text(300'000);
  const std::string skippable = "\x50\x2a\x4d\x18\x03\0\0\0abc"s, last_kind = "\x5f\x2a\x4d\x18\0\0\0\0"s;
  const std::pair<Compression, std::string> cases[] = {
      {Compression::kGzip, gzip_of("one\n") + gzip_of("") + gzip_of(text)},
      {Compression::kGzip, gzip_of("one\n") + gzip_of(text) + std::string(1000, '\0')},
      {Compression::kZstd, zstd_of("one\n") + zstd_of("") + zstd_of(text)},
      {Compression::kZstd,
       skippable + zstd_of("one\n", false) + last_kind + zstd_of(text, false) + skippable},
  };
  for (const auto& [compression, bytes] : cases)
    EXPECT_EQ(expand(compression, bytes), (Expanded{Step::kDone, "one\n" + text}));
}

TEST(ExpansionTest, AnEmptyObjectIsNothing) {
  EXPECT_EQ(expand(Compression::kGzip, ""), (Expanded{Step::kDone, ""}));
  EXPECT_EQ(expand(Compression::kZstd, ""), (Expanded{Step::kDone, ""}));
}

TEST(ExpansionTest, CutOffAnywhere) {
  const std::string text = some_text(500);
  const std::pair<Compression, std::string> cases[] = {
      {Compression::kGzip, gzip_of(text)},
      {Compression::kZstd, zstd_of(text)},
      {Compression::kZstd, zstd_of(text, false)},
  };
  for (const auto& [compression, whole] : cases) {
    for (std::size_t size = 1; size < whole.size(); ++size) {
      for (const std::string& before : {""s, whole}) {
        const Expanded cut = expand(compression, before + whole.substr(0, size));
        EXPECT_EQ(cut.end, Step::kCutOff) << size;
        EXPECT_TRUE((before.empty() ? text : text + text).starts_with(cut.text));
      }
    }
  }
}

TEST(ExpansionTest, DamagedAnywhere) {
  const std::string text = some_text(300);
  const std::pair<Compression, std::string> cases[] = {
      {Compression::kGzip, gzip_of(text)},
      {Compression::kZstd, zstd_of(text)},
      {Compression::kZstd, zstd_of(text, false)},
  };
  for (const auto& [compression, whole] : cases) {
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::string damaged = whole;
      damaged[bit / 8] ^= static_cast<char>(1 << bit % 8);
      const Expanded expanded = expand(compression, damaged);
      // What the header says of no consequence, such as a time, may be anything.
      if (expanded.end == Step::kDone) {
        EXPECT_EQ(expanded.text, text) << bit;
      }
    }
  }
}

TEST(ExpansionTest, OtherBytes) {
  const std::string gzip = gzip_of("text"), zstd = zstd_of("text");
  const std::string padded = gzip + "\0"s;
  const struct {
    Compression compression;
    std::string bytes, text;
  } cases[] = {
      {Compression::kGzip, R"({"Item":{}})", ""},
      {Compression::kGzip, "\0\0"s, ""},
      {Compression::kGzip, zstd, ""},
      {Compression::kGzip, gzip + "text", "text"},
      {Compression::kGzip, padded + "text", "text"},
      {Compression::kGzip, padded + gzip, "text"},
      {Compression::kZstd, R"({"Item":{}})", ""},
      {Compression::kZstd, gzip, ""},
      {Compression::kZstd, zstd + "text", "text"},
      {Compression::kZstd, zstd + "\0\0\0\0"s, "text"},
      {Compression::kZstd, "\x27\xb5\x2f\xfd" + zstd.substr(4), ""},             // of version 0.7
      {Compression::kZstd, "\x28\xb5\x2f\xfd\x21\x07\x00\x01\x00\x00"s, ""},     // needs a dictionary
      {Compression::kZstd, "\x28\xb5\x2f\xfd\x20\x05\x21\x00\x00text"s, "tex"},  // says 5 bytes, and has 4
  };
  for (const auto& [compression, bytes, text] : cases)
    EXPECT_EQ(expand(compression, bytes), (Expanded{Step::kDamaged, text})) << testing::PrintToString(bytes);
}

// A block is given before the next one is looked at.
TEST(ExpansionTest, ADamagedBlockTakesNoOther) {
  const std::string header = "\x28\xb5\x2f\xfd\x00\x00"s, raw = "\x20\x00\x00text"s;
  EXPECT_EQ(expand(Compression::kZstd, header + raw + "\x07\x00\x00"s), (Expanded{Step::kDamaged, "text"}));
}

TEST(ExpansionTest, WindowsOfZstd) {
  // A frame of one block, by its window descriptor: an exponent, and eighths.
  const auto frame = [](char window) { return "\x28\xb5\x2f\xfd\0"s + window + "\x21\0\0text"s; };
  EXPECT_EQ(expand(Compression::kZstd, frame(13 << 3)), (Expanded{Step::kDone, "text"}));
  EXPECT_EQ(kMaxZstdWindow, 1u << (10 + 13));
  EXPECT_EQ(expand(Compression::kZstd, frame(13 << 3 | 1)), (Expanded{Step::kLargeWindow, ""}));
  EXPECT_EQ(expand(Compression::kZstd, frame('\xff')), (Expanded{Step::kLargeWindow, ""}));
}

TEST(ExpansionTest, PiecesAreSmallWhateverTheRatio) {
  const std::string zeros(20'000'000, '\0');
  for (const auto& [compression, bytes] :
       {std::pair(Compression::kGzip, gzip_of(zeros)), std::pair(Compression::kZstd, zstd_of(zeros)),
        std::pair(Compression::kZstd, zstd_of(zeros, false))})
    EXPECT_TRUE(expand(compression, bytes, bytes.size()) == (Expanded{Step::kDone, zeros}));
}

}  // namespace
}  // namespace stator::transfer
