// Keeps web pages of the internet away from a server that asks nobody who he is. A browser that runs such a
// page sends the page's origin; and where an attacker has its own name point to 127.0.0.1, the browser sends
// that name as Host.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/request.h"
#include "net/response.h"

namespace stator::server {

// Thread-safe once made. Pure.
class EdgeGuard {
 public:
  // `allowed_hosts`: names, addresses, "*.name" for all names below, "*" for any. `cors_origins` takes the
  // place of the default, which is every page served from this machine; "*" is any.
  EdgeGuard(std::vector<std::string> allowed_hosts, std::vector<std::string> cors_origins,
            bool callers_sign = false);

  // Is `host`, the value of a Host header, a name of this server? Always: loopback addresses, localhost,
  // *.localhost, and the names by which LocalStack is called (so that a set-up made for it goes on working).
  bool allows_host(std::string_view host) const;
  // Is it an address, of whichever machine? An attacker's page has a name.
  static bool is_address(std::string_view host);
  // May a page of this origin call us?
  bool allows_origin(std::string_view origin) const;
  // May a page that is an object of ours, asked for by this Host? Its origin is that of the API. Where
  // callers sign, that gives it nothing; else it has to be among the `cors_origins`.
  bool allows_own_pages(bool secure, std::string_view host) const;

 private:
  std::vector<std::string> allowed_hosts_;
  std::vector<std::string> cors_origins_;
  bool callers_sign_;  // with keys that a page does not have
};

}  // namespace stator::server
