// The whole of a small file, as text.
#pragma once

#include <optional>
#include <string>

namespace stator::base {

// Nothing on failure; errno says why. Also for what can be opened and not read, such as a folder, of which a
// stream's iterator would throw.
std::optional<std::string> read_file_text(const std::string& path);

}  // namespace stator::base
