#include "functions/control_groups.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace stator::functions {
namespace {

using std::chrono_literals::operator""ms;

constexpr char kHybrid[] =
    "30 24 0:27 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "31 24 0:28 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw\n";
constexpr char kUnified[] = "31 24 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n";
constexpr char kBound[] = "31 24 0:28 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n";

TEST(OwnGroupFolder, FollowsTheMountOfVersion2) {
  const struct {
    const char* mounts;
    const char* groups;
    const char* folder;  // nullptr: none
  } cases[] = {
      {kUnified, "0::/system.slice/stator.service\n", "/sys/fs/cgroup/system.slice/stator.service"},
      {kUnified, "0::/\n", "/sys/fs/cgroup"},
      {kHybrid, "4:memory:/a\n1:cpu:/\n0::/b\n", "/sys/fs/cgroup/unified/b"},
      {kBound, "0::/docker/abc/x\n", "/sys/fs/cgroup/x"},
      {kBound, "0::/elsewhere\n", nullptr},
      {kUnified, "4:memory:/a\n", nullptr},
      {"30 24 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n", "0::/\n", nullptr},
      {"", "", nullptr},
  };
  for (const auto& c : cases) {
    const auto folder = own_group_folder(c.mounts, c.groups);
    EXPECT_EQ(c.folder == nullptr ? "none" : c.folder, folder.value_or("none")) << c.groups;
  }
}

TEST(ControlGroups, NeedAFolderOfTheKernels) {
  EXPECT_EQ(nullptr, ControlGroups::make_in("/nowhere"));
  EXPECT_EQ(nullptr, ControlGroups::make_in(testing::TempDir()));
}

// Those of this machine, where it has them.
class RealControlGroups : public testing::Test {
 protected:
  void SetUp() override {
    all_ = ControlGroups::make();
    if (all_ == nullptr) GTEST_SKIP() << "no control groups of version 2 that may be written";
  }

  // In the group, from its first line on.
  int start(const ControlGroup& group, const std::string& script) {
    std::string shell = "/bin/sh", option = "-c",
                text = "echo 0 > " + group.processes_file() + " || exit 9; " + script;
    char* arguments[] = {shell.data(), option.data(), text.data(), nullptr};
    pid_t pid = -1;
    EXPECT_EQ(0, ::posix_spawn(&pid, shell.c_str(), nullptr, nullptr, arguments, environ));
    return pid;
  }

  static std::string content(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  static bool becomes(const std::string& file, const std::string& text) {
    for (int i = 0; i < 1000; ++i) {
      if (content(file).find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }

  static int status_of(int pid) {
    int status = 0;
    EXPECT_EQ(pid, ::waitpid(pid, &status, 0));
    return status;
  }

  std::unique_ptr<ControlGroups> all_;
};

TEST_F(RealControlGroups, FreezeThawAndEndWhatIsInThem) {
  auto group = all_->add("one", {256u << 20, 16});
  ASSERT_NE(nullptr, group);
  const std::string folder = all_->folder() + "/one";
  const int pid = start(*group, "sleep 1000 & sleep 1000");
  ASSERT_TRUE(becomes(folder + "/cgroup.events", "populated 1"));
  group->freeze(true);
  EXPECT_TRUE(becomes(folder + "/cgroup.events", "frozen 1"));
  group->freeze(false);
  EXPECT_TRUE(becomes(folder + "/cgroup.events", "frozen 0"));
  group->freeze(true);
  EXPECT_FALSE(group->ran_out_of_memory());
  group.reset();
  const int status = status_of(pid);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  const std::string all = all_->folder();
  all_.reset();
  EXPECT_FALSE(std::filesystem::exists(all));
}

TEST_F(RealControlGroups, LimitMemoryAndProcesses) {
  if (!all_->limits_memory() || !all_->limits_processes())
    GTEST_SKIP() << "the controllers of memory and processes are not to be had";
  auto group = all_->add("small", {32u << 20, 4});
  ASSERT_NE(nullptr, group);
  EXPECT_EQ("33554432\n", content(all_->folder() + "/small/memory.max"));
  EXPECT_EQ("4\n", content(all_->folder() + "/small/pids.max"));
  EXPECT_TRUE(group->memory_bytes().has_value());
  const int status = status_of(start(*group, "head -c 100000000 /dev/zero | tail | wc"));
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_TRUE(group->ran_out_of_memory());
}

}  // namespace
}  // namespace stator::functions
