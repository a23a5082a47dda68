// Any request to S3: what its address, headers and documents say is understood or refused; and any text as
// XML.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "fuzz_request.h"
#include "services/s3/common/headers.h"
#include "services/s3/common/text.h"
#include "services/s3/common/xml.h"

using namespace stator;
using namespace stator::services::s3;

namespace {

int depth(const XmlElement& element) {
  int deepest = 0;
  for (const XmlElement& child : element.children) deepest = std::max(deepest, depth(child));
  return deepest + 1;
}

std::size_t text_bytes(const XmlElement& element) {
  std::size_t bytes = element.text.size();
  for (const XmlElement& child : element.children) bytes += text_bytes(child);
  return bytes;
}

void check_document(const std::string& text) {
  const auto document = parse_xml(text);
  std::size_t children = 0;
  XmlReader reader([&](const XmlElement&) { return ++children > 0; });
  for (const char& byte : text) reader.feed({&byte, 1});
  const auto root = reader.finish();
  if (!document) return;
  STATOR_CHECK(root && root->name == document->name && children == document->children.size());
  STATOR_CHECK(depth(*document) <= 10);
  STATOR_CHECK(text_bytes(*document) <= text.size());  // no entity expands to more than it says
}

void check_range(std::string_view header) {
  for (const std::uint64_t size : {0ULL, 1ULL, 1000ULL, ~0ULL >> 1}) {
    const auto range = parse_range(header, size);
    if (!range.ok() || !*range) continue;
    STATOR_CHECK((*range)->size > 0 && (*range)->first < size && (*range)->size <= size - (*range)->first);
  }
}

template <typename T>
void check_error(const Result<T>& result) {
  STATOR_CHECK(result.ok() || (!result.error().code.empty() && result.error().status >= 300));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  fuzz::FuzzRequest from(&input);
  const net::Request& http = from.request();
  const aws::RequestContext context;
  Request request{http, context, virtual_bucket(http.header("host").value_or("")), {}, {}, nullptr};
  const auto located = locate(&request);
  check_error(located);
  check_error(object_headers(request));
  check_error(tags_of_header(request));
  check_error(write_condition(request));
  check_error(check_expected_owner(request));
  objects::Object object;
  object.size = 1000;
  check_error(check_read_conditions(request, "", object));
  check_error(check_read_conditions(request, "x-amz-copy-source-", object));
  net::HeaderBlock headers;
  add_object_headers(request, object, &headers);
  check_range(request.header("range"));
  split_source(request.header("x-amz-copy-source"));
  parse_http_date(request.header("date"));
  parse_amz_date(request.header("x-amz-date"));
  check_document(http.body);
  return 0;
}
