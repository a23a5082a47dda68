#include "driver/load.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "driver/process_stats.h"

namespace stator::bench {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kIdlePollNs = 50 * kNsPerMs;
constexpr unsigned long kTimerSlackNs = 1;  // the default, 50 us, is longer than an answer takes
// An answer that takes longer counts as an error.
constexpr std::int64_t kDrainLimitNs = 20 * kNsPerSecond;
constexpr std::size_t kShownBytes = 200;
constexpr std::size_t kEventsAtOnce = 128;

std::string shown(std::string_view body) { return std::string(body.substr(0, kShownBytes)); }

}  // namespace

Load::Load(LoadOptions options, Dataset& dataset)
    : options_(std::move(options)), dataset_(dataset), writer_(options_.host) {
  if (options_.tls) tls_.emplace();
}

Load::~Load() = default;

base::Result<LoadResult, std::string> Load::run() {
  result_.resident_before = resident_bytes(options_.server_pid);
  ::prctl(PR_SET_TIMERSLACK, kTimerSlackNs);
  auto connected = connect_all();
  if (!connected.ok()) return std::move(connected).error();
  loop();
  drain();
  if (!fatal_.empty()) return fatal_;
  result_.resident_after = resident_bytes(options_.server_pid);
  for (std::size_t i = 0; i < reluctant_.size(); ++i) {
    if (reluctant_[i].is_open()) ++result_.groups[group_of_reluctant_[i]].open;
  }
  return std::move(result_);
}

base::Result<base::Ok, std::string> Load::connect_all() {
  epoll_ = net::UniqueFd(::epoll_create1(EPOLL_CLOEXEC));
  for (const GroupOptions& group : options_.groups) {
    const std::size_t index = result_.groups.size();
    result_.groups.emplace_back().options = group;
    const auto reluctance = reluctance_of(group.name);
    for (int i = 0; i < group.connections; ++i) {
      if (reluctance) {
        reluctant_.emplace_back(options_.address, writer_, *reluctance, dataset_, i);
        group_of_reluctant_.push_back(index);
        if (!reluctant_.back().start()) return fmt::format("{} client {} did not start", group.name, i);
        continue;
      }
      auto workload = make_workload(group.name, dataset_, options_.seed, i, group.connections);
      if (!workload) return fmt::format("there is no workload {}", group.name);
      members_.push_back(Member{std::make_unique<Connection>(options_.address, tls_ ? &*tls_ : nullptr,
                                                             writer_, std::move(workload)),
                                index});
    }
  }
  for (Member& member : members_) {
    if (!open(member)) return fmt::format("cannot connect: {}", std::strerror(errno));
  }
  return base::Ok{};
}

bool Load::open(Member& member) {
  if (!member.connection->connect()) return false;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &member;
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, member.connection->fd(), &event) == 0;
}

void Load::note_problem(GroupResult& group, std::string text) {
  if (group.first_problem.empty()) group.first_problem = std::move(text);
}

void Load::go_on(Member& member, std::int64_t now) {
  if (phase_ == Phase::kEnding) return;
  if (is_paced(member)) {
    paces_.at(member.group).add_free(&member);
  } else {
    send_next(member, now);
  }
}

void Load::send_due(std::int64_t now) {
  std::int64_t due = 0;
  for (auto& [group, pace] : paces_) {
    while (Member* const member = pace.take_due(now, due)) send_next(*member, due);
  }
}

void Load::send_next(Member& member, std::int64_t now) {
  Connection& connection = *member.connection;
  if (connection.send_next(now) == Connection::Event::kFailed) return fail(member);
  if (connection.is_done()) {
    finished_ = true;
    return;
  }
  if (connection.wants_to_send()) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.ptr = &member;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, connection.fd(), &event);
  }
}

bool Load::reconnect(Member& member) {
  if (open(member)) return true;
  fatal_ = fmt::format("cannot connect again: {}", std::strerror(errno));
  return false;
}

// A request that was lost is an error; a connection that the server closed between two requests is not.
void Load::fail(Member& member) {
  const bool was_waiting = member.connection->is_waiting();
  if (was_waiting) {
    GroupResult& group = result_.groups[member.group];
    ++group.errors;
    note_problem(group, fmt::format("connection failed: {}", std::strerror(errno)));
  }
  if (!reconnect(member)) return;
  if (was_waiting || !is_paced(member)) go_on(member, monotonic_ns());
}

void Load::finish_answer(Member& member, std::int64_t now) {
  Connection& connection = *member.connection;
  GroupResult& group = result_.groups[member.group];
  Answer& answer = connection.answer();
  if (answer.status() != 200) {
    ++group.errors;
    if (answer.body().find("TransactionConflict") != std::string_view::npos) ++group.conflicts;
    note_problem(group, fmt::format("{} {}", answer.status(), shown(answer.body())));
  } else if (phase_ == Phase::kWarmUp && !connection.workload().is_right(answer.body())) {
    ++group.wrong_answers;
    note_problem(group, "wrong answer: " + shown(answer.body()));
  } else {
    ++group.answered_ok;
    connection.workload().answered(answer.body());
    if (phase_ == Phase::kMeasured && connection.sent_at_ns() >= measured_from_ns_) {
      group.latency.add(now - connection.sent_at_ns());
      if (!interval_.empty()) interval_[member.group].add(now - connection.sent_at_ns());
    }
  }
  if (answer.closes() && !reconnect(member)) return;
  go_on(member, now);
}

void Load::handle(Member& member, std::uint32_t events) {
  Connection& connection = *member.connection;
  if (events & EPOLLOUT) {
    if (connection.send_more() == Connection::Event::kFailed) return fail(member);
    if (!connection.wants_to_send()) {
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = &member;
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, connection.fd(), &event);
    }
  }
  if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) return;
  switch (connection.receive()) {
    case Connection::Event::kNone:
      return;
    case Connection::Event::kFailed:
      return fail(member);
    case Connection::Event::kAnswer:
      return finish_answer(member, monotonic_ns());
  }
}

std::int64_t Load::poll_timeout_ns(std::int64_t now) const {
  std::int64_t timeout = kIdlePollNs;
  for (const auto& [group, pace] : paces_) {
    if (pace.has_free()) timeout = std::clamp<std::int64_t>(pace.next_due_ns() - now, 0, timeout);
  }
  return timeout;
}

void Load::poll(std::int64_t timeout_ns) {
  std::array<epoll_event, kEventsAtOnce> events;
  const timespec timeout{0, timeout_ns};
  const int ready = ::epoll_pwait2(epoll_.get(), events.data(), kEventsAtOnce, &timeout, nullptr);
  for (int i = 0; i < ready && fatal_.empty(); ++i) {
    handle(*static_cast<Member*>(events[static_cast<std::size_t>(i)].data.ptr),
           events[static_cast<std::size_t>(i)].events);
  }
}

void Load::tick_reluctant(std::int64_t now) {
  if (reluctant_.empty() || now < next_tick_ns_) return;
  next_tick_ns_ = now + ReluctantClient::kTickMs * kNsPerMs;
  for (ReluctantClient& client : reluctant_) client.tick();
}

void Load::start_measuring(std::int64_t now) {
  phase_ = Phase::kMeasured;
  measured_from_ns_ = now;
  if (options_.series_seconds > 0) {
    interval_.resize(result_.groups.size());
    interval_end_ns_ = now + static_cast<std::int64_t>(options_.series_seconds * kNsPerSecond);
  }
  result_.server_cpu_ns = -process_cpu_ns(options_.server_pid);
  result_.driver_cpu_ns = -own_cpu_ns();
  result_.machine_cpu_ns = -machine_cpu_ns();
  result_.server_wait_ns = -process_wait_ns(options_.server_pid);
  result_.driver_wait_ns = -process_wait_ns(::getpid());
}

void Load::end_interval(std::int64_t now) {
  Interval& interval = result_.series.emplace_back();
  interval.end_seconds = static_cast<double>(now - measured_from_ns_) / kNsPerSecond;
  interval.resident_bytes = resident_bytes(options_.server_pid);
  for (LatencyHistogram& latency : interval_) {
    interval.groups.push_back({latency.count(), latency.quantile_ns(0.5), latency.quantile_ns(0.99),
                               latency.quantile_ns(0.999), latency.max_ns()});
    latency = LatencyHistogram();
  }
  interval_end_ns_ = now + static_cast<std::int64_t>(options_.series_seconds * kNsPerSecond);
}

void Load::stop_measuring(std::int64_t now) {
  phase_ = Phase::kEnding;
  for (const auto& [group, pace] : paces_) result_.groups[group].overdue = pace.overdue(now);
  if (!interval_.empty()) end_interval(now);
  result_.seconds = static_cast<double>(now - measured_from_ns_) / kNsPerSecond;
  result_.server_cpu_ns += process_cpu_ns(options_.server_pid);
  result_.driver_cpu_ns += own_cpu_ns();
  result_.machine_cpu_ns += machine_cpu_ns();
  result_.server_wait_ns += process_wait_ns(options_.server_pid);
  result_.driver_wait_ns += process_wait_ns(::getpid());
}

bool Load::has_figures() const {
  return std::all_of(result_.groups.begin(), result_.groups.end(), [](const GroupResult& group) {
    return group.latency.count() > 0 || group.errors > 0 || reluctance_of(group.options.name);
  });
}

void Load::loop() {
  const std::int64_t begin = monotonic_ns();
  const std::int64_t measure_at = begin + static_cast<std::int64_t>(options_.warm_up_seconds * kNsPerSecond);
  const std::int64_t end = options_.seconds > 0
                               ? measure_at + static_cast<std::int64_t>(options_.seconds * kNsPerSecond)
                               : INT64_MAX;
  if (measure_at == begin) start_measuring(begin);
  for (std::size_t i = 0; i < options_.groups.size(); ++i) {
    if (options_.groups[i].rate > 0) paces_.try_emplace(i, options_.groups[i].rate, begin);
  }
  for (Member& member : members_) go_on(member, begin);
  while (fatal_.empty()) {
    const std::int64_t now = monotonic_ns();
    if (finished_ || stopping_.load(std::memory_order_relaxed)) break;
    if (phase_ == Phase::kWarmUp && now >= measure_at) {
      const bool useless =
          std::any_of(result_.groups.begin(), result_.groups.end(), [](const GroupResult& group) {
            return group.answered_ok == 0 && group.errors + group.wrong_answers > 0;
          });
      if (useless) break;
      start_measuring(now);
    }
    // On a busy machine the first answer may take longer than all of the time.
    if (now >= end && (has_figures() || now >= end + kDrainLimitNs)) break;
    if (now >= interval_end_ns_) end_interval(now);
    tick_reluctant(now);
    send_due(now);
    poll(poll_timeout_ns(now));
  }
  if (phase_ == Phase::kWarmUp) start_measuring(monotonic_ns());
  stop_measuring(monotonic_ns());
}

// What is on its way is answered and counted, so that sums can be checked afterwards.
void Load::drain() {
  const std::int64_t limit = monotonic_ns() + kDrainLimitNs;
  const auto is_waiting = [](const Member& member) { return member.connection->is_waiting(); };
  while (fatal_.empty() && std::any_of(members_.begin(), members_.end(), is_waiting)) {
    if (monotonic_ns() > limit) {
      for (const Member& member : members_) {
        if (is_waiting(member)) ++result_.groups[member.group].errors;
      }
      return;
    }
    poll(kIdlePollNs);
  }
}

}  // namespace stator::bench
