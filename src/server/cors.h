// Cross-origin resource sharing: what tells a browser that a page of another origin may read our answers.
#pragma once

#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace stator::server {

// Is this the question that a browser asks before the real request?
bool is_preflight(const net::Request& request);

// The answer to it. The origin is allowed.
net::Response preflight_response(const net::Request& request, std::string_view origin);

// For every other response to an allowed origin.
void add_cors_headers(std::string_view origin, net::Response& response);

}  // namespace stator::server
