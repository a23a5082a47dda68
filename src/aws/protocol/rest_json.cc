#include "aws/protocol/rest_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/measured.h"
#include "aws/protocol/json_reader.h"
#include "aws/protocol/json_writer.h"
#include "aws/protocol/shape_values.h"
#include "aws/protocol/uri.h"
#include "aws/response_memory.h"
#include "base/utf8.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

constexpr std::string_view kJson = "application/json";

using Labels = std::vector<std::pair<std::string_view, std::string>>;

Error wrong_text(std::string_view text, std::string_view wanted) {
  return serialization_error(fmt::format(messages::kTextNotConverted, text, wanted));
}

Result<base::Ok> read_text(const Shape& shape, std::string_view text, void* value) {
  switch (shape.kind) {
    case Kind::kInteger:
    case Kind::kLong: {
      auto* number = static_cast<std::int64_t*>(value);
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
      const bool whole = error == std::errc() && end == text.data() + text.size();
      const bool fits = shape.kind == Kind::kLong || (*number >= INT32_MIN && *number <= INT32_MAX);
      if (!whole || !fits) return wrong_text(text, shape.kind == Kind::kLong ? "Long" : "Integer");
      return base::Ok{};
    }
    case Kind::kBoolean:
      *static_cast<bool*>(value) = text == "true";
      return base::Ok{};
    case Kind::kEnum:
      set_enum(shape, text, static_cast<EnumValue*>(value));
      return base::Ok{};
    default:
      *static_cast<std::string*>(value) = text;
      return base::Ok{};
  }
}

// As a header or parameter says it.
std::string written_text(const Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::kInteger:
    case Kind::kLong:
      return std::to_string(*static_cast<const std::int64_t*>(value));
    case Kind::kBoolean:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::kEnum:
      return std::string(enum_text(shape, *static_cast<const EnumValue*>(value)));
    default:
      return *static_cast<const std::string*>(value);
  }
}

net::Response make_rest_response(int status, std::string body, const RequestContext& context) {
  net::Response response = make_response(status, kJson, std::move(body), context, IdForm::kUuid);
  response.crc32_header = "x-amz-crc32";
  return response;
}

class RestCall final : public Call {
 public:
  RestCall(const RestOperation& operation, const net::Request& request, RequestContext& context,
           Labels labels)
      : operation_(operation), request_(request), context_(context), labels_(std::move(labels)) {
    response_ = make_rest_response(operation.status, "", context);
  }

  RequestContext& context() override { return context_; }

  Result<base::Ok> read(const Structure& structure, void* request) override {
    if (!has_payload() && !request_.body.empty()) {
      STATOR_ASSIGN(const JsonDocument document, JsonDocument::parse(request_.body));
      STATOR_TRY(document.read(structure, request));
    }
    for (const Binding& binding : operation_.input) {
      const Member* member = find_member(structure, binding.member);
      STATOR_CHECK(member != nullptr);
      STATOR_TRY(read_bound(binding, *member, request));
    }
    return base::Ok{};
  }

  bool write(const Structure& structure, const void* response) override {
    if (operation_.output.empty()) {
      std::string body;
      write_json(structure, response, &body);
      response_.body = std::move(body);
      return true;
    }
    for (const Binding& binding : operation_.output) {
      const Member* member = find_member(structure, binding.member);
      STATOR_CHECK(member != nullptr);
      const void* value = member->get(response);
      if (value == nullptr) continue;
      if (binding.place == Place::kStatus) {
        response_.status = static_cast<int>(*static_cast<const std::int64_t*>(value));
      } else if (binding.place == Place::kPayload) {
        response_.body = *static_cast<const std::string*>(value);
      } else {
        response_.headers.add(binding.name, written_text(*member->shape, value));
      }
    }
    return true;
  }

  net::Response take_response() { return std::move(response_); }

 private:
  bool has_payload() const {
    for (const Binding& binding : operation_.input) {
      if (binding.place == Place::kPayload) return true;
    }
    return false;
  }

  Result<base::Ok> read_bound(const Binding& binding, const Member& member, void* request) const {
    switch (binding.place) {
      case Place::kPayload:
        *static_cast<std::string*>(member.emplace(request)) = request_.body;
        break;
      case Place::kPath:
        for (const auto& [name, value] : labels_) {
          if (name == binding.name) return read_text(*member.shape, value, member.emplace(request));
        }
        break;
      case Place::kHeader:
        if (const auto value = request_.header(binding.name))
          return read_text(*member.shape, *value, member.emplace(request));
        break;
      case Place::kQuery:
        return read_query(binding, member, request);
      case Place::kStatus:
        break;
    }
    return base::Ok{};
  }

  Result<base::Ok> read_query(const Binding& binding, const Member& member, void* request) const {
    void* list = nullptr;
    for (const auto& [name, value] : query_parameters(request_.query)) {
      if (name != binding.name) continue;
      if (member.shape->kind != Kind::kList) return read_text(*member.shape, value, member.emplace(request));
      if (list == nullptr) list = member.emplace(request);
      STATOR_TRY(read_text(*member.shape->element, value, member.shape->list->append(list)));
    }
    return base::Ok{};
  }

  const RestOperation& operation_;
  const net::Request& request_;
  RequestContext& context_;
  const Labels labels_;
  net::Response response_;
};

// "?find=LayerVersion" among others; or nothing at all.
bool has_parameter(std::string_view query, std::string_view wanted) {
  if (wanted.empty()) return true;
  wanted.remove_prefix(1);
  const std::size_t equal = wanted.find('=');
  for (const auto& [name, value] : query_parameters(query)) {
    if (name == wanted.substr(0, equal) && value == wanted.substr(equal + 1)) return true;
  }
  return false;
}

net::Response error_response(const Error& error, const RequestContext& context) {
  measure_error(context, error.code);
  std::string body = "{";
  if (!error.members.empty()) body.append(error.members).append(",");
  body.append(error.capital_message ? "\"Message\":" : "\"message\":");
  append_json_string(base::as_utf8(error.message), &body);  // it may quote a path or a header
  body.push_back('}');
  net::Response response = make_rest_response(error.status, std::move(body), context);
  response.headers.add("x-amzn-ErrorType", error.code);
  return response;
}

// Who may not is told so by a status of its own, unlike in the protocols that have one for all errors.
Error refusal(Error error) {
  if (error.origin == ErrorOrigin::kFramework) error.status = 403;
  return error;
}

// What API Gateway, which is in front of these services, says of a path that it does not know.
Error no_such_operation() { return {"UnknownOperationException", "", ErrorOrigin::kFramework, 404}; }

}  // namespace

bool RestJsonEndpoint::claims(const net::Request& request) const {
  const auto signature = read_signature(signature_input(request));
  if (signature.ok() && !signature->service.empty()) return signature->service == names_.signing_name;
  return names_.owns_path(request.path);
}

base::Task<net::Response> RestJsonEndpoint::run(const net::Request& request, RequestContext& context) const {
  for (const RestOperation& operation : names_.operations) {
    if (operation.method != request.method) continue;
    const std::size_t mark = operation.path.find('?');
    auto labels = match_path(operation.path.substr(0, mark), request.path);
    if (!labels ||
        !has_parameter(request.query, operation.path.substr(std::min(mark, operation.path.size()))))
      continue;
    measure_operation(context, operation.operation.action, operation.operation.name);
    const auto identity = identify(rules_, signature_input(request), &context, names_.signing_name);
    if (!identity.ok()) co_return error_response(refusal(identity.error()), context);
    RestCall call(operation, request, context, std::move(*labels));
    auto outcome = co_await operation.operation.run(operation.operation, service_, call);
    if (!outcome.ok()) {
      const bool denied = outcome.error().code == "AccessDeniedException";
      co_return error_response(denied ? refusal(outcome.error()) : outcome.error(), context);
    }
    co_return call.take_response();
  }
  co_return error_response(no_such_operation(), context);
}

base::Task<net::Response> RestJsonEndpoint::handle(const net::Request& request,
                                                   RequestContext& context) const {
  base::Executor* home = base::Executor::current();
  const bool on_pool = pool_ != nullptr && home != nullptr && request.body.size() > kPoolBodyBytes;
  ResponseMemory memory(request.memory);
  context.memory = &memory;
  if (on_pool) co_await base::switch_to(*pool_);
  auto response = co_await run(request, context);
  if (on_pool) co_await base::switch_to(*home);
  response.memory = memory.take(response.body.size());
  measure_caller(context);
  co_return response;
}

}  // namespace stator::aws::protocol
