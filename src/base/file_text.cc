#include "base/file_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace stator::base {

namespace {

constexpr std::size_t kPieceBytes = 4096;

bool read_all(int file, std::string* text) {
  char piece[kPieceBytes];
  while (true) {
    const ssize_t got = ::read(file, piece, sizeof(piece));
    if (got == 0) return true;
    if (got > 0) {
      text->append(piece, static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return false;
    }
  }
}

}  // namespace

std::optional<std::string> read_file_text(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  const bool whole = read_all(file, &text);
  const int error = errno;
  ::close(file);
  errno = error;
  if (!whole) return std::nullopt;
  return text;
}

}  // namespace stator::base
