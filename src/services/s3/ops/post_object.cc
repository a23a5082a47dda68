#include "services/s3/ops/post_object.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "services/s3/common/form_policy.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/messages.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"
#include "services/s3/ops/bucket_settings.h"

namespace stator::services::s3 {

namespace {

constexpr std::string_view kOfRequest[] = {"host", "referer", "user-agent"};
constexpr std::string_view kHeaderFields[] = {"cache-control",    "content-disposition", "content-encoding",
                                              "content-language", "content-md5",         "content-type",
                                              "expires"};
constexpr std::string_view kHeaderPrefixes[] = {
    "x-amz-meta-",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
    "x-amz-server-side-encryption",
    "x-amz-object-lock-",
    "x-amz-grant-",
    "x-amz-checksum-",
};

bool is_header(std::string_view field) {
  return std::ranges::find(kHeaderFields, field) != std::end(kHeaderFields) ||
         std::ranges::any_of(kHeaderPrefixes,
                             [&](std::string_view prefix) { return field.starts_with(prefix); });
}

std::string with_file_name(std::string_view key, std::string_view file_name) {
  constexpr std::string_view kVariable = "${filename}";
  std::string out(key);
  for (std::size_t at = out.find(kVariable); at != out.npos; at = out.find(kVariable, at + file_name.size()))
    out.replace(at, kVariable.size(), file_name);
  return out;
}

// To where the browser is to go, told what has become of the file. Empty: nowhere.
std::string redirection(const Form& form, const Request& request, std::string_view etag) {
  std::string_view target = form.field_or_empty("success_action_redirect");
  if (target.empty()) target = form.field_or_empty("redirect");
  if (!target.starts_with("http://") && !target.starts_with("https://")) return {};
  return fmt::format("{}{}bucket={}&key={}&etag=%22{}%22", target,
                     target.find('?') == target.npos ? '?' : '&', request.bucket, url_encoded(request.key),
                     etag);
}

}  // namespace

std::vector<net::Header> headers_of_form(const Form& form, const net::Request& request) {
  std::vector<net::Header> headers;
  for (const std::string_view name : kOfRequest) {
    if (const auto value = request.header(name)) headers.push_back({name, *value});
  }
  for (const auto& [name, value] : form.fields) {
    if (is_header(name)) headers.push_back({name, value});
    if (name == "acl") headers.push_back({"x-amz-acl", value});
  }
  return headers;
}

Result<base::Ok> apply_form(Request* request) {
  const Form& form = *request->form;
  const auto key = form.field("key");
  if (!key) return invalid_argument(fmt::format(messages::kFormNeedsField, "key"), "key", "");
  if (!form.has_file) return invalid_argument(messages::kFormNeedsFile, "file", "0");
  request->key = with_file_name(*key, form.file_name);
  if (request->key.empty()) return invalid_argument(messages::kFormEmptyKey, "key", "");
  if (!base::valid_utf8(request->key)) return invalid_uri(request->http.path);
  STATOR_TRY(check_key(request->key));
  const auto policy = form.field("policy");
  if (!policy || policy->empty()) return base::Ok{};
  auto inputs = form.fields;
  for (auto& [name, value] : inputs) {
    if (name == "key") value = request->key;
    if (name == "bucket") value = request->bucket;
  }
  if (!form.field("bucket")) inputs.emplace_back("bucket", request->bucket);
  STATOR_ASSIGN(request->file_limits,
                check_form_policy(*policy, inputs, request->context.clock->unix_millis()));
  return base::Ok{};
}

base::Task<Result<net::Response>> post_object(Service& service, Request& request) {
  if (request.form == nullptr) co_return precondition_failed(messages::kFormEnclosure);
  const Form& form = *request.form;
  objects::Object object;
  STATOR_CO_ASSIGN(object.headers, object_headers(request));
  if (const auto tags = form.field("tagging")) {
    STATOR_CO_ASSIGN(object.tags, parse_tags(std::string(*tags), Tagged::kObject));
  }
  auto bucket = co_await service.store.find_bucket(request.bucket_name());
  if (!bucket.ok()) co_return request.error(bucket.error());
  auto payload = co_await receive_blob(service, request, kDefaultChecksum);
  if (!payload.ok()) co_return std::move(payload).error();
  set_content(std::move(*payload), &object);
  const std::string etag = object.etag;
  const objects::Checksum checksum = object.checksum;
  objects::WriteCondition always;
  auto done = co_await service.store.put(request.bucket_name(), request.key, std::move(object), always,
                                         cause_of(request, "ObjectCreated:Post"));
  if (!done.ok()) co_return request.error(done.error());

  const std::string location = fmt::format("{}://{}/{}/{}", request.context.scheme(), request.header("host"),
                                           request.bucket, url_encoded(request.key));
  const std::string redirect = redirection(form, request, etag);
  const std::string_view status = form.field_or_empty("success_action_status");
  net::Response response = empty_response(!redirect.empty() ? 303 : status == "200" ? 200 : 204);
  if (redirect.empty() && status == "201") {
    XmlWriter xml("PostResponse", false);
    xml.text("Location", location).text("Bucket", request.bucket).text("Key", request.key);
    response = xml_response(xml.text("ETag", quoted(etag)).take());
    response.status = 201;
  }
  response.headers.add("ETag", quoted(etag));
  response.headers.add("Location", redirect.empty() ? location : redirect);
  add_encryption_header(&response.headers);
  add_checksum_headers(checksum, &response.headers);
  co_return response;
}

}  // namespace stator::services::s3
