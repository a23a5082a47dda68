// Where functions for Node.js find modules that they do not bring along, such as the AWS SDK.
#pragma once

#include <filesystem>
#include <string>

namespace stator::server {

// The folder lib/stator/node_modules beside the folder of the program: /usr/lib/stator/node_modules of
// /usr/bin/stator. Empty where there is none, or where the users of functions could not read it.
std::string modules_of(const std::filesystem::path& program);

// Of this program.
std::string default_function_modules();

}  // namespace stator::server
