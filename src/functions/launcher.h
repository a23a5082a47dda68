// The two programs between the server and a function's runtime. Both are this very executable, called with
// another first argument, so that what they do after the fork is plain single-threaded code.
//
// launcher   makes a process that enters its control group, drops to the function's user, sets limits, and
//            becomes bubblewrap (or the runtime itself). It stays itself, as the server's user, to end all
//            that the program has made: when the program ends, when the server asks (kEndSignal), and when
//            the server is gone, however it went. Ends as the program did. Killed itself (kill -9), it leaves
//            the rest to the server (process.h).
// init       the first program inside: opens listeners on the namespace's own loopback, hands them to the
//            server over a Unix socket, and becomes the runtime
#pragma once

#include <csignal>
#include <string_view>

namespace stator::functions {

inline constexpr std::string_view kLauncherCommand = "function-launcher";
inline constexpr std::string_view kInitCommand = "function-init";
inline constexpr std::string_view kNoGroup = "-";
// Tells a launcher to end, as if somebody had killed the program.
inline constexpr int kEndSignal = SIGTERM;

// launcher SERVER UID LIMIT_PROCESSES GROUP PROGRAM ARGUMENT...
//     SERVER: its process; UID 0: stay who we are; GROUP: the file cgroup.procs, or kNoGroup
// init SOCKET PORT,PORT... PROGRAM ARGUMENT...
//
// Return only on failure, with an exit code.
int run_launcher(int count, char** arguments);
int run_init(int count, char** arguments);

}  // namespace stator::functions
