// How many copies of tables are made at a time: each has a share of the loop, however many requests wait.
#pragma once

#include <atomic>

namespace stator::db::recovery {

// Thread-safe.
class CopyTurns {
 public:
  static constexpr int kMost = 4;

  class Turn {
   public:
    explicit Turn(CopyTurns* turns) : running_(turns->running_) {}
    ~Turn() {
      if (taken_) running_.fetch_sub(1);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    // False: others have all turns; to be asked again later.
    bool take() {
      taken_ = running_.fetch_add(1) < kMost;
      if (!taken_) running_.fetch_sub(1);
      return taken_;
    }

   private:
    std::atomic<int>& running_;
    bool taken_ = false;
  };

 private:
  std::atomic<int> running_{0};
};

}  // namespace stator::db::recovery
