// Invocations that nobody waits for. They are kept in the database (event_queue.h) until it is their turn: so
// however many wait, only those that run take memory.
//
// Thread-safe, but for start() and stop().
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/rounds.h"
#include "base/task.h"
#include "base/task_group.h"
#include "functions/async_delivery.h"
#include "functions/event_queue.h"
#include "functions/invoker.h"

namespace stator::functions {

class AsyncInvoker {
 public:
  // What is counted for each byte of a payload: the event, the request to the function, and what is sent.
  static constexpr std::size_t kMemoryPerByte = 3;
  // How many run at a time: more would find no environment.
  static constexpr std::size_t kMaxRunning = kMaxEnvironments;

  // All outlive this. `memory` is for the payloads of those that run, in bytes; one may always run.
  AsyncInvoker(EventQueue& events, const AsyncDelivery::Services& services, base::Executor& background,
               std::size_t memory);

  // To be called, and again if it fails (async_delivery.h). Durable once this has returned.
  base::Task<Result<base::Ok>> invoke(Scope scope, std::string function_name, InvocationRequest request);

  // There are events in the queue, due since then, that others have added.
  void were_added(std::int64_t due_millis);

  // Goes on with what waits since an earlier run.
  void start();
  // What the payloads of those that run take.
  std::size_t memory_used();
  // After the invoker has stopped: what runs has ended then. What waits is for the next run.
  base::Task<void> stop();

 private:
  enum class Beginning : std::uint8_t { kBegun, kRunsAlready, kNoRoom };

  Beginning begin(const EventTurn& turn);
  bool begin_new(const EventTurn& turn);
  void end(const std::string& id);
  bool is_crowded();
  void set_crowded(bool is_crowded);
  void look_from(std::int64_t due_millis);
  base::Task<> adopt();
  base::Task<> begin_due();
  base::Task<> look();
  base::Task<> run(QueuedEvent event, EventTurn turn);
  base::Task<> find_and_run(EventTurn turn);
  base::Task<> settle(EventTurn turn, std::optional<EventTurn> next);

  EventQueue& events_;
  const AsyncDelivery::Services services_;
  base::Executor& background_;
  const std::size_t memory_;
  base::TaskGroup tasks_;
  base::Rounds rounds_;

  std::mutex mutex_;                            // guards what follows
  std::map<std::string, std::size_t> running_;  // ids, and the memory of their payloads
  std::size_t used_ = 0;
  bool is_crowded_ = false;  // somebody who is due waits for room
  bool is_looking_ = false;  // for those that are due
  bool looks_again_ = false;
  // None that does not run is due before. Who writes one that is lowers it afterwards.
  std::int64_t first_due_ = 0;
};

}  // namespace stator::functions
