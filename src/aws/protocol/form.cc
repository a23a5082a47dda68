#include "aws/protocol/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/percent.h"
#include "aws/protocol/iso_time.h"
#include "aws/protocol/shape_values.h"
#include "base/utf8.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

Error malformed(std::string_view name) {
  return serialization_error(fmt::format(messages::kMalformedField, name));
}

template <typename Number>
bool parse_number(std::string_view text, Number* value) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return failure == std::errc() && end == text.data() + text.size();
}

bool read_boolean(std::string_view text, bool* value) {
  *value = text == "true" || text == "True" || text == "1";
  return *value || text == "false" || text == "False" || text == "0";
}

// Also of the form 20260131T120000Z, which AWS's own plugin of collectd sends.
std::optional<std::int64_t> parse_time(std::string_view text) {
  constexpr std::size_t kBasicTime = 15;
  if (text.size() <= kBasicTime || text[8] != 'T') return parse_iso_time(text);
  const auto part = [&](std::size_t begin, std::size_t size) { return text.substr(begin, size); };
  return parse_iso_time(fmt::format("{}-{}-{}T{}:{}:{}{}", part(0, 4), part(4, 2), part(6, 2), part(9, 2),
                                    part(11, 2), part(13, 2), part(kBasicTime, text.npos)));
}

// False for a text that is no value of the shape.
bool read_scalar(const Shape& shape, std::string_view text, void* value) {
  switch (shape.kind) {
    case Kind::kString:
      *static_cast<std::string*>(value) = text;
      return true;
    case Kind::kInteger: {
      auto* number = static_cast<std::int64_t*>(value);
      return parse_number(text, number) && *number >= INT32_MIN && *number <= INT32_MAX;
    }
    case Kind::kLong:
      return parse_number(text, static_cast<std::int64_t*>(value));
    case Kind::kDouble:
      return parse_number(text, static_cast<double*>(value));
    case Kind::kBoolean:
      return read_boolean(text, static_cast<bool*>(value));
    case Kind::kTimestamp: {
      const auto millis = parse_time(text);
      if (millis) static_cast<Timestamp*>(value)->unix_millis = *millis;
      return millis.has_value();
    }
    case Kind::kEnum:
      set_enum(shape, text, static_cast<EnumValue*>(value));
      return true;
    default:
      return false;
  }
}

}  // namespace

Form::Form(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (field.empty()) continue;
    if (fields_.size() == kMaxFields) {
      complete_ = false;
      break;
    }
    const std::size_t equal = std::min(field.find('='), field.size());
    fields_.emplace_back(decode_form_text(field.substr(0, equal)),
                         equal == field.size() ? std::string() : decode_form_text(field.substr(equal + 1)));
  }
  std::stable_sort(fields_.begin(), fields_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  const auto at =
      std::lower_bound(fields_.begin(), fields_.end(), name,
                       [](const auto& field, std::string_view wanted) { return field.first < wanted; });
  if (at == fields_.end() || at->first != name) return std::nullopt;
  return at->second;
}

bool Form::has(std::string_view name) const {
  if (find(name)) return true;
  const std::string below = std::string(name) + '.';
  const auto at =
      std::lower_bound(fields_.begin(), fields_.end(), below,
                       [](const auto& field, const std::string& wanted) { return field.first < wanted; });
  return at != fields_.end() && at->first.starts_with(below);
}

Result<base::Ok> Form::read(const Structure& structure, void* value) const {
  return read_structure(structure, "", value);
}

Result<base::Ok> Form::read_structure(const Structure& structure, const std::string& prefix,
                                      void* value) const {
  for (const Member& member : structure.members) {
    const std::string name = prefix + std::string(member.name);
    if (!has(name)) continue;
    STATOR_TRY(read_value(*member.shape, name, member.emplace(value)));
  }
  return base::Ok{};
}

Result<base::Ok> Form::read_value(const Shape& shape, const std::string& name, void* value) const {
  switch (shape.kind) {
    case Kind::kStructure:
      return read_structure(*shape.structure, name + '.', value);
    case Kind::kList:
      return read_list(shape, name, value);
    case Kind::kMap:
      return read_map(shape, name, value);
    default:
      break;
  }
  const auto text = find(name);
  if (text && !(base::valid_utf8(*text) && read_scalar(shape, *text, value))) return malformed(name);
  return base::Ok{};
}

Result<base::Ok> Form::read_list(const Shape& shape, const std::string& name, void* list) const {
  for (std::size_t i = 1;; ++i) {
    const std::string element = name + ".member." + std::to_string(i);
    if (!has(element)) return base::Ok{};
    STATOR_TRY(read_value(*shape.element, element, shape.list->append(list)));
  }
}

Result<base::Ok> Form::read_map(const Shape& shape, const std::string& name, void* map) const {
  for (std::size_t i = 1;; ++i) {
    const std::string entry = name + ".entry." + std::to_string(i);
    const auto key = find(entry + ".key");
    if (!key) return base::Ok{};
    if (!base::valid_utf8(*key)) return malformed(entry + ".key");
    STATOR_TRY(read_value(*shape.element, entry + ".value", shape.map->append(map, *key)));
  }
}

}  // namespace stator::aws::protocol
