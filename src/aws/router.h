// Finds the protocol and service that a request is for.
#pragma once

#include <vector>

#include "aws/http.h"
#include "aws/identity_rules.h"
#include "aws/request_context.h"
#include "aws/request_id.h"
#include "base/task.h"

namespace stator::aws {

// One service behind one protocol. Thread-safe.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  // True if the request is addressed to this service, be it well-formed or not.
  virtual bool claims(const HttpRequest& request) const = 0;
  // `context` has a request id and a clock; the rest is filled from the request.
  virtual base::Task<HttpResponse> handle(const HttpRequest& request, RequestContext context) const = 0;
};

// Thread-safe once made. The endpoints must outlive it.
class Router {
 public:
  Router(std::vector<const Endpoint*> endpoints, RequestIdSource& ids, const base::Clock& clock)
      : endpoints_(std::move(endpoints)), ids_(ids), clock_(clock) {}

  // The first endpoint that claims the request answers it; without one it gets an UnknownOperationException.
  // `request` must stay alive until the task is done.
  base::Task<HttpResponse> handle(const HttpRequest& request) const;

 private:
  std::vector<const Endpoint*> endpoints_;
  RequestIdSource& ids_;
  const base::Clock& clock_;
};

// application/x-amz-json-1.0, its kin and parameters.
bool is_json_content_type(std::string_view content_type);

// Authorization, date and query of a request.
SignatureInput signature_input(const HttpRequest& request);

}  // namespace stator::aws
