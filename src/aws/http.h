// A request and a response as the API layer sees them, whatever server carries them.
#pragma once

#include <string>
#include <string_view>

#include "aws/request_context.h"

namespace stator::aws {

// Views that the server keeps alive until the response was made.
struct HttpRequest {
  std::string_view method;
  std::string_view path;   // "/"
  std::string_view query;  // after the '?'
  std::string_view body;   // decoded

  // The server's own headers, and how to find one by its lower-case name (empty = absent).
  const void* headers = nullptr;
  std::string_view (*find_header)(const void* headers, std::string_view lower_case_name) = nullptr;

  std::string_view header(std::string_view lower_case_name) const { return find_header(headers, lower_case_name); }
};

struct HttpResponse {
  int status = 200;
  std::string_view content_type;  // static storage
  std::string body;
  RequestId request_id{};  // goes into x-amzn-RequestId
  // The server adds x-amz-crc32: the CRC-32 of the body in decimal, of the bytes as sent, so after compression.
  bool with_crc32 = false;
};

}  // namespace stator::aws
