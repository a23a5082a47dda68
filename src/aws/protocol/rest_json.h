// AWS REST-JSON: the operation is found by method and path; members of a request stand in the path, the
// query, headers or a JSON body, as each operation's bindings say.
#pragma once

#include <span>
#include <string_view>

#include "aws/identity_rules.h"
#include "aws/protocol/operation.h"
#include "aws/router.h"
#include "base/executor.h"

namespace stator::aws::protocol {

enum class Place : std::uint8_t {
  kPath,     // a label of the path template
  kQuery,    // a parameter; of a list, each time it stands there
  kHeader,   // a header field
  kPayload,  // the body as it is, of any content type; a std::string member
  kStatus,   // output only: the response's status; an integer member
};

// Where a member stands that is not in the JSON body. `name` is that of the parameter or header, or of the
// label without its braces.
struct Binding {
  std::string_view member;
  Place place = Place::kPath;
  std::string_view name;
};

// All of static storage. An output with bindings has no member in a JSON body.
struct RestOperation {
  Operation operation;
  std::string_view method;
  // "/2015-03-31/functions/{FunctionName}"; a label stands for one whole segment. What follows a '?' has to
  // be a parameter of the query; such an operation stands before that of the same path without it.
  std::string_view path;
  int status = 200;  // of success
  std::span<const Binding> input = {};
  std::span<const Binding> output = {};
};

// What a service is called on the wire. All of static storage.
struct RestService {
  std::string_view signing_name;  // "lambda"
  // True for paths that only this service can mean, so that an unsigned request gets its answer, too.
  bool (*owns_path)(std::string_view path);
  std::span<const RestOperation> operations;
};

// Order of checks: method and path (404 where there is no such operation), signature, JSON, types,
// constraints. Errors carry x-amzn-ErrorType.
class RestJsonEndpoint final : public Endpoint {
 public:
  static constexpr std::size_t kPoolBodyBytes = 256 * 1024;

  // Requests with bodies over kPoolBodyBytes are handled on `pool` (where there is one). All three must
  // outlive this.
  RestJsonEndpoint(const RestService& names, void* service, const IdentityRules& rules,
                   base::Executor* pool = nullptr)
      : names_(names), service_(service), rules_(rules), pool_(pool) {}

  // Signed for this service; or unsigned, or signed for nothing known, with a path that is this service's.
  bool claims(const net::Request& request) const override;
  base::Task<net::Response> handle(const net::Request& request, RequestContext& context) const override;

 private:
  base::Task<net::Response> run(const net::Request& request, RequestContext& context) const;

  RestService names_;
  void* service_;
  const IdentityRules& rules_;
  base::Executor* pool_;
};

}  // namespace stator::aws::protocol
