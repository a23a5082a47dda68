// Which blobs are in use, and the removal of those that are not. A record of each blob in use is written by
// the commit that makes it an object's, and turned into one of garbage by the commit that takes it away; the
// file goes later, and the record of garbage after it. So no crash leaks a blob.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/task.h"
#include "base/task_group.h"
#include "blob/store.h"
#include "objects/error.h"
#include "storage/engine.h"

namespace stator::objects {

// Thread-safe.
class BlobKeeper {
 public:
  // `pool` may wait for the disk. All must outlive this.
  BlobKeeper(storage::Engine& engine, blob::Store& store, base::Executor& pool)
      : engine_(engine), store_(store), pool_(pool) {}

  blob::Store& store() { return store_; }
  base::Executor& pool() { return pool_; }

  // After a start, before the first request: publishes or removes what a crash left unpublished, and goes on
  // removing garbage in the background.
  base::Task<Result<base::Ok>> recover();
  // Ends background work after its next step. What is not removed by then, the next start removes.
  base::Task<void> stop();
  // Returns once nothing is left to publish or to remove, but for what is pinned.
  base::Task<void> wait_for_files() { return tasks_.wait(); }

  // Parts of the commit that adds blobs to an object, or takes them away.
  static void add_to(storage::Commit* commit, std::span<const blob::Id> added,
                     std::span<const blob::Id> dropped);
  // After that commit. Blobs that are dropped go in the background, many at a time, and so are those that are
  // added published, where a crash may still take the commit back; where there are very many this waits for
  // some of them. A blob that is pinned goes when the last pin does.
  base::Task<void> committed(std::vector<blob::Id> added, std::vector<blob::Id> dropped);

  // Blobs that no commit has made anybody's, and none will.
  void discard(std::vector<blob::Id> ids);

  // Keeps blobs from being removed. A reader takes one before it opens the first of them.
  class Pin {
   public:
    Pin() = default;
    Pin(Pin&& other) noexcept : keeper_(std::exchange(other.keeper_, nullptr)), ids_(std::move(other.ids_)) {}
    Pin& operator=(Pin&& other) noexcept {
      std::swap(keeper_, other.keeper_);
      std::swap(ids_, other.ids_);
      return *this;
    }
    ~Pin() {
      if (keeper_ != nullptr) keeper_->unpin(ids_);
    }
    explicit operator bool() const { return keeper_ != nullptr; }

   private:
    friend class BlobKeeper;
    Pin(BlobKeeper* keeper, std::vector<blob::Id> ids) : keeper_(keeper), ids_(std::move(ids)) {}
    BlobKeeper* keeper_ = nullptr;
    std::vector<blob::Id> ids_;
  };
  // All or none: an empty pin if one of them is being removed.
  Pin pin(std::vector<blob::Id> ids);

 private:
  void unpin(std::span<const blob::Id> ids);
  void publish(std::span<const blob::Id> ids);
  void publish_soon(std::vector<blob::Id> ids);
  void remove_soon(std::vector<blob::Id> ids);
  // What is done at once.
  struct Step {
    std::vector<blob::Id> unpublished;
    std::vector<blob::Id> garbage;
    bool is_empty() const { return unpublished.empty() && garbage.empty(); }
  };
  bool may_begin_work();  // with the mutex held
  bool is_behind();
  base::Task<void> work();
  Step take_step();
  base::Task<void> take(Step step);
  base::Task<Result<base::Ok>> settle_unpublished();

  storage::Engine& engine_;
  blob::Store& store_;
  base::Executor& pool_;
  base::TaskGroup tasks_;

  std::mutex mutex_;  // guards what follows
  std::map<blob::Id, int> pins_;
  std::set<blob::Id> waiting_;         // to be removed once they are not pinned
  std::vector<blob::Id> unpublished_;  // to be published
  std::set<blob::Id> garbage_;         // to be removed
  std::set<blob::Id> removing_;
  bool is_working_ = false;  // work() runs
  bool is_stopping_ = false;
};

}  // namespace stator::objects
