// What the operations of Lambda ask for: their actions on a function or an event source mapping.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "aws/arn.h"
#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "functions/function_arn.h"
#include "services/lambda/ops/common.h"
#include "services/lambda/ops/layers.h"

namespace stator::services::lambda {

// What is asked for, the function whose policy decides, too, and the event source mapping that it is about;
// empty: none.
struct FunctionAccess {
  aws::Access access;
  std::string function;
  std::string mapping;
};

// Requests that name nothing are about everything.
template <typename Request>
aws::Result<FunctionAccess> access_of(const aws::RequestContext& context,
                                      const aws::protocol::Operation& operation, const Request& request) {
  FunctionAccess asked{{std::string(operation.action), "*", {}}, {}, {}};
  aws::Access& access = asked.access;
  std::optional<std::string> name, qualifier;
  if constexpr (requires { request.function_name; }) name = request.function_name;
  if constexpr (requires { request.resource; }) name = request.resource;
  if constexpr (requires { request.qualifier; }) qualifier = request.qualifier;
  std::string function, function_name;
  if (name) {
    STATOR_ASSIGN(FunctionName parsed, parse_name(context, *name, qualifier));
    functions::FunctionArn arn{scope_of(context), std::move(parsed.name), ""};
    // Operations without qualifiers are about the function, also where its name has one.
    constexpr bool of_versions = requires { request.qualifier; }
    || requires { request.event_source_arn; };
    const bool of_function =
        operation.name.ends_with("Concurrency") || operation.name.ends_with("CodeSigningConfig");
    if (of_versions && !of_function) arn.qualifier = std::move(parsed.qualifier);
    function = arn.text();
    function_name = std::move(arn.name);
  }
  if constexpr (requires { request.layer_version_arn; })
    access.resource = layer_resource(context, *request.layer_version_arn);
  if constexpr (requires { request.layer_name; }) {
    if (request.layer_name) {
      access.resource = layer_resource(context, *request.layer_name);
      if constexpr (requires { request.version_number; })
        access.resource += ":" + std::to_string(request.version_number.value_or(0));
    }
    return asked;
  }
  if constexpr (requires { request.event_source_arn; }) {
    if (!function.empty()) access.facts.set("lambda:FunctionArn", function);
    if constexpr (requires { request.uuid; }) {
      if (request.uuid) {
        access.resource = "arn:aws:lambda:" + context.region + ":" + context.account +
                          ":event-source-mapping:" + *request.uuid;
        asked.mapping = *request.uuid;
      }
    }
  } else if (!function.empty()) {
    access.resource = function;
    asked.function = std::move(function_name);
  }
  return asked;
}

// With the policy that AddPermission has made. An event source mapping is its function's, and what it is
// given to has to be allowed as well.
base::Task<aws::Result<base::Ok>> check_access(Service& service, const aws::RequestContext& context,
                                               FunctionAccess asked);

template <typename Request>
base::Task<aws::Result<base::Ok>> authorize(Service& service, const aws::RequestContext& context,
                                            const aws::protocol::Operation& operation,
                                            const Request& request) {
  STATOR_CO_ASSIGN(FunctionAccess asked, access_of(context, operation, request));
  auto allowed = co_await check_access(service, context, std::move(asked));
  co_return allowed;
}

// Functions of other accounts are named by their ARNs, or by the account and the end of one.
template <typename Request>
std::optional<std::string> foreign_account(Service&, const aws::RequestContext& context,
                                           const Request& request) {
  std::string_view name;
  if constexpr (requires { request.function_name; }) {
    if (request.function_name) name = *request.function_name;
  } else if constexpr (requires { request.resource; }) {
    if (request.resource) name = *request.resource;
  }
  constexpr std::size_t kAccountDigits = 12;
  const std::string_view account = name.substr(0, std::min(name.size(), kAccountDigits));
  if (aws::is_account_id(account) && account != context.account &&
      name.substr(account.size()).starts_with(":function:"))
    return std::string(account);
  return aws::foreign_account_of(name, "lambda", context);
}

}  // namespace stator::services::lambda
