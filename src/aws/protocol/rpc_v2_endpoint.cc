#include "aws/protocol/rpc_v2_endpoint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "aws/measured.h"
#include "aws/protocol/cbor_reader.h"
#include "aws/protocol/cbor_writer.h"
#include "aws/protocol/response_pieces.h"
#include "aws/request_id.h"
#include "aws/response_memory.h"
#include "base/check.h"

namespace stator::aws::protocol {
namespace {

constexpr std::string_view kProtocolHeader = "smithy-protocol";
constexpr std::string_view kProtocol = "rpc-v2-cbor";
constexpr std::string_view kCbor = "application/cbor";

bool has_foreign_shape(const Structure& structure);

bool is_or_has_foreign(const Shape& shape) {
  if (shape.structure != nullptr) return has_foreign_shape(*shape.structure);
  if (shape.element != nullptr) return is_or_has_foreign(*shape.element);
  return shape.kind == Kind::kForeign;
}

bool has_foreign_shape(const Structure& structure) {
  return std::any_of(structure.members.begin(), structure.members.end(),
                     [](const Member& member) { return is_or_has_foreign(*member.shape); });
}

// What a path names: of its segments the last four count.
struct Target {
  std::string_view service;
  std::string_view operation;
};

// Takes the last segment off, without its slash.
std::string_view take_segment(std::string_view* path) {
  const std::size_t slash = path->rfind('/');
  if (slash == path->npos) return {};
  const std::string_view segment = path->substr(slash + 1);
  *path = path->substr(0, slash);
  return segment;
}

std::optional<Target> find_target(std::string_view path) {
  Target target;
  target.operation = take_segment(&path);
  if (take_segment(&path) != "operation") return std::nullopt;
  target.service = take_segment(&path);
  if (take_segment(&path) != "service") return std::nullopt;
  return target;
}

class RpcV2Call final : public Call {
 public:
  RpcV2Call(RequestContext& context, const CborDocument& document) : context_(context), document_(document) {}

  RequestContext& context() override { return context_; }
  Result<base::Ok> read(const Structure& structure, void* request) override {
    return document_.read(structure, request);
  }
  bool write(const Structure& structure, const void* response) override {
    return pieces_.write(structure, response);
  }

  net::Body take_body() { return pieces_.take_body(); }

 private:
  RequestContext& context_;
  const CborDocument document_;
  ResponsePieces<CborWriter> pieces_;
};

net::Response cbor_response(int status, net::Body body, const RequestContext& context) {
  net::Response response = make_response(status, kCbor, std::move(body), context, IdForm::kUuid);
  response.headers.add(kProtocolHeader, kProtocol);
  return response;
}

// Of an operation without output: no body, so no content type.
net::Response empty_response(const RequestContext& context) {
  net::Response response;
  response.headers.add("x-amzn-RequestId", uuid_of(context.request_id));
  response.headers.add(kProtocolHeader, kProtocol);
  return response;
}

Error unknown_operation() { return {"UnknownOperationException", "", ErrorOrigin::kFramework}; }

}  // namespace

RpcV2Endpoint::RpcV2Endpoint(const RpcV2Service& names, void* service, const IdentityRules& rules,
                             base::Executor* pool)
    : names_(names), service_(service), rules_(rules), pool_(pool) {
  for (const Operation& operation : names.operations) {
    STATOR_CHECK(!has_foreign_shape(*operation.input));
    STATOR_CHECK(operation.output == nullptr || !has_foreign_shape(*operation.output));
  }
}

bool RpcV2Endpoint::claims(const net::Request& request) const {
  if (request.method != "POST" || header_or_empty(request, kProtocolHeader) != kProtocol) return false;
  auto target = find_target(request.path);
  if (!target) return false;
  const std::string_view space = names_.shape_namespace;
  const bool qualified = target->service.size() > space.size() && target->service.starts_with(space) &&
                         target->service[space.size()] == '.';
  if (qualified) target->service.remove_prefix(space.size() + 1);
  return target->service == names_.shape_name;
}

const Operation* RpcV2Endpoint::find_operation(const net::Request& request) const {
  // The specification has such requests refused: whoever looks at the header only would see another
  // operation.
  for (const char* other : {"X-Amz-Target", "X-Amzn-Target"})
    if (request.header(other)) return nullptr;
  const auto target = find_target(request.path);
  for (const Operation& operation : names_.operations) {
    if (operation.name == target->operation) return &operation;
  }
  return nullptr;
}

base::Task<Result<net::Body>> RpcV2Endpoint::run(const net::Request& request, const Operation* operation,
                                                 RequestContext& context) const {
  if (operation == nullptr) co_return unknown_operation();
  measure_operation(context, operation->action, operation->name);
  if (request.body.size() > kMaxBodyBytes) co_return request_too_large(request.body.size(), kMaxBodyBytes);
  STATOR_CO_ASSIGN(const CborDocument document, CborDocument::parse(request.body));
  STATOR_CO_TRY(identify(rules_, signature_input(request), &context, names_.signing_name));
  RpcV2Call call(context, document);
  auto outcome = co_await operation->run(*operation, service_, call);
  if (!outcome.ok()) co_return std::move(outcome).error();
  co_return call.take_body();
}

base::Task<net::Response> RpcV2Endpoint::handle(const net::Request& request, RequestContext& context) const {
  base::Executor* home = base::Executor::current();
  const bool on_pool = pool_ != nullptr && home != nullptr && request.body.size() > kPoolBodyBytes;
  ResponseMemory memory(request.memory);
  context.memory = &memory;
  if (on_pool) co_await base::switch_to(*pool_);
  const Operation* operation = find_operation(request);
  auto body = co_await run(request, operation, context);
  if (on_pool) co_await base::switch_to(*home);
  measure_caller(context);
  if (body.ok()) {
    net::Response response = operation->output == nullptr ? empty_response(context)
                                                          : cbor_response(200, std::move(*body), context);
    response.memory = memory.take(response.body.size() + response.body.size() / kPieceSlack);
    co_return response;
  }
  // "Message" is a habit of the JSON protocols; here the specification names "message".
  body.error().capital_message = false;
  Error error = complete_error(std::move(body).error(), names_.error_codes);
  measure_error(context, error.code);
  net::Response response = cbor_response(error.status, error_cbor(error, names_.model_namespace), context);
  if (!names_.error_codes.empty())
    response.headers.add(kQueryErrorHeader, query_error_header(error, names_.error_codes));
  co_return response;
}

}  // namespace stator::aws::protocol
