// Filter patterns of log events: `ERROR -timeout "exit status"`, `?WARN ?ERROR`; JSON events, { $.x = 1 };
// columns, [ip, status = 4*]; regular expressions, %x+%. Pure.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "telemetry/regex.h"

namespace stator::telemetry {

class ColumnPattern;
class JsonPattern;

class FilterPattern {
 public:
  // The error is AWS's text.
  static base::Result<FilterPattern, std::string> parse(std::string_view text);

  // An empty pattern matches everything.
  bool matches(std::string_view message) const;
  // How often it may have to look at each byte of a message; at least once.
  std::size_t work_per_byte() const;

 private:
  std::vector<std::string> wanted_;          // all of them
  std::vector<std::string> optional_;        // one of them
  std::vector<std::string> excluded_;        // none of them
  std::optional<Regex> regex_;               // instead of terms
  std::shared_ptr<const JsonPattern> json_;  // the same; immutable, so copies share it
  std::shared_ptr<const ColumnPattern> columns_;
};

}  // namespace stator::telemetry
