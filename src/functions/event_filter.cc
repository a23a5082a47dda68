#include "functions/event_filter.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.h"

namespace stator::functions {
namespace {

using base::JsonKind;
using base::JsonMember;
using base::JsonValue;

constexpr int kMaxDepth = 64;

std::optional<JsonValue> find(JsonValue object, std::string_view name) {
  if (object.size() == 0) return std::nullopt;
  for (const JsonMember member : object.members()) {
    if (member.name == name) return member.value;
  }
  return std::nullopt;
}

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

// Numbers of DynamoDB are strings: {"N": "12"}.
std::optional<double> number_of(JsonValue value) {
  if (value.is_number()) return value.number();
  if (!value.is_string()) return std::nullopt;
  double number = 0;
  const std::string_view text = value.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool equal(JsonValue wanted, JsonValue value) {
  if (wanted.is_string()) return value.is_string() && value.text() == wanted.text();
  if (wanted.is_number()) return value.is_number() && value.number() == wanted.number();
  return wanted.kind() == value.kind();  // true, false, null
}

bool compare(double value, std::string_view comparison, double with) {
  if (comparison == "=") return value == with;
  if (comparison == "<") return value < with;
  if (comparison == "<=") return value <= with;
  if (comparison == ">") return value > with;
  return comparison == ">=" && value >= with;
}

// ["op", number] or ["op", number, "op", number].
bool numeric(JsonValue terms, JsonValue value) {
  const auto number = number_of(value);
  if (!number || !terms.is_array() || terms.size() == 0 || terms.size() % 2 != 0) return false;
  std::optional<std::string_view> comparison;
  for (const JsonValue term : terms.elements()) {
    if (!comparison) {
      if (!term.is_string()) return false;
      comparison = term.text();
      continue;
    }
    if (!term.is_number() || !compare(*number, *comparison, term.number())) return false;
    comparison.reset();
  }
  return true;
}

bool has_text(JsonValue value, JsonValue wanted) { return value.is_string() && wanted.is_string(); }

// A rule other than equality; `value` is there.
bool meets(JsonValue rule, JsonValue value) {
  const JsonMember only = *rule.members().begin();
  if (only.name == "prefix")
    return has_text(value, only.value) && value.text().starts_with(only.value.text());
  if (only.name == "suffix") return has_text(value, only.value) && value.text().ends_with(only.value.text());
  if (only.name == "equals-ignore-case")
    return has_text(value, only.value) &&
           base::lower_ascii(value.text()) == base::lower_ascii(only.value.text());
  if (only.name == "numeric") return numeric(only.value, value);
  if (only.name == "exists") return only.value.kind() == JsonKind::kTrue;
  if (only.name != "anything-but") return false;
  if (only.value.is_array())
    return !any_element(only.value, [&](JsonValue each) { return equal(each, value); });
  if (only.value.is_object()) return only.value.size() > 0 && !meets(only.value, value);
  return !equal(only.value, value);
}

bool meets_one(JsonValue rules, std::optional<JsonValue> value) {
  return any_element(rules, [&](JsonValue rule) {
    const bool is_rule = rule.is_object() && rule.size() > 0;
    if (!value) {
      if (!is_rule) return false;
      const JsonMember only = *rule.members().begin();
      return only.name == "exists" && only.value.kind() == JsonKind::kFalse;
    }
    const auto one = [&](JsonValue each) { return is_rule ? meets(rule, each) : equal(rule, each); };
    return value->is_array() ? any_element(*value, one) : !value->is_object() && one(*value);
  });
}

bool fits(JsonValue pattern, std::optional<JsonValue> event) {
  for (const JsonMember member : pattern.members()) {
    if (member.name == "$or") {
      if (!any_element(member.value, [&](JsonValue each) { return fits(each, event); })) return false;
      continue;
    }
    std::optional<JsonValue> value;
    if (event && event->is_object()) value = find(*event, member.name);
    if (member.value.is_array() ? !meets_one(member.value, value) : !fits(member.value, value)) return false;
  }
  return true;
}

}  // namespace

bool is_event_pattern(const std::string& pattern) {
  base::JsonParser parser;
  const auto value = parser.parse(pattern);
  return value && well_formed(*value, 0);
}

EventFilter::EventFilter(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    parsers_.push_back(std::make_unique<base::JsonParser>());
    // A copy without room behind it is copied by the parser, which then owns all that the value views.
    const auto value = parsers_.back()->parse(std::string(pattern.begin(), pattern.end()));
    if (value) patterns_.push_back(*value);
  }
}

bool EventFilter::matches(const std::string& event) {
  if (parsers_.empty()) return true;
  const auto value = event_parser_.parse(event);
  if (!value) return false;
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](JsonValue pattern) { return fits(pattern, *value); });
}

}  // namespace stator::functions
