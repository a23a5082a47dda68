// Where the statements of a policy stand in its text, as AWS's policy simulator tells it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace stator::authz {

// Both count from 1; columns count characters (UTF-16 units).
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;

  bool operator==(const Position&) const = default;
};

// AWS's positions are those of a reader between two tokens: the begin is behind what came last (the '[' or
// the statement before), of a statement that is not in a list behind its '{'; the end is behind its '}'. Seen
// in the examples of the AWS CLI (simulate-custom-policy, simulate-principal-policy).
struct Place {
  Position begin;
  Position end;

  bool operator==(const Place&) const = default;
};

// One for each statement, in their order. `text` is one that parse_policy() takes. Pure; in linear time.
std::vector<Place> statement_places(const std::string& text);

}  // namespace stator::authz
