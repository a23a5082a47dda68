#include "server/function_modules.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

namespace fs = std::filesystem;

TEST(FunctionModules, StandBesideTheProgramWhereEverybodyReachesThem) {
  const fs::path root = fs::canonical(testing::TempDir()) / "function_modules_test";
  fs::remove_all(root);
  const fs::path modules = root / "usr/lib/stator/node_modules";
  EXPECT_EQ("", modules_of(root / "usr/bin/stator"));
  fs::create_directories(modules);
  fs::permissions(root, fs::perms(0755));
  EXPECT_EQ(modules.string(), modules_of(root / "usr/bin/stator"));
  EXPECT_EQ("", modules_of(root / "elsewhere/stator"));
  fs::permissions(root, fs::perms(0700));
  EXPECT_EQ("", modules_of(root / "usr/bin/stator"));
  fs::remove_all(root);
}

}  // namespace
}  // namespace stator::server
