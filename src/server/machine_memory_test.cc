#include "server/machine_memory.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace stator::server {
namespace {

constexpr std::size_t kMiB = 1 << 20;

TEST(MachineMemory, TheDefaultIsAnEighthWithinBounds) {
  EXPECT_EQ(default_memory(0), 64 * kMiB);
  EXPECT_EQ(default_memory(512 * kMiB), 64 * kMiB);
  EXPECT_EQ(default_memory(2048 * kMiB), 256 * kMiB);
  EXPECT_EQ(default_memory(2048 * kMiB + 12345), 256 * kMiB);
  EXPECT_EQ(default_memory(8192 * kMiB), 1024 * kMiB);
  EXPECT_EQ(default_memory(65536 * kMiB), 1024 * kMiB);
}

class MachineMemoryTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/stator-memory-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    folder_ = name;
    std::filesystem::create_directory(folder_ + "/memory");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ + name) << text; }

  std::string folder_;
};

TEST_F(MachineMemoryTest, AControlGroupMayAllowLess) {
  const std::size_t whole = machine_memory(folder_);
  EXPECT_GT(whole, 64 * kMiB);
  write("/memory.max", "max\n");
  EXPECT_EQ(machine_memory(folder_), whole);
  write("/memory.max", "67108864\n");
  EXPECT_EQ(machine_memory(folder_), 64 * kMiB);
  write("/memory/memory.limit_in_bytes", "9223372036854771712\n");  // none, in version 1
  EXPECT_EQ(machine_memory(folder_), 64 * kMiB);
  write("/memory/memory.limit_in_bytes", "33554432\n");
  EXPECT_EQ(machine_memory(folder_), 32 * kMiB);
}

}  // namespace
}  // namespace stator::server
