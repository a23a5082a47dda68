// What every request passes first: the edge guard, CORS and the admin routes. The rest goes to the API.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "aws/request_id.h"
#include "base/task.h"
#include "net/options.h"
#include "server/admin_routes.h"
#include "server/console.h"
#include "server/edge_guard.h"

namespace stator::server {

// Where /metrics is answered.
enum class MetricsPlace {
  kNowhere,
  kBesideApi,    // to everybody who may call the API
  kOwnListener,  // to everybody who reaches the listener of kMetricsLabel
};

// Of the connections to the listener that serves nothing but /metrics and /health.
inline constexpr std::string_view kMetricsLabel = "metrics";

// Thread-safe.
class Front {
 public:
  // `request_ids` outlives the front; requests that get as far as `api` have their ids from there.
  // No `console`: there is none.
  Front(EdgeGuard guard, AdminRoutes admin, aws::RequestIdSource& request_ids, net::Handler api,
        MetricsPlace metrics_place = MetricsPlace::kNowhere, net::Handler metrics = {},
        std::optional<Console> console = std::nullopt);

  // From now on.
  void set_guard(EdgeGuard guard);

  // `request` lives until the task is done.
  base::Task<net::Response> handle(net::Request& request) const;

 private:
  // By what belongs to no AWS API.
  std::optional<net::Response> answer_here(const net::Request& request) const;
  base::Task<net::Response> answer_browser(net::Request& request) const;
  base::Task<net::Response> handle_cross_origin(net::Request& request, std::string_view origin) const;

  base::Task<net::Response> handle_scrape(net::Request& request) const;
  const EdgeGuard& guard() const { return *guard_.load(std::memory_order_acquire); }

  std::mutex guards_mutex_;  // guards guards_
  // All there have been: requests under way may use an older one.
  std::vector<std::unique_ptr<const EdgeGuard>> guards_;
  std::atomic<const EdgeGuard*> guard_;
  const AdminRoutes admin_;
  aws::RequestIdSource& request_ids_;
  const net::Handler api_;
  const MetricsPlace metrics_place_;
  const net::Handler metrics_;
  const std::optional<Console> console_;
};

// The answer to a request that cannot be served, in the form that AWS SDKs read.
net::Response refusal(int status, std::string_view message, aws::RequestIdSource& request_ids);

}  // namespace stator::server
