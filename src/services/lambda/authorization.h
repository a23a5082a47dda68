// What the operations of Lambda ask for: their actions on a function or an event source mapping.
#pragma once

#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

// Requests that name nothing are about everything.
template <typename Request>
aws::Result<base::Ok> authorize(Service&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  aws::Access access{std::string(operation.action), "*", {}};
  std::optional<std::string> name, qualifier;
  if constexpr (requires { request.function_name; }) name = request.function_name;
  if constexpr (requires { request.resource; }) name = request.resource;
  if constexpr (requires { request.qualifier; }) qualifier = request.qualifier;
  std::string function;
  if (name) {
    STATOR_ASSIGN(const FunctionName parsed, parse_name(context, *name, qualifier));
    function = "arn:aws:lambda:" + context.region + ":" + context.account + ":function:" + parsed.name;
    if (!parsed.qualifier.empty()) function += ":" + parsed.qualifier;
  }
  if constexpr (requires { request.layer_name; }) {
    if (request.layer_name) {
      const std::string& layer = *request.layer_name;
      const std::string begin = "arn:aws:lambda:" + context.region + ":" + context.account + ":layer:";
      access.resource = layer.starts_with("arn:") ? layer : begin + layer;
      if constexpr (requires { request.version_number; })
        access.resource += ":" + std::to_string(request.version_number.value_or(0));
    }
    return aws::authorize(context, access);
  }
  if constexpr (requires { request.event_source_arn; }) {
    if (!function.empty()) access.facts.set("lambda:FunctionArn", function);
    if constexpr (requires { request.uuid; }) {
      if (request.uuid)
        access.resource = "arn:aws:lambda:" + context.region + ":" + context.account +
                          ":event-source-mapping:" + *request.uuid;
    }
  } else if (!function.empty()) {
    access.resource = function;
  }
  return aws::authorize(context, access);
}

}  // namespace stator::services::lambda
