// Runs groups of connections against one server and measures them.
#pragma once

#include <netinet/in.h>
#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "driver/connection.h"
#include "driver/latency_histogram.h"
#include "driver/pace.h"
#include "driver/reluctant_client.h"
#include "driver/workload.h"

namespace stator::bench {

struct GroupOptions {
  std::string name;  // a workload, or a kind of reluctant client
  int connections = 1;
  double rate = 0;  // requests a second of all of them; 0: as fast as they are answered
};

struct LoadOptions {
  sockaddr_in address{};
  std::string host;  // of the Host header
  std::vector<GroupOptions> groups;
  double warm_up_seconds = 0;  // its answers are looked at, and not measured
  double seconds = 0;          // 0: until a workload ends, or stop()
  double series_seconds = 0;   // figures of each such time; 0: none
  bool tls = false;
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
  std::uint64_t overdue = 0;        // at a given rate: due, and not sent by the end
  std::uint64_t open = 0;           // of reluctant clients, those that the server has not closed
  std::string first_problem;
};

// What happened in one part of the time.
struct Interval {
  struct Group {
    std::uint64_t requests = 0;
    std::int64_t p50_ns = 0, p99_ns = 0, p999_ns = 0, max_ns = 0;
  };
  double end_seconds = 0;  // since the measuring began
  std::int64_t resident_bytes = 0;
  std::vector<Group> groups;
};

struct LoadResult {
  double seconds = 0;  // that were measured
  std::vector<GroupResult> groups;
  std::int64_t server_cpu_ns = 0, driver_cpu_ns = 0, machine_cpu_ns = 0;  // while measured
  std::int64_t server_wait_ns = 0, driver_wait_ns = 0;                    // for a CPU
  std::vector<Interval> series;
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
  bool is_paced(const Member& member) const { return options_.groups[member.group].rate > 0; }
  // What comes after an answer: the next request, or waiting until one is due.
  void go_on(Member& member, std::int64_t now);
  void send_due(std::int64_t now);
  void send_next(Member& member, std::int64_t now);
  void handle(Member& member, std::uint32_t events);
  void finish_answer(Member& member, std::int64_t now);
  void fail(Member& member);
  bool reconnect(Member& member);  // false: the run is over
  void start_measuring(std::int64_t now);
  void stop_measuring(std::int64_t now);
  void loop();
  // Every group has an answer that was measured, or its problem is known.
  bool has_figures() const;
  void drain();
  void poll(std::int64_t timeout_ns);
  std::int64_t poll_timeout_ns(std::int64_t now) const;
  void end_interval(std::int64_t now);
  void tick_reluctant(std::int64_t now);
  static void note_problem(GroupResult& group, std::string text);

  const LoadOptions options_;
  Dataset& dataset_;
  const RequestWriter writer_;
  std::optional<TlsClient> tls_;
  std::vector<Member> members_;
  std::vector<ReluctantClient> reluctant_;
  std::vector<std::size_t> group_of_reluctant_;
  net::UniqueFd epoll_;
  LoadResult result_;
  std::string fatal_;
  enum class Phase { kWarmUp, kMeasured, kEnding } phase_ = Phase::kWarmUp;
  std::int64_t measured_from_ns_ = 0;
  std::map<std::size_t, Pace<Member>> paces_;  // of the groups that have a rate
  std::vector<LatencyHistogram> interval_;     // of each group, of the present part of the time
  std::int64_t interval_end_ns_ = INT64_MAX;
  std::int64_t next_tick_ns_ = 0;
  bool finished_ = false;  // a workload is at its end
  std::atomic<bool> stopping_{false};
};

}  // namespace stator::bench
