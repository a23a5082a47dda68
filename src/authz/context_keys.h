// Which condition keys a policy refers to, in its conditions and as policy variables.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authz/policy.h"

namespace stator::authz {

// Each once without regard to case, in the order in which they are first met: of each statement those of its
// resources, then those of its conditions. As they are written. Pure.
class ContextKeys {
 public:
  void add(const Policy& policy);
  const std::vector<std::string>& names() const { return names_; }

 private:
  void add_key(std::string_view name);
  void add_variables(std::string_view text);

  std::vector<std::string> names_;
  std::set<std::string> seen_;  // in lower case
};

}  // namespace stator::authz
