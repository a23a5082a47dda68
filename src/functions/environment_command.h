// How the processes of an execution environment are started: their variables and command lines. Pure, but for
// a look whether the code has a bootstrap of its own.
//
// The variables are those of AWS's developer guide of Lambda ("Defined runtime environment variables"): of
// the reserved ones the function's own values do not count, of the others they do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "functions/function.h"
#include "functions/workplace.h"
#include "identity/records.h"

namespace stator::functions {

// Inside of a sandbox: where the runtime's interface is, and all that is listened on; the channel brings
// their listeners in this order.
inline constexpr std::uint16_t kSandboxRuntimePort = 9001;
inline constexpr std::uint16_t kSandboxPorts[] = {4566, 8000, kSandboxRuntimePort};

// What one environment is made of.
struct EnvironmentPlan {
  Function function;
  Configuration configuration;
  std::string code_folder;
  unsigned uid = 0;
  Isolation isolation = Isolation::kBubblewrap;
  identity::SessionRef session;    // of its role; never null
  std::string layers_folder = {};  // seen as /opt; empty: none
  std::string node_modules = {};   // a folder; empty: none
};

struct RuntimePlaces {
  std::string server_url;  // by which plain processes call the server
  std::string log_stream;
  std::uint16_t runtime_port = 0;  // of the runtime's interface
};

// Each is inherited under its number.
struct SandboxDescriptors {
  int executable = -1;  // this program
  int channel = -1;     // over which it hands its listeners
  int filter = -1;      // of system calls; -1: none
};

// "NAME=value".
std::vector<std::string> runtime_variables(const EnvironmentPlan& plan, const SharedFolders& folders,
                                           const RuntimePlaces& places);
// The runtime's program and its arguments.
std::vector<std::string> runtime_command(const EnvironmentPlan& plan, const SharedFolders& folders);
// What comes before them where the isolation is bubblewrap. Everything that is writable is a tmpfs of a known
// size.
std::vector<std::string> sandbox_command(const EnvironmentPlan& plan, const SharedFolders& folders,
                                         const SandboxDescriptors& descriptors);

}  // namespace stator::functions
