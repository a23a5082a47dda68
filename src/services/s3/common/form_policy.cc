#include "services/s3/common/form_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "aws/protocol/iso_time.h"
#include "base/ascii.h"
#include "base/json_parser.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

using Inputs = std::vector<std::pair<std::string, std::string>>;

Error invalid_policy(std::string message) { return {400, "InvalidPolicyDocument", std::move(message), {}}; }

Error denied(std::string message) { return {403, "AccessDenied", std::move(message), {}}; }

std::string shown(base::JsonValue value) {
  if (value.is_string()) return fmt::format("\"{}\"", value.text());
  if (value.kind() == base::JsonKind::kInteger) return std::to_string(value.integer());
  if (value.is_number()) return fmt::format("{}", value.number());
  if (value.is_boolean()) return value.kind() == base::JsonKind::kTrue ? "true" : "false";
  return value.is_null() ? "null" : "";
}

Error failed(base::JsonValue condition) {
  std::string text;
  if (condition.is_array()) {
    for (const base::JsonValue part : condition.elements()) text += (text.empty() ? "" : ", ") + shown(part);
  }
  return denied(fmt::format(messages::kFormConditionFailed, "[" + text + "]"));
}

Error failed_to_equal(std::string_view name, std::string_view value) {
  return denied(
      fmt::format(messages::kFormConditionFailed, fmt::format(R"(["eq", "${}", "{}"])", name, value)));
}

// Those of which a policy need not tell.
bool is_free(std::string_view name) {
  constexpr std::string_view kFree[] = {"policy", "x-amz-signature", "signature", "awsaccesskeyid", "file"};
  return std::ranges::find(kFree, name) != std::end(kFree) || name.starts_with("x-ignore-");
}

std::optional<std::string_view> find(const Inputs& inputs, std::string_view name) {
  const auto at = std::ranges::find(inputs, name, &Inputs::value_type::first);
  if (at == inputs.end()) return std::nullopt;
  return at->second;
}

// A list of content types has to begin so in each of its members.
bool all_start_with(std::string_view name, std::string_view value, std::string_view prefix) {
  if (name != "content-type") return value.starts_with(prefix);
  for (;;) {
    const std::size_t comma = value.find(',');
    std::string_view one = value.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(prefix)) return false;
    if (comma == value.npos) return true;
    value.remove_prefix(comma + 1);
  }
}

class Check {
 public:
  explicit Check(const Inputs& inputs) : inputs_(inputs) {}

  Result<base::Ok> condition(base::JsonValue condition) {
    if (condition.is_object()) {
      for (const base::JsonMember member : condition.members()) {
        if (!member.value.is_string()) return invalid_policy(messages::kFormPolicyNoJson);
        if (!holds("eq", base::lower_ascii(member.name), member.value.text()))
          return failed_to_equal(member.name, member.value.text());
      }
      return base::Ok{};
    }
    if (!condition.is_array() || condition.size() != 3) return failed(condition);
    const base::JsonValue first = condition.first(), second = first.next(), third = second.next();
    if (!first.is_string()) return failed(condition);
    if (net::equal_ignoring_case(first.text(), "content-length-range"))
      return sizes(condition, second, third);
    const bool named = second.is_string() && second.text().starts_with('$') && third.is_string();
    if (!named ||
        !holds(base::lower_ascii(first.text()), base::lower_ascii(second.text().substr(1)), third.text()))
      return failed(condition);
    return base::Ok{};
  }

  // Inputs of which no condition told.
  Result<SizeLimits> finish() const {
    for (const auto& [name, value] : inputs_) {
      if (!is_free(name) && !told_.contains(name))
        return denied(fmt::format(messages::kFormExtraFields, name));
    }
    return limits_;
  }

 private:
  bool holds(std::string_view how, std::string name, std::string_view wanted) {
    const auto value = find(inputs_, name);
    const bool right = value && (how == "eq" ? *value == wanted
                                             : how == "starts-with" && all_start_with(name, *value, wanted));
    told_.insert(std::move(name));
    return right;
  }

  Result<base::Ok> sizes(base::JsonValue condition, base::JsonValue min, base::JsonValue max) {
    const auto number = [](base::JsonValue value) -> std::optional<std::uint64_t> {
      if (value.is_string()) return parse_number(value.text());
      if (value.kind() != base::JsonKind::kInteger || value.integer() < 0) return std::nullopt;
      return static_cast<std::uint64_t>(value.integer());
    };
    const auto least = number(min), most = number(max);
    if (!least || !most || *least > *most) return failed(condition);
    limits_.min = std::max(limits_.min, *least);
    limits_.max = std::min(limits_.max, *most);
    return base::Ok{};
  }

  const Inputs& inputs_;
  std::set<std::string> told_;
  SizeLimits limits_;
};

}  // namespace

Result<SizeLimits> check_form_policy(std::string_view policy, const Inputs& inputs, std::int64_t now_millis) {
  auto document = from_base64(policy);
  if (!document) return invalid_policy(messages::kFormPolicyNoJson);
  base::JsonParser parser;
  const auto root = parser.parse(*document);
  if (!root || !root->is_object()) return invalid_policy(messages::kFormPolicyNoJson);
  std::optional<std::int64_t> expires;
  std::optional<base::JsonValue> conditions;
  for (const base::JsonMember member : root->members()) {
    if (member.name == "expiration") {
      if (member.value.is_string()) expires = aws::protocol::parse_iso_time(member.value.text());
      if (!expires) return invalid_policy(fmt::format(messages::kFormPolicyExpiration, shown(member.value)));
    } else if (member.name == "conditions") {
      conditions = member.value;
    } else {
      return invalid_policy(fmt::format(messages::kFormPolicyUnknown, member.name));
    }
  }
  if (!expires) return invalid_policy(messages::kFormPolicyNoExpiration);
  if (!conditions || !conditions->is_array()) return invalid_policy(messages::kFormPolicyNoConditions);
  if (*expires <= now_millis) return denied(messages::kFormPolicyExpired);
  Check check(inputs);
  for (const base::JsonValue condition : conditions->elements()) {
    STATOR_TRY(check.condition(condition));
  }
  return check.finish();
}

}  // namespace stator::services::s3
