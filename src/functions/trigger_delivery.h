// The way of a batch from a shard to its function: retries, halves, partial failures, and where it goes when
// it is given up.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "functions/triggers.h"

namespace stator::functions {

// A record, ready to be sent.
struct TriggerEvent {
  std::uint64_t sequence = 0;
  std::int64_t created_micros = 0;
  std::uint64_t key_hash = 0;
  std::string json;
};

// What a function with a tumbling window is told besides the records, and its state.
struct WindowTurn {
  std::int64_t start_seconds = 0;
  std::string state;      // JSON; replaced by what the function answers
  bool is_final = false;  // the window is over
  bool is_early = false;  // because the state became too large
};

// Takes out the events that are older than a trigger allows; all others keep their order. Pure.
std::vector<TriggerEvent> take_expired(std::int64_t max_age_seconds, std::int64_t now_micros,
                                       std::vector<TriggerEvent>* events);

// What is counted for all that stands around the records, and the state of a window, in the payload of a
// batch.
inline constexpr std::size_t kMaxEnvelopeBytes = 4096;

// How many of the first events a batch has: at most `limit`, and as fit into a payload of kMaxRequestBytes
// together with a state of so many bytes; but one at least. Pure.
std::size_t batch_length(std::span<const TriggerEvent> events, std::size_t limit, std::size_t state_bytes);

// Until `stopped`, but no longer than that.
base::Task<> pause_unless(const std::atomic<bool>& stopped, std::chrono::milliseconds time);

// Of one shard. Several batches may be on their way at once. What is passed in outlives it.
class TriggerDelivery {
 public:
  TriggerDelivery(const Triggers::Services& services, const Trigger& trigger, std::string shard_id,
                  const std::atomic<bool>& stopped, std::atomic<ProcessingResult>* result)
      : services_(services),
        trigger_(trigger),
        shard_id_(std::move(shard_id)),
        stopped_(stopped),
        result_(result) {}

  // Until all of them are delivered or given up, or the trigger stops: then false. With a window also
  // without events, if it is over.
  base::Task<bool> deliver(std::vector<TriggerEvent> events, WindowTurn* window) const;

 private:
  struct Attempt {
    bool ok = false;
    bool invoked = false;  // the function was called at all
    std::string request_id;
    std::string version;
    std::string function_error;
    // Of the first record that is to be sent again, where the function said so.
    std::optional<std::uint64_t> first_failed;
    std::string state;
  };
  // Of a batch, over its attempts.
  struct History {
    std::int64_t invocations = 0;
    Attempt last;
  };

  // Notes how it ended.
  base::Task<Attempt> send(const std::vector<TriggerEvent>& events, const WindowTurn* window) const;
  base::Task<Attempt> call(const std::vector<TriggerEvent>& events, const WindowTurn* window) const;
  void read_answer(const std::string& answer, const WindowTurn* window, Attempt* attempt) const;
  std::string payload(const std::vector<TriggerEvent>& events, const WindowTurn* window) const;
  base::Task<> discard(std::vector<TriggerEvent> events, std::string_view condition, const History& history,
                       const WindowTurn* window) const;
  std::string failure_record(const std::vector<TriggerEvent>& events, std::string_view condition,
                             const History& history, const WindowTurn* window) const;
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  const Triggers::Services& services_;
  const Trigger& trigger_;
  const std::string shard_id_;
  const std::atomic<bool>& stopped_;
  std::atomic<ProcessingResult>* const result_;
};

}  // namespace stator::functions
