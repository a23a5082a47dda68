#include "aws/protocol/json_endpoint.h"

#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"

namespace stator::aws::protocol {
namespace {

class JsonCall final : public Call {
 public:
  JsonCall(const RequestContext& context, JsonDocument document) : context_(context), document_(std::move(document)) {}

  const RequestContext& context() const override { return context_; }
  Result<base::Ok> read(const Structure& structure, void* request) override {
    const JsonDocument document = std::move(document_);  // its buffers go back once it is read
    return document.read(structure, request);
  }
  void write(const Structure& structure, const void* response) override { write_json(structure, response, &body_); }

  std::string take_body() { return std::move(body_); }

 private:
  const RequestContext& context_;
  JsonDocument document_;
  std::string body_;
};

Error unknown_operation() { return {"UnknownOperationException", "", ErrorOrigin::kFramework}; }

}  // namespace

bool JsonEndpoint::claims(const HttpRequest& request) const {
  if (request.method != "POST" || !is_json_content_type(request.header("content-type"))) return false;
  const std::string_view target = request.header("x-amz-target");
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

base::Task<Result<std::string>> JsonEndpoint::run(const HttpRequest& request, RequestContext& context) const {
  const Operation* operation = find_operation(request.header("x-amz-target"));
  if (operation == nullptr) co_return unknown_operation();
  // Between parsing and reading nothing suspends: the document's buffers belong to the thread.
  STATOR_CO_ASSIGN(JsonDocument document, JsonDocument::parse(request.body));
  STATOR_CO_TRY(identify(rules_, signature_input(request), &context));
  JsonCall call(context, std::move(document));
  auto outcome = co_await operation->run(*operation, service_, call);
  if (!outcome.ok()) co_return std::move(outcome).error();
  co_return call.take_body();
}

base::Task<HttpResponse> JsonEndpoint::handle(const HttpRequest& request, RequestContext context) const {
  HttpResponse response;
  response.content_type = names_.content_type;
  response.request_id = context.request_id;
  response.with_crc32 = true;
  auto body = co_await run(request, context);
  if (body.ok()) {
    response.body = std::move(*body);
  } else {
    response.status = body.error().status;
    response.body = error_json(body.error(), names_.model_namespace);
  }
  co_return response;
}

}  // namespace stator::aws::protocol
