// The event loops of a process and their threads: one a core.
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "base/event_loop.h"

namespace stator::base {

// Loops exist from construction, so that jobs may be posted; they run from start() until stop(). start() and
// stop() belong to one owner.
class EventLoopGroup {
 public:
  explicit EventLoopGroup(std::size_t loops);
  ~EventLoopGroup();  // stops

  void start();
  // Lets every loop run what is queued and joins the threads.
  void stop();

  std::size_t size() const { return loops_.size(); }
  EventLoop& operator[](std::size_t index) { return *loops_[index]; }

 private:
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace stator::base
