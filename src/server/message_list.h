// What `stator messages` prints: every message to users, with its source.
#pragma once

#include <string>

namespace stator::server {

// A section of Markdown for each of the catalogue's.
std::string message_list();

}  // namespace stator::server
