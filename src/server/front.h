// What every request passes first: the edge guard, CORS and the admin routes. The rest goes to the API.
#pragma once

#include <optional>

#include "aws/request_id.h"
#include "base/task.h"
#include "net/options.h"
#include "server/admin_routes.h"
#include "server/edge_guard.h"

namespace stator::server {

// Thread-safe once made.
class Front {
 public:
  // `request_ids` outlives the front; requests that get as far as `api` have their ids from there.
  Front(EdgeGuard guard, AdminRoutes admin, aws::RequestIdSource& request_ids, net::Handler api)
      : guard_(std::move(guard)), admin_(std::move(admin)), request_ids_(request_ids), api_(std::move(api)) {}

  // `request` lives until the task is done.
  base::Task<net::Response> handle(net::Request& request) const;

 private:
  std::optional<net::Response> answer_admin(const net::Request& request) const;
  base::Task<net::Response> handle_cross_origin(net::Request& request, std::string_view origin) const;

  const EdgeGuard guard_;
  const AdminRoutes admin_;
  aws::RequestIdSource& request_ids_;
  const net::Handler api_;
};

// The answer to a request that cannot be served, in the form that AWS SDKs read.
net::Response refusal(int status, std::string_view message, aws::RequestIdSource& request_ids);

}  // namespace stator::server
