// The configuration file: TOML, one key a setting.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace stator::server {

// Setting name -> its values as text; switches as "true" or "false". The error is one line for the user.
base::Result<std::map<std::string, std::vector<std::string>>, std::string> read_config_file(
    const std::string& path);

}  // namespace stator::server
