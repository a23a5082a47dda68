#include "functions/launcher.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "functions/messages.h"
#include "functions/process.h"

namespace stator::functions {
namespace {

constexpr int kFailure = 125;
constexpr rlim_t kMaxOpenFiles = 1024;  // AWS's limit
constexpr int kBacklog = 128;
constexpr std::size_t kMaxListeners = 8;

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

int fail(const char* what) {
  std::fprintf(stderr, "function: %s: %s\n", what, std::strerror(errno));
  return kFailure;
}

void set_limit(int resource, rlim_t value) {
  rlimit limit{};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
  if (limit.rlim_max != RLIM_INFINITY && value > limit.rlim_max) value = limit.rlim_max;
  limit.rlim_cur = limit.rlim_max = value;
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : signals) sigaddset(&set, signal);
  return set;
}

// The server blocks some and ignores others; a program of the user's expects neither.
void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    if (signal != SIGKILL && signal != SIGSTOP) std::signal(signal, SIG_DFL);
  }
  const sigset_t none = set_of({});
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// In sessions of their own, too, and frozen ones: as the reaper, this process has all of them below it. They
// are stopped before any is killed, since what is stopped makes no others while it is looked for.
void end_all_below() {
  std::unordered_set<int> stopped;
  for (std::size_t before = 1; stopped.size() != before;) {
    before = stopped.size();
    for (const int process : processes_below(::getpid())) {
      if (stopped.insert(process).second) ::kill(process, SIGSTOP);
    }
  }
  signal_below(::getpid(), SIGKILL);
  while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
}

int end_like(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  reset_signals();
  ::kill(::getpid(), WTERMSIG(status));
  return kFailure;
}

// Until the program has ended, or the server has, or the server wants it to end.
int watch(pid_t program, const sigset_t& awaited) {
  // What the server waits for the end of is the program's.
  ::close_range(3, ~0U, 0);
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int standard : {0, 1, 2}) ::dup2(nothing, standard);
  for (;;) {
    int signal = 0;
    if (::sigwait(&awaited, &signal) != 0) continue;
    if (signal == kEndSignal) {
      end_all_below();
      return end_like(SIGKILL);
    }
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended != program) continue;
      end_all_below();
      return end_like(status);
    }
  }
}

int open_listener(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return -1;
  if (::listen(socket, kBacklog) != 0) return -1;
  return socket;
}

// Before the user is changed: the groups are the server's.
bool enter_group(const char* file) {
  const int descriptor = ::open(file, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool entered = ::write(descriptor, "0", 1) == 1;
  ::close(descriptor);
  return entered;
}

bool send_descriptors(int channel, const std::vector<int>& descriptors) {
  char byte = 0;
  iovec content{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMaxListeners * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
  std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size() * sizeof(int));
  return ::sendmsg(channel, &message, MSG_NOSIGNAL) == 1;
}

}  // namespace

int run_launcher(int count, char** arguments) {
  if (count < 5) return kFailure;
  const auto server = number(arguments[0]), uid = number(arguments[1]), processes = number(arguments[2]);
  if (!server || !uid || !processes) return kFailure;
  reset_signals();
  set_limit(RLIMIT_CORE, 0);
  const sigset_t awaited = set_of({kEndSignal, SIGCHLD});
  ::sigprocmask(SIG_BLOCK, &awaited, nullptr);
  ::setpgid(0, 0);  // what ends the server at a terminal is not for its functions
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_PDEATHSIG, kEndSignal);
  if (::getppid() != static_cast<pid_t>(*server)) return kFailure;  // it has ended before that

  const pid_t launcher = ::getpid();
  const pid_t program = ::fork();
  if (program < 0) return fail(messages::kCannotFork);
  if (program > 0) ::_exit(watch(program, awaited));
  reset_signals();
  ::setpgid(0, 0);
  // The launcher stays outside: a frozen one could not end anything.
  if (arguments[3] != kNoGroup && !enter_group(arguments[3])) ::_exit(fail(messages::kCannotEnterGroup));
  set_limit(RLIMIT_NOFILE, kMaxOpenFiles);
  if (*uid != 0) {
    const gid_t group = *uid;
    if (::setgroups(0, nullptr) != 0) ::_exit(fail(messages::kCannotDropGroups));
    if (::setresgid(group, group, group) != 0) ::_exit(fail(messages::kCannotDropGroup));
    if (::setresuid(*uid, *uid, *uid) != 0) ::_exit(fail(messages::kCannotDropUser));
    set_limit(RLIMIT_NPROC, *processes);
  }
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // if the launcher is killed; bubblewrap does it for itself
  if (::getppid() != launcher) ::_exit(kFailure);
  ::execv(arguments[4], arguments + 4);
  ::_exit(fail(arguments[4]));
}

int run_init(int count, char** arguments) {
  if (count < 3) return kFailure;
  const auto channel = number(arguments[0]);
  if (!channel) return kFailure;
  std::vector<int> listeners;
  std::string_view ports = arguments[1];
  while (!ports.empty() && listeners.size() < kMaxListeners) {
    const std::size_t comma = ports.find(',');
    const auto port = number(ports.substr(0, comma));
    if (!port) return kFailure;
    const int listener = open_listener(static_cast<std::uint16_t>(*port));
    if (listener < 0) return fail(messages::kCannotListen);
    listeners.push_back(listener);
    ports.remove_prefix(comma == std::string_view::npos ? ports.size() : comma + 1);
  }
  if (!send_descriptors(static_cast<int>(*channel), listeners)) return fail(messages::kCannotHandOver);
  // The runtime has its three standard descriptors and nothing else.
  ::close_range(3, ~0U, 0);
  ::execv(arguments[2], arguments + 2);
  return fail(arguments[2]);
}

}  // namespace stator::functions
