// What a running server takes up of a configuration that has been read again.
#pragma once

#include <string>
#include <vector>

#include "server/config.h"

namespace stator::server {

// The names of settings that differ, as flags: "--log-level".
struct Changes {
  std::vector<std::string> taken_up;
  std::vector<std::string> need_restart;
};

// Pure.
Changes compare(const CommandLine& running, const CommandLine& wanted);

// `running` with those settings of `wanted` that can be taken up.
CommandLine take_up(const CommandLine& running, const CommandLine& wanted);

}  // namespace stator::server
