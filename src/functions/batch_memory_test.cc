#include "functions/batch_memory.h"

#include <gtest/gtest.h>

#include <optional>

namespace stator::functions {
namespace {

TEST(BatchMemory, AlmostNothingIsShort) {
  BatchMemory memory(1 << 30);
  BatchMemory::Share share(memory);
  EXPECT_EQ(share.left(), kMaxRequestBytes);
  EXPECT_FALSE(share.is_short());
  share.add(kMaxRequestBytes - 1);
  EXPECT_EQ(share.left(), 1u);
  share.add(100);  // the last record may be more
  EXPECT_EQ(share.left(), 0u);
}

TEST(BatchMemory, BatchesAreSmallerWhereLittleIsLeft) {
  constexpr std::size_t kLimit = 12 << 20;
  BatchMemory memory(kLimit);
  std::optional<BatchMemory::Share> first(memory), second;
  EXPECT_TRUE(first->is_short());
  EXPECT_EQ(first->left(), kLimit / 2 / BatchMemory::kMemoryPerByte);
  first->add(first->left());
  second.emplace(memory);
  EXPECT_EQ(second->left(), kLimit / 4 / BatchMemory::kMemoryPerByte);
  first.reset();
  EXPECT_EQ(memory.used(), 0u);
  EXPECT_EQ(memory.allowance(), kLimit / 2 / BatchMemory::kMemoryPerByte);
}

TEST(BatchMemory, SomethingIsAlwaysAllowed) {
  BatchMemory memory(1000);
  BatchMemory::Share share(memory);
  share.add(1 << 20);
  EXPECT_EQ(memory.allowance(), BatchMemory::kLeastBatchBytes);
}

}  // namespace
}  // namespace stator::functions
