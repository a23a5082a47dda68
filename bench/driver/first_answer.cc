#include "driver/first_answer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <optional>

#include "driver/connection.h"
#include "driver/process_stats.h"

namespace stator::bench {

namespace {

constexpr std::int64_t kStartLimitNs = 60'000'000'000;
constexpr std::int64_t kStopLimitNs = 10'000'000'000;
constexpr int kAnswerTimeoutMs = 5'000;
constexpr useconds_t kBetweenTriesUs = 100;
constexpr double kNsPerMs = 1e6;

std::optional<pid_t> start(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  }
  pid_t pid = 0;
  const int failed = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return std::nullopt;
  return pid;
}

bool is_answered(const sockaddr_in& address, const std::string& request) {
  const net::UniqueFd socket = connect_to(address);
  if (socket.get() < 0) return false;
  if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) return false;
  Answer answer;
  while (true) {
    pollfd ready{socket.get(), POLLIN, 0};
    if (::poll(&ready, 1, kAnswerTimeoutMs) != 1) return false;
    char* const room = answer.room();
    const ssize_t got = ::recv(socket.get(), room, answer.room_size(), 0);
    if (got <= 0) return false;
    const auto state = answer.take(static_cast<std::size_t>(got));
    if (state != Answer::State::kIncomplete)
      return state == Answer::State::kComplete && answer.status() == 200;
  }
}

void end(pid_t pid) {
  ::kill(pid, SIGTERM);
  const std::int64_t limit = monotonic_ns() + kStopLimitNs;
  while (::waitpid(pid, nullptr, WNOHANG) == 0) {
    if (monotonic_ns() > limit) ::kill(pid, SIGKILL);
    ::usleep(kBetweenTriesUs);
  }
}

}  // namespace

base::Result<FirstAnswer, std::string> measure_first_answer(const sockaddr_in& address,
                                                            const std::vector<std::string>& command) {
  std::string request;
  RequestWriter("127.0.0.1").write(RequestText{"ListTables", "{}"}, request);
  const std::int64_t begin = monotonic_ns();
  const auto pid = start(command);
  if (!pid) return command[0] + ": cannot be started";
  while (!is_answered(address, request)) {
    if (::waitpid(*pid, nullptr, WNOHANG) != 0) return command[0] + ": ended before it answered";
    if (monotonic_ns() > begin + kStartLimitNs) {
      end(*pid);
      return command[0] + ": no answer";
    }
    ::usleep(kBetweenTriesUs);
  }
  FirstAnswer result;
  result.milliseconds = static_cast<double>(monotonic_ns() - begin) / kNsPerMs;
  result.resident_bytes = resident_bytes(*pid);
  end(*pid);
  return result;
}

}  // namespace stator::bench
