// Any bytes as an HTTP request: wherever they are cut, they are read in the same way; and what is accepted
// leaves no doubt where its body ends.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "net/request_parser.h"

using namespace stator::net;
using Status = RequestParser::Status;

namespace {

constexpr std::size_t kMaxBody = 64 * 1024;

// What is understood of a head.
struct Understood {
  Status status = Status::kNeedMore;
  int error = 0;
  std::size_t head_size = 0;
  bool chunked = false, keep_alive = false, expects_continue = false, gzipped = false;
  std::uint64_t content_length = 0;
  std::string method, target, path, query;
  std::vector<std::pair<std::string, std::string>> headers;
  bool operator==(const Understood&) const = default;
};

Understood parse(std::string_view data, std::size_t step, RequestParser* parser) {
  Understood out;
  for (std::size_t end = std::min(step, data.size()); out.status == Status::kNeedMore;) {
    // Of exactly this size, so that a sanitizer sees a read beyond it.
    const std::vector<char> arrived(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(end));
    out.status = parser->parse_head({arrived.data(), arrived.size()});
    if (end == data.size()) break;
    end = std::min(end + step, data.size());
  }
  if (out.status == Status::kFailed) out.error = parser->error().status;
  if (out.status != Status::kComplete) return out;
  Request request;
  parser->describe(data, request);
  out.head_size = parser->head_size();
  out.chunked = parser->chunked();
  out.keep_alive = parser->keep_alive();
  out.expects_continue = parser->expects_continue();
  out.gzipped = parser->gzipped();
  out.content_length = parser->content_length();
  out.method = request.method;
  out.target = request.target;
  out.path = request.path;
  out.query = request.query;
  for (const Header& header : request.headers) out.headers.emplace_back(header.name, header.value);
  return out;
}

std::size_t count(const Understood& head, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      head.headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7f && std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
  });
}

// By the letter of RFC 9112, without the parser.
void check_unambiguous(std::string_view head, const Understood& read) {
  STATOR_CHECK(head.ends_with("\r\n\r\n"));
  STATOR_CHECK(head.find('\0') == head.npos);
  for (std::size_t i = 0; i < head.size(); ++i) {
    STATOR_CHECK(head[i] != '\n' || (i > 0 && head[i - 1] == '\r'));
    STATOR_CHECK(head[i] != '\r' || (i + 1 < head.size() && head[i + 1] == '\n'));
  }
  while (head.starts_with("\r\n")) head.remove_prefix(2);  // empty lines before the request line
  std::size_t at = head.find("\r\n") + 2;
  std::size_t lines = 0;
  while (!head.substr(at).starts_with("\r\n")) {
    const std::size_t end = head.find("\r\n", at);
    const std::string_view line = head.substr(at, end - at);
    const std::size_t colon = line.find(':');
    STATOR_CHECK(colon != line.npos && is_token(line.substr(0, colon)));
    STATOR_CHECK(lines < read.headers.size() && read.headers[lines].first == line.substr(0, colon));
    ++lines;
    at = end + 2;
  }
  STATOR_CHECK(at + 2 == head.size() && lines == read.headers.size());
  const std::size_t lengths = count(read, "content-length");
  const std::size_t codings = count(read, "transfer-encoding");
  STATOR_CHECK(lengths + codings <= 1 && read.chunked == (codings == 1));
  STATOR_CHECK(lengths == 1 || read.content_length == 0);
  STATOR_CHECK(count(read, "host") <= 1);
  for (const auto& [name, value] : read.headers) {
    if (!equal_ignoring_case(name, "content-length")) continue;
    STATOR_CHECK(!value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; }));
  }
}

struct Chunks {
  Status status = Status::kNeedMore;
  std::size_t used = 0;
  std::string payload;
  bool operator==(const Chunks&) const = default;
};

Chunks parse_chunks(std::string_view data, std::size_t step, RequestParser* parser) {
  Chunks out;
  while (out.status == Status::kNeedMore && out.used < data.size()) {
    std::size_t used = 0;
    const std::string_view piece = data.substr(out.used, step);
    out.status = parser->parse_chunks(piece, kMaxBody, out.payload, used);
    out.used += used;
  }
  STATOR_CHECK(out.payload.size() <= kMaxBody && out.used <= data.size());
  if (out.status == Status::kFailed) out = {Status::kFailed, 0, {}};
  return out;
}

// The same, but for which of two faults is met first: a name is counted as soon as its beginning has arrived.
bool agree(const Understood& whole, const Understood& cut) {
  constexpr int kTooMany = 431;
  if (whole == cut) return true;
  const bool failed = whole.status == Status::kFailed && cut.status == Status::kFailed;
  return failed && (whole.error == kTooMany || cut.error == kTooMany);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t step = 1 + data[0] % 31;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  RequestParser whole{ParserLimits{}}, pieces{ParserLimits{}};
  const Understood understood = parse(text, text.size() + 1, &whole);
  STATOR_CHECK(agree(understood, parse(text, step, &pieces)));
  if (understood.status != Status::kComplete) return 0;
  check_unambiguous(text.substr(0, understood.head_size), understood);
  if (!understood.chunked) return 0;
  const std::string_view body = text.substr(understood.head_size);
  STATOR_CHECK(parse_chunks(body, body.size() + 1, &whole) == parse_chunks(body, step, &pieces));
  return 0;
}
