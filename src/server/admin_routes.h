// The routes that belong to no AWS API: is the server alive?
#pragma once

#include <optional>
#include <string>

#include "net/request.h"
#include "net/response.h"

namespace stator::server {

// Thread-safe once made. Pure.
class AdminRoutes {
 public:
  AdminRoutes(std::string_view region, std::string_view version);

  // Nothing if the request is for somebody else.
  std::optional<net::Response> answer(const net::Request& request) const;

 private:
  const std::string healthy_;
  const std::string services_;
};

}  // namespace stator::server
