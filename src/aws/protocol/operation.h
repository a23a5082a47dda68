// One operation of an AWS API, seen without its protocol.
//
//   base::Task<Result<PutItemResponse>> put_item(Service& service, const RequestContext& context,
//                                                PutItemRequest& request);
//   inline constexpr Operation kPutItem = operation<Service, PutItemRequest, PutItemResponse, put_item>(
//       "PutItem", "dynamodb:PutItem", kPutItemRequest, kPutItemResponse);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "aws/authorizer.h"
#include "aws/error.h"
#include "aws/protocol/constraints.h"
#include "aws/protocol/shape.h"
#include "aws/request_context.h"
#include "base/task.h"

namespace stator::aws::protocol {

// A request on its way through an operation; implemented by each protocol.
class Call {
 public:
  virtual ~Call() = default;
  virtual RequestContext& context() = 0;
  // Fills `request`, which `structure` describes. To be called once, before anything suspends.
  virtual Result<base::Ok> read(const Structure& structure, void* request) = 0;
  // Renders `response`, which lives until it is done, some of it at a time: false wants to be called again
  // once others have had their turn.
  virtual bool write(const Structure& structure, const void* response) = 0;
};

struct Operation {
  std::string_view name;    // "PutItem"
  std::string_view action;  // "dynamodb:PutItem", what a policy allows
  const Structure* input;
  const Structure* output;  // nullptr: the response has no body at all
  Report report;
  base::Task<Result<base::Ok>> (*run)(const Operation& operation, void* service, Call& call);
};

// What is asked for by an operation whose service says nothing else: its action, on anything. A service has
// an overload beside its request types, which is found by them and takes the part of the service that the
// operation works on:
//
//   aws::Result<base::Ok> authorize(Service&, const RequestContext&, const Operation&, const
//   PutItemRequest&);
//
// or one that returns a task of this result.
template <typename Service, typename Request>
Result<base::Ok> authorize(Service&, const RequestContext& context, const Operation& operation,
                           const Request&) {
  return aws::authorize(context, Access{std::string(operation.action), "*", {}});
}

// The account whose resource the request names by its ARN, if that is another than the caller's; then the
// operation sees that account's data, and policies of both have to allow it. A service whose resources can be
// shared has an overload, as above.
template <typename Service, typename Request>
std::optional<std::string> foreign_account(Service&, const RequestContext&, const Request&) {
  return std::nullopt;
}

namespace operation_internal {

template <typename Service, typename Request, typename Response, auto kHandler>
base::Task<Result<base::Ok>> run(const Operation& operation, void* service, Call& call) {
  Request request;
  STATOR_CO_TRY(call.read(*operation.input, &request));
  STATOR_CO_TRY(check_constraints(*operation.input, &request, operation.report));
  if (call.context().authorizer != nullptr) {
    auto& part = *static_cast<Service*>(service);
    if (auto account = foreign_account(part, call.context(), request))
      call.context().account = std::move(*account);
    using Decision = decltype(authorize(part, call.context(), operation, request));
    if constexpr (std::is_same_v<Decision, Result<base::Ok>>) {
      STATOR_CO_TRY(authorize(part, call.context(), operation, request));
    } else {  // has to read for it
      auto allowed = co_await authorize(part, call.context(), operation, request);
      if (!allowed.ok()) co_return std::move(allowed).error();
    }
  }
  auto response = co_await kHandler(*static_cast<Service*>(service), call.context(), request);
  if (!response.ok()) co_return std::move(response).error();
  if constexpr (!std::is_same_v<Response, base::Ok>) {
    bool written = call.write(*operation.output, &*response);
    while (!written) {
      co_await base::yield();
      written = call.write(*operation.output, &*response);
    }
  }
  co_return base::Ok{};
}

}  // namespace operation_internal

// The handler starts after the constraints of the request's shape were checked. Its first parameter is the
// service, or anything that the service converts to: the part that this operation works on.
template <typename Service, typename Request, typename Response, auto kHandler>
constexpr Operation operation(std::string_view name, std::string_view action, const Structure& input,
                              const Structure& output, Report report = Report::kAll) {
  return {name,    action, &input,
          &output, report, operation_internal::run<Service, Request, Response, kHandler>};
}

// The same for an operation whose response has no body: the handler returns base::Ok.
template <typename Service, typename Request, auto kHandler>
constexpr Operation operation_without_output(std::string_view name, std::string_view action,
                                             const Structure& input, Report report = Report::kAll) {
  return {name,    action, &input,
          nullptr, report, operation_internal::run<Service, Request, base::Ok, kHandler>};
}

}  // namespace stator::aws::protocol
