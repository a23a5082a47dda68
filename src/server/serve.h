// `stator serve`: runs the server until a signal ends it.
#pragma once

#include "server/config.h"

namespace stator::server {

inline constexpr const char* kVersion = STATOR_VERSION;

// Returns the exit code: 0, or 1 after one line on standard error that says what is wrong with the
// environment. Blocks SIGTERM and SIGINT in the calling thread and all that it starts; call it before other
// threads run.
int serve(const Config& config);

}  // namespace stator::server
