#include "base/frame_pool.h"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

namespace stator::base {
namespace {

TEST(FramePoolTest, FramesInUseAreApart) {
  std::vector<std::pair<char*, std::size_t>> frames;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t size = 1; size <= FramePool::kMaxFrame + 200; size += 61) {
      char* frame = static_cast<char*>(FramePool::allocate(size));
      std::memset(frame, static_cast<int>(size % 251), size);
      frames.emplace_back(frame, size);
    }
    for (const auto& [frame, size] : frames) {
      for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(frame[i], static_cast<char>(size % 251)) << size;
      FramePool::free(frame, size);
    }
    frames.clear();
  }
}

TEST(FramePoolTest, FramesMayBeFreedOnAnotherThread) {
  std::vector<void*> frames;
  std::thread([&] {
    for (std::size_t i = 0; i < 10'000; ++i) frames.push_back(FramePool::allocate(300));
  }).join();
  for (void* frame : frames) FramePool::free(frame, 300);
  std::thread([&] {
    for (std::size_t i = 0; i < 10; ++i) frames[i] = FramePool::allocate(300);
    for (std::size_t i = 0; i < 10; ++i) FramePool::free(frames[i], 300);
  }).join();
}

}  // namespace
}  // namespace stator::base
