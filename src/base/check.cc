#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace stator::base {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "stator: internal check failed: %s (%s:%d)\n", condition, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace stator::base
