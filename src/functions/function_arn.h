// ARNs of functions. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telemetry/logs.h"

namespace stator::functions {

struct FunctionArn {
  telemetry::Scope scope;
  std::string name;
  std::string qualifier;  // a version or alias; empty: it names none

  // "arn:aws:lambda:REGION:ACCOUNT:function:NAME", and ":QUALIFIER" if there is one.
  std::string text() const;
};

// Nothing for other texts.
std::optional<FunctionArn> parse_function_arn(std::string_view text);

}  // namespace stator::functions
