#include "aws/router.h"

#include <exception>

#include "authz/evaluation.h"
#include "base/work_budget.h"

namespace stator::aws {
namespace {

constexpr std::string_view kUnknownOperation = "UnknownOperationException";
constexpr std::string_view kInternalFailure = "InternalFailure";

// What AWS's front end says to a request that no service knows.
net::Response refuse_unknown(const net::Request& request, const RequestContext& context) {
  if (request.method == "POST" && is_json_content_type(header_or_empty(request, "Content-Type"))) {
    return make_response(400, "application/x-amz-json-1.0",
                         R"({"__type":"com.amazon.coral.service#UnknownOperationException"})", context);
  }
  return make_response(404, "text/xml", "<UnknownOperationException/>\n", context);
}

}  // namespace

bool is_json_content_type(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return type == "application/x-amz-json-1.0" || type == "application/x-amz-json-1.1" ||
         type == "application/json";
}

void add_response_headers(const RequestId& request_id, net::Response& response) {
  response.headers.add("x-amzn-RequestId", {request_id.data(), request_id.size()});
  response.crc32_header = "x-amz-crc32";
}

net::Response make_response(int status, std::string_view content_type, net::Body body,
                            const RequestContext& context, IdForm form) {
  net::Response response(status, content_type, std::move(body));
  if (form == IdForm::kLong) {
    add_response_headers(context.request_id, response);
  } else {
    response.headers.add("x-amzn-RequestId", uuid_of(context.request_id));
  }
  return response;
}

SignatureInput signature_input(const net::Request& request) {
  std::string_view date = header_or_empty(request, "X-Amz-Date");
  if (date.empty()) date = header_or_empty(request, "Date");
  return {header_or_empty(request, "Authorization"), date, request.query, &request};
}

const Endpoint* Router::find_endpoint(const net::Request& request) const {
  for (const Endpoint* endpoint : endpoints_) {
    if (endpoint->claims(request)) return endpoint;
  }
  return nullptr;
}

base::Task<net::Response> Router::handle(const net::Request& request) const {
  RequestContext context;
  context.request_id = ids_.next();
  context.clock = &clock_;
  context.host = header_or_empty(request, "Host");
  context.remote_address = request.remote_address;
  context.secure = request.secure;
  context.user_agent = header_or_empty(request, "User-Agent");
  base::WorkBudget policy_work(authz::kRequestWork);
  context.policy_work = &policy_work;
  const Endpoint* endpoint = find_endpoint(request);
  if (observer_ == nullptr) {
    if (endpoint == nullptr) co_return refuse_unknown(request, context);
    auto response = co_await endpoint->handle(request, context);
    co_return response;
  }
  metrics::RequestRecord record;
  record.request_bytes =
      request.stream != nullptr ? request.stream->length().value_or(0) : request.body.size();
  const RequestId request_id = context.request_id;
  const std::int64_t begun = clock_.steady_nanos();
  net::Response response;
  std::exception_ptr failure;
  if (endpoint == nullptr) {
    record.error_code = kUnknownOperation;
    response = refuse_unknown(request, context);
  } else {
    context.record = &record;
    try {
      response = co_await endpoint->handle(request, context);
    } catch (...) {
      failure = std::current_exception();
      record.error_code = kInternalFailure;
      response.status = 500;
    }
  }
  record.response_bytes = response.body_size();
  observer_->finished({record,
                       std::chrono::nanoseconds(clock_.steady_nanos() - begun),
                       response.status,
                       {request_id.data(), request_id.size()},
                       request.remote_address,
                       context.account,
                       context.region});
  if (failure) std::rethrow_exception(failure);  // net/ answers
  co_return response;
}

}  // namespace stator::aws
