// What an environment prints, on its way to its log stream: lines become events, which go to the engine in
// batches, in order. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "telemetry/logs.h"

namespace stator::functions {

class LogWriter : public std::enable_shared_from_this<LogWriter> {
 public:
  // Whether events may be written: "logs:PutLogEvents" on an ARN. Null: all of it.
  using Permit = std::function<bool(std::string_view action, std::string_view resource)>;

  // Events are written on `background`, as tasks of `tasks`; both and the logs outlive those. What is not
  // permitted is not done, and the events are gone.
  LogWriter(telemetry::Logs& logs, base::Executor& background, base::TaskGroup& tasks, telemetry::Scope scope,
            std::string group, std::string stream, Permit permit)
      : logs_(logs),
        background_(background),
        tasks_(tasks),
        scope_(std::move(scope)),
        group_(std::move(group)),
        stream_(std::move(stream)),
        permit_(std::move(permit)) {}

  const std::string& stream() const { return stream_; }

  // Bytes as they come; a line is complete with its newline, or when it is too long for an event.
  void append(std::string_view bytes);
  // Completes the line that is begun, then adds this one.
  void line(std::string text);
  // False: so much waits to be written that no more should be read.
  bool wants_more() const;

  // From now on the tail of what is logged is kept; until take_tail().
  void begin_tail();
  std::string take_tail();

 private:
  static constexpr std::size_t kMaxWaitingBytes = 4 << 20;

  void add(std::string text);  // mutex_ is held
  void start_writing();        // mutex_ is held
  base::Task<> write(std::shared_ptr<LogWriter> self);
  base::Task<> put(std::vector<telemetry::NewEvent> batch);
  bool may(std::string_view action, std::string_view stream) const;

  telemetry::Logs& logs_;
  base::Executor& background_;
  base::TaskGroup& tasks_;
  const telemetry::Scope scope_;
  const std::string group_;
  const std::string stream_;
  const Permit permit_;

  mutable std::mutex mutex_;  // guards what follows
  std::string begun_;
  std::vector<telemetry::NewEvent> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool writing_ = false;
  std::string tail_;
  bool keeps_tail_ = false;
};

}  // namespace stator::functions
