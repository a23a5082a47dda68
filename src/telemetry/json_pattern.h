// Filter patterns of JSON events: { $.level = "ERROR" && ($.n > 3 || $.user.tags[0] != "a*") }. Pure.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_parser.h"
#include "base/result.h"
#include "telemetry/regex.h"

namespace stator::telemetry {

class JsonPattern {
 public:
  // With its braces. The error is a text for the user.
  static base::Result<JsonPattern, std::string> parse(std::string_view text);

  // What is no JSON object matches nothing.
  bool matches(std::string_view message) const;
  // How often each byte of a message may be looked at.
  std::size_t work_per_byte() const { return work_per_byte_; }

  // A step of a property selector: a member, an element, or any of them.
  struct Step {
    enum class Kind : std::uint8_t { kName, kIndex, kAny };
    Kind kind = Kind::kName;
    std::string name;
    std::size_t index = 0;
  };

  struct Node {
    enum class Kind : std::uint8_t { kAnd, kOr, kCompare, kIsNull, kIsTrue, kIsFalse, kNotExists };
    enum class Comparison : std::uint8_t {
      kEqual,
      kNotEqual,
      kLess,
      kLessOrEqual,
      kGreater,
      kGreaterOrEqual
    };
    Kind kind = Kind::kCompare;
    std::vector<Node> children;  // of kAnd and kOr
    std::vector<Step> path;
    Comparison comparison = Comparison::kEqual;
    std::string text;              // '*' stands for any characters
    std::optional<double> number;  // where the text is one, and was not quoted
    std::optional<Regex> regex;    // instead of the text
  };

 private:
  Node root_;
  std::size_t work_per_byte_ = 1;
};

}  // namespace stator::telemetry
