#include "aws/protocol/parameters.h"

#include <fmt/format.h>

#include <vector>

#include "aws/protocol/describe.h"
#include "base/utf8.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

constexpr std::size_t kMaxFindings = 100;

// A step on the way to a value: "MetricData", "member.1", "Value".
struct Path {
  const Path* parent;
  std::string_view name;  // empty: an element
  std::size_t index = 0;  // from 0

  std::string text() const {
    std::string out;
    print(&out);
    return out;
  }
  void print(std::string* out) const {
    if (parent != nullptr) {
      parent->print(out);
      out->push_back('.');
    }
    name.empty() ? out->append("member.").append(std::to_string(index + 1)) : out->append(name);
  }
};

struct Findings {
  std::vector<std::string> missing;
  std::vector<std::string> wrong;

  bool full() const { return missing.size() + wrong.size() >= kMaxFindings; }
};

bool is_empty(const Shape& shape, const void* value) {
  if (shape.min < 1) return false;
  if (shape.kind == Kind::kString) return static_cast<const std::string*>(value)->empty();
  if (shape.kind == Kind::kList) return shape.list->size(value) == 0;
  return false;
}

std::string in_set(const Shape& shape) {
  std::string values;
  for (const std::string_view value : shape.values) {
    if (!values.empty()) values += ", ";
    values += value;
  }
  return values;
}

void check_structure(const Structure& structure, const void* value, const Path* parent, Findings* findings);

void check_value(const Shape& shape, const void* value, const Path& path, Findings* findings) {
  if (findings->full()) return;
  const auto wrong = [&](std::string text) { findings->wrong.push_back(std::move(text)); };
  switch (shape.kind) {
    case Kind::kString: {
      const auto& text = *static_cast<const std::string*>(value);
      const auto length = static_cast<std::int64_t>(base::utf16_length(text));
      if (length > shape.max)
        return wrong(fmt::format(messages::kParameterTooLong, path.text(), shape.max + 1));
      if (shape.pattern != nullptr && !shape.pattern->matches(text))
        wrong(fmt::format(messages::kParameterInvalid, text, path.text()));
      return;
    }
    case Kind::kInteger:
    case Kind::kLong: {
      const std::int64_t number = *static_cast<const std::int64_t*>(value);
      if (number < shape.min) return wrong(fmt::format(messages::kParameterTooSmall, path.text(), shape.min));
      if (number > shape.max) wrong(fmt::format(messages::kParameterTooGreat, path.text(), shape.max));
      return;
    }
    case Kind::kEnum:
      if (static_cast<const EnumValue*>(value)->index == EnumValue::kUnknown) {
        const std::string_view element = path.name.empty() ? messages::kListElement : std::string_view();
        wrong(fmt::format(messages::kParameterNotInSet, path.text().append(element), in_set(shape)));
      }
      return;
    case Kind::kStructure:
      return check_structure(*shape.structure, value, &path, findings);
    case Kind::kList: {
      const std::size_t size = shape.list->size(value);
      if (static_cast<std::int64_t>(size) > shape.max)
        return wrong(fmt::format(messages::kParameterTooLarge, path.text(), shape.max));
      for (std::size_t i = 0; i < size && !findings->full(); ++i)
        check_value(*shape.element, shape.list->at(value, i), Path{&path, {}, i}, findings);
      return;
    }
    default:
      return;
  }
}

void check_structure(const Structure& structure, const void* value, const Path* parent, Findings* findings) {
  for (const Member& member : structure.members) {
    if (findings->full()) return;
    const Path path{parent, member.name};
    const void* field = member.get(value);
    if (field == nullptr || is_empty(*member.shape, field)) {
      if (member.required() || field != nullptr)
        findings->missing.push_back(fmt::format(messages::kParameterRequired, path.text()));
    } else {
      check_value(*member.shape, field, path, findings);
    }
  }
}

std::string lines(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += '\n';
    out += text;
  }
  return out;
}

}  // namespace

Result<base::Ok> check_parameters(const Structure& structure, const void* request, Report report) {
  Findings findings;
  check_structure(structure, request, nullptr, &findings);
  const bool missing = !findings.missing.empty();
  if (!missing && findings.wrong.empty()) return base::Ok{};
  std::string text = lines(missing ? findings.missing : findings.wrong);
  if (report == Report::kInvalidParameters) {
    if (missing && !findings.wrong.empty()) text += "\n" + lines(findings.wrong);
    return Error{"ValidationException", std::move(text)};
  }
  return Error{missing ? "MissingRequiredParameterException" : "InvalidParameterValueException",
               std::move(text)};
}

}  // namespace stator::aws::protocol
