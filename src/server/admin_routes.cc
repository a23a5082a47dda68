#include "server/admin_routes.h"

#include <fmt/format.h>

#include "services/s3/common/request.h"

namespace stator::server {

namespace {

std::string services_json(std::span<const std::string_view> services, std::string_view version) {
  std::string list;
  for (const std::string_view service : services)
    list += fmt::format(R"({}"{}": "running")", list.empty() ? "" : ", ", service);
  return fmt::format(R"({{"services": {{{}}}, "version": "{}", "edition": "stator"}})", list, version);
}

}  // namespace

bool asks_for_metrics(const net::Request& request) {
  return request.path == "/metrics" && (request.method == "GET" || request.method == "HEAD") &&
         !request.header("authorization") && request.query.find("X-Amz-") == std::string_view::npos;
}

AdminRoutes::AdminRoutes(std::string_view region, std::string_view version,
                         std::span<const std::string_view> services)
    // Word for word what DynamoDB answers to GET /, with the blank at the end.
    : healthy_(fmt::format("healthy: dynamodb.{}.amazonaws.com ", region)),
      services_(services_json(services, version)) {}

std::optional<net::Response> AdminRoutes::answer(const net::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  // A bucket in the Host has objects of any name.
  if (services::s3::has_virtual_bucket(request)) return std::nullopt;
  if (request.path == "/health" || request.path == "/_localstack/health") {
    return net::Response(200, "application/json", services_);
  }
  // A signed GET / belongs to an AWS API; it may be signed in its query.
  if (request.query.find("X-Amz-Signature=") != std::string_view::npos) return std::nullopt;
  if (request.path == "/" && request.query.empty() && !request.header("authorization"))
    return net::Response(200, "text/plain", healthy_);
  return std::nullopt;
}

}  // namespace stator::server
