// A request that stands in a fuzz input, as its handler would see it:
//
//   PUT /bucket/key?tagging\n
//   Host: localhost\n
//   \n
//   the body
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzz_input.h"
#include "net/request.h"

namespace stator::fuzz {

class FuzzRequest {
 public:
  explicit FuzzRequest(Input* input) {
    std::string_view line = input->part('\n');
    const std::size_t space = line.find(' ');
    request_.method = line.substr(0, space);
    request_.target = space == line.npos ? "/" : line.substr(space + 1);
    const std::size_t question = request_.target.find('?');
    request_.path = request_.target.substr(0, question);
    if (!request_.path.starts_with('/')) request_.path = "/";
    if (question != request_.target.npos) request_.query = request_.target.substr(question + 1);
    for (line = input->part('\n'); !line.empty(); line = input->part('\n')) {
      const std::size_t colon = line.find(':');
      if (colon == line.npos) continue;
      std::string_view value = line.substr(colon + 1);
      while (value.starts_with(' ')) value.remove_prefix(1);
      while (value.ends_with(' ')) value.remove_suffix(1);
      headers_.push_back({line.substr(0, colon), value});
    }
    request_.headers = headers_;
    request_.body.reserve(input->rest().size() + net::Request::kBodyPadding);
    request_.body = input->rest();
    request_.remote_address = "127.0.0.1:50000";
  }
  FuzzRequest(const FuzzRequest&) = delete;
  FuzzRequest& operator=(const FuzzRequest&) = delete;

  net::Request& request() { return request_; }

 private:
  net::Request request_;
  std::vector<net::Header> headers_;
};

}  // namespace stator::fuzz
