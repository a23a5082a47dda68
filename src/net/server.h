// The HTTP/1.1 server: listens, deals connections to the event loops in turn, and calls one handler for every
// request.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/byte_budget.h"
#include "base/event_loop_group.h"
#include "base/result.h"
#include "base/task.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "net/listener.h"
#include "net/options.h"

namespace stator::net {

class Worker;
class Acceptor;
struct Accepted;

// listen(), start() and stop() are called once each, in this order, by one owner, who keeps the loops running
// until stop() is done.
class Server {
 public:
  Server(Options options, base::EventLoopGroup& loops, base::ThreadPool& pool, base::ByteBudget& budget,
         Handler handler);
  ~Server();

  // Opens the sockets; clients may connect, and wait. All or nothing. Addresses that may be missing and are
  // give no endpoint.
  base::Result<std::vector<BoundEndpoint>, ListenError> listen(std::span<const ListenAddress> addresses);

  // Serves.
  void start();

  // Serves one more listener, or no longer those of this label (its connections stay). While the server runs;
  // thread-safe.
  void add(Listener listener);
  void remove(std::string label);

  // Stops accepting, closes idle connections, and lets requests in flight finish until `limit` has passed;
  // then closes their connections. False if a handler is running still: its task refers to the server, so end
  // the process without destroying it.
  base::Task<bool> stop(std::chrono::milliseconds limit);

  std::size_t connections() const { return connections_.load(std::memory_order_relaxed); }
  // What is taken of Options::waiting_memory.
  std::size_t waiting_memory() const {
    return options_.waiting_memory - static_cast<std::size_t>(waiting_.available());
  }

 private:
  base::Task<void> add_now(Listener listener);
  base::Task<void> remove_now(std::string label);
  base::Task<void> accept_from(Acceptor& acceptor);
  bool accept_pending(Acceptor& acceptor);
  base::Task<void> serve(std::shared_ptr<Worker> worker, Accepted accepted);
  base::Task<void> wait_until_done(std::chrono::milliseconds limit);

  const Options options_;
  const Handler handler_;
  base::ByteBudget waiting_;  // of Options::waiting_memory
  base::EventLoopGroup& loops_;
  std::vector<std::shared_ptr<Worker>> workers_;  // shared with their ticking tasks
  std::vector<Listener> listeners_;
  std::vector<std::unique_ptr<Acceptor>> acceptors_;  // used on the first loop
  std::vector<std::shared_ptr<Acceptor>> added_;      // used on the first loop; shared with their tasks
  bool stopping_ = false;                             // used on the first loop
  std::size_t next_worker_ = 0;
  bool full_ = false;  // max_connections was met, and said so in the log
  std::atomic<std::size_t> connections_ = 0;
  base::TaskGroup tasks_;  // accepting tasks and connections
};

}  // namespace stator::net
