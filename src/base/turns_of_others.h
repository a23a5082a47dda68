// For tests: whether others have their turn while something takes long.
#pragma once

#include "base/block_on.h"
#include "base/task.h"
#include "base/task_group.h"

namespace stator::base {

// Runs the task that `work` makes to its end, beside one that always wants a turn: how many it got.
template <typename Work>
int turns_of_others(const Work& work) {
  int turns = 0;
  const auto both = [&]() -> Task<> {
    bool done = false;
    TaskGroup group;
    const auto other = [&]() -> Task<> {
      for (; !done; ++turns) co_await yield();
    };
    group.spawn(other());
    co_await work();
    done = true;
    co_await group.wait();
  };
  block_on(both());
  return turns;
}

}  // namespace stator::base
