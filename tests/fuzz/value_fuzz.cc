// Bytes of unknown origin: valid() decides without reading past them, and what it accepts is canonical and
// readable.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "db/model/owned_value.h"
#include "db/model/value.h"
#include "db/model/value_writer.h"

using namespace stator::db::model;

namespace {

// Unfolds the whole tree, so that writing it encodes everything anew.
void unfold(OwnedValue* value) {
  if (value->type() == Type::kM) {
    for (auto& [name, member] : value->map()) unfold(&member);
  } else if (value->type() == Type::kL) {
    for (OwnedValue& element : value->list()) unfold(&element);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!valid(input)) return 0;
  const ValueView view(input);
  STATOR_CHECK(nesting_depth(view) <= kMaxNestingDepth + 1);
  STATOR_CHECK(view.size_bytes() <= 4 * input.size() + 4);
  if (view.type() == Type::kM) {
    for (const Attribute member : view.map()) STATOR_CHECK(view.map().find(member.name) == member.value);
  }
  OwnedValue owned(view);
  unfold(&owned);
  std::string again;
  ValueWriter writer(&again);
  owned.write(&writer);
  STATOR_CHECK(again == input);
  return 0;
}
