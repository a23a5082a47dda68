#include "server/control_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/log.h"
#include "base/system_error.h"

namespace stator::server {

namespace {

constexpr const char* kName = "CONTROL";
constexpr std::size_t kMaxLineBytes = 4096;
constexpr int kAcceptPauseMillis = 100;
constexpr timeval kSendLimit{30, 0};  // to a peer that does not read

// The address of a socket in a folder whose name may be longer than addresses are: by the open folder.
class Address {
 public:
  explicit Address(const std::string& folder)
      : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    address_.sun_family = AF_UNIX;
    const std::string path = fmt::format("/proc/self/fd/{}/{}", folder_, kName);
    std::memcpy(address_.sun_path, path.c_str(), path.size() + 1);
  }
  ~Address() {
    if (folder_ >= 0) ::close(folder_);
  }
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  const char* path() const { return address_.sun_path; }
  static socklen_t size() { return sizeof(sockaddr_un); }

 private:
  const int folder_;
  sockaddr_un address_{};
};

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Of the server's own user, or root.
bool is_allowed(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

std::string listing(const DatabaseFiles& files) {
  std::string text;
  for (const storage::DatabaseFile& file : files) {
    if (file.content.empty()) {
      text += fmt::format("file {} {}\n", file.size, file.name);
    } else {
      text += fmt::format("text {} {}\n{}", file.content.size(), file.name, file.content);
    }
  }
  return text + "held\n";
}

std::string failure(const std::string& data_folder, std::string_view what) {
  return fmt::format("cannot {} '{}/{}': {}", what, data_folder, kName, base::explain_errno(errno));
}

}  // namespace

base::Result<std::unique_ptr<ControlSocket>, std::string> ControlSocket::open(const std::string& data_folder,
                                                                              Hold hold) {
  const Address address(data_folder);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return failure(data_folder, "open");
  ::unlink(address.path());  // of a server that was killed: the data folder is ours
  if (::bind(listener, address.get(), Address::size()) != 0 || ::chmod(address.path(), 0600) != 0 ||
      ::listen(listener, 1) != 0) {
    std::string error = failure(data_folder, "listen on");
    ::close(listener);
    return error;
  }
  const int wake = ::eventfd(0, EFD_CLOEXEC);
  if (wake < 0) {
    ::close(listener);
    return failure(data_folder, "wait for");
  }
  return std::unique_ptr<ControlSocket>(new ControlSocket(data_folder, listener, wake, std::move(hold)));
}

ControlSocket::ControlSocket(std::string data_folder, int listener, int wake, Hold hold)
    : data_folder_(std::move(data_folder)),
      listener_(listener),
      wake_(wake),
      hold_(std::move(hold)),
      thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "control");
}

ControlSocket::~ControlSocket() {
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::unlink(Address(data_folder_).path());
  ::close(listener_);
  ::close(wake_);
}

bool ControlSocket::wait_readable(int descriptor) const {
  std::array<pollfd, 2> polled{{{descriptor, POLLIN, 0}, {wake_, POLLIN, 0}}};
  while (::poll(polled.data(), polled.size(), -1) < 0) {
    if (errno != EINTR) return false;
  }
  return polled[1].revents == 0;
}

void ControlSocket::run() {
  while (wait_readable(listener_)) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) {  // too many open files: it would be there again at once
      pollfd polled{wake_, POLLIN, 0};
      ::poll(&polled, 1, kAcceptPauseMillis);
      continue;
    }
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &kSendLimit, sizeof kSendLimit);
    if (is_allowed(connection)) serve(connection);
    ::close(connection);
  }
}

void ControlSocket::serve(int connection) {
  // One word, in one piece: it is the other half of this program.
  auto receive = [&]() -> std::string {
    std::array<char, 64> buffer;
    if (!wait_readable(connection)) return "";
    const ssize_t count = ::recv(connection, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : "";
  };
  if (receive() != "backup\n") return;
  const auto files = hold_.begin();
  if (!files.ok()) {
    send_all(connection, fmt::format("error {}\n", files.error()));
    return;
  }
  base::log_info("server", "a backup begins");
  const bool done = send_all(connection, listing(*files)) && receive() == "done\n";
  hold_.end();
  if (done) send_all(connection, "held\n");
  base::log_info("server", "{}", done ? "the backup is made" : "the backup was given up");
}

base::Result<std::unique_ptr<HeldFiles>, std::string> HeldFiles::ask(const std::string& data_folder) {
  const Address address(data_folder);
  const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return failure(data_folder, "open");
  std::unique_ptr<HeldFiles> held(new HeldFiles(connection));
  if (::connect(connection, address.get(), Address::size()) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) return std::unique_ptr<HeldFiles>();
    return failure(data_folder, "connect to");
  }
  if (!send_all(connection, "backup\n")) return failure(data_folder, "ask");
  STATOR_TRY(held->read_files());
  return held;
}

HeldFiles::~HeldFiles() { ::close(connection_); }

bool HeldFiles::fill() {
  std::array<char, 4096> part;
  ssize_t count = 0;
  do {
    count = ::recv(connection_, part.data(), part.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  buffer_.append(part.data(), static_cast<std::size_t>(count));
  return true;
}

bool HeldFiles::read_line(std::string* line) {
  std::size_t end = 0;
  while ((end = buffer_.find('\n')) == buffer_.npos) {
    if (buffer_.size() > kMaxLineBytes || !fill()) return false;
  }
  *line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return true;
}

base::Result<base::Ok, std::string> HeldFiles::read_files() {
  const std::string broken = "the server ended the connection; see its log";
  std::string line;
  while (read_line(&line)) {
    if (line == "held") return base::Ok{};
    if (line.starts_with("error ")) return line.substr(6);
    const bool is_text = line.starts_with("text ");
    storage::DatabaseFile file;
    const char* const end = line.data() + line.size();
    const char* const number = line.data() + std::min<std::size_t>(5, line.size());
    const auto [rest, error] = std::from_chars(number, end, file.size);
    if ((!is_text && !line.starts_with("file ")) || error != std::errc() || rest == end) return broken;
    file.name = std::string(rest + 1, end);
    while (is_text && buffer_.size() < file.size) {
      if (!fill()) return broken;
    }
    if (is_text) {
      file.content = buffer_.substr(0, file.size);
      buffer_.erase(0, file.size);
    }
    files_.push_back(std::move(file));
  }
  return broken;
}

bool HeldFiles::confirm() {
  std::string line;
  return send_all(connection_, "done\n") && read_line(&line) && line == "held";
}

}  // namespace stator::server
