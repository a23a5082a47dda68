// Keeps web pages of the internet away from a server that asks nobody who he is. A browser that runs such a
// page sends the page's origin; and where an attacker has its own name point to 127.0.0.1, the browser sends
// that name as Host.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/request.h"
#include "net/response.h"

namespace stator::server {

// Thread-safe once made. Pure.
class EdgeGuard {
 public:
  struct Options {
    bool callers_sign = false;  // with keys that a page does not have
    bool console = false;       // the console is a page of the server's own address
  };

  // `allowed_hosts`: names, addresses, "*.name" for all names below, "*" for any. `cors_origins` takes the
  // place of the default, which is every page served from this machine; "*" is any.
  EdgeGuard(std::vector<std::string> allowed_hosts, std::vector<std::string> cors_origins, Options options);
  EdgeGuard(std::vector<std::string> allowed_hosts, std::vector<std::string> cors_origins)
      : EdgeGuard(std::move(allowed_hosts), std::move(cors_origins), Options()) {}

  // Is `host`, the value of a Host header, a name of this server? Always: loopback addresses, localhost,
  // *.localhost, and the names by which LocalStack is called (so that a set-up made for it goes on working).
  bool allows_host(std::string_view host) const;
  // Is it an address, of whichever machine? An attacker's page has a name.
  static bool is_address(std::string_view host);
  // May a page of this origin call us?
  bool allows_origin(std::string_view origin) const;
  // May a request with this Origin be the console's? Its origin equals the address that the request was sent
  // to, and that Host is allowed. Objects that are pages do not have that origin: see allows_own_pages().
  bool allows_console(std::string_view origin, bool secure, std::string_view host) const;
  // May a page that is stored as an object, and asked for by this Host, run with this server's own origin? It
  // is that of the API, and of the console, which is given keys. So only if it is among the `cors_origins`,
  // or if there is no console and callers sign: then the origin gives the page nothing.
  bool allows_own_pages(bool secure, std::string_view host) const;

 private:
  std::vector<std::string> allowed_hosts_;
  std::vector<std::string> cors_origins_;
  Options options_;
};

}  // namespace stator::server
