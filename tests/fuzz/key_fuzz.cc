// Two texts as elements of keys: they come back, and the keys have the order of the texts; and any bytes as a
// key.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "keyspace/keys.h"

using namespace stator::keyspace;

namespace {

std::string key_of(std::string_view text, std::uint64_t number) {
  return KeyBuilder(Space::kObject, 7, 0).bytes(text).u64(number).take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t half = size == 0 ? 0 : data[0] % size;
  const std::string_view a = input.substr(0, half), b = input.substr(half);
  const std::string key_a = key_of(a, 1), key_b = key_of(b, 0);
  if (a != b) STATOR_CHECK((key_a < key_b) == (a < b));
  KeyReader reader(key_a);
  STATOR_CHECK(reader.bytes() == a && reader.u64() == 1u && reader.done());
  const std::string prefix = KeyBuilder(Space::kObject, 7, 0).bytes_prefix(a).take();
  STATOR_CHECK(key_b.starts_with(prefix) == b.starts_with(a));

  if (size < kHeaderBytes) return 0;
  KeyReader any(input);
  while (const auto element = any.bytes()) STATOR_CHECK(element->size() <= size);
  if (any.rest().size() >= 8) STATOR_CHECK(any.u64().has_value());
  const std::string end = prefix_end(input);
  STATOR_CHECK(end.empty() || (end > input && !end.starts_with(input)));
  return 0;
}
