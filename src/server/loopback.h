// Host names that mean this machine.
#pragma once

#include <string_view>

namespace stator::server {

// An address of 127.0.0.0/8, ::1, "localhost". Without brackets or port; in lower case.
bool is_loopback_host(std::string_view host);

}  // namespace stator::server
