// The change record: what a write leaves in the change log. Streams, recovery, export and replication are
// readers of it with their own view. Sequence number and commit time are given by the engine and stand beside
// it. Pure. docs/formats/change.md has the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/model/value.h"

namespace stator::db::change {

enum class Cause : std::uint8_t { kUser = 0, kTimeToLive = 1, kTransaction = 2 };
enum class Event : std::uint8_t { kInsert = 0, kModify = 1, kRemove = 2 };

// Views into the record's bytes (or into the item versions, when encoding). An item that did not change
// leaves no record. A log keeps the images that its readers need: an image that is not here may have been
// left out.
struct Change {
  Cause cause = Cause::kUser;
  Event event = Event::kInsert;
  model::ItemView keys;
  std::optional<model::ItemView> old_image;
  std::optional<model::ItemView> new_image;
};

inline constexpr char kChangeFormat = 2;

std::string encode(const Change& change);
// Nothing when the bytes are damaged or of a newer format.
std::optional<Change> decode(std::string_view record);

}  // namespace stator::db::change
