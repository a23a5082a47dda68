#include "net/worker.h"

#include <algorithm>

#include "base/check.h"
#include "base/clock.h"
#include "net/connection.h"
#include "net/http_date.h"

namespace stator::net {

namespace {

// A quarter of the shortest time-out, so that none comes much too late.
std::chrono::nanoseconds tick_interval(const Options& options) {
  const auto shortest = std::min({options.idle_timeout, options.head_timeout, options.body_timeout,
                                  options.write_timeout, options.linger_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(1), Worker::kMaxTick);
}

}  // namespace

Worker::Worker(base::EventLoop& loop, const WorkerContext& context)
    : loop_(loop), context_(context), tick_interval_(tick_interval(context.options)) {}

Worker::~Worker() { STATOR_CHECK(connections_.empty()); }

base::Task<void> Worker::serve(Accepted accepted) {
  co_await base::switch_to(loop_);
  Connection connection(*this, std::move(accepted));
  co_await connection.serve();
}

void Worker::begin_stop() {
  stopping_ = true;
  for (Connection* connection : connections_) connection->close_if_idle();
}

void Worker::close_all() {
  for (Connection* connection : connections_) connection->close();
}

void Worker::add(Connection& connection) {
  connection.index_ = connections_.size();
  connections_.push_back(&connection);
  if (ticking_) return;
  ticking_ = true;
  refresh();
  base::spawn(tick(shared_from_this()));
}

void Worker::remove(Connection& connection) {
  Connection* last = connections_.back();
  connections_[connection.index_] = last;
  last->index_ = connection.index_;
  connections_.pop_back();
}

void Worker::refresh() {
  const base::Clock& clock = base::Clock::system();
  now_nanos_ = clock.steady_nanos();
  common_fields_ =
      "Server: " + context_.options.server_name + "\r\nDate: " + http_date(clock.unix_seconds()) + "\r\n";
}

void Worker::close_expired() {
  for (Connection* connection : connections_) connection->close_if_expired(now_nanos_);
}

// Ticks while there are connections, so that an idle server sleeps.
base::Task<void> Worker::tick(std::shared_ptr<Worker> worker) {
  while (!worker->connections_.empty()) {
    co_await base::sleep_for(worker->tick_interval_);
    if (worker->connections_.empty()) break;
    worker->refresh();
    worker->close_expired();
    worker->context_.budget.refuse_late();
  }
  worker->ticking_ = false;
}

}  // namespace stator::net
