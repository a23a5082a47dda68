// AWS Query: POST / with a form that names the action, XML out.
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
struct QueryService {
  std::string_view signing_name;   // "iam", of the credential scope
  std::string_view version;        // "2010-05-08"
  std::string_view xml_namespace;  // "https://iam.amazonaws.com/doc/2010-05-08/"
  bool is_global = false;          // one region for all: the requests' own does not count
  std::span<const Operation> operations;
  ErrorCodes error_codes = {};  // of the service's own errors
};

class QueryEndpoint final : public Endpoint {
 public:
  // More than the largest policy takes, and PutMetricData (1 MB).
  static constexpr std::size_t kMaxFormBytes = 4 * 1024 * 1024;
  static constexpr std::size_t kPoolFormBytes = 32 * 1024;  // their fields are sorted

  // `service` is handed to the operations' handlers. Requests with forms over kPoolFormBytes are handled on
  // `pool` (where there is one). All three must outlive this.
  QueryEndpoint(const QueryService& names, void* service, const IdentityRules& rules,
                base::Executor* pool = nullptr)
      : names_(names), service_(service), rules_(rules), pool_(pool) {}

  // A form (or a query with an action) whose signature is for this service, or which has none and
  // names the service's version.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const override;

 private:
  // The body of the response.
  base::Task<Result<net::Body>> run(const net::Request& request, RequestContext& context) const;

  QueryService names_;
  void* service_;
  const IdentityRules& rules_;
  base::Executor* pool_;
};

}  // namespace stator::aws::protocol
