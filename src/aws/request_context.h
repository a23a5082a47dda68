// Who asks, for which account and region, and when. Made once for a request, read by every layer of the API.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace stator::base {
class WorkBudget;
}  // namespace stator::base
namespace stator::metrics {
class RequestRecord;
}

namespace stator::aws {

class Authorizer;  // authorizer.h
class ResponseMemory;
struct Principal;  // credentials.h

// 52 characters of 0-9 and A-V, as AWS makes them.
using RequestId = std::array<char, 52>;

struct RequestContext {
  std::string account;        // twelve digits
  std::string region;         // "eu-west-1"
  std::string access_key_id;  // empty without a signature
  RequestId request_id{};
  const base::Clock* clock = nullptr;  // never null in a request
  bool is_signed = false;              // carries a well-formed signature (verified if there is an authorizer)
  bool shared_data = false;            // one space for all: ARNs of any account and region name it
  std::string_view host;               // the Host header: by which name and port the client calls this server
  ResponseMemory* memory = nullptr;    // nullptr: without a limit
  std::shared_ptr<const Principal> principal;  // whose key it is; nullptr: a key that nobody made
  const Authorizer* authorizer = nullptr;      // who decides what is allowed; nullptr: all of it is
  base::WorkBudget* policy_work = nullptr;     // of all its decisions together; nullptr: of each by itself
  std::string_view remote_address;             // "127.0.0.1:41234"
  std::string_view user_agent;
  bool secure = false;                       // came by TLS
  metrics::RequestRecord* record = nullptr;  // what is counted of the request (measured.h); nullptr: nothing

  // "127.0.0.1", "::1"
  std::string_view source_address() const {
    std::string_view host = remote_address.substr(0, remote_address.rfind(':'));
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return host;
  }
  std::string_view scheme() const { return secure ? "https" : "http"; }

  std::string_view request_id_text() const { return {request_id.data(), request_id.size()}; }
};

}  // namespace stator::aws
