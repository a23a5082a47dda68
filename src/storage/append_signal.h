// Wakes readers of change logs as soon as there is something to read. A hint: who waits looks for himself,
// and waits no longer than he says.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/task.h"
#include "storage/engine.h"

namespace stator::storage {

// Thread-safe. Outlives its listeners and the engine that notifies it.
class AppendSignal {
  struct State;

 public:
  // Of one coroutine. What is appended while it exists ends its wait, or the next one.
  class Listener {
   public:
    Listener(AppendSignal& signal, std::uint64_t group);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // True: something was appended since the last wait ended. False: the time is over.
    base::Task<bool> wait(std::chrono::milliseconds time);

   private:
    AppendSignal& signal_;
    const std::uint64_t group_;
    const std::shared_ptr<State> state_;
  };

  // What an engine asks once a commit can be read; costs one load where nobody listens.
  void notify(const std::vector<LogAppend>& appends) {
    if (!appends.empty() && listeners_.load(std::memory_order_relaxed) != 0) notify_listeners(appends);
  }

 private:
  // Shared with the timer of each wait.
  struct State {
    std::mutex mutex;
    bool appended = false;
    std::uint64_t turn = 0;  // counts the waits
    base::Completion<bool>* waiter = nullptr;

    // Ends the wait of that turn, if it has not ended.
    void wake(bool appended, const std::uint64_t* only_turn);
  };

  static base::Task<> expire(std::shared_ptr<State> state, std::uint64_t turn,
                             std::chrono::milliseconds time);
  void notify_listeners(const std::vector<LogAppend>& appends);

  std::atomic<std::size_t> listeners_{0};
  std::mutex mutex_;
  std::unordered_multimap<std::uint64_t, std::shared_ptr<State>> states_;  // by log group
};

}  // namespace stator::storage
