// The routes that belong to no AWS API: is the server alive?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace stator::server {

// Is it GET /metrics? A signed one is for a bucket of that name.
bool asks_for_metrics(const net::Request& request);

// Thread-safe once made. Pure.
class AdminRoutes {
 public:
  // `services`: the names by which /health reports what is served.
  AdminRoutes(std::string_view region, std::string_view version, std::span<const std::string_view> services);

  // Nothing if the request is for somebody else.
  std::optional<net::Response> answer(const net::Request& request) const;

 private:
  const std::string healthy_;
  const std::string services_;
};

}  // namespace stator::server
