#include "authz/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "authz/messages.h"
#include "base/ascii.h"
#include "base/json_parser.h"

namespace stator::authz {
namespace {

using base::JsonKind;
using base::JsonMember;
using base::JsonValue;
using base::Ok;
template <typename T>
using Result = base::Result<T, PolicyError>;

struct OperatorName {
  std::string_view name;
  Operator op;
  bool negated;
};
constexpr OperatorName kOperators[] = {
    {"StringEquals", Operator::kStringEquals, false},
    {"StringNotEquals", Operator::kStringEquals, true},
    {"StringEqualsIgnoreCase", Operator::kStringEqualsIgnoreCase, false},
    {"StringNotEqualsIgnoreCase", Operator::kStringEqualsIgnoreCase, true},
    {"StringLike", Operator::kStringLike, false},
    {"StringNotLike", Operator::kStringLike, true},
    {"NumericEquals", Operator::kNumericEquals, false},
    {"NumericNotEquals", Operator::kNumericEquals, true},
    {"NumericLessThan", Operator::kNumericLessThan, false},
    {"NumericLessThanEquals", Operator::kNumericLessThanEquals, false},
    {"NumericGreaterThan", Operator::kNumericGreaterThan, false},
    {"NumericGreaterThanEquals", Operator::kNumericGreaterThanEquals, false},
    {"DateEquals", Operator::kDateEquals, false},
    {"DateNotEquals", Operator::kDateEquals, true},
    {"DateLessThan", Operator::kDateLessThan, false},
    {"DateLessThanEquals", Operator::kDateLessThanEquals, false},
    {"DateGreaterThan", Operator::kDateGreaterThan, false},
    {"DateGreaterThanEquals", Operator::kDateGreaterThanEquals, false},
    {"Bool", Operator::kBool, false},
    {"BinaryEquals", Operator::kBinaryEquals, false},
    {"IpAddress", Operator::kIpAddress, false},
    {"NotIpAddress", Operator::kIpAddress, true},
    {"ArnEquals", Operator::kArnLike, false},
    {"ArnNotEquals", Operator::kArnLike, true},
    {"ArnLike", Operator::kArnLike, false},
    {"ArnNotLike", Operator::kArnLike, true},
    {"Null", Operator::kNull, false},
};

PolicyError error(std::string_view text) { return {std::string(text)}; }
PolicyError syntax() { return error(messages::kSyntax); }
PolicyError bad_principal(std::string_view kind, std::string_view text) {
  return {fmt::format(messages::kBadPrincipal, kind, text), true};
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool take_prefix(std::string_view* text, std::string_view prefix) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}
bool take_suffix(std::string_view* text, std::string_view suffix) {
  if (!text->ends_with(suffix)) return false;
  text->remove_suffix(suffix.size());
  return true;
}

// A string, or a list of strings.
Result<std::vector<std::string>> read_strings(JsonValue json) {
  std::vector<std::string> out;
  if (json.is_string()) {
    out.emplace_back(json.text());
    return out;
  }
  if (!json.is_array()) return syntax();
  for (const JsonValue element : json.elements()) {
    if (!element.is_string()) return syntax();
    out.emplace_back(element.text());
  }
  return out;
}

// Values of a condition may be numbers and booleans, too.
Result<std::string> read_condition_value(JsonValue json) {
  switch (json.kind()) {
    case JsonKind::kString:
      return std::string(json.text());
    case JsonKind::kTrue:
      return std::string("true");
    case JsonKind::kFalse:
      return std::string("false");
    case JsonKind::kInteger:
      return std::to_string(json.integer());
    case JsonKind::kUnsigned:
    case JsonKind::kDouble:
      return fmt::format("{}", json.number());
    default:
      return syntax();
  }
}

Result<Condition> read_operator(std::string_view name) {
  Condition condition;
  std::string_view rest = name;
  if (take_prefix(&rest, "ForAllValues:")) {
    condition.quantifier = Quantifier::kForAllValues;
  } else if (take_prefix(&rest, "ForAnyValue:")) {
    condition.quantifier = Quantifier::kForAnyValue;
  }
  condition.if_exists = take_suffix(&rest, "IfExists");
  for (const OperatorName& known : kOperators) {
    if (base::lower_ascii(known.name) != base::lower_ascii(rest)) continue;
    if (known.op == Operator::kNull && condition.if_exists) break;
    condition.op = known.op;
    condition.negated = known.negated;
    return condition;
  }
  return PolicyError{fmt::format(messages::kBadCondition, name)};
}

Result<Ok> read_conditions(JsonValue json, std::vector<Condition>* out) {
  if (!json.is_object()) return syntax();
  for (const JsonMember block : json.members()) {
    STATOR_ASSIGN(const Condition form, read_operator(block.name));
    if (!block.value.is_object()) return syntax();
    for (const JsonMember key : block.value.members()) {
      if (key.name.find(':') == std::string_view::npos) return error(messages::kNoVendor);
      Condition condition = form;
      condition.key = base::lower_ascii(key.name);
      condition.name = key.name;
      if (key.value.is_array()) {
        for (const JsonValue element : key.value.elements()) {
          STATOR_ASSIGN(std::string value, read_condition_value(element));
          condition.values.push_back(std::move(value));
        }
      } else {
        STATOR_ASSIGN(std::string value, read_condition_value(key.value));
        condition.values.push_back(std::move(value));
      }
      out->push_back(std::move(condition));
    }
  }
  return Ok{};
}

Result<Ok> check_action(const std::string& action, DocumentKind kind) {
  if (kind == DocumentKind::kTrust) {
    if (!base::lower_ascii(action).starts_with("sts:")) return error(messages::kOnlyAssumeRole);
    return Ok{};
  }
  if (action == "*") return Ok{};
  const std::size_t colon = action.find(':');
  if (colon == std::string::npos) return error(messages::kNoVendor);
  const std::string_view vendor = std::string_view(action).substr(0, colon);
  const bool plain =
      std::all_of(vendor.begin(), vendor.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
  if (vendor.empty() || !plain) return PolicyError{fmt::format(messages::kBadVendor, vendor)};
  const std::string_view name = std::string_view(action).substr(colon + 1);
  const bool named = std::all_of(name.begin(), name.end(),
                                 [](char c) { return is_alphanumeric(c) || c == '*' || c == '?'; });
  if (name.empty() || !named) return syntax();
  return Ok{};
}

Result<Ok> check_resource(const std::string& resource) {
  if (resource.find_first_not_of('*') == std::string::npos && !resource.empty()) return Ok{};
  if (!resource.starts_with("arn:")) return PolicyError{fmt::format(messages::kResourceFormat, resource)};
  constexpr std::ptrdiff_t kColonsOfAnArn = 5;
  // "arn:aws:dynamodb:*" stands for all that follows.
  const bool open = resource.back() == '*';
  if (std::count(resource.begin(), resource.end(), ':') < kColonsOfAnArn && !open)
    return error(messages::kLegacyParsing);
  const std::size_t end = resource.find(':', 4);
  const std::string partition = resource.substr(4, end == std::string::npos ? end : end - 4);
  static constexpr std::array<std::string_view, 4> kPartitions = {"aws", "aws-cn", "aws-us-gov", "*"};
  if (std::find(kPartitions.begin(), kPartitions.end(), partition) == kPartitions.end() &&
      end != std::string::npos)
    return PolicyError{fmt::format(messages::kBadPartition, partition, resource)};
  constexpr std::string_view kIam = ":iam:";
  const std::string_view rest = std::string_view(resource).substr(std::min(end, resource.size()));
  if (rest.starts_with(kIam) && rest.size() > kIam.size() && rest[kIam.size()] >= 'a' &&
      rest[kIam.size()] <= 'z')
    return PolicyError{fmt::format(messages::kIamHasNoRegion, resource)};
  return Ok{};
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_principal(std::string_view text) {
  if (text == "*" || is_account_id(text)) return true;
  if (!text.starts_with("arn:")) {
    // What AWS leaves of a principal that was deleted: its id.
    return text.size() >= 16 && (text.starts_with("AIDA") || text.starts_with("AROA"));
  }
  const bool known =
      text.find(":iam::") != std::string_view::npos || text.find(":sts::") != std::string_view::npos;
  return known && text.find('*') == std::string_view::npos;
}

Result<Principals> read_principals(JsonValue json) {
  Principals out;
  if (json.is_string()) {
    if (json.text() != "*") return bad_principal("STATIC", json.text());
    out.anyone = true;
    return out;
  }
  if (!json.is_object() || json.size() == 0) return syntax();
  for (const JsonMember member : json.members()) {
    STATOR_ASSIGN(std::vector<std::string> values, read_strings(member.value));
    if (member.name == "AWS") {
      for (const std::string& value : values) {
        if (!is_principal(value)) return bad_principal("AWS", value);
        if (value == "*") out.anyone = true;
      }
      out.aws.insert(out.aws.end(), values.begin(), values.end());
      continue;
    }
    if (member.name == "Service") {
      for (const std::string& value : values) {
        if (value.find(".amazonaws.com") == std::string::npos) return bad_principal("SERVICE", value);
      }
    } else if (member.name != "Federated" && member.name != "CanonicalUser") {
      return syntax();
    }
    out.others.insert(out.others.end(), values.begin(), values.end());
  }
  return out;
}

class StatementReader {
 public:
  explicit StatementReader(DocumentKind kind) : kind_(kind) {}

  Result<Statement> read(JsonValue json) {
    if (!json.is_object()) return syntax();
    for (const JsonMember member : json.members()) {
      if (!seen_.insert(member.name).second) return syntax();
      STATOR_TRY(read_member(member));
    }
    STATOR_TRY(check());
    return std::move(statement_);
  }

 private:
  bool seen(std::string_view name) const { return seen_.contains(name); }

  Result<Ok> read_member(const JsonMember& member) {
    const std::string_view name = member.name;
    const JsonValue json = member.value;
    if (name == "Sid") return read_sid(json);
    if (name == "Effect") return read_effect(json);
    if (name == "Action" || name == "NotAction") {
      statement_.not_action = name == "NotAction";
      STATOR_ASSIGN(statement_.actions, read_strings(json));
      for (const std::string& action : statement_.actions) {
        STATOR_TRY(check_action(action, kind_));
      }
      return Ok{};
    }
    if (name == "Resource" || name == "NotResource") {
      if (kind_ == DocumentKind::kTrust) return PolicyError{fmt::format(messages::kProhibitedField, name)};
      statement_.not_resource = name == "NotResource";
      STATOR_ASSIGN(statement_.resources, read_strings(json));
      for (const std::string& resource : statement_.resources) {
        STATOR_TRY(check_resource(resource));
      }
      return Ok{};
    }
    if (name == "Principal" || name == "NotPrincipal") {
      if (kind_ == DocumentKind::kIdentity) return error(messages::kPrincipalNotAllowed);
      statement_.not_principal = name == "NotPrincipal";
      STATOR_ASSIGN(statement_.principals, read_principals(json));
      return Ok{};
    }
    if (name == "Condition") return read_conditions(json, &statement_.conditions);
    if (kind_ == DocumentKind::kTrust) return PolicyError{fmt::format(messages::kUnknownField, name)};
    return syntax();
  }

  Result<Ok> read_sid(JsonValue json) {
    if (!json.is_string()) return syntax();
    statement_.sid = json.text();
    // Policies of resources may have blanks in them.
    if (kind_ != DocumentKind::kResource &&
        !std::all_of(statement_.sid.begin(), statement_.sid.end(), is_alphanumeric))
      return error(messages::kSidCharacters);
    return Ok{};
  }

  Result<Ok> read_effect(JsonValue json) {
    if (!json.is_string()) return syntax();
    if (json.text() != "Allow" && json.text() != "Deny") return syntax();
    statement_.effect = json.text() == "Allow" ? Effect::kAllow : Effect::kDeny;
    return Ok{};
  }

  Result<Ok> check() const {
    const bool trust = kind_ == DocumentKind::kTrust;
    const auto missing = [&](std::string_view field, std::string_view otherwise) {
      return trust ? PolicyError{fmt::format(messages::kMissingField, field)} : error(otherwise);
    };
    if (!seen("Effect")) return missing("Effect", messages::kSyntax);
    if (seen("Action") && seen("NotAction")) return syntax();
    if (statement_.actions.empty()) return missing("Action", messages::kNoActions);
    if (seen("Resource") && seen("NotResource")) return syntax();
    if (!trust && statement_.resources.empty()) return error(messages::kNoResources);
    if (seen("Principal") && seen("NotPrincipal")) return syntax();
    if (kind_ != DocumentKind::kIdentity && !statement_.principals)
      return missing("Principal", messages::kSyntax);
    return Ok{};
  }

  const DocumentKind kind_;
  Statement statement_;
  std::set<std::string_view> seen_;
};

Result<Ok> add_statement(JsonValue json, DocumentKind kind, std::set<std::string>* sids, Policy* policy) {
  STATOR_ASSIGN(Statement statement, StatementReader(kind).read(json));
  if (!statement.sid.empty() && !sids->insert(statement.sid).second) return error(messages::kSidNotUnique);
  policy->statements.push_back(std::move(statement));
  return Ok{};
}

Result<Policy> read_document(JsonValue root, DocumentKind kind) {
  Policy policy;
  std::set<std::string_view> seen;
  std::set<std::string> sids;
  for (const JsonMember member : root.members()) {
    if (!seen.insert(member.name).second) return syntax();
    if (member.name == "Version") {
      if (!member.value.is_string()) return syntax();
      const std::string_view version = member.value.text();
      if (version != "2012-10-17" && version != "2008-10-17") return syntax();
      policy.has_variables = version == "2012-10-17";
    } else if (member.name == "Id") {
      if (!member.value.is_string()) return syntax();
    } else if (member.name == "Statement") {
      if (!member.value.is_array()) {
        STATOR_TRY(add_statement(member.value, kind, &sids, &policy));
        continue;
      }
      for (const JsonValue element : member.value.elements()) {
        STATOR_TRY(add_statement(element, kind, &sids, &policy));
      }
    } else if (kind == DocumentKind::kTrust) {
      return PolicyError{fmt::format(messages::kUnknownField, member.name)};
    } else {
      return syntax();
    }
  }
  if (policy.statements.empty()) return syntax();
  return policy;
}

}  // namespace

base::Result<Policy, PolicyError> parse_policy(const std::string& text, DocumentKind kind) {
  base::JsonParser parser;
  const auto root = parser.parse(text);
  if (!root) return error(kind == DocumentKind::kTrust ? messages::kNotJson : messages::kSyntax);
  if (!root->is_object()) return syntax();
  return read_document(*root, kind);
}

std::size_t policy_size(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

}  // namespace stator::authz
