#include "services/lambda/code_download.h"

#include "services/lambda/messages.h"

namespace stator::services::lambda {
namespace {

// In the form of S3, where AWS keeps code.
net::Response refusal(int status, std::string_view code, std::string_view message) {
  std::string body = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  body.append("\n<Error><Code>");
  body.append(code).append("</Code><Message>").append(message).append("</Message></Error>");
  return net::Response(status, "application/xml", std::move(body));
}

}  // namespace

base::Task<net::Response> CodeDownload::handle(const net::Request& request,
                                               aws::RequestContext& context) const {
  if (request.method != "GET") co_return refusal(405, "MethodNotAllowed", s3_messages::kMethodNotAllowed);
  const auto found = service_.links.follow(request.path, request.query, context.clock->unix_seconds());
  if (!found) co_return refusal(403, "AccessDenied", s3_messages::kExpired);
  auto code = co_await service_.registry.code(found->scope, found->owner, found->code_id);
  if (!code.ok()) co_return refusal(404, "NoSuchKey", s3_messages::kNoSuchKey);
  co_return net::Response(200, "application/zip", std::move(*code));
}

}  // namespace stator::services::lambda
