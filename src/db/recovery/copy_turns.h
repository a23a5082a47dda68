// How many jobs of a kind run at a time: each has its share of the processors, however many wait.
#pragma once

#include <atomic>

namespace stator::db::recovery {

// Thread-safe.
class CopyTurns {
 public:
  explicit CopyTurns(int most) : most_(most) {}

  class Turn {
   public:
    explicit Turn(CopyTurns* turns) : turns_(*turns) {}
    ~Turn() {
      if (taken_) turns_.running_.fetch_sub(1);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    // False: others have all turns; to be asked again later.
    bool take() {
      taken_ = turns_.running_.fetch_add(1) < turns_.most_;
      if (!taken_) turns_.running_.fetch_sub(1);
      return taken_;
    }

   private:
    CopyTurns& turns_;
    bool taken_ = false;
  };

 private:
  const int most_;
  std::atomic<int> running_{0};
};

}  // namespace stator::db::recovery
