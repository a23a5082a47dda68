#include "functions/async_invoker.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "base/log.h"

namespace stator::functions {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRound{500}, kBusyPause{100};
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

}  // namespace

AsyncInvoker::AsyncInvoker(EventQueue& events, const AsyncDelivery::Services& services,
                           base::Executor& background, std::size_t memory)
    : events_(events),
      services_(services),
      background_(background),
      memory_(memory),
      rounds_(background, tasks_, [this] { return begin_due(); }) {}

void AsyncInvoker::start() {
  tasks_.spawn_on(background_, adopt());
  rounds_.start(milliseconds(0), kRound);
}

base::Task<void> AsyncInvoker::stop() {
  rounds_.stop();
  co_await tasks_.wait();
}

AsyncInvoker::Beginning AsyncInvoker::begin(const EventTurn& turn) {
  const std::size_t memory = static_cast<std::size_t>(turn.payload_bytes) * kMemoryPerByte;
  std::lock_guard lock(mutex_);
  if (running_.contains(turn.id)) return Beginning::kRunsAlready;
  if (running_.size() >= kMaxRunning || (!running_.empty() && used_ + memory > memory_))
    return Beginning::kNoRoom;
  running_.emplace(turn.id, memory);
  used_ += memory;
  return Beginning::kBegun;
}

// A new one does not overtake those that wait.
bool AsyncInvoker::begin_new(const EventTurn& turn) {
  if (is_crowded()) return false;
  const bool begun = begin(turn) == Beginning::kBegun;
  if (!begun) set_crowded(true);
  return begun;
}

bool AsyncInvoker::is_crowded() {
  std::lock_guard lock(mutex_);
  return is_crowded_;
}

void AsyncInvoker::set_crowded(bool is_crowded) {
  std::lock_guard lock(mutex_);
  is_crowded_ = is_crowded;
}

void AsyncInvoker::end(const std::string& id) {
  std::lock_guard lock(mutex_);
  const auto found = running_.find(id);
  used_ -= found->second;
  running_.erase(found);
}

std::size_t AsyncInvoker::memory_used() {
  std::lock_guard lock(mutex_);
  return used_;
}

void AsyncInvoker::look_from(std::int64_t due_millis) {
  std::lock_guard lock(mutex_);
  first_due_ = std::min(first_due_, due_millis);
}

base::Task<Result<base::Ok>> AsyncInvoker::invoke(Scope scope, std::string function_name,
                                                  InvocationRequest request) {
  QueuedEvent event;
  event.id = request.request_id.empty() ? new_uuid() : std::move(request.request_id);
  event.scope = std::move(scope);
  event.function_name = std::move(function_name);
  event.qualifier = std::move(request.qualifier);
  event.payload = std::move(request.payload);
  event.client_context = std::move(request.client_context);
  event.queued_millis = services_.clock.unix_millis();
  EventTurn turn = first_turn(event);
  bool runs = !services_.invoker.stopped() && begin_new(turn);
  auto added = co_await events_.add(event);
  // The next run of the server goes on with it, else clients that go on would keep one that stops running.
  if (runs && (!added.ok() || services_.invoker.stopped())) {
    end(turn.id);
    runs = false;
  }
  if (runs) {
    tasks_.spawn_on(background_, run(std::move(event), std::move(turn)));
  } else {
    look_from(turn.due_millis);  // if it was not added, maybe it was: its outcome may not be known
  }
  co_return added;
}

void AsyncInvoker::were_added(std::int64_t due_millis) {
  look_from(due_millis);
  if (!services_.invoker.stopped()) tasks_.spawn_on(background_, begin_due());
}

base::Task<> AsyncInvoker::adopt() {
  std::function<bool()> stopped = [this] { return services_.invoker.stopped(); };
  auto adopted = co_await events_.adopt(std::move(stopped));
  if (!adopted.ok())
    base::log_error("functions", "events that wait cannot be read: {}", adopted.error().message);
  look_from(0);
}

// One at a time looks for those that are due.
base::Task<> AsyncInvoker::begin_due() {
  {
    std::lock_guard lock(mutex_);
    looks_again_ = true;
    if (is_looking_) co_return;
    is_looking_ = true;
  }
  for (;;) {
    {
      std::lock_guard lock(mutex_);
      if (!looks_again_ || running_.size() >= kMaxRunning || services_.invoker.stopped()) {
        is_looking_ = false;
        co_return;
      }
      looks_again_ = false;
    }
    co_await look();
    co_await base::yield();
  }
}

// Begins those that are due, as far as there is room.
base::Task<> AsyncInvoker::look() {
  const std::int64_t now = services_.clock.unix_millis();
  std::int64_t from = 0;
  {
    std::lock_guard lock(mutex_);
    from = std::exchange(first_due_, kNever);
  }
  auto due = co_await events_.due(std::min(from, now), now, kMaxRunning);  // some of them may be running
  if (!due.ok()) {
    base::log_warning("functions", "events that wait cannot be read: {}", due.error().message);
    look_from(from);
    co_return;
  }
  const bool may_be_more = due->size() >= kMaxRunning;
  look_from(may_be_more ? due->back().due_millis : now);
  for (EventTurn& turn : *due) {
    const Beginning beginning = begin(turn);
    if (beginning == Beginning::kNoRoom) {
      look_from(turn.due_millis);
      set_crowded(true);
      co_return;
    }
    if (beginning == Beginning::kBegun) tasks_.spawn(find_and_run(std::move(turn)));
  }
  std::lock_guard lock(mutex_);
  is_crowded_ = may_be_more;
  looks_again_ |= may_be_more;
}

// The turn was listed before it began: it may be over.
base::Task<> AsyncInvoker::find_and_run(EventTurn turn) {
  auto event = co_await events_.find(turn);
  if (event.ok() && *event) {
    co_await run(std::move(**event), std::move(turn));
    co_return;
  }
  if (event.ok()) {
    auto removed = co_await events_.remove_turn(turn);
    (void)removed;  // else it is found again
  } else {
    base::log_warning("functions", "an event cannot be read: {}", event.error().message);
    co_await base::sleep_for(kBusyPause);
  }
  end(turn.id);
  if (!event.ok()) look_from(turn.due_millis);
}

base::Task<> AsyncInvoker::run(QueuedEvent event, EventTurn turn) {
  const std::string id = event.id;
  std::optional<EventTurn> next;
  {
    AsyncDelivery delivery(services_, *this, std::move(event), turn);
    next = co_await delivery.run();
  }
  const std::int64_t due = next ? next->due_millis : kNever;
  if (!next || next->due_millis != turn.due_millis) co_await settle(std::move(turn), std::move(next));
  end(id);
  look_from(due);
  if (is_crowded()) co_await begin_due();
}

// Again and again, as long as the server runs.
base::Task<> AsyncInvoker::settle(EventTurn turn, std::optional<EventTurn> next) {
  for (bool is_first = true;; is_first = false) {
    Result<base::Ok> done = base::Ok{};
    if (next) {
      auto postponed = co_await events_.postpone(turn, *next);
      done = std::move(postponed);
    } else {
      auto removed = co_await events_.remove(turn);
      done = std::move(removed);
    }
    if (done.ok()) co_return;
    if (is_first && done.error().kind != FailureKind::kBusy)
      base::log_warning("functions", "an event that was sent may be sent again: {}", done.error().message);
    if (services_.invoker.stopped()) co_return;
    co_await base::sleep_for(kBusyPause);
  }
}

}  // namespace stator::functions
