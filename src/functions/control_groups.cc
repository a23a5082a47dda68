#include "functions/control_groups.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <thread>

#include "base/file_text.h"

namespace stator::functions {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "stator-functions-";
constexpr std::string_view kControllers[] = {"memory", "pids"};
// How long the end of a server waits for what it has killed.
constexpr int kRemovalTries = 100;
constexpr std::chrono::milliseconds kRemovalPause{10};

bool write_to(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(descriptor);
  return written;
}

std::string content_of(const std::string& file) { return base::read_file_text(file).value_or(""); }

std::vector<std::string> words_of(const std::string& file) {
  std::istringstream in(content_of(file));
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

bool has_word(const std::string& file, std::string_view word) {
  const std::vector<std::string> words = words_of(file);
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The number after a name, in files such as memory.stat.
std::optional<std::uint64_t> value_of(const std::string& file, std::string_view name) {
  const std::vector<std::string> words = words_of(file);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    std::uint64_t value = 0;
    const std::string& text = words[i + 1];
    if (words[i] != name) continue;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc()) return value;
  }
  return std::nullopt;
}

// Hands a controller down to the groups below. The kernel refuses as long as a process is in the group
// itself.
bool hand_down(const std::string& folder, std::string_view controller) {
  if (has_word(folder + "/cgroup.subtree_control", controller)) return true;
  return write_to(folder + "/cgroup.subtree_control", "+" + std::string(controller));
}

bool make_folder(const std::string& folder) { return ::mkdir(folder.c_str(), 0755) == 0 || errno == EEXIST; }

// Out of the way of hand_down(), if nobody else is there.
void step_aside(const std::string& own_group) {
  const std::string own = std::to_string(::getpid());
  const std::vector<std::string> processes = words_of(own_group + "/cgroup.procs");
  if (processes.size() != 1 || processes.front() != own) return;
  if (make_folder(own_group + "/server")) write_to(own_group + "/server/cgroup.procs", own);
}

// Groups of servers that do not run any more.
void remove_left_overs(const std::string& own_group) {
  std::error_code error;
  std::vector<std::string> folders;
  for (fs::directory_iterator at(own_group, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    if (!name.starts_with(kPrefix)) continue;
    int pid = 0;
    const char* begin = name.c_str() + kPrefix.size();
    if (std::from_chars(begin, name.c_str() + name.size(), pid).ec != std::errc() || pid <= 0) continue;
    if (::kill(pid, 0) != 0 && errno == ESRCH) folders.push_back(at->path());
  }
  for (const std::string& folder : folders) {
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (!at->is_directory(error)) continue;
      write_to(at->path().string() + "/cgroup.kill", "1");
      ::rmdir(at->path().c_str());
    }
    ::rmdir(folder.c_str());  // if something still ends in it, the next start does it
  }
}

}  // namespace

std::optional<std::string> own_group_folder(const std::string& mounts, const std::string& groups) {
  constexpr std::string_view kVersion2 = "0::";
  std::optional<std::string> group;
  std::istringstream group_lines(groups);
  for (std::string line; std::getline(group_lines, line);) {
    if (line.starts_with(kVersion2)) group = line.substr(kVersion2.size());
  }
  if (!group) return std::nullopt;
  std::istringstream mount_lines(mounts);
  for (std::string line; std::getline(mount_lines, line);) {
    if (line.find(" - cgroup2 ") == std::string::npos) continue;
    std::istringstream fields(line);
    std::string id, parent, device, root, point;
    fields >> id >> parent >> device >> root >> point;
    std::string below = *group;
    if (root != "/") {
      if (!below.starts_with(root)) continue;
      below.erase(0, root.size());
    }
    return below == "/" ? point : point + below;
  }
  return std::nullopt;
}

std::unique_ptr<ControlGroups> ControlGroups::make() {
  const auto folder = own_group_folder(content_of("/proc/self/mountinfo"), content_of("/proc/self/cgroup"));
  return folder ? make_in(*folder) : nullptr;
}

std::unique_ptr<ControlGroups> ControlGroups::make_in(const std::string& own_group) {
  if (::access((own_group + "/cgroup.procs").c_str(), W_OK) != 0) return nullptr;
  remove_left_overs(own_group);
  std::unique_ptr<ControlGroups> all(
      new ControlGroups(fmt::format("{}/{}{}", own_group, kPrefix, ::getpid())));
  if (!make_folder(all->folder_)) return nullptr;
  const auto has = [&](std::string_view controller) {
    if (!has_word(own_group + "/cgroup.controllers", controller)) return false;
    if (!hand_down(own_group, controller)) {
      step_aside(own_group);
      if (!hand_down(own_group, controller)) return false;
    }
    return hand_down(all->folder_, controller);
  };
  all->limits_memory_ = has(kControllers[0]);
  all->limits_processes_ = has(kControllers[1]);
  return all;
}

ControlGroups::~ControlGroups() {
  for (int i = 0; i < kRemovalTries; ++i) {
    remove_ended();
    if (::rmdir(folder_.c_str()) == 0 || errno != EBUSY) return;
    std::this_thread::sleep_for(kRemovalPause);
  }
}

std::unique_ptr<ControlGroup> ControlGroups::add(const std::string& name, const GroupLimits& limits) {
  remove_ended();
  std::string folder = folder_ + "/" + name;
  if (::mkdir(folder.c_str(), 0755) != 0) return nullptr;
  auto group = std::make_unique<ControlGroup>(*this, folder);
  bool set = true;
  if (limits_memory_) {
    set = write_to(folder + "/memory.max", std::to_string(limits.memory_bytes));
    // All of it ends, not whichever process the kernel prefers; and nothing escapes into swap, if there is
    // any.
    set = write_to(folder + "/memory.oom.group", "1") && set;
    write_to(folder + "/memory.swap.max", "0");
  }
  if (limits_processes_) set = write_to(folder + "/pids.max", std::to_string(limits.processes)) && set;
  if (!set) return nullptr;
  return group;
}

void ControlGroups::remove(std::string folder) {
  if (::rmdir(folder.c_str()) == 0 || errno == ENOENT) return;
  std::lock_guard lock(mutex_);
  ended_.push_back(std::move(folder));
}

void ControlGroups::remove_ended() {
  std::lock_guard lock(mutex_);
  std::erase_if(ended_, [](const std::string& folder) { return ::rmdir(folder.c_str()) == 0; });
}

ControlGroup::~ControlGroup() {
  kill();
  all_.remove(folder_);
}

void ControlGroup::freeze(bool frozen) const { write_to(folder_ + "/cgroup.freeze", frozen ? "1" : "0"); }

void ControlGroup::kill() const { write_to(folder_ + "/cgroup.kill", "1"); }

std::optional<std::uint64_t> ControlGroup::memory_bytes() const {
  if (!all_.limits_memory()) return std::nullopt;
  return value_of(folder_ + "/memory.stat", "anon");
}

bool ControlGroup::ran_out_of_memory() const {
  return all_.limits_memory() && value_of(folder_ + "/memory.events", "oom_kill").value_or(0) > 0;
}

}  // namespace stator::functions
