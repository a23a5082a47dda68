// Finds the protocol and service that a request is for.
#pragma once

#include <vector>

#include "aws/identity_rules.h"
#include "aws/request_context.h"
#include "aws/request_id.h"
#include "base/task.h"
#include "metrics/request_record.h"
#include "net/request.h"
#include "net/response.h"

namespace stator::aws {

// One service behind one protocol. Thread-safe.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  // True if the request is addressed to this service, be it well-formed or not.
  virtual bool claims(const net::Request& request) const = 0;
  // `context` has a request id and a clock; the rest is filled from the request. Both live until the task is
  // done.
  virtual base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const = 0;
};

// Thread-safe once made. The endpoints must outlive it, and so must the observer, who hears of every request
// (nullptr: nobody does).
class Router {
 public:
  Router(std::vector<const Endpoint*> endpoints, RequestIdSource& ids, const base::Clock& clock,
         metrics::RequestObserver* observer = nullptr)
      : endpoints_(std::move(endpoints)), ids_(ids), clock_(clock), observer_(observer) {}

  // The first endpoint that claims the request answers it; without one it gets an UnknownOperationException.
  // `request` must stay alive until the task is done.
  base::Task<net::Response> handle(const net::Request& request) const;

 private:
  const Endpoint* find_endpoint(const net::Request& request) const;

  std::vector<const Endpoint*> endpoints_;
  RequestIdSource& ids_;
  const base::Clock& clock_;
  metrics::RequestObserver* const observer_;
};

// application/x-amz-json-1.0, its kin and parameters.
bool is_json_content_type(std::string_view content_type);

// Adds the headers that every AWS response has: x-amzn-RequestId, and x-amz-crc32 over the bytes as sent.
void add_response_headers(const RequestId& request_id, net::Response& response);

// DynamoDB's request ids are longer than those of other services, which are UUIDs.
enum class IdForm { kLong, kUuid };

// A response with these headers.
net::Response make_response(int status, std::string_view content_type, net::Body body,
                            const RequestContext& context, IdForm form = IdForm::kLong);

// The value of a header, or nothing.
inline std::string_view header_or_empty(const net::Request& request, std::string_view name) {
  return request.header(name).value_or(std::string_view());
}

// Authorization, date and query of a request.
SignatureInput signature_input(const net::Request& request);

}  // namespace stator::aws
