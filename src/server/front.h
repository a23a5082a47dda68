// What every request passes first: the edge guard, CORS and the admin routes. The rest goes to the API.
#pragma once

#include "base/task.h"
#include "net/options.h"
#include "server/admin_routes.h"
#include "server/edge_guard.h"

namespace stator::server {

// Thread-safe once made.
class Front {
 public:
  Front(EdgeGuard guard, AdminRoutes admin, net::Handler api)
      : guard_(std::move(guard)), admin_(std::move(admin)), api_(std::move(api)) {}

  // `request` lives until the task is done.
  base::Task<net::Response> handle(net::Request& request) const;

 private:
  base::Task<net::Response> handle_cross_origin(net::Request& request, std::string_view origin) const;

  const EdgeGuard guard_;
  const AdminRoutes admin_;
  const net::Handler api_;
};

// The answer to a request that cannot be served, in the form that AWS SDKs read.
net::Response refusal(int status, std::string_view message);

}  // namespace stator::server
