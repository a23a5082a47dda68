#include "functions/event_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>

#include "base/ascii.h"

namespace stator::functions {
namespace {

using base::JsonKind;
using base::JsonMember;
using base::JsonValue;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::uint32_t bit_of(JsonKind kind) { return std::uint32_t{1} << static_cast<unsigned>(kind); }

bool by_lower_letters(std::string_view a, std::string_view b) {
  constexpr auto lower = [](char c) { return base::lower_ascii(c); };
  return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

bool by_ends(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
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

// What is left between the bounds. False: the comparison is not known.
bool narrow(std::string_view comparison, double with, std::pair<double, double>* range) {
  auto& [low, high] = *range;
  if (comparison == "=" || comparison == ">=") low = std::max(low, with);
  if (comparison == "=" || comparison == "<=") high = std::min(high, with);
  if (comparison == ">") low = std::max(low, std::nextafter(with, kInfinity));
  if (comparison == "<") high = std::min(high, std::nextafter(with, -kInfinity));
  constexpr std::string_view kKnown[] = {"=", "<", "<=", ">", ">="};
  return std::ranges::find(kKnown, comparison) != std::end(kKnown);
}

// Without those that `covers` says another makes superfluous, which stands right before them.
template <typename Less, typename Covers>
void sort_texts(std::vector<std::string>* texts, Less less, Covers covers) {
  std::ranges::sort(*texts, less);
  std::vector<std::string> kept;
  for (std::string& text : *texts) {
    if (kept.empty() || !covers(kept.back(), text)) kept.push_back(std::move(text));
  }
  *texts = std::move(kept);
}

// The last one that is not behind the text; nothing: there is none.
template <typename Less>
const std::string* last_until(const std::vector<std::string>& texts, std::string_view text, Less less) {
  const auto behind = std::upper_bound(texts.begin(), texts.end(), text, less);
  return behind == texts.begin() ? nullptr : &*std::prev(behind);
}

}  // namespace

EventRules::EventRules(JsonValue list) {
  if (list.size() == 0) return;
  for (const JsonValue rule : list.elements()) add(rule);
  sort();
}

void EventRules::add(JsonValue rule) {
  if (!rule.is_object() || rule.size() == 0) {
    add_equal(rule);
    return;
  }
  const JsonMember only = *rule.members().begin();
  if (only.name == "exists" && only.value.kind() == JsonKind::kFalse) met_by_nothing_ = true;
  add_operator(only);
}

void EventRules::add_operator(JsonMember rule) {
  const bool is_text = rule.value.is_string();
  if (rule.name == "prefix" && is_text) prefixes_.emplace_back(rule.value.text());
  if (rule.name == "suffix" && is_text) suffixes_.emplace_back(rule.value.text());
  if (rule.name == "equals-ignore-case" && is_text)
    lower_texts_.push_back(base::lower_ascii(rule.value.text()));
  if (rule.name == "numeric") add_numeric(rule.value);
  if (rule.name == "exists" && rule.value.kind() == JsonKind::kTrue) met_by_all_ = true;
  if (rule.name == "anything-but") add_anything_but(rule.value);
}

void EventRules::add_equal(JsonValue wanted) {
  if (wanted.is_string()) {
    texts_.emplace_back(wanted.text());
  } else if (wanted.is_number()) {
    numbers_.push_back(wanted.number());
  } else {
    kinds_ |= bit_of(wanted.kind());
  }
}

// ["op", number] or ["op", number, "op", number].
void EventRules::add_numeric(JsonValue terms) {
  if (!terms.is_array() || terms.size() == 0 || terms.size() % 2 != 0) return;
  Range range{-kInfinity, kInfinity};
  std::optional<std::string_view> comparison;
  for (const JsonValue term : terms.elements()) {
    if (!comparison) {
      if (!term.is_string()) return;
      comparison = term.text();
      continue;
    }
    if (!term.is_number() || !narrow(*comparison, term.number(), &range)) return;
    comparison.reset();
  }
  if (range.first <= range.second) ranges_.push_back(range);
}

void EventRules::add_anything_but(JsonValue unwanted) {
  EventRules rules;
  if (unwanted.is_object()) {
    if (unwanted.size() == 0) return;
    rules.add_operator(*unwanted.members().begin());
  } else if (!unwanted.is_array()) {
    rules.add_equal(unwanted);
  } else if (unwanted.size() > 0) {
    for (const JsonValue each : unwanted.elements()) rules.add_equal(each);
  }
  rules.sort();
  if (std::ranges::find(unwanted_, rules) == unwanted_.end()) unwanted_.push_back(std::move(rules));
}

void EventRules::sort() {
  std::ranges::sort(texts_);
  std::ranges::sort(lower_texts_, by_lower_letters);
  std::ranges::sort(numbers_);
  sort_texts(&prefixes_, std::less<std::string_view>(),
             [](const std::string& one, const std::string& next) { return next.starts_with(one); });
  sort_texts(&suffixes_, by_ends,
             [](const std::string& one, const std::string& next) { return next.ends_with(one); });
  std::ranges::sort(ranges_);
  std::vector<Range> apart;
  for (const Range& range : ranges_) {
    if (!apart.empty() && range.first <= apart.back().second) {
      apart.back().second = std::max(apart.back().second, range.second);
    } else {
      apart.push_back(range);
    }
  }
  ranges_ = std::move(apart);
}

bool EventRules::met_by_text(std::string_view text) const {
  if (std::binary_search(texts_.begin(), texts_.end(), text, std::less<>())) return true;
  if (std::binary_search(lower_texts_.begin(), lower_texts_.end(), text, by_lower_letters)) return true;
  // As none covers another, only the one right before the text can be part of it.
  const std::string* prefix = last_until(prefixes_, text, std::less<std::string_view>());
  if (prefix != nullptr && text.starts_with(*prefix)) return true;
  const std::string* suffix = last_until(suffixes_, text, by_ends);
  return suffix != nullptr && text.ends_with(*suffix);
}

bool EventRules::in_range(JsonValue value) const {
  if (ranges_.empty()) return false;
  const auto number = number_of(value);
  if (!number || std::isnan(*number)) return false;
  const auto behind = std::ranges::upper_bound(ranges_, *number, {}, &Range::first);
  return behind != ranges_.begin() && *number <= std::prev(behind)->second;
}

bool EventRules::met_by(JsonValue value) const {
  if (met_by_all_ || in_range(value)) return true;
  if (value.is_string()) {
    if (met_by_text(value.text())) return true;
  } else if (value.is_number()) {
    if (std::ranges::binary_search(numbers_, value.number())) return true;
  } else if ((kinds_ & bit_of(value.kind())) != 0) {
    return true;
  }
  return std::ranges::any_of(unwanted_, [&](const EventRules& rules) { return !rules.met_by(value); });
}

}  // namespace stator::functions
