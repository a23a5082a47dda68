// Filter patterns of events with columns: [ip, user, ..., status = 4* && status != 404, bytes > 1000]. Pure.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-space-delimited-log-events.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "telemetry/regex.h"

namespace stator::telemetry {

class ColumnPattern {
 public:
  // With its brackets. The error is a text for the user.
  static base::Result<ColumnPattern, std::string> parse(std::string_view text);

  // Columns stand between blanks; what is in quotes or brackets is one. There have to be as many as the
  // pattern names, unless it has an ellipsis.
  bool matches(std::string_view message) const;
  // How often each byte of a message may be looked at.
  std::size_t work_per_byte() const { return work_per_byte_; }

  enum class Comparison : std::uint8_t { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

  struct Condition {
    std::size_t column = 0;  // as named in the pattern, without the ellipsis
    Comparison comparison = Comparison::kEqual;
    std::string text;              // '*' stands for any characters
    std::optional<double> number;  // where the text is one, and was not quoted
    std::optional<Regex> regex;    // instead of the text
  };
  // Alternatives of conditions that all hold.
  using Conditions = std::vector<std::vector<Condition>>;

 private:
  std::vector<std::string> names_;
  std::optional<std::size_t> ellipsis_;  // stands before the column with this index
  std::vector<Conditions> conditions_;   // all of them hold
  std::size_t work_per_byte_ = 1;
};

}  // namespace stator::telemetry
