#include "storage/append_signal.h"

#include <utility>

namespace stator::storage {

void AppendSignal::State::wake(bool by_append, const std::uint64_t* only_turn) {
  base::Completion<bool>* woken = nullptr;
  {
    std::lock_guard lock(mutex);
    if (only_turn != nullptr && *only_turn != turn) return;
    woken = std::exchange(waiter, nullptr);
    // Who waits is woken; if nobody does, the next wait returns at once.
    if (by_append) appended = woken == nullptr;
  }
  if (woken != nullptr) woken->set(by_append);
}

base::Task<> AppendSignal::expire(std::shared_ptr<State> state, std::uint64_t turn,
                                  std::chrono::milliseconds time) {
  co_await base::sleep_for(time);
  state->wake(false, &turn);
}

void AppendSignal::notify_listeners(const std::vector<LogAppend>& appends) {
  std::vector<std::shared_ptr<State>> woken;
  {
    std::lock_guard lock(mutex_);
    std::uint64_t last = 0;
    bool first = true;
    for (const LogAppend& append : appends) {
      if (!first && append.group == last) continue;  // a batch to one table, mostly
      first = false;
      last = append.group;
      const auto [begin, end] = states_.equal_range(append.group);
      for (auto at = begin; at != end; ++at) woken.push_back(at->second);
    }
  }
  for (const std::shared_ptr<State>& state : woken) state->wake(true, nullptr);
}

AppendSignal::Listener::Listener(AppendSignal& signal, std::uint64_t group)
    : signal_(signal), group_(group), state_(std::make_shared<State>()) {
  std::lock_guard lock(signal_.mutex_);
  signal_.states_.emplace(group_, state_);
  signal_.listeners_.fetch_add(1, std::memory_order_relaxed);
}

AppendSignal::Listener::~Listener() {
  std::lock_guard lock(signal_.mutex_);
  const auto [begin, end] = signal_.states_.equal_range(group_);
  for (auto at = begin; at != end; ++at) {
    if (at->second != state_) continue;
    signal_.states_.erase(at);
    break;
  }
  signal_.listeners_.fetch_sub(1, std::memory_order_relaxed);
}

base::Task<bool> AppendSignal::Listener::wait(std::chrono::milliseconds time) {
  base::Completion<bool> woken;
  std::uint64_t turn = 0;
  {
    std::lock_guard lock(state_->mutex);
    if (std::exchange(state_->appended, false)) co_return true;
    turn = ++state_->turn;
    state_->waiter = &woken;
  }
  base::spawn(expire(state_, turn, time));
  const bool appended = co_await woken;
  co_return appended;
}

}  // namespace stator::storage
