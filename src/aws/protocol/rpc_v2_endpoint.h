// Smithy RPC v2 CBOR (smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): POST to
// /service/NAME/operation/NAME, CBOR in and out.
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
struct RpcV2Service {
  std::string_view shape_name;       // "GraniteServiceVersion20100801"
  std::string_view shape_namespace;  // "com.amazonaws.cloudwatch", which may stand before it, with a dot
  std::string_view model_namespace;  // "com.amazonaws.cloudwatch.v2010_08_01#", of `__type`
  std::string_view signing_name;     // "monitoring", of the credential scope
  std::span<const Operation> operations;
  // Not empty: the service spoke Query before, and its errors say what they were called there.
  ErrorCodes error_codes = {};
};

// Order of checks: path (an unknown operation needs no signature), then whether the body is well-formed CBOR,
// then the signature, then types and constraints.
class RpcV2Endpoint final : public Endpoint {
 public:
  static constexpr std::size_t kPoolBodyBytes = 256 * 1024;
  // What CloudWatch takes (AWS: PutMetricData). A structure of CBOR takes one byte, and in memory some
  // hundred.
  static constexpr std::size_t kMaxBodyBytes = 1024 * 1024;

  // `service` is handed to the operations' handlers. Requests with bodies over kPoolBodyBytes are handled on
  // `pool` (where there is one). All three must outlive this. Precondition: the operations have no shape of
  // foreign kind.
  RpcV2Endpoint(const RpcV2Service& names, void* service, const IdentityRules& rules,
                base::Executor* pool = nullptr);

  // Says that it is of this protocol, and its path names this service.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const override;

 private:
  const Operation* find_operation(const net::Request& request) const;
  // The body of the response.
  base::Task<Result<net::Body>> run(const net::Request& request, const Operation* operation,
                                    RequestContext& context) const;

  RpcV2Service names_;
  void* service_;
  const IdentityRules& rules_;
  base::Executor* pool_;
};

}  // namespace stator::aws::protocol
