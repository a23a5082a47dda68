// Filter patterns of log events: `ERROR -timeout "exit status"`, `?WARN ?ERROR`. Pure. The patterns for JSON
// events, { $.x = 1 }, for columns, [a, b], and regular expressions, %x+%, are not known here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stator::telemetry {

class FilterPattern {
 public:
  // The error is AWS's text.
  static base::Result<FilterPattern, std::string> parse(std::string_view text);

  // An empty pattern matches everything.
  bool matches(std::string_view message) const;

 private:
  std::vector<std::string> wanted_;    // all of them
  std::vector<std::string> optional_;  // one of them
  std::vector<std::string> excluded_;  // none of them
};

}  // namespace stator::telemetry
