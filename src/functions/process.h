// Processes of functions: started, listened to, and reaped by one thread of their own.
//
// Thread-safe, but for the constructor and stop().
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "net/listener.h"

namespace stator::functions {

struct ProcessPlan {
  std::vector<std::string> arguments;    // the first one is the path of the program
  std::vector<std::string> environment;  // "NAME=value"
  std::vector<int> inherited;            // descriptors that it has under the same number
};

// Whoever started a process. All of this is called on the supervisor's thread; where that has ended, a start
// fails on the caller's.
class ProcessOwner {
 public:
  virtual ~ProcessOwner() = default;
  virtual ProcessPlan plan() = 0;
  // pid -1: it could not be started, and nothing follows. Else it is that of the launcher (launcher.h), which
  // ends with all that is below it.
  virtual void on_started(int pid) = 0;
  // Both are called while they have something to say. A negative descriptor is not watched.
  virtual int output() const = 0;
  virtual void on_output() = 0;
  virtual int channel() const = 0;
  virtual void on_channel() = 0;
  // Now and then while it lives; every kTick as long as it answers true.
  virtual bool on_tick() = 0;
  // A wait status. The last call.
  virtual void on_exit(int status) = 0;
};

// The process that has one becomes the parent of what a launcher leaves that is killed itself (kill -9), and
// ends that, too: whatever has the environment of a function. It reaps each child of the process that
// has ended: nobody else waits for one while functions run.
class Supervisor {
 public:
  static constexpr std::chrono::milliseconds kTick{20};

  Supervisor();
  ~Supervisor();

  void start(std::shared_ptr<ProcessOwner> owner);
  // Looks at the descriptors of all owners anew.
  void wake();
  // Ends every process and waits for that. Nothing starts any more.
  void stop();

 private:
  struct Child {
    std::shared_ptr<ProcessOwner> owner;
    int pid = -1;
    net::UniqueFd handle;  // of the process
  };

  void run();
  void start_waiting();
  void poll_once();
  void end_orphans();

  // Used on the thread only.
  bool busy_ = false;
  bool has_orphans_ = false;

  net::UniqueFd wake_;
  std::mutex mutex_;  // guards what follows
  std::vector<std::shared_ptr<ProcessOwner>> waiting_;
  bool stopping_ = false;
  bool ended_ = false;           // the thread starts nothing any more
  std::vector<Child> children_;  // used on the thread only
  std::thread thread_;
};

// The variable by which a process is known to be a function's.
inline constexpr std::string_view kFunctionVariable = "AWS_LAMBDA_RUNTIME_API";

// Runs a program to its end, unseen. Whether it ended well.
bool runs_well(std::vector<std::string> arguments);
// The processes that one is the parent of, as /proc shows them now.
std::vector<int> children_of(int pid);
// All processes below that one.
std::vector<int> processes_below(int pid);
// Sends a signal to all of them.
void signal_below(int pid, int signal);
// Memory of their own, in bytes.
std::uint64_t private_memory_below(int pid);

}  // namespace stator::functions
