// Texts and numbers as elements of keys: they come back, and the keys have the order of their elements; the
// range of a prefix holds what begins with it; and any bytes as a key.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>

#include "base/check.h"
#include "fuzz_input.h"
#include "keyspace/keys.h"

using namespace stator::keyspace;

namespace {

// Two texts and a number, and what makes a key of them.
struct Elements {
  std::string_view first, second;
  std::uint64_t number = 0;

  std::string key() const {
    return KeyBuilder(Space::kObject, 7, 2).bytes(first).u64(number).bytes(second).take();
  }
  auto operator<=>(const Elements& other) const {
    return std::tie(first, number, second) <=> std::tie(other.first, other.number, other.second);
  }
  bool operator==(const Elements&) const = default;
};

bool holds(const stator::storage::KeyRange& range, std::string_view key) {
  return key >= range.begin && (range.end.empty() || key < range.end);
}

void check_elements(const Elements& elements) {
  const std::string key = elements.key();
  KeyReader reader(key);
  STATOR_CHECK(reader.bytes() == elements.first && reader.u64() == elements.number);
  STATOR_CHECK(reader.bytes() == elements.second && reader.done());
  STATOR_CHECK(key_space(key) == Space::kObject && key_index(key) == 2);
  STATOR_CHECK(holds(table_range(Space::kObject, 7, 2), key) &&
               holds(table_range_all(Space::kObject, 7), key));
  STATOR_CHECK(!holds(table_range(Space::kObject, 7, 1), key) &&
               !holds(table_range_all(Space::kObject, 8), key));
}

void check_prefix(std::string_view start, const Elements& elements) {
  const std::string prefix = KeyBuilder(Space::kObject, 7, 2).bytes_prefix(start).take();
  const std::string key = elements.key();
  const bool begins = elements.first.starts_with(start);
  STATOR_CHECK(key.starts_with(prefix) == begins);
  STATOR_CHECK(holds(prefix_range(prefix), key) == begins);
}

// Each hash is in one segment.
void check_segments(std::uint64_t hash, std::uint32_t total) {
  const std::string key = KeyBuilder(Space::kItem, 7, 0).set_hash(hash).bytes("x").take();
  STATOR_CHECK(key_hash(key) == hash);
  std::uint32_t holders = 0;
  for (std::uint32_t segment = 0; segment < total; ++segment)
    holders += holds(segment_range(Space::kItem, 7, 0, segment, total), key);
  STATOR_CHECK(holders == 1);
}

void check_any_key(std::string_view input) {
  if (input.size() < kHeaderBytes) return;
  KeyReader any(input);
  KeyBuilder again(Space::kItem, 0, 0);
  while (const auto element = any.bytes()) {
    STATOR_CHECK(element->size() <= input.size());
    again.bytes(*element);
  }
  STATOR_CHECK(input.ends_with(again.view().substr(kHeaderBytes) + std::string(any.rest())));
  STATOR_CHECK(any.u64().has_value() == (input.size() - again.view().size() >= sizeof(std::uint64_t)));
  const std::string end = prefix_end(input);
  STATOR_CHECK(end.empty() || (end > input && !end.starts_with(input)));
}

std::uint64_t number_of(stator::fuzz::Input& input) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | input.byte();
  return number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_any_key({reinterpret_cast<const char*>(data), size});
  stator::fuzz::Input input(data, size);
  std::array<std::size_t, 3> sizes{};
  for (std::size_t& part : sizes) part = input.byte();
  std::array<std::uint64_t, 2> numbers{};
  for (std::uint64_t& number : numbers) number = number_of(input);
  std::array<std::string_view, 4> texts;
  std::string_view rest = input.rest();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] = i < sizes.size() ? rest.substr(0, sizes[i]) : rest;
    rest.remove_prefix(texts[i].size());
  }
  const Elements a{texts[0], texts[1], numbers[0]}, b{texts[2], texts[3], numbers[1]};
  const Elements near_a{texts[0], texts[3], numbers[0]};
  for (const Elements& one : {a, b, near_a}) {
    check_elements(one);
    for (const Elements& other : {a, b, near_a}) STATOR_CHECK((one.key() <=> other.key()) == (one <=> other));
  }
  for (const std::string_view start : {texts[0], texts[2], texts[3]}) check_prefix(start, a);
  check_segments(numbers[0], 1 + static_cast<std::uint32_t>(numbers[1] % 40));
  return 0;
}
