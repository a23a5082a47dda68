#include "aws/router.h"

namespace stator::aws {
namespace {

// What AWS's front end says to a request that no service knows.
void refuse_unknown(const HttpRequest& request, HttpResponse* response) {
  if (request.method == "POST" && is_json_content_type(request.header("content-type"))) {
    response->status = 400;
    response->content_type = "application/x-amz-json-1.0";
    response->body = R"({"__type":"com.amazon.coral.service#UnknownOperationException"})";
  } else {
    response->status = 404;
    response->content_type = "text/xml";
    response->body = "<UnknownOperationException/>\n";
  }
}

}  // namespace

bool is_json_content_type(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return type == "application/x-amz-json-1.0" || type == "application/x-amz-json-1.1" || type == "application/json";
}

base::Task<HttpResponse> Router::handle(const HttpRequest& request) const {
  RequestContext context;
  context.request_id = ids_.next();
  context.clock = &clock_;
  for (const Endpoint* endpoint : endpoints_) {
    if (!endpoint->claims(request)) continue;
    auto response = co_await endpoint->handle(request, std::move(context));
    co_return response;
  }
  HttpResponse response;
  response.request_id = context.request_id;
  response.with_crc32 = true;
  refuse_unknown(request, &response);
  co_return response;
}

SignatureInput signature_input(const HttpRequest& request) {
  std::string_view date = request.header("x-amz-date");
  if (date.empty()) date = request.header("date");
  return {request.header("authorization"), date, request.query};
}

}  // namespace stator::aws
