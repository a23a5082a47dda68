#include "server/edge_guard.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/ascii.h"
#include "server/loopback.h"

namespace stator::server {

namespace {

constexpr std::string_view kKnownHosts[] = {
    "*.localhost", "localhost.localstack.cloud", "*.localhost.localstack.cloud",
    "localstack",  "host.docker.internal",
};

bool has_only_host_characters(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == ':';
  });
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// What clients of this machine send nearly always, with a port or without.
bool is_plain_loopback(std::string_view host_and_port) {
  for (const std::string_view name : {"127.0.0.1", "localhost"}) {
    if (!host_and_port.starts_with(name)) continue;
    const std::string_view rest = host_and_port.substr(name.size());
    return rest.empty() || (rest[0] == ':' && is_port(rest.substr(1)));
  }
  return false;
}

// "name:8000" -> "name", "[::1]:8000" -> "::1". Empty if it is neither.
std::string_view host_of(std::string_view host_and_port) {
  std::string_view host = host_and_port;
  std::string_view rest;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == host.npos) return {};
    rest = host.substr(end + 1);
    host = host.substr(1, end - 1);
    if (host.find(':') == host.npos) return {};  // brackets are for IPv6 addresses
  } else {
    const std::size_t colon = host.find(':');
    if (colon != host.npos) {
      rest = host.substr(colon);
      host = host.substr(0, colon);
    }
  }
  if (!rest.empty() && (rest[0] != ':' || !is_port(rest.substr(1)))) return {};
  return has_only_host_characters(host) ? host : std::string_view();
}

std::string origin_of(bool secure, std::string_view host) {
  return (secure ? "https://" : "http://") + std::string(host);
}

bool matches(std::string_view pattern, std::string_view host) {
  if (pattern == "*") return true;
  if (!pattern.starts_with("*.")) return pattern == host;
  const std::string_view suffix = pattern.substr(1);
  return host.size() > suffix.size() && host.ends_with(suffix);
}

}  // namespace

EdgeGuard::EdgeGuard(std::vector<std::string> allowed_hosts, std::vector<std::string> cors_origins,
                     Options options)
    : allowed_hosts_(std::move(allowed_hosts)), cors_origins_(std::move(cors_origins)), options_(options) {
  for (std::string& host : allowed_hosts_) host = base::lower_ascii(host);
  for (std::string& origin : cors_origins_) origin = base::lower_ascii(origin);
}

bool EdgeGuard::allows_host(std::string_view host_and_port) const {
  if (is_plain_loopback(host_and_port)) return true;
  std::string_view name = host_of(host_and_port);
  if (name.ends_with('.')) name.remove_suffix(1);  // a fully qualified name
  if (name.empty()) return false;
  const std::string host = base::lower_ascii(name);
  const auto matches_host = [&host](std::string_view pattern) { return matches(pattern, host); };
  return is_loopback_host(host) || std::ranges::any_of(kKnownHosts, matches_host) ||
         std::ranges::any_of(allowed_hosts_, matches_host);
}

bool EdgeGuard::is_address(std::string_view host_and_port) {
  const std::string host(host_of(host_and_port));
  in6_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool EdgeGuard::allows_own_pages(bool secure, std::string_view host) const {
  if (options_.callers_sign && !options_.console) return true;
  return !cors_origins_.empty() && allows_origin(origin_of(secure, host));
}

bool EdgeGuard::allows_console(std::string_view origin, bool secure, std::string_view host) const {
  return options_.console && base::lower_ascii(origin) == base::lower_ascii(origin_of(secure, host));
}

bool EdgeGuard::allows_origin(std::string_view origin_as_sent) const {
  const std::string origin = base::lower_ascii(origin_as_sent);
  if (!cors_origins_.empty()) {
    return std::ranges::any_of(cors_origins_,
                               [&](const std::string& one) { return one == "*" || one == origin; });
  }
  std::string_view rest = origin;
  if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else {
    return false;
  }
  return is_loopback_host(host_of(rest));
}

}  // namespace stator::server
