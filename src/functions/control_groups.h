// Control groups (version 2) of functions: memory, number of processes, freezing, and an end of all of them
// at once. Where the server may make groups below its own: as root, or as a service with Delegate=yes.
// https://docs.kernel.org/admin-guide/cgroup-v2.html
//
//   OWN GROUP/
//     server/                      the server itself, if controllers have to be handed down and it was alone
//     stator-functions-PID/        one for each server, gone when it ends
//       GROUP/                     one for each execution environment
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace stator::functions {

class ControlGroups;

struct GroupLimits {
  std::uint64_t memory_bytes = 0;  // of everything: with page cache and files in tmpfs
  int processes = 0;
};

// Of one environment. Thread-safe. Its end kills what is in it.
class ControlGroup {
 public:
  ControlGroup(ControlGroups& all, std::string folder) : all_(all), folder_(std::move(folder)) {}
  ~ControlGroup();
  ControlGroup(const ControlGroup&) = delete;
  ControlGroup& operator=(const ControlGroup&) = delete;

  // A process that writes "0" to it is in the group, with all that it starts.
  std::string processes_file() const { return folder_ + "/cgroup.procs"; }

  void freeze(bool frozen) const;
  // Also what is frozen.
  void kill() const;
  // Memory that its processes have for themselves: neither files nor caches. Nothing without the controller.
  std::optional<std::uint64_t> memory_bytes() const;
  // Whether the kernel ended it for its memory.
  bool ran_out_of_memory() const;

 private:
  ControlGroups& all_;
  const std::string folder_;
};

// Of one server. Thread-safe. Must outlive its groups.
class ControlGroups {
 public:
  // nullptr where groups cannot be made. Moves the process into a group of its own below the one it is in,
  // where only that lets controllers be handed down.
  static std::unique_ptr<ControlGroups> make();
  // In a folder that is the process's own group.
  static std::unique_ptr<ControlGroups> make_in(const std::string& own_group);
  ~ControlGroups();

  // nullptr if it cannot be made.
  std::unique_ptr<ControlGroup> add(const std::string& name, const GroupLimits& limits);

  bool limits_memory() const { return limits_memory_; }
  bool limits_processes() const { return limits_processes_; }
  const std::string& folder() const { return folder_; }

 private:
  friend class ControlGroup;
  explicit ControlGroups(std::string folder) : folder_(std::move(folder)) {}
  // A group goes once its last process is gone: now, or when this is called again.
  void remove(std::string folder);
  void remove_ended();

  const std::string folder_;
  bool limits_memory_ = false;
  bool limits_processes_ = false;
  std::mutex mutex_;
  std::vector<std::string> ended_;
};

// Where the process's own group is: `mounts` is /proc/self/mountinfo, `groups` /proc/self/cgroup. Nothing
// without version 2.
std::optional<std::string> own_group_folder(const std::string& mounts, const std::string& groups);

}  // namespace stator::functions
