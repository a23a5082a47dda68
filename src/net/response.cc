#include "net/response.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "net/request.h"

namespace stator::net {

namespace {

void append_number(std::uint64_t number, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

constexpr std::size_t kHeadersReserve = 256;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool has_control(std::string_view text) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t block;
    std::memcpy(&block, text.data(), sizeof block);
    const std::uint64_t low = (block - kEach * 0x20) & ~block;
    const std::uint64_t del = block ^ (kEach * 0x7f);
    if (((low | ((del - kEach) & ~del)) & (kEach * 0x80)) != 0) return true;
    text.remove_prefix(sizeof block);
  }
  return std::ranges::any_of(text, is_control);
}

// Responses that never have a body, by RFC 9110 section 6.4.1.
bool never_has_body(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

void HeaderBlock::add(std::string_view name, std::string_view value) {
  const std::size_t size = text_.size() + name.size() + value.size() + 4;
  if (text_.capacity() < size) text_.reserve(std::max(size, kHeadersReserve));
  const std::size_t begin = text_.size();
  text_.resize(size);
  char* const copied = std::copy(name.begin(), name.end(), text_.data() + begin);
  copied[0] = ':';
  copied[1] = ' ';
  char* const end = std::copy(value.begin(), value.end(), copied + 2);
  if (has_control(value)) std::replace_if(copied + 2, end, is_control, ' ');
  end[0] = '\r';
  end[1] = '\n';
}

std::optional<std::string_view> HeaderBlock::find(std::string_view name) const {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    const std::size_t colon = line.find(':');
    if (equal_ignoring_case(line.substr(0, colon), name)) return line.substr(colon + 2);
    rest.remove_prefix(line.size() + 2);
  }
  return std::nullopt;
}

std::string_view status_reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

void format_head(const Response& response, const ResponseFraming& framing, std::string& out) {
  out.clear();
  if (response.status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
  } else {
    out.append("HTTP/1.1 ");
    append_number(static_cast<std::uint64_t>(response.status), out);
    out.append(" ").append(status_reason(response.status)).append("\r\n");
  }
  out.append(framing.common_fields).append(response.headers.text());
  if (!response.crc32_header.empty()) {
    out.append(response.crc32_header).append(": ");
    append_number(response.body.crc32(), out);
    out.append("\r\n");
  }
  if (framing.gzipped) out.append("Content-Encoding: gzip\r\n");
  if (!never_has_body(response.status)) {
    out.append("Content-Length: ");
    append_number(response.body_size(), out);
    out.append("\r\n");
  }
  if (framing.close) {
    out.append("Connection: close\r\n");
  } else if (framing.say_keep_alive) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace stator::net
