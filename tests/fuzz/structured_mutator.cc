// How libFuzzer changes inputs that are text in brackets, quotes and lists: half of the time by whole pieces,
// so that what comes out is often well-formed up to its values. A piece is
//   a unit      "quoted", (bracketed) with all that is inside, or a word
//   an element  what stands between two separators: a member of a map, an argument, a line
// Knows no language: what it takes for a piece of a broken text does not matter.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using Random = std::minstd_rand;

constexpr std::string_view kOpening = "([{", kClosing = ")]}", kQuotes = "\"'`", kLines = "\n",
                           kSeparators = ",;&\n";

// Values at which something ends, in several notations.
constexpr std::string_view kLimits[] = {"0",
                                        "1",
                                        "-1",
                                        "2",
                                        "99",
                                        "100",
                                        "101",
                                        "255",
                                        "256",
                                        "1024",
                                        "1025",
                                        "2147483647",
                                        "2147483648",
                                        "4294967295",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "18446744073709551615",
                                        "1e125",
                                        "9.9e126",
                                        "1e-130",
                                        "-0",
                                        "0.1",
                                        "12345678901234567890123456789012345678",
                                        "123456789012345678901234567890123456789",
                                        "\"\"",
                                        "\"0\"",
                                        "\"*\"",
                                        "null",
                                        "true",
                                        "[]",
                                        "{}"};
constexpr std::size_t kRepetitions[] = {1, 1, 1, 2, 10, 25, 100};

struct Place {
  std::size_t at = 0, size = 0;
};

bool contains(std::string_view set, char c) { return set.find(c) != set.npos; }

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0 ||
         contains("_-.#:$%+", c);
}

std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == text[at]) return i + 1;
    if (text[i] == '\\') ++i;
  }
  return at + 1;
}

std::size_t end_of_bracketed(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (contains(kQuotes, text[i])) {
      i = end_of_quoted(text, i) - 1;
    } else if (contains(kOpening, text[i])) {
      ++depth;
    } else if (contains(kClosing, text[i]) && --depth == 0) {
      return i + 1;
    }
  }
  return at + 1;
}

std::size_t end_of_unit(std::string_view text, std::size_t at) {
  if (contains(kQuotes, text[at])) return end_of_quoted(text, at);
  if (contains(kOpening, text[at])) return end_of_bracketed(text, at);
  std::size_t end = at + 1;
  while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
  return end;
}

Place some_unit(std::string_view text, Random& random) {
  if (text.empty()) return {};
  std::size_t at = random() % text.size();
  while (at > 0 && is_word(text[at]) && is_word(text[at - 1])) --at;
  return {at, end_of_unit(text, at) - at};
}

// `separators`: all, or the end of lines only.
Place some_element(std::string_view text, std::string_view separators, Random& random) {
  if (text.empty()) return {};
  const bool lines = separators == kLines;
  const auto ends = [&](char c, std::string_view brackets) {
    return contains(separators, c) || (!lines && contains(brackets, c));
  };
  std::size_t at = random() % text.size();
  while (at > 0 && !ends(text[at - 1], kOpening)) --at;
  std::size_t end = at;
  while (end < text.size() && !ends(text[end], kClosing)) end = lines ? end + 1 : end_of_unit(text, end);
  return {at, end - at};
}

std::string_view of(std::string_view text, Place place) { return text.substr(place.at, place.size); }

std::string wrapped(std::string_view unit, Random& random) {
  const std::string text(unit);
  switch (random() % 5) {
    case 0:
      return '(' + text + ')';
    case 1:
      return '[' + text + ']';
    case 2:
      return "{\"L\":[" + text + "]}";
    case 3:
      return "{\"M\":{\"a\":" + text + "}}";
    default:
      return '"' + text + '"';
  }
}

// Changes `text` at one place; pieces may come from `other`, which may be the same text.
void change(std::string& text, std::string_view other, Random& random) {
  const std::string_view separators = random() % 3 == 0 ? kLines : kSeparators;
  const Place unit = some_unit(text, random), element = some_element(text, separators, random);
  const char separator = separators == kLines ? '\n'
                         : element.at > 0 && contains(kSeparators, text[element.at - 1])
                             ? text[element.at - 1]
                             : ',';
  switch (random() % 8) {
    case 0:
    case 1:
      text.replace(unit.at, unit.size, std::string(of(other, some_unit(other, random))));
      return;
    case 2:
      text.replace(unit.at, unit.size, kLimits[random() % std::size(kLimits)]);
      return;
    case 3:
      text.replace(unit.at, unit.size, wrapped(of(text, unit), random));
      return;
    case 4:
      text.erase(element.at, element.size + 1);  // and its separator, or a bracket
      return;
    case 5: {
      const std::string copied = std::string(of(text, element)) + separator;
      for (std::size_t times = kRepetitions[random() % std::size(kRepetitions)]; times > 0; --times)
        text.insert(element.at, copied);
      return;
    }
    case 6:
      text.replace(element.at, element.size, std::string(of(other, some_element(other, separators, random))));
      return;
    default:
      text.insert(element.at, std::string(of(other, some_element(other, separators, random))) + separator);
  }
}

std::size_t put(const std::string& text, std::uint8_t* out, std::size_t max_size) {
  const std::size_t size = std::min(text.size(), max_size);
  std::copy_n(text.begin(), size, out);
  return size;
}

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  Random random(seed);
  if (random() % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  std::string text(text_of(data, size));
  change(text, std::string(text), random);
  return put(text, data, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second, std::size_t second_size,
                                                 std::uint8_t* out, std::size_t max_size, unsigned seed) {
  Random random(seed);
  std::string text(text_of(first, first_size));
  change(text, text_of(second, second_size), random);
  return put(text, out, max_size);
}
