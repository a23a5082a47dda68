#include "services/s3/common/request.h"

#include "aws/percent.h"
#include "aws/protocol/uri.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "objects/model.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {

namespace {

std::string host_name(std::string_view host) { return base::lower_ascii(host.substr(0, host.find(':'))); }

}  // namespace

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  for (const auto& [candidate, value] : query) {
    if (candidate == name) return value;
  }
  return std::nullopt;
}

std::string virtual_bucket(std::string_view host) {
  constexpr std::string_view kLocal = ".localhost";
  const std::string name = host_name(host);
  if (name.starts_with("s3.") || name.starts_with("s3-")) return {};
  for (const std::string_view mark : {".s3.", ".s3-"}) {
    if (const std::size_t at = name.find(mark); at != name.npos) return name.substr(0, at);
  }
  if (name.ends_with(kLocal)) return name.substr(0, name.size() - kLocal.size());
  return {};
}

bool has_virtual_bucket(const net::Request& request) {
  return !virtual_bucket(aws::header_or_empty(request, "host")).empty();
}

Result<base::Ok> locate(Request* request) {
  request->query = aws::protocol::query_parameters(request->http.query);
  for (const auto& [name, value] : request->query)  // lists repeat them in their XML
    if (!base::valid_utf8(value)) return invalid_uri(request->http.path);
  std::string_view path = request->http.path;
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  std::string bucket = virtual_bucket(request->http.header("host").value_or(""));
  if (bucket == "s3") bucket.clear();  // s3.localhost
  if (bucket.empty()) {
    const std::size_t slash = path.find('/');
    auto decoded = aws::percent_decode_strictly(path.substr(0, slash));
    if (!decoded) return invalid_uri(request->http.path);
    bucket = std::move(*decoded);
    path = slash == path.npos ? std::string_view() : path.substr(slash + 1);
  }
  auto key = aws::percent_decode_strictly(path);
  if (!key || !base::valid_utf8(*key)) return invalid_uri(request->http.path);
  STATOR_TRY(check_key(*key));
  request->bucket = std::move(bucket);
  request->key = std::move(*key);
  return base::Ok{};
}

Result<base::Ok> check_key(std::string_view key) {
  using objects::kMaxKeyBytes;
  if (key.size() <= kMaxKeyBytes) return base::Ok{};
  return Error{400,
               "KeyTooLongError",
               messages::kKeyTooLong,
               {{"Size", std::to_string(key.size())}, {"MaxSizeAllowed", std::to_string(kMaxKeyBytes)}}};
}

std::optional<std::pair<std::string, std::string>> split_source(std::string_view source) {
  auto text = aws::percent_decode_strictly(source.substr(0, source.find("?versionId=")));
  if (!text) return std::nullopt;
  if (text->starts_with('/')) text->erase(0, 1);
  const std::size_t slash = text->find('/');
  if (slash == text->npos || slash == 0 || slash + 1 == text->size()) return std::nullopt;
  return std::pair(text->substr(0, slash), text->substr(slash + 1));
}

objects::Cause cause_of(const Request& request, std::string_view event) {
  const aws::RequestContext& context = request.context;
  objects::Cause cause;
  cause.event = event;
  cause.account = context.principal ? context.principal->account : context.account;
  if (context.principal != nullptr && context.principal->type != aws::PrincipalType::kRoot) {
    cause.principal_id = "AWS:" + context.principal->id;
  } else if (context.principal == nullptr && !context.access_key_id.empty()) {
    cause.principal_id = "AWS:" + context.access_key_id;
  }
  cause.source_address = context.source_address();
  cause.request_id = request_id(context);
  cause.host_id = host_id(context);
  return cause;
}

std::string_view request_id(const aws::RequestContext& context) {
  return context.request_id_text().substr(0, 16);
}

std::string host_id(const aws::RequestContext& context) { return base64(context.request_id_text()); }

net::Response empty_response(int status) {
  net::Response response;
  response.status = status;
  return response;
}

net::Response xml_response(std::string xml) { return {200, "application/xml", std::move(xml)}; }

std::string canonical_id(std::string_view account) {
  return base::to_hex(base::digest_of(base::DigestKind::kSha256, account));
}

}  // namespace stator::services::s3
