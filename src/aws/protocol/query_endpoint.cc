#include "aws/protocol/query_endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "aws/measured.h"
#include "aws/protocol/form.h"
#include "aws/protocol/response_pieces.h"
#include "aws/protocol/xml_writer.h"
#include "aws/request_id.h"
#include "aws/response_memory.h"
#include "base/check.h"
#include "base/json_parser.h"
#include "base/utf8.h"
#include "messages/requests.h"

namespace stator::aws::protocol {
namespace {

constexpr std::string_view kContentType = "text/xml";
constexpr std::string_view kGlobalRegion = "us-east-1";

// "<PlantResponse xmlns=...>" and what ends it.
std::string begin_response(const Operation& operation, std::string_view xml_namespace) {
  const std::string begin = fmt::format(R"(<{}Response xmlns="{}">)", operation.name, xml_namespace);
  return operation.output == nullptr ? begin : begin + fmt::format("<{}Result>", operation.name);
}
std::string end_response(const Operation& operation, std::string_view request_id) {
  const std::string end =
      fmt::format("<ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></{}Response>\n", request_id,
                  operation.name);
  return operation.output == nullptr ? end : fmt::format("</{}Result>", operation.name) + end;
}

class QueryCall final : public Call {
 public:
  QueryCall(RequestContext& context, const Form& form, std::string before, std::string behind)
      : context_(context), form_(form), pieces_(std::move(before), std::move(behind)) {}

  RequestContext& context() override { return context_; }
  Result<base::Ok> read(const Structure& structure, void* request) override {
    return form_.read(structure, request);
  }
  bool write(const Structure& structure, const void* response) override {
    return pieces_.write(structure, response);
  }
  net::Body take_body() { return pieces_.take_body(); }

 private:
  RequestContext& context_;
  const Form& form_;
  ResponsePieces<XmlWriter> pieces_;
};

bool is_form(const net::Request& request) {
  const std::string_view type = header_or_empty(request, "Content-Type");
  return type.substr(0, type.find(';')) == "application/x-www-form-urlencoded";
}

// The body, or of presigned requests the query.
std::string_view form_text(const net::Request& request) {
  return request.body.empty() ? request.query : std::string_view(request.body);
}

bool has_field(std::string_view text, std::string_view field) {
  for (std::size_t at = text.find(field); at != std::string_view::npos; at = text.find(field, at + 1)) {
    const std::size_t end = at + field.size();
    const bool begins = at == 0 || text[at - 1] == '&';
    if (begins && (field.back() == '=' || end == text.size() || text[end] == '&')) return true;
  }
  return false;
}

Error too_many_fields() {
  return {"RequestEntityTooLarge", std::string(messages::kFormTooLarge), ErrorOrigin::kFramework, 413};
}

Error unknown_action(const Form& form) {
  const auto action = form.find("Action");
  if (!action || action->empty())
    return {"MissingAction", std::string(messages::kMissingAction), ErrorOrigin::kFramework};
  return {"InvalidAction",
          fmt::format(messages::kUnknownAction, *action, form.find("Version").value_or(messages::kNoVersion)),
          ErrorOrigin::kFramework};
}

void append_json_element(std::string_view name, base::JsonValue value, std::string* out);

// The members of an error are there as JSON, from this server's own hand.
void append_json(base::JsonValue json, std::string* out) {
  if (json.is_object()) {
    for (const base::JsonMember member : json.members()) append_json_element(member.name, member.value, out);
  } else if (json.is_array()) {
    for (const base::JsonValue element : json.elements()) append_json_element("member", element, out);
  } else if (json.is_string()) {
    append_xml_text(json.text(), out);
  } else if (json.is_boolean()) {
    out->append(json.kind() == base::JsonKind::kTrue ? "true" : "false");
  } else if (json.is_number()) {
    fmt::format_to(std::back_inserter(*out), "{}", json.number());
  }
}

void append_json_element(std::string_view name, base::JsonValue value, std::string* out) {
  out->append("<").append(name).append(">");
  append_json(value, out);
  out->append("</").append(name).append(">");
}

std::string error_xml(const Error& error, std::string_view xml_namespace, std::string_view request_id) {
  std::string out = fmt::format(R"(<ErrorResponse xmlns="{}"><Error>)", xml_namespace);
  append_xml_element("Type", error.status < 500 ? "Sender" : "Receiver", &out);
  append_xml_element("Code", error.code, &out);
  append_xml_element("Message", base::as_utf8(error.message), &out);  // it may quote a field or a header
  base::JsonParser parser;
  const std::string object = "{" + error.members + "}";
  const auto members = parser.parse(object);
  STATOR_CHECK(members.has_value());
  append_json(*members, &out);
  out.append("</Error>");
  append_xml_element("RequestId", request_id, &out);
  return out.append("</ErrorResponse>\n");
}

net::Response xml_response(int status, net::Body body, std::string_view request_id) {
  net::Response response(status, kContentType, std::move(body));
  response.headers.add("x-amzn-RequestId", request_id);
  return response;
}

}  // namespace

bool QueryEndpoint::claims(const net::Request& request) const {
  const bool has_form = request.method == "POST" && is_form(request);
  const bool is_verb = request.method == "POST" || request.method == "GET";
  const bool presigned = is_verb && has_field(request.query, "Action=");
  if (request.path != "/" || (!has_form && !presigned)) return false;
  const auto signature = read_signature(signature_input(request));
  if (signature.ok()) return signature->service == names_.signing_name;
  return has_field(form_text(request), fmt::format("Version={}", names_.version));
}

base::Task<Result<net::Body>> QueryEndpoint::run(const net::Request& request, RequestContext& context) const {
  const std::string_view text = form_text(request);
  if (text.size() > kMaxFormBytes) co_return request_too_large(text.size(), kMaxFormBytes);
  const Form form(text);
  if (!form.is_complete()) co_return too_many_fields();
  const auto action = form.find("Action").value_or("");
  const auto operation = std::find_if(names_.operations.begin(), names_.operations.end(),
                                      [&](const Operation& candidate) { return candidate.name == action; });
  if (operation == names_.operations.end() || form.find("Version") != names_.version)
    co_return unknown_action(form);
  measure_operation(context, operation->action, operation->name);
  STATOR_CO_TRY(identify(rules_, signature_input(request), &context, names_.signing_name));
  if (names_.is_global) context.region = kGlobalRegion;
  std::string before = begin_response(*operation, names_.xml_namespace);
  std::string behind = end_response(*operation, uuid_of(context.request_id));
  if (operation->output == nullptr) before += std::exchange(behind, {});
  QueryCall call(context, form, before, behind);
  auto outcome = co_await operation->run(*operation, service_, call);
  if (!outcome.ok()) co_return std::move(outcome).error();
  if (operation->output == nullptr) co_return net::Body(std::move(before));
  co_return call.take_body();
}

base::Task<net::Response> QueryEndpoint::handle(const net::Request& request, RequestContext& context) const {
  base::Executor* home = base::Executor::current();
  const bool on_pool = pool_ != nullptr && home != nullptr && form_text(request).size() > kPoolFormBytes;
  ResponseMemory memory(request.memory);
  context.memory = &memory;
  const std::string request_id = uuid_of(context.request_id);
  if (on_pool) co_await base::switch_to(*pool_);
  auto body = co_await run(request, context);
  if (on_pool) co_await base::switch_to(*home);
  measure_caller(context);
  if (body.ok()) {
    net::Response response = xml_response(200, std::move(*body), request_id);
    response.memory = memory.take(response.body.size() + response.body.size() / kPieceSlack);
    co_return response;
  }
  const Error error = query_error(std::move(body).error(), names_.error_codes);
  measure_error(context, error.code);
  co_return xml_response(error.status, error_xml(error, names_.xml_namespace, request_id), request_id);
}

}  // namespace stator::aws::protocol
