#include "driver/item_text.h"

#include <string_view>

namespace stator::bench {

namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kNoteBytes = 573;  // with the revision
constexpr int kRevisionDigits = 19;
constexpr std::size_t kBlobCharacters = 200;  // 150 bytes; no padding, as it is a multiple of four
constexpr std::size_t kFieldBytes = 100;
constexpr int kExtras = 7;
constexpr std::size_t kExtraBytes = 432;
constexpr std::uint64_t kPaddingSeed = 7;

std::string random_text(Random& random, std::string_view alphabet, std::size_t size) {
  std::string text(size, ' ');
  for (char& character : text) character = alphabet[random.below(alphabet.size())];
  return text;
}

}  // namespace

void append_digits(std::string& out, std::uint64_t value, int width) {
  const std::size_t begin = out.size();
  out.append(static_cast<std::size_t>(width), '0');
  for (std::size_t i = out.size(); i > begin && value > 0; value /= 10) {
    out[--i] = static_cast<char>('0' + value % 10);
  }
}

void append_key(std::string& out, std::uint64_t item) {
  out += R"("pk":{"S":"part#)";
  append_digits(out, item / kItemsPerPartition, 5);
  out += R"("},"sk":{"S":"item#)";
  append_digits(out, item, 8);
  out += R"("})";
}

ItemText::ItemText() {
  Random random(kPaddingSeed);
  for (std::uint64_t i = 0; i < kPaddings; ++i) {
    notes_.push_back(random_text(random, kLetters, kNoteBytes - kRevisionDigits));
    blobs_.push_back(random_text(random, kBase64, kBlobCharacters));
    fields_.push_back(random_text(random, kLetters, kFieldBytes));
    extras_.push_back(random_text(random, kLetters, kExtraBytes));
  }
}

void ItemText::append(std::string& out, std::uint64_t item, std::uint64_t revision, Random& random) const {
  const std::uint64_t padding = random.below(kPaddings);
  out += '{';
  append_key(out, item);
  out += R"(,"name":{"S":"customer )";
  append_digits(out, item, 8);
  out += R"("},"count":{"N":")";
  append_digits(out, item % 1000, 3);
  out += R"("},"price":{"N":")";
  append_digits(out, item % 9973, 4);
  out += '.';
  append_digits(out, item % 100, 2);
  out += item % 2 == 0 ? R"("},"active":{"BOOL":true})" : R"("},"active":{"BOOL":false})";
  out += R"(,"tags":{"SS":["blue","green","red","yellow"]},"scores":{"NS":["1","22","333"]})"
         R"(,"addr":{"M":{"street":{"S":"12 Long Street"},"city":{"S":"Springfield"},"zip":{"N":"12345"},)"
         R"("old":{"NULL":true}}},"hist":{"L":[{"N":"1"},{"S":"created"},{"N":"2"},{"S":"paid"}]})"
         R"(,"blob":{"B":")";
  out += blobs_[padding];
  out += R"("},"field0":{"S":")";
  out += fields_[padding];
  out += R"("},"note":{"S":")";
  append_digits(out, revision, kRevisionDigits);
  out += notes_[padding];
  out += R"("}})";
}

void ItemText::append_large(std::string& out, std::uint64_t item, std::uint64_t revision,
                            Random& random) const {
  append(out, item, revision, random);
  out.pop_back();
  for (int i = 0; i < kExtras; ++i) {
    out += R"(,"extra)";
    append_digits(out, static_cast<std::uint64_t>(i), 1);
    out += R"(":{"S":")";
    out += extras_[random.below(kPaddings)];
    out += R"("})";
  }
  out += '}';
}

}  // namespace stator::bench
