// The program `stator`.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "functions/launcher.h"
#include "server/config.h"
#include "server/folder_commands.h"
#include "server/machine_memory.h"
#include "server/message_list.h"
#include "server/operation_list.h"
#include "server/serve.h"

// Read by the allocator at the start (src/CMakeLists.txt): few heaps, so that little stays in each of them,
// and freed memory goes back to the system after half a second. A thread keeps more small pieces than the
// allocator would let it: a batch write has thousands of 1 KB at once.
extern "C" const char* malloc_conf;
const char* malloc_conf =
    "narenas:2,dirty_decay_ms:500,muzzy_decay_ms:0,"
    "tcache_nslots_small_min:100,lg_tcache_nslots_mul:3";

namespace {

constexpr int kUsageError = 2;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace stator::server;
  // Internal commands, by which the server starts itself for functions.
  if (argc > 1 && argv[1] == stator::functions::kLauncherCommand)
    return stator::functions::run_launcher(argc - 2, argv + 2);
  if (argc > 1 && argv[1] == stator::functions::kInitCommand)
    return stator::functions::run_init(argc - 2, argv + 2);
  const ConfigSources sources{environment, std::thread::hardware_concurrency(), machine_memory()};
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto read = [&] { return parse_command_line(arguments, sources); };
  auto line = read();
  if (!line.ok()) {
    fmt::print(stderr, "stator: {}\n", line.error().message);
    return kUsageError;
  }
  switch (line->command) {
    case Command::kServe:
      return serve(*line, read);
    case Command::kCheck:
      return check_data(line->data_folder);
    case Command::kBackup:
      return backup_data(line->data_folder, line->backup);
    case Command::kRestore:
      return restore_data(line->backup, line->data_folder);
    case Command::kOperations:
      fmt::print("{}", operation_list());
      return EXIT_SUCCESS;
    case Command::kMessages:
      fmt::print("{}", message_list());
      return EXIT_SUCCESS;
    case Command::kVersion:
      fmt::print("stator {}\n", kVersion);
      return EXIT_SUCCESS;
    case Command::kHelp:
      fmt::print("{}", line->help);
      return EXIT_SUCCESS;
  }
  return EXIT_SUCCESS;
}
