// AWS JSON 1.0 and 1.1: POST with an X-Amz-Target header, JSON in and out.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aws/identity_rules.h"
#include "aws/protocol/error_codes.h"
#include "aws/protocol/operation.h"
#include "aws/router.h"
#include "base/executor.h"

namespace stator::aws::protocol {

// What a service is called on the wire. All of static storage.
struct JsonService {
  std::string_view target_prefix;    // "DynamoDB_20120810"
  std::string_view model_namespace;  // "com.amazonaws.dynamodb.v20120810#"
  std::string_view content_type;     // of responses: "application/x-amz-json-1.0"
  std::span<const Operation> operations;
  // What the service calls a violated constraint, where it is not ValidationException.
  std::string_view violation_code = {};
  IdForm id_form = IdForm::kLong;
  std::string_view signing_name = {};  // "dynamodb", of the credential scope
  // Not empty: the service spoke Query before, and its errors say what they were called there.
  ErrorCodes error_codes = {};
};

// Order of checks: content type and target (an unknown operation needs no signature), then whether the body
// is JSON at all, then the signature, then types and constraints.
class JsonEndpoint final : public Endpoint {
 public:
  // `service` is handed to the operations' handlers. Requests with bodies over kPoolBodyBytes are handled on
  // `pool` (where there is one), so that an event loop stays responsive. All three must outlive this.
  JsonEndpoint(const JsonService& names, void* service, const IdentityRules& rules,
               base::Executor* pool = nullptr)
      : names_(names), service_(service), rules_(rules), pool_(pool) {}

  static constexpr std::size_t kPoolBodyBytes = 256 * 1024;

  // POST with a JSON content type and a target of this service.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const override;

 private:
  const Operation* find_operation(std::string_view target) const;
  // The body of the response.
  base::Task<Result<net::Body>> run(const net::Request& request, RequestContext& context) const;

  JsonService names_;
  void* service_;
  const IdentityRules& rules_;
  base::Executor* pool_;
};

}  // namespace stator::aws::protocol
