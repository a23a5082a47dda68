#include "base/system_error.h"

#include <cerrno>
#include <string_view>
#include <system_error>

namespace stator::base {

namespace {

std::string_view remedy(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "; give this user the right to it";
    case ENOSPC:
    case EDQUOT:
      return "; free some space on this disk";
    case EROFS:
      return "; name a place that can be written";
    case EMFILE:
    case ENFILE:
      return "; raise the limit of open files";
    default:
      return "";
  }
}

}  // namespace

std::string explain_errno(int error) { return std::generic_category().message(error).append(remedy(error)); }

}  // namespace stator::base
