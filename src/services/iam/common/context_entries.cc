#include "services/iam/common/context_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "authz/condition.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "services/iam/common/lookups.h"

namespace stator::services::iam {
namespace {

struct TypeRule {
  std::string_view name;
  bool is_list;
  bool (*takes)(std::string_view);  // nullptr: everything
};

constexpr std::size_t kValueBytes = 16;  // what an empty one costs: it is compared, too

bool is_boolean(std::string_view text) {
  const std::string lower = base::lower_ascii(text);
  return lower == "true" || lower == "false";
}

bool is_binary(std::string_view text) {
  std::string bytes;
  return base::append_base64_decoded(text, bytes);
}

// In the order of ContextType.
constexpr TypeRule kTypes[] = {
    {"string", false, nullptr},           {"stringList", true, nullptr},
    {"numeric", false, authz::is_number}, {"numericList", true, authz::is_number},
    {"boolean", false, is_boolean},       {"booleanList", true, is_boolean},
    {"ip", false, authz::is_address},     {"ipList", true, authz::is_address},
    {"binary", false, is_binary},         {"binaryList", true, is_binary},
    {"date", false, authz::is_date},      {"dateList", true, authz::is_date},
};

aws::Result<base::Ok> check_values(const ContextEntry& entry, const std::vector<std::string>& values) {
  if (!entry.type) return base::Ok{};
  const TypeRule& type = kTypes[static_cast<std::size_t>(entry.type->get())];
  if (!type.is_list && values.size() > 1)
    return invalid_input(fmt::format(messages::kContextValues, *entry.name, type.name));
  for (const std::string& value : values) {
    if (type.takes != nullptr && !type.takes(value))
      return invalid_input(fmt::format(messages::kContextValue, *entry.name, value, type.name));
  }
  return base::Ok{};
}

}  // namespace

aws::Result<Context> read_context(const std::optional<std::vector<ContextEntry>>& entries) {
  Context out;
  if (!entries) return out;
  for (const ContextEntry& entry : *entries) {
    if (!entry.name) return invalid_input(std::string(messages::kContextKeyMissing));
    if (!out.keys.insert(base::lower_ascii(*entry.name)).second)
      return invalid_input(fmt::format(messages::kContextKeyTwice, *entry.name));
    std::vector<std::string> values = entry.values.value_or(std::vector<std::string>());
    STATOR_TRY(check_values(entry, values));
    out.bytes += entry.name->size();
    for (const std::string& value : values) out.bytes += kValueBytes + value.size();
    out.facts.set(*entry.name, std::move(values));
  }
  return out;
}

}  // namespace stator::services::iam
