#include "functions/event_filter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time_slice.h"
#include "functions/event_rules.h"

namespace stator::functions {
namespace {

using base::JsonMember;
using base::JsonValue;

constexpr int kMaxDepth = 64;

template <typename Test>
bool any_element(JsonValue list, Test test) {
  if (list.size() == 0) return false;
  for (const JsonValue element : list.elements()) {
    if (test(element)) return true;
  }
  return false;
}

bool well_formed(JsonValue pattern, int depth) {
  if (!pattern.is_object() || pattern.size() == 0 || depth == kMaxDepth) return false;
  for (const JsonMember member : pattern.members()) {
    if (member.name == "$or") {
      if (!member.value.is_array() || member.value.size() == 0) return false;
      if (any_element(member.value, [&](JsonValue each) { return !well_formed(each, depth + 1); }))
        return false;
      continue;
    }
    if (member.value.is_array() && member.value.size() > 0) continue;
    if (!member.value.is_object() || !well_formed(member.value, depth + 1)) return false;
  }
  return true;
}

}  // namespace

// An object of a pattern: all that it names has to fit.
struct EventFilter::Pattern {
  struct Member {
    std::string name;
    EventRules rules;             // of the value, unless it is to be an object
    std::vector<Pattern> object;  // one, or none
  };

  explicit Pattern(JsonValue object) {
    for (const JsonMember member : object.members()) {
      if (member.name == "$or") {
        std::vector<Pattern>& either = alternatives.emplace_back();
        for (const JsonValue each : member.value.elements()) either.emplace_back(each);
        continue;
      }
      Member& added = members.emplace_back();
      added.name = member.name;
      if (member.value.is_array()) {
        added.rules = EventRules(member.value);
      } else {
        added.object.emplace_back(member.value);
      }
    }
    std::ranges::stable_sort(members, {}, &Member::name);
  }

  std::vector<Member> members;                     // in order of their names
  std::vector<std::vector<Pattern>> alternatives;  // of each $or
};

// At one event. An item may have tens of thousands of attributes, and a set as many elements.
class EventFilter::Look {
 public:
  base::Task<bool> fits(const Pattern& pattern, std::optional<JsonValue> event) {
    std::vector<std::optional<JsonValue>> values(pattern.members.size());
    if (event && event->is_object()) co_await find(pattern, *event, &values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Pattern::Member& member = pattern.members[i];
      bool fits_member = false;
      if (member.object.empty()) {
        fits_member = co_await meets(member.rules, values[i]);
      } else {
        fits_member = co_await fits(member.object.front(), values[i]);
      }
      if (!fits_member) co_return false;
    }
    for (const std::vector<Pattern>& either : pattern.alternatives) {
      const bool fits_one = co_await fits_one_of(either, event);
      if (!fits_one) co_return false;
    }
    co_return true;
  }

  base::Task<bool> fits_one_of(const std::vector<Pattern>& patterns, std::optional<JsonValue> event) {
    for (const Pattern& pattern : patterns) {
      const bool fits_it = co_await fits(pattern, event);
      if (fits_it) co_return true;
    }
    co_return false;
  }

 private:
  // Between two questions whether others should run.
  static constexpr std::size_t kSteps = 64;

  // The value of each member of the pattern, in one pass over the event's.
  base::Task<> find(const Pattern& pattern, JsonValue object, std::vector<std::optional<JsonValue>>* values) {
    if (object.size() == 0) co_return;
    std::size_t left = values->size(), steps = 0;
    for (const JsonMember member : object.members()) {
      if (left == 0) co_return;
      if (++steps % kSteps == 0) co_await slice_.pause_if_used_up();
      const auto named = std::ranges::equal_range(pattern.members, member.name, {}, &Pattern::Member::name);
      for (const Pattern::Member& wanted : named) {
        std::optional<JsonValue>& value =
            (*values)[static_cast<std::size_t>(&wanted - pattern.members.data())];
        if (value) continue;
        value = member.value;
        --left;
      }
    }
  }

  base::Task<bool> meets(const EventRules& rules, std::optional<JsonValue> value) {
    co_await slice_.pause_if_used_up();
    if (!value) co_return rules.met_by_nothing();
    if (!value->is_array()) co_return !value->is_object() && rules.met_by(*value);
    if (value->size() == 0) co_return false;
    std::size_t steps = 0;
    for (const JsonValue element : value->elements()) {
      if (++steps % kSteps == 0) co_await slice_.pause_if_used_up();
      if (rules.met_by(element)) co_return true;
    }
    co_return false;
  }

  base::TimeSlice slice_;
};

bool is_event_pattern(const std::string& pattern) {
  base::JsonParser parser;
  const auto value = parser.parse(pattern);
  return value && well_formed(*value, 0);
}

EventFilter::EventFilter(const std::vector<std::string>& patterns) : is_open_(patterns.empty()) {
  for (const std::string& pattern : patterns) {
    const auto value = event_parser_.parse(pattern);
    if (value) patterns_.emplace_back(*value);
  }
}

EventFilter::~EventFilter() = default;

base::Task<bool> EventFilter::matches(const std::string& event) {
  if (is_open_) co_return true;
  const auto value = event_parser_.parse(event);
  if (!value) co_return false;
  Look look;
  const bool matches = co_await look.fits_one_of(patterns_, *value);
  co_return matches;
}

}  // namespace stator::functions
