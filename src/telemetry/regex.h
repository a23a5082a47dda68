// The regular expressions of filter patterns, %x+%: letters, digits, some symbols, and operators without
// groups. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace stator::telemetry {

class Regex {
 public:
  // Without the percent signs. The error is a text for the user.
  static base::Result<Regex, std::string> parse(std::string_view text);

  // Whether it is found anywhere. In time linear to the text, whatever the expression.
  bool matches(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;  // shared by copies of the pattern, which is immutable
};

}  // namespace stator::telemetry
