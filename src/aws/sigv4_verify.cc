// The canonical form of a request and its signature:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <span>
#include <vector>

#include "authz/policy.h"
#include "aws/hmac.h"
#include "aws/percent.h"
#include "aws/sigv4.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "messages/requests.h"

namespace stator::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

Error invalid(std::string message) {
  return {"InvalidSignatureException", std::move(message), ErrorOrigin::kFramework};
}

// "20260131T120000Z"
std::optional<std::int64_t> parse_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = -1;
    const char* end = text.data() + at + count;
    return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
  };
  const int year = number(0, 4), month = number(4, 2), day = number(6, 2);
  const int hour = number(9, 2), minute = number(11, 2), second = number(13, 2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60)
    return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

std::string format_date(std::int64_t unix_millis) {
  const auto time = std::chrono::sys_seconds(std::chrono::seconds(unix_millis / 1000));
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t seconds = (time - day).count();
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

Result<base::Ok> check_time(const Signature& signature, std::int64_t now) {
  const auto signed_at = parse_date(signature.date);
  if (!signed_at) {
    return Error{"IncompleteSignatureException", fmt::format(messages::kBadDate, signature.date),
                 ErrorOrigin::kFramework};
  }
  if (signature.date.substr(0, 8) != signature.scope_date) {
    return invalid(fmt::format(messages::kScopeDateDiffers, signature.scope_date, signature.date.substr(0, 8),
                               signature.date));
  }
  constexpr std::int64_t kSkewMinutes = kMaxClockSkewMillis / 60'000;
  if (*signed_at > now + kMaxClockSkewMillis) {
    return invalid(fmt::format(messages::kNotYetCurrent, signature.date,
                               format_date(now + kMaxClockSkewMillis), format_date(now), kSkewMinutes));
  }
  std::int64_t lasts = kMaxClockSkewMillis;
  if (!signature.expires.empty()) {
    constexpr std::int64_t kMaxExpiresSeconds = 7 * 24 * 3600;
    std::int64_t seconds = 0;
    std::from_chars(signature.expires.data(), signature.expires.data() + signature.expires.size(), seconds);
    lasts = std::clamp<std::int64_t>(seconds, 0, kMaxExpiresSeconds) * 1000;
  }
  if (*signed_at + lasts < now) {
    return invalid(fmt::format(messages::kSignatureExpired, signature.date, format_date(now - lasts),
                               format_date(now), lasts / 60'000));
  }
  return base::Ok{};
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equal = std::min(parameter.find('='), parameter.size());
    const std::string_view value = equal == parameter.size() ? "" : parameter.substr(equal + 1);
    std::string name = percent_decode(parameter.substr(0, equal));
    if (name.empty() || name == "X-Amz-Signature") continue;
    parameters.emplace_back(percent_encode(name), percent_encode(percent_decode(value)));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += name + '=' + value;
  }
  return out;
}

// Without blanks around it, and with one where there were more.
void append_header_value(std::string_view value, std::string* out) {
  bool blank = false;
  const std::size_t start = out->size();
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      blank = true;
      continue;
    }
    if (blank && out->size() > start) out->push_back(' ');
    blank = false;
    out->push_back(c);
  }
}

// Each header once: a small request that names a long one thousands of times would be a huge text.
std::string canonical_headers(const net::Request& request, std::string_view signed_headers) {
  std::string out;
  std::set<std::string> taken;
  while (!signed_headers.empty()) {
    const std::size_t end = std::min(signed_headers.find(';'), signed_headers.size());
    const std::string_view name = signed_headers.substr(0, end);
    signed_headers.remove_prefix(std::min(end + 1, signed_headers.size()));
    out.append(name).push_back(':');
    bool first = true;
    const bool is_new = taken.insert(base::lower_ascii(name)).second;
    for (const net::Header& header : is_new ? request.headers : std::span<const net::Header>()) {
      if (!net::equal_ignoring_case(header.name, name)) continue;
      if (!std::exchange(first, false)) out.push_back(',');
      append_header_value(header.value, &out);
    }
    out.push_back('\n');
  }
  return out;
}

std::string payload_hash(const Signature& signature, const net::Request& request) {
  if (signature.service != "s3") {
    const bool packed = !request.packed_sha256.empty();  // what was sent is what was signed
    return base::to_hex(packed ? request.packed_sha256 : sha256(request.body));
  }
  const std::string_view presigned = signature.expires.empty() ? "" : kUnsignedPayload;
  return std::string(request.header("X-Amz-Content-Sha256").value_or(presigned));
}

bool names_host(std::string_view signed_headers) {
  return (";" + std::string(signed_headers) + ";").find(";host;") != std::string::npos;
}

}  // namespace

bool equal_secrets(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Result<base::Ok> verify_signature(const Signature& signature, const net::Request& request,
                                  std::string_view secret, std::int64_t now_millis) {
  const std::string signed_headers = signature.expires.empty() ? std::string(signature.signed_headers)
                                                               : percent_decode(signature.signed_headers);
  if (!names_host(signed_headers)) return invalid(std::string(messages::kHostNotSigned));
  STATOR_TRY(check_time(signature, now_millis));

  // S3's paths are encoded once, those of other services twice.
  const std::string path = signature.service == "s3" ? percent_encode(percent_decode(request.path), "/")
                                                     : percent_encode(request.path, "/");
  const std::string canonical = fmt::format(
      "{}\n{}\n{}\n{}\n{}\n{}", request.method, path, canonical_query(request.query),
      canonical_headers(request, signed_headers), signed_headers, payload_hash(signature, request));
  const std::string scope =
      fmt::format("{}/{}/{}/aws4_request", signature.scope_date, signature.region, signature.service);
  const std::string to_sign =
      fmt::format("{}\n{}\n{}\n{}", kAlgorithm, signature.date, scope, base::to_hex(sha256(canonical)));
  const std::string key = signing_key(secret, signature.scope_date, signature.region, signature.service);
  if (!equal_secrets(base::to_hex(hmac_sha256(key, to_sign)), signature.signature))
    return invalid(fmt::format(messages::kSignatureDiffers, canonical, to_sign));
  return base::Ok{};
}

Result<base::Ok> verify_policy_signature(const Signature& signature, std::string_view policy,
                                         std::string_view secret) {
  const std::string key = signing_key(secret, signature.scope_date, signature.region, signature.service);
  if (equal_secrets(base::to_hex(hmac_sha256(key, policy)), signature.signature)) return base::Ok{};
  return invalid(fmt::format(messages::kSignatureDiffers, "", policy));
}

}  // namespace stator::aws
