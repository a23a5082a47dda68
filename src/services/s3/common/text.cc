#include "services/s3/common/text.h"

#include <fmt/chrono.h>
#include <time.h>

#include <algorithm>
#include <charconv>

#include "base/base64.h"

namespace stator::services::s3 {

namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

std::optional<std::int64_t> parse_time(std::string_view text, const char* format) {
  const std::string terminated(text);
  tm time{};
  const char* end = ::strptime(terminated.c_str(), format, &time);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return ::timegm(&time);
}

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool looks_like_an_address(std::string_view name) {
  return std::ranges::count(name, '.') == 3 && name.find_first_not_of("0123456789.") == name.npos;
}

}  // namespace

std::string iso_time(std::int64_t unix_micros) {
  const std::time_t seconds = unix_micros / kMicrosPerSecond;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(seconds));
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  return parse_time(text, "%a, %d %b %Y %H:%M:%S GMT");
}

std::optional<std::int64_t> parse_amz_date(std::string_view text) {
  return parse_time(text, "%Y%m%dT%H%M%SZ");
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = is_small_letter(c) || is_digit(c) || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
  return out;
}

std::string quoted(std::string_view etag) {
  std::string text = "\"";
  text.append(etag).push_back('"');
  return text;
}

std::string_view unquoted(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

std::string base64(std::string_view bytes) {
  std::string text;
  base::append_base64(bytes, text);
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  if (!base::append_base64_decoded(text, bytes)) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_bucket_name(std::string_view name) {
  constexpr std::size_t kMinBytes = 3;
  constexpr std::size_t kMaxBytes = 63;
  constexpr std::string_view kReservedPrefixes[] = {"xn--", "sthree-"};
  constexpr std::string_view kReservedSuffixes[] = {"-s3alias", "--ol-s3", ".mrap", "--x-s3"};
  if (name.size() < kMinBytes || name.size() > kMaxBytes) return false;
  const auto allowed = [](char c) { return is_small_letter(c) || is_digit(c) || c == '.' || c == '-'; };
  if (!std::ranges::all_of(name, allowed)) return false;
  const auto is_end = [](char c) { return is_small_letter(c) || is_digit(c); };
  if (!is_end(name.front()) || !is_end(name.back())) return false;
  if (name.find("..") != name.npos || looks_like_an_address(name)) return false;
  return std::ranges::none_of(kReservedPrefixes,
                              [&](std::string_view text) { return name.starts_with(text); }) &&
         std::ranges::none_of(kReservedSuffixes, [&](std::string_view text) { return name.ends_with(text); });
}

}  // namespace stator::services::s3
