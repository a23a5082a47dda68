// One trigger at work: its shards, parents before children, each read in order, batch by batch.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/task.h"
#include "base/task_group.h"
#include "functions/event_filter.h"
#include "functions/trigger_delivery.h"
#include "functions/triggers.h"

namespace stator::functions {

// Its owner keeps it until wait() has returned.
class TriggerRunner {
 public:
  TriggerRunner(Triggers::Services services, Trigger trigger)
      : services_(services), trigger_(std::move(trigger)) {}

  const Trigger& trigger() const { return trigger_; }
  // Of the oldest record that is read and not delivered; 0: there is none. Thread-safe.
  std::int64_t oldest_micros() const;
  // Thread-safe.
  ProcessingResult last_result() const { return last_result_.load(std::memory_order_relaxed); }
  // Starts in the background, and runs until it is stopped.
  void spawn();
  // Soon after, run() ends.
  void stop() { stopped_.store(true, std::memory_order_relaxed); }
  // Returns once nothing of it runs.
  base::Task<> wait() { co_await tasks_.wait(); }

 private:
  base::Task<> run();
  base::Task<> run_shard(db::stream::Stream stream, db::stream::ShardName shard);
  base::Task<db::stream::Result<base::Ok>> look_at_shards(const db::stream::Stream& stream);
  base::Task<std::vector<TriggerEvent>> collect(const db::stream::Stream& stream,
                                                storage::AppendSignal::Listener& news,
                                                std::optional<db::stream::Position>* position,
                                                EventFilter* filter, BatchMemory::Share* memory);
  // The bytes of all its records, also of those that the filter leaves out.
  base::Task<std::size_t> add_page(const db::stream::Stream& stream, const db::stream::RecordPage& page,
                                   EventFilter* filter, std::vector<TriggerEvent>* events) const;
  // Until all of them are delivered or given up, or the runner stops: then false.
  base::Task<bool> deliver_all(const TriggerDelivery& delivery, std::vector<TriggerEvent> events);
  base::Task<> deliver_part(const TriggerDelivery& delivery, std::vector<TriggerEvent> events, bool* ok);
  // The same window by window; how far it came is saved with the state of the window.
  base::Task<bool> deliver_windows(const TriggerDelivery& delivery, std::uint64_t shard,
                                   std::vector<TriggerEvent> events, TriggerPosition* at);
  base::Task<bool> close_window(const TriggerDelivery& delivery, std::uint64_t shard, bool early,
                                TriggerPosition* at);
  bool window_is_over(const TriggerPosition& at) const;
  void note_undelivered(std::uint64_t shard, const std::vector<TriggerEvent>& events);
  base::Task<bool> save(std::uint64_t shard, TriggerPosition position);
  // Until the stream has something new, or a while is over. `woken`: how the wait before this one ended.
  static base::Task<> wait_for(storage::AppendSignal::Listener& news, bool* woken);
  base::Task<> pause(std::chrono::milliseconds time) { return pause_unless(stopped_, time); }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  Triggers::Services services_;
  const Trigger trigger_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> allowed_{true};  // the role of the function may read the stream
  std::atomic<ProcessingResult> last_result_{ProcessingResult::kNone};
  base::TaskGroup tasks_;
  mutable std::mutex lag_mutex_;                       // guards what follows
  std::map<std::uint64_t, std::int64_t> undelivered_;  // by shard: when its oldest one was written
  // Used on the background executor only.
  std::vector<std::uint64_t> running_;
  bool warned_ = false;
};

}  // namespace stator::functions
