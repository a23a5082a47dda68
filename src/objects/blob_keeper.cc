#include "objects/blob_keeper.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/log.h"
#include "keyspace/keys.h"
#include "objects/storage_errors.h"

namespace stator::objects {

namespace {

using keyspace::KeyBuilder;
using keyspace::Space;

constexpr std::uint16_t kLive = 0;
constexpr std::uint16_t kGarbage = 1;
constexpr std::string_view kMark("\x01", 1);
constexpr std::size_t kAtOnce = 1000;
// Who changes more objects than the work on files keeps up with waits, so that ids do not fill the memory.
constexpr std::size_t kMostWaiting = 100'000;
constexpr std::chrono::milliseconds kPause{5};

std::string blob_key(std::uint16_t index, const blob::Id& id) {
  return KeyBuilder(Space::kBlob, 0, index).bytes(id).take();
}

}  // namespace

void BlobKeeper::add_to(storage::Commit* commit, std::span<const blob::Id> added,
                        std::span<const blob::Id> dropped) {
  for (const blob::Id& id : added) commit->writes.push_back({blob_key(kLive, id), std::string(kMark)});
  for (const blob::Id& id : dropped) {
    commit->writes.push_back({blob_key(kLive, id), std::nullopt});
    commit->writes.push_back({blob_key(kGarbage, id), std::string(kMark)});
  }
}

base::Task<void> BlobKeeper::committed(std::vector<blob::Id> added, std::vector<blob::Id> dropped) {
  // If a crash takes the commit back, the next start must find the file where it looks: unpublished.
  const bool is_synced = engine_.durability() != storage::Durability::kRelaxed;
  if (!added.empty() && is_synced) {
    base::Executor* home = base::Executor::current();
    co_await base::switch_to(pool_);
    publish(added);
    co_await base::switch_to(*home);
  } else {
    publish_soon(std::move(added));
  }
  remove_soon(std::move(dropped));
  while (is_behind()) co_await base::sleep_for(kPause);
}

// What fails can be read where it is; the next start tries again.
void BlobKeeper::publish(std::span<const blob::Id> ids) {
  for (const blob::Id& id : ids) {
    auto published = store_.publish(id);
    if (!published.ok()) base::log_warning("objects", "{}", published.error().message);
  }
}

BlobKeeper::Pin BlobKeeper::pin(std::vector<blob::Id> ids) {
  std::lock_guard lock(mutex_);
  const auto goes = [this](const blob::Id& id) { return garbage_.contains(id) || removing_.contains(id); };
  if (std::ranges::any_of(ids, goes)) return {};
  for (const blob::Id& id : ids) ++pins_[id];
  return Pin(this, std::move(ids));
}

void BlobKeeper::unpin(std::span<const blob::Id> ids) {
  std::vector<blob::Id> free;
  {
    std::lock_guard lock(mutex_);
    for (const blob::Id& id : ids) {
      const auto at = pins_.find(id);
      if (--at->second > 0) continue;
      pins_.erase(at);
      if (waiting_.erase(id) > 0) free.push_back(id);
    }
  }
  remove_soon(std::move(free));
}

void BlobKeeper::publish_soon(std::vector<blob::Id> ids) {
  {
    std::lock_guard lock(mutex_);
    std::ranges::move(ids, std::back_inserter(unpublished_));
    if (!may_begin_work()) return;
  }
  tasks_.spawn_on(pool_, work());
}

void BlobKeeper::remove_soon(std::vector<blob::Id> ids) {
  {
    std::lock_guard lock(mutex_);
    for (blob::Id& id : ids) (pins_.contains(id) ? waiting_ : garbage_).insert(std::move(id));
    if (!may_begin_work()) return;
  }
  tasks_.spawn_on(pool_, work());
}

// True: the caller begins it.
bool BlobKeeper::may_begin_work() {
  if ((unpublished_.empty() && garbage_.empty()) || is_working_ || is_stopping_) return false;
  is_working_ = true;
  return true;
}

bool BlobKeeper::is_behind() {
  std::lock_guard lock(mutex_);
  return is_working_ && unpublished_.size() + garbage_.size() > kMostWaiting;
}

base::Task<void> BlobKeeper::stop() {
  {
    std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  co_await tasks_.wait();
}

// One at a time, however much there is: others want the pool, too.
base::Task<void> BlobKeeper::work() {
  for (;;) {
    co_await base::yield();
    Step step = take_step();
    if (step.is_empty()) co_return;
    co_await take(std::move(step));
  }
}

// An empty one: the work ends.
BlobKeeper::Step BlobKeeper::take_step() {
  std::lock_guard lock(mutex_);
  Step step;
  if (!is_stopping_) {
    const auto published = static_cast<std::ptrdiff_t>(std::min(kAtOnce, unpublished_.size()));
    std::move(unpublished_.end() - published, unpublished_.end(), std::back_inserter(step.unpublished));
    unpublished_.resize(unpublished_.size() - step.unpublished.size());
    while (!garbage_.empty() && step.garbage.size() < kAtOnce) {
      step.garbage.push_back(*garbage_.begin());
      removing_.insert(garbage_.extract(garbage_.begin()));
    }
  }
  is_working_ = !step.is_empty();
  return step;
}

void BlobKeeper::discard(std::vector<blob::Id> ids) {
  if (ids.empty()) return;
  auto remove = [](BlobKeeper& self, std::vector<blob::Id> unused) -> base::Task<void> {
    auto removed = self.store_.remove(unused);  // what stays, goes with the next start
    if (!removed.ok()) base::log_warning("objects", "{}", removed.error().message);
    co_return;
  };
  tasks_.spawn_on(pool_, remove(*this, std::move(ids)));
}

// What fails stays as it is until the next start.
base::Task<void> BlobKeeper::take(Step step) {
  // A crash that takes a commit back must find the files as they were before it.
  auto synced = co_await engine_.sync();
  if (!synced.ok()) {
    base::log_warning("objects", "blobs are neither published nor removed: {}", synced.error().message);
    co_return;
  }
  publish(step.unpublished);
  if (step.garbage.empty()) co_return;
  auto removed = store_.remove(step.garbage);
  if (!removed.ok()) {
    base::log_warning("objects", "{}", removed.error().message);
    co_return;
  }
  storage::Commit commit;
  for (const blob::Id& id : step.garbage) commit.writes.push_back({blob_key(kGarbage, id), std::nullopt});
  auto done = co_await storage::commit(engine_, std::move(commit));
  if (!done.ok()) base::log_warning("objects", "removed blobs stay listed: {}", done.error().message);
  std::lock_guard lock(mutex_);
  for (const blob::Id& id : step.garbage) removing_.erase(id);
}

base::Task<Result<base::Ok>> BlobKeeper::settle_unpublished() {
  auto ids = store_.unpublished();
  if (!ids.ok()) co_return from_blob(ids.error());
  std::vector<blob::Id> unknown;
  for (const blob::Id& id : *ids) {
    const std::string key = blob_key(kLive, id);
    auto live = co_await engine_.get_one(key);
    if (!live.ok()) co_return from_storage(live.error());
    if (!live->exists()) {
      unknown.push_back(id);
      continue;
    }
    auto published = store_.publish(id);
    if (!published.ok()) co_return from_blob(published.error());
  }
  if (unknown.empty()) co_return base::Ok{};
  auto removed = store_.remove(unknown);
  if (!removed.ok()) co_return from_blob(removed.error());
  co_return base::Ok{};
}

base::Task<Result<base::Ok>> BlobKeeper::recover() {
  auto settled = co_await settle_unpublished();
  if (!settled.ok()) co_return settled;
  std::optional<storage::KeyRange> rest = keyspace::table_range(Space::kBlob, 0, kGarbage);
  while (rest) {
    storage::ScanLimits limits;
    limits.max_entries = kAtOnce;
    auto page = co_await engine_.scan(std::move(*rest), storage::Direction::kForward, limits);
    if (!page.ok()) co_return from_storage(page.error());
    std::vector<blob::Id> ids;
    for (const storage::ScanPage::Entry& entry : page->entries()) {
      if (auto id = keyspace::KeyReader(entry.key).bytes()) ids.push_back(std::move(*id));
    }
    rest = page->rest();
    remove_soon(std::move(ids));
  }
  co_return base::Ok{};
}

}  // namespace stator::objects
