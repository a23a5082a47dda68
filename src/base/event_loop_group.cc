#include "base/event_loop_group.h"

#include <pthread.h>

#include <string>

#include "base/check.h"

namespace stator::base {

EventLoopGroup::EventLoopGroup(std::size_t loops) {
  STATOR_CHECK(loops > 0);
  for (std::size_t i = 0; i < loops; ++i) loops_.push_back(std::make_unique<EventLoop>());
}

EventLoopGroup::~EventLoopGroup() { stop(); }

void EventLoopGroup::start() {
  STATOR_CHECK(threads_.empty());
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    threads_.emplace_back([this, i] {
      pthread_setname_np(pthread_self(), ("loop-" + std::to_string(i)).substr(0, 15).c_str());
      loops_[i]->run();
    });
  }
}

void EventLoopGroup::stop() {
  if (threads_.empty()) return;
  for (auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace stator::base
