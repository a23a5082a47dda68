// The connections of one event loop.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_budget.h"
#include "base/event_loop.h"
#include "base/task.h"
#include "base/thread_pool.h"
#include "net/listener.h"
#include "net/options.h"
#include "net/send_turns.h"

namespace stator::net {

class Connection;

// What all workers share; outlives them.
struct WorkerContext {
  const Options& options;
  const Handler& handler;
  base::ThreadPool& pool;
  base::ByteBudget& budget;
  base::ByteBudget& waiting;  // what requests hold that wait for the budget. Nobody waits for this one
};

// A connection that was accepted.
struct Accepted {
  UniqueFd socket;
  int family = 0;
  std::string remote_address;
  bool secure = false;  // TLS
};

// Used on its loop's thread only. Held by a shared_ptr: the server owns it, and so does its ticking task,
// which may sleep a moment longer than the server lives.
class Worker : public std::enable_shared_from_this<Worker> {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  Worker(base::EventLoop& loop, const WorkerContext& context);
  ~Worker();

  base::EventLoop& loop() { return loop_; }
  const WorkerContext& context() const { return context_; }
  SendTurns& send_turns() { return send_turns_; }

  // Serves one connection to its end.
  base::Task<void> serve(Accepted accepted);

  // From now on connections end with the response they are at; idle ones are closed.
  void begin_stop();
  bool stopping() const { return stopping_; }
  void close_all();

  // Refreshed by each tick: exact to kMaxTick.
  std::int64_t now_nanos() const { return now_nanos_; }
  std::string_view common_fields() const { return common_fields_; }  // the Server and Date headers

  static constexpr std::chrono::milliseconds kMaxTick{500};

  // So many connections that each may keep only a little memory.
  bool crowded() const { return connections_.size() > kCrowd; }
  static constexpr std::size_t kCrowd = 1000;

 private:
  friend class Connection;
  void add(Connection& connection);
  void remove(Connection& connection);
  void refresh();
  void close_expired();
  static base::Task<void> tick(std::shared_ptr<Worker> worker);

  base::EventLoop& loop_;
  const WorkerContext context_;
  const std::chrono::nanoseconds tick_interval_;
  SendTurns send_turns_{loop_};
  std::vector<Connection*> connections_;
  bool ticking_ = false;
  bool stopping_ = false;
  std::int64_t now_nanos_ = 0;
  std::string common_fields_;
};

}  // namespace stator::net
