#include "functions/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "functions/launcher.h"

namespace stator::functions {
namespace {

constexpr int kForever = -1;
constexpr int kIdleMillis = 1000;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// -1 if it cannot be started. The output goes to `output`, both of it.
int spawn(ProcessPlan plan) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  // The first one inherited is the pipe for what it prints.
  posix_spawn_file_actions_adddup2(&actions, plan.inherited.front(), 1);
  posix_spawn_file_actions_adddup2(&actions, plan.inherited.front(), 2);
  for (std::size_t i = 1; i < plan.inherited.size(); ++i)
    posix_spawn_file_actions_adddup2(&actions, plan.inherited[i], plan.inherited[i]);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, plan.arguments.front().c_str(), &actions, nullptr,
                                  pointers(plan.arguments).data(), pointers(plan.environment).data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? pid : -1;
}

bool belongs_to_function(int process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/environ", std::ios::binary);
  for (std::string variable; std::getline(file, variable, '\0');) {
    if (variable.starts_with(kFunctionVariable) && variable.substr(kFunctionVariable.size()).starts_with('='))
      return true;
  }
  return false;
}

}  // namespace

bool runs_well(std::vector<std::string> arguments) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int descriptor = 0; descriptor < 3; ++descriptor)
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  if (error == 0) ::waitpid(pid, &status, 0);
  return error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// They hang on the thread that made them.
std::vector<int> children_of(int pid) {
  std::vector<int> all;
  std::error_code error;
  const std::string folder = "/proc/" + std::to_string(pid) + "/task";
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::ifstream children(at->path() / "children");
    for (int child = 0; children >> child;) all.push_back(child);
  }
  return all;
}

std::vector<int> processes_below(int pid) {
  if (pid <= 1) return {};
  std::vector<int> below = children_of(pid);
  for (std::size_t next = 0; next < below.size(); ++next) {
    const std::vector<int> more = children_of(below[next]);
    below.insert(below.end(), more.begin(), more.end());
  }
  return below;
}

void signal_below(int pid, int signal) {
  for (const int process : processes_below(pid)) ::kill(process, signal);
}

std::uint64_t private_memory_below(int pid) {
  static const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::uint64_t pages = 0;
  for (const int process : processes_below(pid)) {
    std::ifstream file("/proc/" + std::to_string(process) + "/statm");
    std::uint64_t size = 0, resident = 0, shared = 0;
    if (file >> size >> resident >> shared) pages += resident - std::min(shared, resident);
  }
  return pages * page_bytes;
}

Supervisor::Supervisor() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  thread_ = std::thread([this] { run(); });
}

Supervisor::~Supervisor() { stop(); }

void Supervisor::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
}

void Supervisor::start(std::shared_ptr<ProcessOwner> owner) {
  bool ended = false;
  {
    std::lock_guard lock(mutex_);
    ended = ended_;
    if (!ended) waiting_.push_back(owner);
  }
  if (ended) return owner->on_started(-1);
  wake();
}

void Supervisor::stop() {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void Supervisor::start_waiting() {
  std::vector<std::shared_ptr<ProcessOwner>> waiting;
  bool stopping = false;
  {
    std::lock_guard lock(mutex_);
    waiting.swap(waiting_);
    stopping = stopping_;
  }
  for (std::shared_ptr<ProcessOwner>& owner : waiting) {
    const int pid = stopping ? -1 : spawn(owner->plan());
    owner->on_started(pid);
    if (pid < 0) continue;
    const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (handle >= 0) ::fcntl(handle, F_SETFD, FD_CLOEXEC);
    children_.push_back({std::move(owner), pid, net::UniqueFd(handle)});
  }
  if (!stopping) return;
  for (const Child& child : children_) ::kill(child.pid, kEndSignal);
}

void Supervisor::poll_once() {
  std::vector<pollfd> polled{{wake_.get(), POLLIN, 0}};
  for (const Child& child : children_) {
    polled.push_back({child.handle.get(), POLLIN, 0});
    polled.push_back({child.owner->output(), POLLIN, 0});
    polled.push_back({child.owner->channel(), POLLIN, 0});
  }
  const bool ticks = busy_ || has_orphans_;
  const int timeout = ticks ? static_cast<int>(kTick.count()) : children_.empty() ? kForever : kIdleMillis;
  if (::poll(polled.data(), polled.size(), timeout) < 0) return;
  std::uint64_t ignored = 0;
  while (::read(wake_.get(), &ignored, sizeof ignored) > 0) {
  }
  busy_ = false;
  for (std::size_t i = 0; i < children_.size(); ++i) {
    ProcessOwner& owner = *children_[i].owner;
    if (polled[3 * i + 2].revents != 0) owner.on_output();
    if (polled[3 * i + 3].revents != 0) owner.on_channel();
    if (owner.on_tick()) busy_ = true;
  }
  const auto ended = std::erase_if(children_, [](const Child& child) {
    int status = 0;
    if (::waitpid(child.pid, &status, WNOHANG) != child.pid) return false;
    child.owner->on_exit(status);
    return true;
  });
  if (ended > 0 || has_orphans_) end_orphans();
}

// One generation after the other: the children of what is killed here come next. Other children of this
// process are left alone, but for those that have ended and that nobody else waits for.
void Supervisor::end_orphans() {
  has_orphans_ = false;
  for (const int process : children_of(::getpid())) {
    if (std::ranges::any_of(children_, [&](const Child& child) { return child.pid == process; })) continue;
    if (belongs_to_function(process)) {
      ::kill(process, SIGKILL);
      has_orphans_ = true;
    }
    if (::waitpid(process, nullptr, WNOHANG) == process) has_orphans_ = true;
  }
}

void Supervisor::run() {
  for (;;) {
    start_waiting();
    {
      std::lock_guard lock(mutex_);
      ended_ = stopping_ && children_.empty() && waiting_.empty();
      if (ended_) return;
    }
    poll_once();
  }
}

}  // namespace stator::functions
