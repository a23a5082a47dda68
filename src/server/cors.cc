#include "server/cors.h"

namespace stator::server {

namespace {

// What SDKs in a browser read.
constexpr std::string_view kExposedHeaders =
    "x-amzn-requestid, x-amz-crc32, x-amzn-errortype, x-amzn-errormessage, x-amz-request-id, x-amz-id-2, "
    "date, etag";
constexpr std::string_view kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::string_view kMaxAgeSeconds = "172800";  // as AWS answers

}  // namespace

bool is_preflight(const net::Request& request) {
  return request.method == "OPTIONS" && request.header("access-control-request-method").has_value();
}

net::Response preflight_response(const net::Request& request, std::string_view origin) {
  net::Response response;
  add_cors_headers(origin, response);
  response.headers.add("Access-Control-Allow-Methods", kMethods);
  if (const auto headers = request.header("access-control-request-headers")) {
    response.headers.add("Access-Control-Allow-Headers", *headers);
  }
  if (request.header("access-control-request-private-network") == "true") {
    response.headers.add("Access-Control-Allow-Private-Network", "true");
  }
  response.headers.add("Access-Control-Max-Age", kMaxAgeSeconds);
  return response;
}

void add_cors_headers(std::string_view origin, net::Response& response) {
  response.headers.add("Access-Control-Allow-Origin", origin);
  response.headers.add("Access-Control-Expose-Headers", kExposedHeaders);
  response.headers.add("Vary", "Origin");
}

}  // namespace stator::server
