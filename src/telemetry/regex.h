// The regular expressions of filter patterns, %x+%: letters, digits, some symbols, and operators without
// groups. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
#pragma once

#include <cstddef>
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
  // What all expressions of a filter pattern may have together, in instructions of their programs: about one
  // for each character that they may have to look for, so %\d{1,3}% has three. For most texts, a table for so
  // many fits into memory. Where it does not, each byte of the text may meet each instruction.
  static constexpr std::size_t kMaxSize = 500;

  // Without the percent signs. The error is a text for the user.
  static base::Result<Regex, std::string> parse(std::string_view text);

  // At most kMaxSize.
  std::size_t size() const;
  // Whether it is found anywhere. In time proportional to the text and, at worst, to size().
  bool matches(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;  // shared by copies of the pattern, which is immutable
};

}  // namespace stator::telemetry
