#include "net/request_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace stator::net {

// Chunk sizes, extensions and trailers cost nothing to send and are dropped: they may not outgrow the payload
// by much.
constexpr std::size_t kChunkOverheadBase = 64 * 1024;
constexpr std::size_t kChunkOverheadFactor = 8;  // a chunk of one byte takes six

constexpr std::string_view kTransferEncoding = "transfer-encoding";
constexpr std::size_t kLongestFramingField = kTransferEncoding.size();

struct ParserCallbacks {
  static RequestParser& self(llhttp_t* llhttp) { return *static_cast<RequestParser*>(llhttp->data); }

  static int on_url(llhttp_t* llhttp, const char* at, std::size_t size) {
    RequestParser& parser = self(llhttp);
    if (!parser.extend(parser.target_, at, size)) return HPE_USER;
    if (parser.target_.size <= parser.limits_.max_target_bytes) return 0;
    parser.fail(414, "the request target is too long");
    return HPE_USER;
  }

  static int on_header_field(llhttp_t* llhttp, const char* at, std::size_t size) {
    RequestParser& parser = self(llhttp);
    if (parser.in_body_) {
      const std::size_t room =
          kLongestFramingField + 1 - std::min(parser.trailer_name_.size(), kLongestFramingField + 1);
      parser.trailer_name_.append(at, std::min(size, room));
      return 0;
    }
    if (!parser.last_was_name_) {
      if (parser.fields_.size() == parser.limits_.max_headers) {
        parser.fail(431, "the request has too many headers");
        return HPE_USER;
      }
      parser.fields_.emplace_back();
      parser.last_was_name_ = true;
    }
    return parser.extend(parser.fields_.back().name, at, size) ? 0 : HPE_USER;
  }

  static int on_header_value(llhttp_t* llhttp, const char* at, std::size_t size) {
    RequestParser& parser = self(llhttp);
    if (parser.in_body_) return 0;
    parser.last_was_name_ = false;
    return parser.extend(parser.fields_.back().value, at, size) ? 0 : HPE_USER;
  }

  // Trailers are dropped, but for those that llhttp would take at their word: the body has ended.
  static int on_header_field_complete(llhttp_t* llhttp) {
    RequestParser& parser = self(llhttp);
    const std::string name = std::exchange(parser.trailer_name_, {});
    const bool frames =
        equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, kTransferEncoding);
    return frames ? HPE_USER : 0;
  }

  // A header without a value gives no on_header_value with bytes, or none at all.
  static int on_header_value_complete(llhttp_t* llhttp) {
    self(llhttp).last_was_name_ = false;
    return 0;
  }

  static int on_headers_complete(llhttp_t* llhttp) {
    llhttp->upgrade = 0;  // never accepted, so what follows is HTTP still
    return HPE_PAUSED;
  }

  static int on_body(llhttp_t* llhttp, const char* at, std::size_t size) {
    RequestParser& parser = self(llhttp);
    if (size > parser.max_body_ - parser.body_->size()) {
      parser.fail(413, "the request body is too large");
      return HPE_USER;
    }
    parser.body_->append(at, size);
    parser.payload_bytes_ += size;
    return 0;
  }

  static int on_message_complete(llhttp_t* llhttp) {
    self(llhttp).body_complete_ = true;
    return HPE_PAUSED;
  }

  static const llhttp_settings_t& settings() {
    static const llhttp_settings_t settings = [] {
      llhttp_settings_t made;
      llhttp_settings_init(&made);
      made.on_url = on_url;
      made.on_header_field = on_header_field;
      made.on_header_field_complete = on_header_field_complete;
      made.on_header_value = on_header_value;
      made.on_header_value_complete = on_header_value_complete;
      made.on_headers_complete = on_headers_complete;
      made.on_body = on_body;
      made.on_message_complete = on_message_complete;
      return made;
    }();
    return settings;
  }
};

namespace {

// A line that ends with LF alone, and a header folded over several lines, are read differently by different
// servers, and so is a lone CR before the method. llhttp lets some of them pass; it does refuse NUL.
bool has_ambiguous_lines(std::string_view head) {
  std::size_t line = 0;
  while (line < head.size()) {
    const std::size_t newline = head.find('\n', line);
    if (newline == head.npos || newline == line || head.find('\r', line) != newline - 1) return true;
    line = newline + 1;
    if (line < head.size() && (head[line] == ' ' || head[line] == '\t')) return true;
  }
  return false;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

// How many bytes of the target stand before the path: none, or the "http://host" of a client that takes us
// for a proxy, and then the host has to be the one in the Host header. Nothing if there is no path.
std::optional<std::size_t> path_offset(std::string_view target, std::string_view host) {
  if (target.starts_with('/') || target == "*") return 0;
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == target.npos) return std::nullopt;
  const std::size_t authority = scheme_end + 3;
  const std::size_t path = target.find('/', authority);
  if (path == target.npos || !equal_ignoring_case(target.substr(authority, path - authority), host)) {
    return std::nullopt;
  }
  return path;
}

}  // namespace

RequestParser::RequestParser(const ParserLimits& limits) : limits_(limits) { reset(); }

void RequestParser::reset() {
  parsed_ = 0;
  head_size_ = 0;
  target_ = {};
  fields_.clear();
  headers_.clear();
  last_was_name_ = false;
  chunked_ = keep_alive_ = http_1_0_ = expects_continue_ = gzipped_ = false;
  content_length_ = 0;
  in_body_ = body_complete_ = false;
  chunked_bytes_ = payload_bytes_ = 0;
  last_chunked_byte_ = '\0';
  trailer_name_.clear();
  error_ = encoding_error_ = {};
}

RequestParser::Status RequestParser::fail(int status, std::string_view message) {
  if (error_.status == 0) error_ = {status, message};
  return Status::kFailed;
}

// llhttp tells of a text in pieces when it arrived in pieces. They lie side by side in our buffer, unless a
// header is folded over several lines (obsolete, and a smuggling aid).
bool RequestParser::extend(Span& span, const char* at, std::size_t size) {
  const auto offset = static_cast<std::uint32_t>(at - base_);
  if (span.size == 0) {
    span = {offset, static_cast<std::uint32_t>(size)};
    return true;
  }
  if (span.offset + span.size != offset) {
    fail(400, "a header is folded over several lines");
    return false;
  }
  span.size += static_cast<std::uint32_t>(size);
  return true;
}

RequestParser::Status RequestParser::parse_head(std::string_view data) {
  if (error_.status != 0) return Status::kFailed;
  if (parsed_ == 0) {
    ScannedHead head;
    if (scan_head(data, limits_, head, fields_)) return take(data, head);
    fields_.clear();
    llhttp_init(&llhttp_, HTTP_REQUEST, &ParserCallbacks::settings());
    llhttp_.data = this;
  }
  base_ = data.data();
  const std::string_view fresh = data.substr(0, limits_.max_head_bytes).substr(parsed_);
  const llhttp_errno_t result = llhttp_execute(&llhttp_, fresh.data(), fresh.size());
  if (result == HPE_OK) {
    parsed_ += fresh.size();
    if (parsed_ == limits_.max_head_bytes) return fail(431, "the request headers are too large");
    return Status::kNeedMore;
  }
  if (result != HPE_PAUSED) {
    if (result == HPE_INVALID_VERSION) return fail(505, "only HTTP/1.0 and HTTP/1.1 are served");
    return fail(400, "the request is not valid HTTP");
  }
  head_size_ = static_cast<std::size_t>(llhttp_get_error_pos(&llhttp_) - data.data());
  return check_head(data.substr(0, head_size_));
}

RequestParser::Status RequestParser::take(std::string_view data, const ScannedHead& head) {
  method_ = head.method;
  target_ = head.target;
  head_size_ = head.size;
  content_length_ = head.content_length;
  keep_alive_ = true;
  return check_fields(data.substr(0, head.size));
}

RequestParser::Status RequestParser::check_head(std::string_view head) {
  if (has_ambiguous_lines(head)) return fail(400, "the lines of the request head are ambiguous");
  if (llhttp_.http_major != 1 || llhttp_.http_minor > 1)
    return fail(505, "only HTTP/1.0 and HTTP/1.1 are served");
  if (llhttp_.method == HTTP_CONNECT) return fail(405, "this server is no proxy");
  method_ = llhttp_method_name(static_cast<llhttp_method_t>(llhttp_.method));
  http_1_0_ = llhttp_.http_minor == 0;
  keep_alive_ = llhttp_should_keep_alive(&llhttp_) != 0;
  chunked_ = (llhttp_.flags & F_CHUNKED) != 0;
  const bool has_length = (llhttp_.flags & F_CONTENT_LENGTH) != 0;
  if ((llhttp_.flags & F_TRANSFER_ENCODING) != 0 && (!chunked_ || has_length || http_1_0_)) {
    return fail(400, "the length of the request body is ambiguous");
  }
  content_length_ = has_length && !chunked_ ? llhttp_.content_length : 0;
  return check_fields(head);
}

void RequestParser::take_encoding(std::string_view value) {
  if (gzipped_) encoding_error_ = {415, "the request body is encoded more than once"};
  gzipped_ = equal_ignoring_case(value, "gzip");
  const bool known = gzipped_ || value.empty() || equal_ignoring_case(value, "identity");
  if (!known) encoding_error_ = {415, "the Content-Encoding of the request is not supported"};
}

RequestParser::Status RequestParser::check_fields(std::string_view head) {
  int hosts = 0, codings = 0;
  std::string_view host;
  headers_base_ = head.data();
  for (const HeaderField& field : fields_) {
    const std::string_view name = field.name.in(head);
    const std::string_view value = trim(field.value.in(head));
    if (name.empty()) return fail(400, "a header has no name");  // llhttp takes it
    headers_.push_back({name, value});
    if (equal_ignoring_case(name, "host")) {
      ++hosts;
      host = value;
    } else if (equal_ignoring_case(name, "expect")) {
      if (!equal_ignoring_case(value, "100-continue")) return fail(417, "only Expect: 100-continue is known");
      expects_continue_ = !http_1_0_;
    } else if (equal_ignoring_case(name, "content-encoding")) {
      take_encoding(value);
    } else if (equal_ignoring_case(name, kTransferEncoding)) {
      if (!equal_ignoring_case(value, "chunked")) return fail(501, "the Transfer-Encoding is not supported");
      // llhttp refuses two only where nothing follows the first one's value.
      if (++codings > 1) return fail(400, "the length of the request body is ambiguous");
    }
  }
  if (hosts > 1 || (hosts == 0 && !http_1_0_)) return fail(400, "the request needs exactly one Host header");
  const auto path = path_offset(target_.in(head), host);
  if (!path) return fail(400, "the request target has no path, or names another host than the Host header");
  path_offset_ = *path;
  return Status::kComplete;
}

void RequestParser::describe(std::string_view data, Request& request) {
  if (data.data() != headers_base_) {  // the bytes have moved since; offsets have not
    headers_base_ = data.data();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      headers_[i] = {fields_[i].name.in(data), trim(fields_[i].value.in(data))};
    }
  }
  request.method = method_;
  request.target = target_.in(data);
  request.headers = headers_;
  request.path = request.target.substr(path_offset_);
  request.query = {};
  const std::size_t question = request.path.find('?');
  if (question == request.path.npos) return;
  request.query = request.path.substr(question + 1);
  request.path = request.path.substr(0, question);
}

RequestParser::Status RequestParser::parse_chunks(std::string_view data, std::size_t max_body,
                                                  std::string& body, std::size_t& used) {
  if (!in_body_) {
    in_body_ = true;
    llhttp_resume(&llhttp_);
  }
  max_body_ = max_body;
  body_ = &body;
  used = data.size();
  const llhttp_errno_t result = llhttp_execute(&llhttp_, data.data(), data.size());
  if (result == HPE_PAUSED && body_complete_) {
    used = static_cast<std::size_t>(llhttp_get_error_pos(&llhttp_) - data.data());
    const char before_end = used > 1 ? data[used - 2] : last_chunked_byte_;
    if (before_end != '\r') return fail(400, "the last line of the chunked request body is ambiguous");
    return Status::kComplete;
  }
  if (result != HPE_OK) return fail(400, "the chunked request body is malformed");
  if (!data.empty()) last_chunked_byte_ = data.back();
  chunked_bytes_ += data.size();
  if (chunked_bytes_ > kChunkOverheadBase + kChunkOverheadFactor * payload_bytes_) {
    return fail(400, "the chunked request body is mostly overhead");
  }
  return Status::kNeedMore;
}

}  // namespace stator::net
