// The programs that load a handler and speak the Runtime API for it: what AWS has in /var/runtime.
#pragma once

#include <string_view>

namespace stator::functions {

extern const std::string_view kPythonBootstrap;
extern const std::string_view kNodeBootstrap;

}  // namespace stator::functions
