#include "aws/protocol/constraints.h"

#include <fmt/format.h>

#include <vector>

#include "aws/protocol/describe.h"
#include "aws/protocol/parameters.h"
#include "base/utf8.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

// A step on the way to a value, kept on the stack: most requests never print one.
struct Path {
  const Path* parent;
  std::string_view name;  // a member's or key's name; empty: a list element
  std::size_t index = 0;  // of a list element, from 0
  bool is_element = false;

  void print(std::string* out) const {
    if (parent != nullptr) {
      parent->print(out);
      out->push_back('.');
    }
    if (!is_element) return append_lower_first(name, out);
    out->append(name.empty() ? std::to_string(index + 1) : std::string(name)).append(".member");
  }
};

struct Violations {
  std::size_t limit;
  std::vector<std::string> texts;

  bool full() const { return texts.size() >= limit; }
  void add(std::string_view value, const Path& path, std::string_view rule) {
    if (full()) return;
    std::string place;
    path.print(&place);
    texts.push_back(fmt::format(messages::kConstraint, value, place, rule));
  }
};

std::string with_number(std::string_view rule, std::int64_t number) {
  return std::string(rule) + std::to_string(number);
}

bool length_in_range(const Shape& shape, std::int64_t length) {
  return length >= shape.min && length <= shape.max;
}

std::int64_t length_of(const Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::kString: {
      const auto& text = *static_cast<const std::string*>(value);
      // A text with fewer bytes than the minimum or within the maximum needs no counting.
      return shape.min <= 1 && static_cast<std::int64_t>(text.size()) <= shape.max
                 ? static_cast<std::int64_t>(text.size())
                 : static_cast<std::int64_t>(base::utf16_length(text));
    }
    case Kind::kList:
      return static_cast<std::int64_t>(shape.list->size(value));
    case Kind::kMap:
      return static_cast<std::int64_t>(shape.map->size(value));
    default:
      return 0;
  }
}

// True if the value itself (not what it contains) satisfies its shape.
bool satisfied(const Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::kString:
      return length_in_range(shape, length_of(shape, value)) &&
             (shape.pattern == nullptr || shape.pattern->matches(*static_cast<const std::string*>(value)));
    case Kind::kInteger:
    case Kind::kLong:
      return length_in_range(shape, *static_cast<const std::int64_t*>(value));
    case Kind::kEnum:
      return static_cast<const EnumValue*>(value)->index != EnumValue::kUnknown;
    case Kind::kList:
    case Kind::kMap:
      return length_in_range(shape, length_of(shape, value));
    default:
      return true;
  }
}

std::string enum_rule(const Shape& shape) {
  std::string rule(messages::kMustBeOneOf);
  rule.push_back('[');
  for (const std::string_view& value : shape.values) {
    if (&value != shape.values.data()) rule += ", ";
    rule += value;
  }
  return rule + "]";
}

// The rules that a value breaks, in AWS's order.
std::vector<std::string> broken_rules(const Shape& shape, const void* value) {
  std::vector<std::string> rules;
  switch (shape.kind) {
    case Kind::kInteger:
    case Kind::kLong: {
      const std::int64_t number = *static_cast<const std::int64_t*>(value);
      if (number < shape.min) rules.push_back(with_number(messages::kValueAtLeast, shape.min));
      if (number > shape.max) rules.push_back(with_number(messages::kValueAtMost, shape.max));
      return rules;
    }
    case Kind::kEnum:
      if (!satisfied(shape, value)) rules.push_back(enum_rule(shape));
      return rules;
    default:
      break;
  }
  const std::int64_t length = length_of(shape, value);
  if (shape.kind == Kind::kString && shape.pattern != nullptr && length > 0 &&
      !shape.pattern->matches(*static_cast<const std::string*>(value))) {
    rules.push_back(std::string(messages::kMustMatch).append(shape.pattern->text));
  }
  if (length < shape.min) rules.push_back(with_number(messages::kLengthAtLeast, shape.min));
  if (length > shape.max) rules.push_back(with_number(messages::kLengthAtMost, shape.max));
  return rules;
}

// "[rule, rule]": all rules of a shape, as printed for elements, keys and values of a collection.
std::string all_rules(const Shape& shape) {
  std::string out = "[";
  const auto add = [&out](const std::string& rule) {
    if (out.size() > 1) out += ", ";
    out += rule;
  };
  const bool number = shape.kind == Kind::kInteger || shape.kind == Kind::kLong;
  if (shape.max != kNoMaximum)
    add(with_number(number ? messages::kValueAtMost : messages::kLengthAtMost, shape.max));
  if (shape.min != kNoMinimum)
    add(with_number(number ? messages::kValueAtLeast : messages::kLengthAtLeast, shape.min));
  if (shape.pattern != nullptr) add(std::string(messages::kMustMatch).append(shape.pattern->text));
  if (shape.kind == Kind::kEnum) add(enum_rule(shape));
  return out + "]";
}

void check_value(const Shape& shape, const void* value, const Path& path, Violations* violations);

void check_structure(const Structure& structure, const void* value, const Path* parent,
                     Violations* violations) {
  for (const Member& member : structure.members) {
    if (violations->full()) return;
    const Path path{parent, member.name};
    const void* field = member.get(value);
    if (field != nullptr) {
      check_value(*member.shape, field, path, violations);
    } else if (member.required()) {
      violations->add("null", path, messages::kMustNotBeNull);
    }
  }
}

// Between two characters, so that the message stays UTF-8.
void shorten(std::string* utf8, std::size_t max_bytes) {
  if (utf8->size() <= max_bytes) return;
  while (max_bytes > 0 && (static_cast<unsigned char>((*utf8)[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  utf8->resize(max_bytes);
}

std::string quoted(const Shape& shape, const void* value) {
  std::string text = "'";
  describe(shape, value, &text);
  shorten(&text, kMaxEchoedBytes);
  return text + "'";
}

void check_list(const Shape& shape, const void* list, const Path& path, Violations* violations) {
  const Shape& element = *shape.element;
  const std::size_t size = shape.list->size(list);
  for (std::size_t i = 0; i < size && !violations->full(); ++i) {
    const void* value = shape.list->at(list, i);
    if (!satisfied(element, value)) {
      violations->add(quoted(shape, list), path, std::string(messages::kElementsMust) + all_rules(element));
      return;
    }
    if (element.kind == Kind::kStructure) {
      const Path step{&path, {}, i, true};
      check_structure(*element.structure, value, &step, violations);
    }
  }
}

void check_map(const Shape& shape, const void* map, const Path& path, Violations* violations) {
  const Shape& element = *shape.element;
  const std::size_t size = shape.map->size(map);
  for (std::size_t i = 0; i < size && !violations->full(); ++i) {
    std::string_view key;
    const void* value = shape.map->at(map, i, &key);
    const std::string key_text(key);
    if (!satisfied(*shape.key, &key_text)) {
      violations->add(quoted(shape, map), path, std::string(messages::kMapKeysMust) + all_rules(*shape.key));
      return;
    }
    if (!satisfied(element, value)) {
      violations->add(quoted(shape, map), path, std::string(messages::kMapValuesMust) + all_rules(element));
      return;
    }
    const Path step{&path, key, 0, true};
    if (element.kind == Kind::kStructure) check_structure(*element.structure, value, &step, violations);
    if (element.kind == Kind::kList) check_list(element, value, step, violations);
  }
}

void check_value(const Shape& shape, const void* value, const Path& path, Violations* violations) {
  if (!satisfied(shape, value)) {
    const std::string text = quoted(shape, value);
    for (const std::string& rule : broken_rules(shape, value)) violations->add(text, path, rule);
  }
  if (shape.kind == Kind::kStructure) check_structure(*shape.structure, value, &path, violations);
  if (shape.kind == Kind::kList) check_list(shape, value, path, violations);
  if (shape.kind == Kind::kMap) check_map(shape, value, path, violations);
}

void check_reported_alone(const Structure& structure, const void* request, Violations* violations) {
  for (const Member& member : structure.members) {
    if (!member.reported_alone()) continue;
    const Path path{nullptr, member.name};
    const void* field = member.get(request);
    if (field != nullptr) {
      check_value(*member.shape, field, path, violations);
    } else if (member.required()) {
      violations->add("null", path, messages::kMustNotBeNull);
    }
  }
}

}  // namespace

Result<base::Ok> check_constraints(const Structure& structure, const void* request, Report report) {
  if (report == Report::kParameters || report == Report::kInvalidParameters)
    return check_parameters(structure, request, report);
  Violations violations{report == Report::kFirst ? 1 : kMaxReportedViolations, {}};
  check_reported_alone(structure, request, &violations);
  if (violations.texts.empty()) check_structure(structure, request, nullptr, &violations);
  if (violations.texts.empty()) return base::Ok{};

  std::string text;
  for (const std::string& each : violations.texts) {
    if (!text.empty()) text += "; ";
    text += each;
  }
  const std::size_t count = violations.texts.size();
  return validation_error(count == 1 ? in_envelope(text) : fmt::format(messages::kViolations, count, text));
}

std::string in_envelope(std::string_view text) { return fmt::format(messages::kOneViolation, text); }

}  // namespace stator::aws::protocol
