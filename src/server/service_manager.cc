#include "server/service_manager.h"

#include <fmt/format.h>
#include <sys/time.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

#include "base/log.h"

namespace stator::server {
namespace {

constexpr char kVariable[] = "NOTIFY_SOCKET";
constexpr char kComponent[] = "server";
// One that does not read must not hold up the server, nor its stop.
constexpr timeval kSendLimit{.tv_sec = 1, .tv_usec = 0};

std::string status_line(std::string_view status) {
  std::string line = "STATUS=";
  for (const char c : status) line += c == '\n' ? ' ' : c;
  return line + "\n";
}

// The clock by which systemd tells this reload from an earlier one.
std::uint64_t monotonic_micros() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

}  // namespace

base::Result<ServiceManager, std::string> ServiceManager::open(std::string_view name) {
  ServiceManager manager;
  sockaddr_un& address = manager.address_;
  address.sun_family = AF_UNIX;
  const bool is_abstract = name.starts_with('@');
  if (!is_abstract && !name.starts_with('/')) return std::string("is no socket of this machine");
  // A path ends with a zero, an abstract name begins with one.
  if (name.size() + (is_abstract ? 0 : 1) > sizeof address.sun_path) return std::string("is too long");
  std::memcpy(address.sun_path, name.data(), name.size());
  if (is_abstract) address.sun_path[0] = '\0';
  manager.length_ =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + (is_abstract ? 0 : 1));
  manager.socket_ = net::UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (manager.socket_.get() < 0) return std::string(std::strerror(errno));
  ::setsockopt(manager.socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kSendLimit, sizeof kSendLimit);
  return manager;
}

ServiceManager ServiceManager::of_environment() {
  const char* value = std::getenv(kVariable);
  if (value == nullptr || *value == '\0') return ServiceManager();
  const std::string name = value;
  ::unsetenv(kVariable);
  auto manager = open(name);
  if (manager.ok()) return std::move(manager).value();
  base::log_warning(kComponent, "{} {}: {}", kVariable, name, manager.error());
  return ServiceManager();
}

void ServiceManager::starting(std::string_view status) const { send(status_line(status)); }

void ServiceManager::ready(std::string_view status) const { send("READY=1\n" + status_line(status)); }

void ServiceManager::reloading() const {
  send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\n{}", monotonic_micros(),
                   status_line("reading the configuration again")));
}

void ServiceManager::stopping() const { send("STOPPING=1\n" + status_line("stopping")); }

void ServiceManager::send(std::string_view message) const {
  if (socket_.get() < 0) return;
  const auto* address = reinterpret_cast<const sockaddr*>(&address_);
  for (;;) {
    if (::sendto(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL, address, length_) >= 0) return;
    if (errno != EINTR) break;
  }
  base::log_warning(kComponent, "the service manager cannot be told: {}", std::strerror(errno));
}

}  // namespace stator::server
