// What is wrong with a math expression: how it is to be handled, and the text for the client.
#pragma once

#include <cstdint>
#include <string>

namespace stator::monitoring::math {

struct MathError {
  enum class Kind : std::uint8_t {
    kSyntax,        // not an expression, or too long or too deep for one
    kUndefined,     // an id or a function that is not there
    kType,          // an operator or a function gets what it does not take
    kCircular,      // expressions that need each other
    kNotSupported,  // of CloudWatch, but not of this server
    kTooLarge,      // the result, or what it is made of, has too many data points
  };

  Kind kind = Kind::kSyntax;
  std::string text;
};

}  // namespace stator::monitoring::math
