#include "db/table/item_latches.h"

namespace stator::db::table {

ItemLatches::~ItemLatches() {
  for (Shard& shard : shards_) STATOR_CHECK(shard.latches.empty());
}

ItemLatches::Map::value_type* ItemLatches::entry_of(Shard* shard, std::string_view key) {
  auto found = shard->latches.find(key);
  if (found == shard->latches.end()) found = shard->latches.emplace(std::string(key), Latch{}).first;
  return &*found;
}

// The next waiter gets the turn, or nobody has it.
ItemLatches::Waiter* ItemLatches::pass_on(Map::value_type* entry) {
  Latch& latch = entry->second;
  latch.by_transaction = false;
  Waiter* next = latch.first;
  if (next == nullptr) {
    latch.held = false;
    return nullptr;
  }
  latch.first = next->next;
  if (latch.first == nullptr) latch.last = nullptr;
  return next;
}

void ItemLatches::erase_if_idle(Shard* shard, Map::value_type* entry) {
  const Latch& latch = entry->second;
  if (latch.held || latch.in_flight > 0) return;
  shard->latches.erase(shard->latches.find(entry->first));
}

void ItemLatches::wake(Waiter* waiter) {
  if (waiter == nullptr) return;
  if (waiter->executor != nullptr) {
    waiter->executor->post(base::Job::resume(waiter->handle));
  } else {
    waiter->handle.resume();
  }
}

std::optional<ItemLatches::Hold> ItemLatches::acquire_now(std::string_view key) {
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  Map::value_type* entry = entry_of(&shard, key);
  Latch& latch = entry->second;
  if (latch.by_transaction) return Hold();
  if (latch.held) return std::nullopt;
  latch.held = true;
  return Hold(&shard, entry, latch.pending);
}

ItemLatches::Hold ItemLatches::try_acquire(std::string_view key) {
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  auto [entry, inserted] = shard.latches.try_emplace(std::string(key));
  if (!inserted) return {};
  entry->second.held = true;
  entry->second.by_transaction = true;
  return Hold(&shard, &*entry, std::nullopt);
}

bool ItemLatches::busy(std::string_view key) {
  Shard& shard = shard_of(key);
  std::lock_guard lock(shard.mutex);
  return shard.latches.contains(key);
}

ItemLatches::Hold::~Hold() {
  settle(true);
  if (!holding_) return;
  Waiter* next = nullptr;
  {
    std::lock_guard lock(shard_->mutex);
    next = pass_on(entry_);
    erase_if_idle(shard_, entry_);
  }
  wake(next);
}

void ItemLatches::Hold::accept(PendingImage image) {
  STATOR_CHECK(holding_ && version_ == 0);
  version_ = image.version;
  Waiter* next = nullptr;
  {
    std::lock_guard lock(shard_->mutex);
    Latch& latch = entry_->second;
    ++latch.in_flight;
    latch.pending = std::move(image);
    failures_ = latch.failures;
    next = pass_on(entry_);
  }
  holding_ = false;
  wake(next);
}

void ItemLatches::Hold::settle(bool done) {
  if (version_ == 0) return;
  std::lock_guard lock(shard_->mutex);
  Latch& latch = entry_->second;
  --latch.in_flight;
  const bool ours = latch.pending && latch.pending->version == version_;
  // A later image was planned on ours, unless another failure came between, and will fail as well.
  const bool doomed = !done && failures_ == latch.failures;
  if (doomed) ++latch.failures;
  if (ours || doomed || latch.in_flight == 0) latch.pending.reset();
  version_ = 0;
  erase_if_idle(shard_, entry_);
}

}  // namespace stator::db::table
