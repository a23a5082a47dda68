#include "server/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "net/gzip.h"
#include "server/loopback.h"

namespace stator::server {

namespace {

constexpr std::string_view kRoot = "/_console";
constexpr std::string_view kAssets = "/assets/";  // with the hash of their content in their names
constexpr std::string_view kDocument = "/index.html";

constexpr std::string_view kNotBuilt =
    "this program was built without its web console: npm or the registry of its packages was not there\n";
constexpr std::string_view kNoSuchFile = "the console has no such file; load the page again\n";
constexpr std::string_view kOtherAddress =
    "<!doctype html>\n<html lang=\"en\">\n<title>Stator</title>\n"
    "<p>Browsers take no IPv6 address in a content security policy, without which the console is not served. "
    "Open it by a name or an IPv4 address{}.</p>\n";
constexpr std::string_view kOnlyGzip = "the console is sent with Content-Encoding: gzip\n";

constexpr std::string_view kAskAgain = "no-cache";
constexpr std::string_view kNoContent =
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

// A file of the program, sent from where it is.
class FileSource final : public net::BodySource {
 public:
  explicit FileSource(std::string_view content) : size_(content.size()), rest_(content) {}
  std::uint64_t size() const override { return size_; }
  base::Task<bool> read(std::span<char> buffer) override {
    std::memcpy(buffer.data(), rest_.data(), buffer.size());
    rest_.remove_prefix(buffer.size());
    co_return true;
  }

 private:
  const std::uint64_t size_;
  std::string_view rest_;
};

net::Response text(int status, std::string_view message) {
  return net::Response(status, "text/plain; charset=utf-8", std::string(message));
}

std::string_view scheme_of(const net::Request& request) { return request.secure ? "https" : "http"; }

std::string_view host_of(const net::Request& request) { return request.header("host").value_or(""); }

// No page has the console in a frame, or in a window that it can reach into.
void add_policy(std::string_view content_policy, net::Response& response) {
  response.headers.add("Content-Security-Policy", content_policy);
  response.headers.add("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.add("Referrer-Policy", "no-referrer");
}

void add_file_headers(std::string_view kept, net::Response& response) {
  response.headers.add("Cache-Control", kept);
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Cross-Origin-Resource-Policy", "same-origin");
}

// Scripts come from the console's folder alone, so that no object of a bucket is one, whatever a page is made
// to load.
std::string document_policy(const net::Request& request) {
  const std::string own = fmt::format("{}://{}{}{}", scheme_of(request), host_of(request), kRoot, kAssets);
  return fmt::format(
      "default-src 'none'; script-src {0}; style-src {0} 'unsafe-inline'; img-src 'self' data: blob:; "
      "font-src {0} data:; connect-src 'self'; media-src blob:; form-action 'none'; frame-ancestors "
      "'none'; "
      "base-uri 'none'",
      own);
}

// The grammar of such policies has no IPv6 addresses: browsers would refuse the document its own scripts.
bool has_policy_for(std::string_view host) { return !host.starts_with('['); }

// In place of the document. The host has been let in: its port is digits.
net::Response other_address(const net::Request& request) {
  const std::string_view host = host_of(request);
  const std::size_t end = std::min(host.find(']'), host.size() - 1);
  std::string link;
  if (is_loopback_host(host.substr(1, end - 1))) {
    const std::string url =
        fmt::format("{}://localhost{}{}/", scheme_of(request), host.substr(end + 1), kRoot);
    link = fmt::format(R"(: <a href="{0}">{0}</a>)", url);
  }
  net::Response response(200, "text/html; charset=utf-8", fmt::format(kOtherAddress, link));
  add_file_headers(kAskAgain, response);
  add_policy(kNoContent, response);
  return response;
}

bool takes_gzip(const net::Request& request) {
  const auto accepted = request.header("accept-encoding");
  return !accepted || net::accepts_gzip(*accepted);  // who names none takes any (RFC 9110, section 12.5.3)
}

}  // namespace

std::string Console::url(std::span<const net::BoundEndpoint> endpoints) {
  const auto is_ipv6 = [](const net::BoundEndpoint& each) { return each.host.find(':') != each.host.npos; };
  const auto named = std::ranges::find_if_not(endpoints, is_ipv6);
  net::BoundEndpoint chosen = named != endpoints.end() ? *named : endpoints.front();
  if (chosen.host == "::1") chosen.host = "localhost";
  return fmt::format("{}{}/", chosen.url(), kRoot);
}

bool Console::claims(std::string_view path) {
  return path.starts_with(kRoot) && (path.size() == kRoot.size() || path[kRoot.size()] == '/');
}

const ConsoleFile* Console::find(std::string_view path) const {
  const auto found = std::ranges::find(files_, path, &ConsoleFile::path);
  return found == files_.end() ? nullptr : &*found;
}

net::Response Console::answer(const net::Request& request) const {
  if (!claims(request.path) || request.path == kRoot) {
    net::Response moved(302, "text/plain", std::string());
    moved.headers.add("Location", fmt::format("{}/", kRoot));
    moved.headers.add("Cache-Control", "no-store");
    return moved;
  }
  if (files_.empty()) return text(404, kNotBuilt);
  const std::string_view path = request.path.substr(kRoot.size());
  const ConsoleFile* file = find(path);
  if (file == nullptr && path.starts_with(kAssets)) return text(404, kNoSuchFile);
  if (file == nullptr) file = find(kDocument);
  const bool is_document = file->path == kDocument;
  if (is_document && !has_policy_for(host_of(request))) return other_address(request);
  if (file->gzipped && !takes_gzip(request)) return text(406, kOnlyGzip);

  net::Response response;
  response.headers.add("Content-Type", file->content_type);
  response.source = std::make_unique<FileSource>(file->content);
  if (file->gzipped) response.headers.add("Content-Encoding", "gzip");
  add_file_headers(path.starts_with(kAssets) ? "private, max-age=31536000, immutable" : kAskAgain, response);
  if (is_document) add_policy(document_policy(request), response);
  return response;
}

}  // namespace stator::server
