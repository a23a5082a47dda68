// AWS Query: POST / with a form that names the action, XML out.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aws/identity_rules.h"
#include "aws/protocol/error_codes.h"
#include "aws/protocol/form.h"
#include "aws/protocol/operation.h"
#include "aws/router.h"

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
  // More than the largest policy takes; forms are read on the event loop.
  static constexpr std::size_t kMaxFormBytes = 4 * 1024 * 1024;

  // `service` is handed to the operations' handlers. It and `rules` must outlive this.
  QueryEndpoint(const QueryService& names, void* service, const IdentityRules& rules)
      : names_(names), service_(service), rules_(rules) {}

  // A form (or a query with an action) whose signature is for this service, or which has none and
  // names the service's version.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const override;

 private:
  // The content of the response's element.
  base::Task<Result<std::string>> run(const net::Request& request, const Form& form,
                                      RequestContext& context) const;

  QueryService names_;
  void* service_;
  const IdentityRules& rules_;
};

}  // namespace stator::aws::protocol
