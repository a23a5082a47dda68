#include "authz/condition.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/wildcards.h"

namespace stator::authz {
namespace {

// What wildcards are in a pattern. A text of a request that has these characters matches them as any others.
constexpr char kAnyCharacters = '\x01';
constexpr char kOneCharacter = '\x02';

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int> digits(std::string_view* text, std::size_t count) {
  int number = 0;
  if (text->size() < count) return std::nullopt;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + count, number);
  if (failure != std::errc() || end != text->data() + count) return std::nullopt;
  text->remove_prefix(count);
  return number;
}

bool take(std::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

// Hours and minutes east of Greenwich at the end of a time: "Z", "+02:00". In seconds.
std::optional<double> zone_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;
  const double sign = text.front() == '-' ? -1 : 1;
  if (!take(&text, '+') && !take(&text, '-')) return std::nullopt;
  const auto hours = digits(&text, 2);
  take(&text, ':');
  const auto minutes = digits(&text, 2);
  if (!hours || !minutes || !text.empty()) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

// ISO 8601 ("2026-01-31", "2026-01-31T12:00:00Z") or seconds since 1970.
std::optional<double> date_of(std::string_view text) {
  if (text.find('-', 1) == std::string_view::npos) return number_of(text);
  const auto year = digits(&text, 4);
  if (!year || !take(&text, '-')) return std::nullopt;
  const auto month = digits(&text, 2);
  if (!month || !take(&text, '-')) return std::nullopt;
  const auto day = digits(&text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const double midnight =
      static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * 86400.0;
  if (text.empty()) return midnight;
  if (!take(&text, 'T')) return std::nullopt;
  const auto hour = digits(&text, 2);
  if (!hour || !take(&text, ':')) return std::nullopt;
  const auto minute = digits(&text, 2);
  if (!minute) return std::nullopt;
  double second = 0;
  if (take(&text, ':')) {
    const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto read = number_of(text.substr(0, length));
    if (!read) return std::nullopt;
    second = *read;
    text.remove_prefix(length);
  }
  const auto zone = zone_of(text);
  if (!zone) return std::nullopt;
  return midnight + *hour * 3600 + *minute * 60 + second - *zone;
}

struct Address {
  std::array<unsigned char, 16> bytes{};
  int bits = 0;  // 32 or 128
};

std::optional<Address> address_of(std::string_view text) {
  const std::string terminated(text);
  Address address;
  if (::inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
    return address;
  }
  if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.bits = 128;
  return address;
}

// `range` is an address, or one with a prefix length: "10.0.0.0/8".
bool in_range(std::string_view range, std::string_view text) {
  const std::size_t slash = range.find('/');
  const auto network = address_of(range.substr(0, slash));
  const auto address = address_of(text);
  if (!network || !address || network->bits != address->bits) return false;
  int length = network->bits;
  if (slash != std::string_view::npos) {
    const auto number = number_of(range.substr(slash + 1));
    if (!number || *number < 0 || *number > network->bits) return false;
    length = static_cast<int>(*number);
  }
  const std::size_t whole = static_cast<std::size_t>(length / 8);
  if (std::memcmp(network->bytes.data(), address->bytes.data(), whole) != 0) return false;
  if (length % 8 == 0) return true;
  const int mask = 0xFF << (8 - length % 8) & 0xFF;
  return (network->bytes[whole] & mask) == (address->bytes[whole] & mask);
}

bool compare(Operator op, double a, double b) {
  switch (op) {
    case Operator::kNumericEquals:
    case Operator::kDateEquals:
      return a == b;
    case Operator::kNumericLessThan:
    case Operator::kDateLessThan:
      return a < b;
    case Operator::kNumericLessThanEquals:
    case Operator::kDateLessThanEquals:
      return a <= b;
    case Operator::kNumericGreaterThan:
    case Operator::kDateGreaterThan:
      return a > b;
    default:
      return a >= b;
  }
}

constexpr std::size_t kLongestNumber = 256;  // or date, or range of addresses

// What is counted (base/work_budget.h) beside bytes: of a text of a policy, of a key that is looked up, of a
// value that is looked at, and of two numbers, dates or addresses.
constexpr std::uint64_t kTextSteps = 16;
constexpr std::uint64_t kLookupSteps = 64;
constexpr std::uint64_t kValueSteps = 4;
constexpr std::uint64_t kNumberSteps = 128;

bool number_matches(Operator op, std::string_view pattern, std::string_view value) {
  switch (op) {
    case Operator::kIpAddress:
      return in_range(pattern, value);
    case Operator::kDateEquals:
    case Operator::kDateLessThan:
    case Operator::kDateLessThanEquals:
    case Operator::kDateGreaterThan:
    case Operator::kDateGreaterThanEquals: {
      const auto wanted = date_of(pattern), given = date_of(value);
      return wanted && given && compare(op, *given, *wanted);
    }
    default: {
      const auto wanted = number_of(pattern), given = number_of(value);
      return wanted && given && compare(op, *given, *wanted);
    }
  }
}

bool value_matches(Operator op, std::string_view pattern, std::string_view value, base::WorkBudget* work) {
  if (op == Operator::kStringLike) return matches(pattern, value, work);
  if (op == Operator::kArnLike) return matches_arn(pattern, value, work);
  return pattern.size() <= kLongestNumber && value.size() <= kLongestNumber &&
         work->spend(kNumberSteps + pattern.size() + value.size()) && number_matches(op, pattern, value);
}

bool stands_for_character(std::string_view variable) {
  return variable == "*" || variable == "?" || variable == "$";
}

std::string_view name_of(std::string_view variable) {
  std::string_view name = variable.substr(0, variable.find(','));
  while (name.ends_with(' ')) name.remove_suffix(1);
  return name;
}

// The text between the braces of ${...}: the value of a key, or a default behind a comma. False: it has none,
// or one that is longer than `room`.
bool append_variable(std::string_view variable, const Matching& matching, std::size_t room,
                     std::string* pattern) {
  if (!matching.work->spend(kLookupSteps + variable.size())) return false;
  if (stands_for_character(variable)) {
    pattern->append(variable);
    return true;
  }
  const std::string_view name = name_of(variable);
  const std::size_t comma = variable.find(',');
  const auto* values = matching.facts->find(base::lower_ascii(name));
  std::string_view value;
  if (values != nullptr && values->size() == 1) {
    value = values->front();
  } else if (comma != std::string_view::npos) {
    std::string_view fallback = variable.substr(comma + 1);
    while (fallback.starts_with(' ')) fallback.remove_prefix(1);
    if (fallback.size() >= 2 && fallback.front() == '\'' && fallback.back() == '\'')
      value = fallback.substr(1, fallback.size() - 2);
  } else {
    return false;
  }
  if (value.size() > room || !matching.work->spend(value.size())) return false;
  const std::size_t begin = pattern->size();
  pattern->append(value);
  std::replace(pattern->begin() + begin, pattern->end(), kAnyCharacters, '\x03');
  std::replace(pattern->begin() + begin, pattern->end(), kOneCharacter, '\x03');
  return true;
}

using Values = std::vector<std::string>;

std::size_t longest_of(const Values& values) {
  std::size_t longest = 0;
  for (const std::string& value : values) longest = std::max(longest, value.size());
  return longest;
}

// Texts that a value is equal to. Few values are compared with each text, many are looked for in sorted
// texts.
class Literals {
 public:
  Literals(std::vector<std::string_view> texts, std::size_t values, base::WorkBudget* work)
      : texts_(std::move(texts)), work_(work) {
    if (values < kSearched) return;
    if (!work_->spend(texts_.size() * steps_of_search())) texts_.clear();
    std::sort(texts_.begin(), texts_.end(), shorter);
    sorted_ = true;
  }

  bool contain(std::string_view value) const {
    if (!work_->spend(value.size() / kBytesAtOnce + (sorted_ ? steps_of_search() : texts_.size())))
      return false;
    return sorted_ ? std::binary_search(texts_.begin(), texts_.end(), value, shorter)
                   : std::find(texts_.begin(), texts_.end(), value) != texts_.end();
  }

 private:
  static constexpr std::size_t kSearched = 8;
  static constexpr std::size_t kBytesAtOnce = 16;
  static constexpr std::size_t kStepsOfComparison = 8;  // of a search: each is somewhere else

  static bool shorter(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
  std::size_t steps_of_search() const { return kStepsOfComparison * std::bit_width(texts_.size()); }

  std::vector<std::string_view> texts_;
  base::WorkBudget* const work_;
  bool sorted_ = false;
};

bool ignores_case(Operator op) { return op == Operator::kStringEqualsIgnoreCase || op == Operator::kBool; }

// Of operators that compare texts as a whole. Wildcards are the characters that they are.
void find_equal(const Condition& condition, const Values& given, const Matching& matching,
                std::vector<char>* found) {
  const bool fold = ignores_case(condition.op);
  const std::size_t longest = longest_of(given);
  Values lower;  // of texts, which are short; those that are made of variables are not kept
  lower.reserve(condition.values.size());
  std::vector<std::string_view> texts;
  std::string literal;
  for (const std::string& text : condition.values) {
    if (!matching.has_variables || text.find("${") == std::string::npos) {
      if (!matching.work->spend(kTextSteps + text.size())) return;
      if (text.size() <= longest) texts.push_back(fold ? lower.emplace_back(base::lower_ascii(text)) : text);
      continue;
    }
    if (!make_pattern(text, matching, longest, &literal)) continue;
    std::replace(literal.begin(), literal.end(), kAnyCharacters, '*');
    std::replace(literal.begin(), literal.end(), kOneCharacter, '?');
    if (fold) literal = base::lower_ascii(literal);
    if (!matching.work->spend(given.size() * kValueSteps)) return;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if ((*found)[i] || given[i].size() != literal.size()) continue;
      if (!matching.work->spend(literal.size())) return;
      (*found)[i] = fold ? base::lower_ascii(given[i]) == literal : given[i] == literal;
    }
  }
  if (texts.empty()) return;
  const Literals literals(std::move(texts), given.size(), matching.work);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (matching.work->spent()) return;
    if (!(*found)[i]) (*found)[i] = literals.contain(fold ? base::lower_ascii(given[i]) : given[i]);
  }
}

// Of the others: a variable may stand for much, so each pattern is made once, not for each value.
void find_like(const Condition& condition, const Values& given, const Matching& matching,
               std::vector<char>* found) {
  const bool of_texts = condition.op == Operator::kStringLike || condition.op == Operator::kArnLike;
  const std::size_t longest = of_texts ? longest_of(given) : kLongestNumber;
  std::string pattern;
  for (const std::string& text : condition.values) {
    if (!make_pattern(text, matching, longest, &pattern)) continue;
    if (!matching.work->spend(given.size() * kValueSteps)) return;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (matching.work->spent()) return;
      if (!(*found)[i]) (*found)[i] = value_matches(condition.op, pattern, given[i], matching.work);
    }
  }
}

// Which of the values some text of the condition matches.
std::vector<char> find_matched(const Condition& condition, const Values& given, const Matching& matching) {
  std::vector<char> found(given.size(), 0);
  switch (condition.op) {
    case Operator::kStringEquals:
    case Operator::kStringEqualsIgnoreCase:
    case Operator::kBool:
    case Operator::kBinaryEquals:
      find_equal(condition, given, matching, &found);
      break;
    default:
      find_like(condition, given, matching, &found);
  }
  return found;
}

}  // namespace

std::string_view variable_name(std::string_view variable) {
  return stands_for_character(variable) ? std::string_view() : name_of(variable);
}

bool make_pattern(std::string_view text, const Matching& matching, std::size_t longest,
                  std::string* pattern) {
  pattern->clear();
  if (!matching.work->spend(kTextSteps + text.size())) return false;
  bool has_variables = matching.has_variables;
  std::size_t stars = 0;  // which match nothing, too
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (has_variables && text.substr(at, 2) == "${") {
      const std::size_t end = text.find('}', at);
      if (end != std::string_view::npos) {
        const std::size_t needed = pattern->size() - stars;
        if (needed > longest ||
            !append_variable(text.substr(at + 2, end - at - 2), matching, longest - needed, pattern))
          return false;
        at = end;
        continue;
      }
      has_variables = false;
    }
    if (text[at] == '*') ++stars;
    pattern->push_back(text[at] == '*' ? kAnyCharacters : text[at] == '?' ? kOneCharacter : text[at]);
  }
  return pattern->size() - stars <= longest;
}

bool matches(std::string_view pattern, std::string_view text, base::WorkBudget* work) {
  return base::matches_wildcards(pattern, text, {.any = kAnyCharacters, .one = kOneCharacter}, work);
}

bool matches_arn(std::string_view pattern, std::string_view arn, base::WorkBudget* work) {
  for (int part = 0; part < 5; ++part) {
    const std::size_t pattern_end = pattern.find(':'), arn_end = arn.find(':');
    // "*", or "arn:aws:dynamodb:*": the star stands for all that follows.
    if (pattern_end == std::string_view::npos)
      return !pattern.empty() && pattern.back() == kAnyCharacters && matches(pattern, arn, work);
    if (arn_end == std::string_view::npos) return false;
    if (!matches(pattern.substr(0, pattern_end), arn.substr(0, arn_end), work)) return false;
    pattern.remove_prefix(pattern_end + 1);
    arn.remove_prefix(arn_end + 1);
  }
  return matches(pattern, arn, work);
}

bool is_number(std::string_view text) { return number_of(text).has_value(); }
bool is_date(std::string_view text) { return date_of(text).has_value(); }
bool is_address(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (!address_of(text.substr(0, slash))) return false;
  return slash == std::string_view::npos || is_number(text.substr(slash + 1));
}

bool holds(const Condition& condition, const Matching& matching) {
  if (!matching.work->spend(kLookupSteps + kTextSteps * condition.values.size())) return false;
  const std::vector<std::string>* given = matching.facts->find(condition.key);
  if (condition.op == Operator::kNull) {
    const bool absent = given == nullptr || given->empty();
    return std::any_of(condition.values.begin(), condition.values.end(), [&](const std::string& value) {
      return (base::lower_ascii(value) == "true") == absent;
    });
  }
  if (given == nullptr || given->empty()) {
    if (condition.quantifier == Quantifier::kForAllValues) return true;
    if (condition.if_exists) return true;
    return condition.negated && condition.quantifier == Quantifier::kNone;
  }
  const std::vector<char> found = find_matched(condition, *given, matching);
  const auto satisfies = [&](char each) { return (each != 0) != condition.negated; };
  const bool of_all = condition.quantifier == Quantifier::kForAllValues ||
                      (condition.quantifier == Quantifier::kNone && condition.negated);
  return of_all ? std::all_of(found.begin(), found.end(), satisfies)
                : std::any_of(found.begin(), found.end(), satisfies);
}

}  // namespace stator::authz
