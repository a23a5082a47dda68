#include "functions/workplace.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace stator::functions {
namespace {

// The folder for temporary files is another one meanwhile.
class WorkplaceTest : public testing::Test {
 protected:
  WorkplaceTest() {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
  }
  ~WorkplaceTest() override {
    if (before_)
      ::setenv("TMPDIR", before_->c_str(), 1);
    else
      ::unsetenv("TMPDIR");
  }

  static std::string problem_in(const std::string& folder) {
    ::setenv("TMPDIR", folder.c_str(), 1);
    const auto made = Workplace::make("");
    return made.ok() ? "" : made.error();
  }

 private:
  std::optional<std::string> before_;
};

TEST_F(WorkplaceTest, SaysWhyThereIsNoFolder) {
  // Nobody can make a folder there, not even root.
  const std::string problem = problem_in("/proc");
  EXPECT_TRUE(problem.starts_with("cannot make a folder in /proc: ")) << problem;
  EXPECT_EQ(problem.find(": ;"), std::string::npos) << problem;
  EXPECT_NE(problem.find("TMPDIR"), std::string::npos) << problem;
}

TEST_F(WorkplaceTest, SaysThatThereIsNoPlaceForTemporaryFiles) {
  const std::string problem = problem_in("/proc/version");
  EXPECT_TRUE(problem.starts_with("no folder for temporary files: Not a directory; ")) << problem;
}

TEST_F(WorkplaceTest, SaysWhyCodeCannotBeUnpacked) {
  const auto made = Workplace::make("");
  ASSERT_TRUE(made.ok());
  std::filesystem::remove_all(std::filesystem::path(made->folders().etc).parent_path() / "code");
  const auto unpacked = made->unpack_all("name", {}, 0);
  ASSERT_FALSE(unpacked.ok());
  const std::string& problem = unpacked.error().message;
  EXPECT_TRUE(problem.starts_with("cannot make ")) << problem;
  EXPECT_TRUE(problem.ends_with(": No such file or directory")) << problem;
}

}  // namespace
}  // namespace stator::functions
