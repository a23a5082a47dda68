// Runs groups of connections against one server and measures them.
#pragma once

#include <netinet/in.h>
#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "driver/connection.h"
#include "driver/latency_histogram.h"
#include "driver/reluctant_client.h"
#include "driver/workload.h"

namespace stator::bench {

struct GroupOptions {
  std::string name;  // a workload, or a kind of reluctant client
  int connections = 1;
};

struct LoadOptions {
  sockaddr_in address{};
  std::string host;  // of the Host header
  std::vector<GroupOptions> groups;
  double warm_up_seconds = 0;  // its answers are looked at, and not measured
  double seconds = 0;          // 0: until a workload ends, or stop()
  std::uint64_t seed = 1;
  pid_t server_pid = 0;  // 0: unknown
};

struct GroupResult {
  GroupOptions options;
  LatencyHistogram latency;         // of right answers to requests sent and answered while measured
  std::uint64_t answered_ok = 0;    // of all times: warm-up, measured and the end
  std::uint64_t wrong_answers = 0;  // status 200, but not what was asked for; only in the warm-up
  std::uint64_t errors = 0;         // other status, or a connection that failed; of all times
  std::uint64_t conflicts = 0;      // of the errors: a transaction met another
  std::uint64_t open = 0;           // of reluctant clients, those that the server has not closed
  std::string first_problem;
};

struct LoadResult {
  double seconds = 0;  // that were measured
  std::vector<GroupResult> groups;
  std::int64_t server_cpu_ns = 0, driver_cpu_ns = 0, machine_cpu_ns = 0;  // while measured
  std::int64_t resident_before = 0, resident_after = 0;  // before the first connection; at the end
};

class Load {
 public:
  // `dataset` outlives it.
  Load(LoadOptions options, Dataset& dataset);
  ~Load();

  // Once. The error is one line for people.
  base::Result<LoadResult, std::string> run();
  // From any thread or a signal handler: the run ends now, in order.
  void stop() { stopping_.store(true, std::memory_order_relaxed); }

 private:
  struct Member {
    std::unique_ptr<Connection> connection;
    std::size_t group;
  };

  base::Result<base::Ok, std::string> connect_all();
  bool open(Member& member);
  void send_next(Member& member, std::int64_t now);
  void handle(Member& member, std::uint32_t events);
  void finish_answer(Member& member, std::int64_t now);
  void fail(Member& member);
  void start_measuring(std::int64_t now);
  void stop_measuring(std::int64_t now);
  void loop();
  void drain();
  void poll(int timeout_ms);
  void tick_reluctant(std::int64_t now);
  static void note_problem(GroupResult& group, std::string text);

  const LoadOptions options_;
  Dataset& dataset_;
  const RequestWriter writer_;
  std::vector<Member> members_;
  std::vector<ReluctantClient> reluctant_;
  std::vector<std::size_t> group_of_reluctant_;
  net::UniqueFd epoll_;
  LoadResult result_;
  std::string fatal_;
  enum class Phase { kWarmUp, kMeasured, kEnding } phase_ = Phase::kWarmUp;
  std::int64_t measured_from_ns_ = 0;
  std::int64_t next_tick_ns_ = 0;
  bool finished_ = false;  // a workload is at its end
  std::atomic<bool> stopping_{false};
};

}  // namespace stator::bench
