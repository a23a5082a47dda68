// Any bytes as a change record, as damage would leave it: nothing, or a record that is written in the same
// bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "db/change/change.h"

using namespace stator::db;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  const auto change = change::decode(record);
  if (!change) return 0;
  STATOR_CHECK(model::valid(change->keys.bytes()));
  STATOR_CHECK(change::encode(*change) == record);
  return 0;
}
