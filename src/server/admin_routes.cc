#include "server/admin_routes.h"

#include <fmt/format.h>

namespace stator::server {

AdminRoutes::AdminRoutes(std::string_view region, std::string_view version)
    // Word for word what DynamoDB answers to GET /, with the blank at the end.
    : healthy_(fmt::format("healthy: dynamodb.{}.amazonaws.com ", region)),
      services_(fmt::format(
          R"({{"services": {{"dynamodb": "running"}}, "version": "{}", "edition": "stator"}})", version)) {}

std::optional<net::Response> AdminRoutes::answer(const net::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  if (request.path == "/health" || request.path == "/_localstack/health") {
    return net::Response(200, "application/json", services_);
  }
  // A signed GET / belongs to an AWS API.
  if (request.path == "/" && !request.header("authorization"))
    return net::Response(200, "text/plain", healthy_);
  return std::nullopt;
}

}  // namespace stator::server
