#include "server/function_modules.h"

namespace stator::server {
namespace {

namespace fs = std::filesystem;

// Functions run as users of their own.
bool everybody_reaches(const fs::path& folder) {
  for (fs::path at = folder;; at = at.parent_path()) {
    std::error_code error;
    const fs::perms allowed = fs::status(at, error).permissions();
    if (error || (allowed & fs::perms::others_exec) == fs::perms::none) return false;
    if (at == at.root_path()) return true;
  }
}

}  // namespace

std::string modules_of(const fs::path& program) {
  std::error_code error;
  const fs::path folder =
      fs::canonical(program.parent_path().parent_path() / "lib" / "stator" / "node_modules", error);
  if (error || !fs::is_directory(folder, error) || !everybody_reaches(folder)) return "";
  return folder;
}

std::string default_function_modules() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? "" : modules_of(program);
}

}  // namespace stator::server
