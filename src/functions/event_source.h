// Services of AWS that send events to functions, as far as their policies allow it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "functions/function.h"

namespace stator::functions {

struct EventSource {
  std::string service;  // "s3.amazonaws.com"; empty: somebody who was allowed to invoke
  std::string arn;      // what the event is of
  std::string account;  // of that
};

// By the policy of the function, or of its version or alias.
bool may_invoke(const EventSource& source, const Function& function, std::string_view qualifier);

}  // namespace stator::functions
