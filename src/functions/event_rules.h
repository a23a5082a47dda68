// The leaves of event patterns: lists of rules, one of which a value has to meet. They are sorted when they
// are read, so that a value is compared with few of them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_parser.h"

namespace stator::functions {

class EventRules {
 public:
  EventRules() = default;  // none
  // A list of a pattern; it is copied.
  explicit EventRules(base::JsonValue list);

  // A value that is not there: one of the rules is {"exists": false}.
  bool met_by_nothing() const { return met_by_nothing_; }
  // A single value: no element that is a list's is looked into. In time proportional to the logarithm of the
  // number of rules, and to the number of those with "anything-but".
  bool met_by(base::JsonValue value) const;

  bool operator==(const EventRules&) const = default;

 private:
  void add(base::JsonValue rule);
  void add_operator(base::JsonMember rule);
  void add_equal(base::JsonValue wanted);
  void add_numeric(base::JsonValue terms);
  void add_anything_but(base::JsonValue unwanted);
  void sort();
  bool met_by_text(std::string_view text) const;
  bool in_range(base::JsonValue value) const;

  using Range = std::pair<double, double>;  // both included

  std::vector<std::string> texts_;        // sorted
  std::vector<std::string> lower_texts_;  // of "equals-ignore-case": in small letters, sorted
  std::vector<std::string> prefixes_;     // sorted; none begins with another
  std::vector<std::string> suffixes_;     // by their ends; none ends with another
  std::vector<double> numbers_;           // sorted
  std::vector<Range> ranges_;             // sorted, apart
  std::vector<EventRules> unwanted_;      // of each "anything-but"
  std::uint32_t kinds_ = 0;               // of true, false, null: one bit for each kind
  bool met_by_all_ = false;
  bool met_by_nothing_ = false;
};

}  // namespace stator::functions
