// `stator serve`: runs the server until a signal ends it.
#pragma once

#include <functional>

#include "server/config.h"

namespace stator::server {

inline constexpr const char* kVersion = STATOR_VERSION;

// Reads the configuration again, from where it came from.
using ReadAgain = std::function<base::Result<CommandLine, ConfigError>()>;

// Returns the exit code: 0, or 1 after one line on standard error that says what is wrong with the
// environment. Blocks SIGTERM and SIGINT in the calling thread and all that it starts; call it before other
// threads run.
int serve(const CommandLine& line, const ReadAgain& read_again);

}  // namespace stator::server
