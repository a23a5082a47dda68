#include "aws/protocol/json_endpoint.h"

#include <utility>

#include "aws/measured.h"
#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/response_pieces.h"
#include "aws/response_memory.h"

namespace stator::aws::protocol {
namespace {

class JsonCall final : public Call {
 public:
  JsonCall(RequestContext& context, JsonDocument document)
      : context_(context), document_(std::move(document)) {}

  RequestContext& context() override { return context_; }
  Result<base::Ok> read(const Structure& structure, void* request) override {
    const JsonDocument document = std::move(document_);  // its buffers go back once it is read
    return document.read(structure, request);
  }
  bool write(const Structure& structure, const void* response) override {
    return pieces_.write(structure, response);
  }

  net::Body take_body() { return pieces_.take_body(); }

 private:
  RequestContext& context_;
  JsonDocument document_;
  ResponsePieces<JsonWriter> pieces_;
};

Error unknown_operation() { return {"UnknownOperationException", "", ErrorOrigin::kFramework}; }

}  // namespace

bool JsonEndpoint::claims(const net::Request& request) const {
  if (request.method != "POST" || !is_json_content_type(header_or_empty(request, "Content-Type")))
    return false;
  const std::string_view target = header_or_empty(request, "X-Amz-Target");
  return target.substr(0, target.find('.')) == names_.target_prefix;
}

const Operation* JsonEndpoint::find_operation(std::string_view target) const {
  const std::size_t prefix = names_.target_prefix.size();
  const std::string_view name = target.size() > prefix ? target.substr(prefix + 1) : std::string_view();
  for (const Operation& operation : names_.operations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

base::Task<Result<net::Body>> JsonEndpoint::run(const net::Request& request, RequestContext& context) const {
  const Operation* operation = find_operation(header_or_empty(request, "X-Amz-Target"));
  if (operation == nullptr) co_return unknown_operation();
  measure_operation(context, operation->action, operation->name);
  // Between parsing and reading nothing suspends: the document's buffers belong to the thread.
  STATOR_CO_ASSIGN(JsonDocument document, JsonDocument::parse(request.body));
  STATOR_CO_TRY(identify(rules_, signature_input(request), &context, names_.signing_name));
  JsonCall call(context, std::move(document));
  auto outcome = co_await operation->run(*operation, service_, call);
  if (!outcome.ok()) co_return std::move(outcome).error();
  co_return call.take_body();
}

base::Task<net::Response> JsonEndpoint::handle(const net::Request& request, RequestContext& context) const {
  base::Executor* home = base::Executor::current();
  const bool on_pool = pool_ != nullptr && home != nullptr && request.body.size() > kPoolBodyBytes;
  ResponseMemory memory(request.memory);
  context.memory = &memory;
  if (on_pool) co_await base::switch_to(*pool_);
  auto body = co_await run(request, context);
  if (on_pool) co_await base::switch_to(*home);
  if (context.record != nullptr) context.record->access_key_id = std::move(context.access_key_id);
  if (body.ok()) {
    net::Response response =
        make_response(200, names_.content_type, std::move(*body), context, names_.id_form);
    response.memory = memory.take(response.body.size() + response.body.size() / kPieceSlack);
    co_return response;
  }
  Error& error = body.error();
  if (error.origin == ErrorOrigin::kValidation && !names_.violation_code.empty()) {
    error.code = names_.violation_code;
    error.origin = ErrorOrigin::kModel;
  }
  error = complete_error(std::move(error), names_.error_codes);
  measure_error(context, error.code);
  net::Response response = make_response(error.status, names_.content_type,
                                         error_json(error, names_.model_namespace), context, names_.id_form);
  if (!names_.error_codes.empty())
    response.headers.add(kQueryErrorHeader, query_error_header(error, names_.error_codes));
  co_return response;
}

}  // namespace stator::aws::protocol
