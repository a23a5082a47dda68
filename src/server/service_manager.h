// What a service manager such as systemd is told (sd_notify(3)): lines to the socket that NOTIFY_SOCKET
// names.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/listener.h"

namespace stator::server {

class ServiceManager {
 public:
  // `name`: the path of a datagram socket, or '@' and an abstract name. The error is one line.
  static base::Result<ServiceManager, std::string> open(std::string_view name);

  // As open, by NOTIFY_SOCKET, which it removes: no process of a function is to speak for the server. Before
  // there are threads. Without one, or where it cannot be used (the log says so), nobody is told.
  static ServiceManager of_environment();

  // Each sends one message. `status`: one line for people.
  void starting(std::string_view status) const;
  void ready(std::string_view status) const;
  void reloading() const;  // until `ready`
  void stopping() const;

 private:
  ServiceManager() = default;
  void send(std::string_view message) const;

  net::UniqueFd socket_;
  sockaddr_un address_{};
  socklen_t length_ = 0;
};

}  // namespace stator::server
