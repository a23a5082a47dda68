// Latches of single items: they schedule the writers of one item, first come first served. Guards
// (storage/engine.h) stay the safety net.
//
// A writer holds the latch while it reads, evaluates and submits, not while its commit becomes durable: it
// leaves the new image and the version that the commit will have, on which the next writer plans at once. So
// many writers of one item share a sync. If a commit fails, those that were planned on it fail too (their
// guards do not hold) and plan again, on what is stored.
//
// A transaction never waits: it takes a latch only when nobody holds it and nothing is in flight, and keeps
// it until its commit has ended. A single writer that meets it is told so (rule 110).
//
// Thread-safe. Waiters resume on their own executor.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/keyed_hash.h"
#include "base/task.h"
#include "storage/engine.h"

namespace stator::db::table {

// An item as the last accepted commit leaves it.
struct PendingImage {
  storage::CommitVersion version = 0;
  std::shared_ptr<const std::string> item;  // encoding; nullptr = deleted
};

class ItemLatches {
 public:
  class Hold;

  ItemLatches() = default;
  ~ItemLatches();
  ItemLatches(const ItemLatches&) = delete;
  ItemLatches& operator=(const ItemLatches&) = delete;

  // co_await acquire(key): waits for its turn and returns the Hold; one that is not holding() met a
  // transaction.
  auto acquire(std::string_view key);

  // The same without waiting. Nothing: somebody else has the turn.
  std::optional<Hold> acquire_now(std::string_view key);

  // For a transaction: the turn at once, or a Hold that is not holding() because another write is under way.
  Hold try_acquire(std::string_view key);

  // True while a write of the item is under way.
  bool busy(std::string_view key);

 private:
  struct Waiter {
    std::coroutine_handle<> handle;
    base::Executor* executor = nullptr;
    Waiter* next = nullptr;
  };
  struct Latch {
    bool held = false;
    bool by_transaction = false;
    std::uint32_t in_flight = 0;  // accepted commits that are not settled
    std::optional<PendingImage> pending;
    std::uint32_t failures = 0;  // after each, `pending` begins anew
    Waiter* first = nullptr;
    Waiter* last = nullptr;
  };
  using Map = std::unordered_map<std::string, Latch, base::KeyedHash, std::equal_to<>>;
  struct Shard {
    std::mutex mutex;  // guards latches and what they hold
    Map latches;
  };
  struct Acquire;

  static constexpr std::size_t kShards = 64;

  Shard& shard_of(std::string_view key) { return shards_[base::keyed_hash(key) % kShards]; }
  // Want the shard's mutex held.
  static Map::value_type* entry_of(Shard* shard, std::string_view key);
  static Waiter* pass_on(Map::value_type* entry);
  static void erase_if_idle(Shard* shard, Map::value_type* entry);
  static void wake(Waiter* waiter);

  std::array<Shard, kShards> shards_;
};

// The turn of one writer. Movable; gives the turn on when it is dropped.
class ItemLatches::Hold {
 public:
  Hold() = default;
  Hold(Hold&& other) noexcept
      : shard_(std::exchange(other.shard_, nullptr)),
        entry_(std::exchange(other.entry_, nullptr)),
        holding_(std::exchange(other.holding_, false)),
        version_(std::exchange(other.version_, 0)),
        failures_(other.failures_),
        pending_(std::move(other.pending_)) {}
  Hold& operator=(Hold&& other) noexcept {
    if (this != &other) {
      this->~Hold();
      new (this) Hold(std::move(other));
    }
    return *this;
  }
  ~Hold();

  bool holding() const { return holding_; }

  // What the writer before left in flight: plan on this instead of on storage.
  const std::optional<PendingImage>& pending() const { return pending_; }

  // The commit was accepted: the turn passes on, with its image. settle() follows.
  void accept(PendingImage image);
  // The commit that was accepted, if there is one, has ended.
  void settle(bool done);

 private:
  friend class ItemLatches;
  friend struct ItemLatches::Acquire;
  Hold(Shard* shard, Map::value_type* entry, std::optional<PendingImage> pending)
      : shard_(shard), entry_(entry), holding_(true), pending_(std::move(pending)) {}

  Shard* shard_ = nullptr;
  Map::value_type* entry_ = nullptr;
  bool holding_ = false;
  storage::CommitVersion version_ = 0;  // of the accepted commit that is not settled; 0 = none
  std::uint32_t failures_ = 0;          // of the latch, before it was accepted
  std::optional<PendingImage> pending_;
};

struct ItemLatches::Acquire {
  Shard& shard;
  std::string_view key;
  Map::value_type* entry = nullptr;
  Waiter waiter{};
  std::optional<PendingImage> pending{};  // where the turn was free

  bool await_ready() const noexcept { return false; }
  // Suspends only when somebody else has the turn.
  bool await_suspend(std::coroutine_handle<> handle) {
    std::lock_guard lock(shard.mutex);
    entry = entry_of(&shard, key);
    Latch& latch = entry->second;
    if (latch.by_transaction) {
      entry = nullptr;
      return false;
    }
    if (!latch.held) {
      latch.held = true;
      pending = latch.pending;
      return false;
    }
    waiter.handle = handle;
    waiter.executor = base::Executor::current();
    (latch.last != nullptr ? latch.last->next : latch.first) = &waiter;
    latch.last = &waiter;
    return true;
  }
  Hold await_resume() {
    if (entry == nullptr) return {};
    if (waiter.handle == nullptr) return Hold(&shard, entry, std::move(pending));
    std::lock_guard lock(shard.mutex);
    return Hold(&shard, entry, entry->second.pending);
  }
};

inline auto ItemLatches::acquire(std::string_view key) { return Acquire{shard_of(key), key}; }

}  // namespace stator::db::table
