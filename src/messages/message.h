// Every text that a user can be told is data here. AWS rewords its texts, so each has the date and the source
// of its wording; where several are known, the one of mid-2026 is taken. One .inc file an area:
//
//   SECTION("Tables")
//   MESSAGE(kTableExists, seen("2026-11", "API reference"), "Table already exists: {}")
//
// The .h of the same name makes constants of them: messages::kTableExists. A text has slots, {}, for
// fmt::format (which checks their number when it is compiled; {{ is a brace then) or for messages::fill, or
// it is used as it stands. A text that ends in a blank or a colon is the beginning of one. A service beside
// DynamoDB keeps its names apart: its own messages.h includes its .inc in its own namespace. catalogue.h has
// all of them as a list.
#pragma once

#include <cstdint>
#include <string_view>

namespace stator::messages {

enum class Evidence : std::uint8_t {
  kSeen,        // in AWS's own output, or in what its users quote of it
  kDocumented,  // in AWS's documentation
  kKnown,       // for long; not checked again since its date
  kAssumed,     // that it is refused is known, the exact text is not: this one follows its siblings
  kOwn,         // about this server
};

struct Origin {
  Evidence evidence = Evidence::kOwn;
  std::string_view date;   // of the evidence or the assumption: YYYY or YYYY-MM; none for kOwn
  std::string_view where;  // it was seen or documented
};

struct Message {
  std::string_view name;  // of the constant
  std::string_view text;
  Origin origin;
};

}  // namespace stator::messages
