#include "base/system_error.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace stator::base {
namespace {

TEST(SystemErrorTest, SaysWhatToDoWhereItIsKnown) {
  EXPECT_EQ(explain_errno(EACCES), "Permission denied; give this user the right to it");
  EXPECT_EQ(explain_errno(ENOSPC), "No space left on device; free some space on this disk");
  EXPECT_EQ(explain_errno(ENOENT), "No such file or directory");
}

}  // namespace
}  // namespace stator::base
