#include "authz/context_keys.h"

#include "authz/condition.h"
#include "base/ascii.h"

namespace stator::authz {

void ContextKeys::add(const Policy& policy) {
  for (const Statement& statement : policy.statements) {
    if (policy.has_variables) {
      for (const std::string& resource : statement.resources) add_variables(resource);
    }
    for (const Condition& condition : statement.conditions) {
      add_key(condition.name);
      if (!policy.has_variables) continue;
      for (const std::string& value : condition.values) add_variables(value);
    }
  }
}

void ContextKeys::add_key(std::string_view name) {
  if (seen_.insert(base::lower_ascii(name)).second) names_.emplace_back(name);
}

void ContextKeys::add_variables(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    at += 2;
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return;
    const std::string_view name = variable_name(text.substr(at, end - at));
    if (!name.empty()) add_key(name);
    at = end;
  }
}

}  // namespace stator::authz
