// When requests of a constant rate are due. A server that is late does not slow the clients down: what could
// not be sent in time counts from when it was due.
#pragma once

#include <cstdint>
#include <deque>

namespace stator::bench {

template <typename Client>
class Pace {
 public:
  // Requests a second of all clients together.
  Pace(double rate, std::int64_t begin_ns) : rate_(rate), begin_ns_(begin_ns) {}

  // Clients that wait for nothing; they take turns.
  void add_free(Client* client) { free_.push_back(client); }

  // The client that is to send what is due by `now_ns`, and since when it is due; null if none is due or
  // free.
  Client* take_due(std::int64_t now_ns, std::int64_t& due_ns) {
    if (free_.empty() || next_due_ns() > now_ns) return nullptr;
    due_ns = next_due_ns();
    ++sent_;
    Client* const client = free_.front();
    free_.pop_front();
    return client;
  }

  bool has_free() const { return !free_.empty(); }
  std::int64_t next_due_ns() const {
    return begin_ns_ + static_cast<std::int64_t>(static_cast<double>(sent_) * 1e9 / rate_);
  }
  // Requests that are due and were not sent, as no client was free.
  std::uint64_t overdue(std::int64_t now_ns) const {
    const double due = static_cast<double>(now_ns - begin_ns_) * rate_ / 1e9;
    return due > static_cast<double>(sent_) ? static_cast<std::uint64_t>(due) - sent_ : 0;
  }

 private:
  const double rate_;
  const std::int64_t begin_ns_;
  std::uint64_t sent_ = 0;
  std::deque<Client*> free_;
};

}  // namespace stator::bench
