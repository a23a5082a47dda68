// An execution environment: one process that runs one function, one invocation at a time, and speaks the
// Lambda Runtime API. Between invocations it is frozen.
//
//   starting -> idle <-> busy -> dead        an invocation may be given to it in every state but dead and
//   busy
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "functions/control_groups.h"
#include "functions/environment_command.h"
#include "functions/function.h"
#include "functions/log_writer.h"
#include "functions/process.h"
#include "functions/workplace.h"
#include "net/listener.h"
#include "net/request.h"
#include "net/response.h"

namespace stator::functions {

inline constexpr std::size_t kMaxResponseBytes = 6'291'556;  // AWS's limit
inline constexpr std::size_t kLogTailBytes = 4096;

// How Request::remote_address begins where a runtime asks.
inline constexpr std::string_view kRuntimeLabel = "function:";

struct Outcome {
  std::string payload;
  std::string function_error;  // "Unhandled"; empty: the function answered
  std::string log_tail;        // the last kLogTailBytes
  std::string request_id;
  std::string version;  // that was run
};

// One that an environment has to run, or runs.
struct Invocation {
  std::string request_id;
  std::string payload;
  std::string arn;
  std::string client_context;
  base::Completion<Outcome>* done = nullptr;
  std::int64_t begun_micros = 0;  // when the runtime got it; 0: not yet
};

// How functions reach this server: its listeners inside of sandboxes, or its own address.
struct Gateway {
  std::function<void(net::Listener)> add;
  std::function<void(std::string label)> remove;
  std::string url;  // by which plain processes call the server
};

class Environment final : public ProcessOwner, public std::enable_shared_from_this<Environment> {
 public:
  // `ended` is called once, on another thread, when the process is gone. `groups` nullptr: there are none.
  // All must outlive this.
  Environment(EnvironmentPlan plan, const Workplace& workplace, const Gateway& gateway, ControlGroups* groups,
              std::shared_ptr<LogWriter> logs, base::Clock& clock, std::function<void(Environment&)> ended);
  ~Environment() override;

  const std::string& label() const { return label_; }
  const EnvironmentPlan& about() const { return plan_; }

  // False if it is busy or dead. Else it has the invocation, and `done` is set once.
  bool assign(std::string request_id, std::string payload, std::string arn, std::string client_context,
              base::Completion<Outcome>& done);
  bool is_free() const;
  // Ends it if it is free still. False: it is not.
  bool end_if_free();
  std::int64_t idle_since_millis() const { return idle_since_.load(std::memory_order_relaxed); }

  // A request of the runtime.
  base::Task<net::Response> handle(net::Request& request);

  // ---- of the supervisor
  ProcessPlan plan() override;
  void on_started(int pid) override;
  int output() const override { return logs_->wants_more() ? output_.get() : -1; }
  void on_output() override;
  int channel() const override { return channel_.get(); }
  void on_channel() override;
  bool on_tick() override;
  void on_exit(int status) override;

 private:
  base::Task<net::Response> next();
  net::Response finish(std::string_view request_id, Outcome outcome);
  net::Response init_error(std::string body);
  void read_output();
  // With mutex_ held: deliver to the runtime that waits, if both are there.
  base::Completion<bool>* wake_runtime();
  void begin(Invocation& invocation);
  base::Completion<Outcome>* end(Outcome& outcome, std::string_view problem);
  std::string failure_payload(std::string_view type, const std::string& text) const;
  std::uint64_t memory_limit() const;
  // Of all its processes. With mutex_ held.
  std::uint64_t memory_in_use() const;
  void set_frozen(bool frozen);
  void end_processes() const;
  void blame_memory();

  const EnvironmentPlan plan_;
  const Workplace& workplace_;
  const Gateway& gateway_;
  const std::shared_ptr<LogWriter> logs_;
  base::Clock& clock_;
  const std::function<void(Environment&)> ended_;
  const std::string label_;
  std::int64_t started_micros_ = 0;
  std::unique_ptr<ControlGroup> group_;  // nullptr: watched and stopped process by process

  net::UniqueFd output_, output_end_;    // of the pipe for what it prints
  net::UniqueFd channel_, channel_end_;  // over which init hands its listeners
  net::UniqueFd filter_, executable_;
  std::uint16_t runtime_port_ = 0;

  std::mutex output_mutex_;   // held while output_ is read
  mutable std::mutex mutex_;  // guards what follows
  int pid_ = -1;
  bool dead_ = false;
  bool initialized_ = false;
  bool frozen_ = false;
  std::int64_t init_micros_ = 0;  // how long it took; shown once
  bool init_shown_ = false;
  std::string init_failure_;    // what init/error said
  std::string killed_because_;  // the payload of who is being invoked
  std::string kill_note_;       // of the log
  std::optional<Invocation> invocation_;
  base::Completion<bool>* waiting_ = nullptr;  // of the runtime's request for the next one
  std::uint64_t peak_bytes_ = 0;
  std::int64_t deadline_micros_ = 0;
  std::atomic<std::int64_t> idle_since_{0};
};

}  // namespace stator::functions
