// The commands that work on data folders: `stator check`, `stator backup`, `stator restore`. Each prints what
// there is to say and returns the program's exit code.
#pragma once

#include <string>

namespace stator::server {

// 0: sound; 1: damaged; 2: there is nothing to check.
int check_data(const std::string& data_folder);
// 0 or 1.
int backup_data(const std::string& data_folder, const std::string& destination);
int restore_data(const std::string& backup, const std::string& data_folder);

}  // namespace stator::server
