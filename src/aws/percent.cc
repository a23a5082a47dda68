#include "aws/percent.h"

#include <algorithm>

#include "base/ascii.h"

namespace stator::aws {
namespace {

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

// False: there was a '%' without two digits behind it, which stands for itself.
bool decode(std::string_view text, std::string* out) {
  bool is_sound = true;
  out->reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const int high = at + 2 < text.size() ? base::hex_value(text[at + 1]) : -1;
      const int low = high >= 0 ? base::hex_value(text[at + 2]) : -1;
      if (low >= 0) {
        out->push_back(static_cast<char>(high * 16 + low));
        at += 2;
        continue;
      }
      is_sound = false;
    }
    out->push_back(text[at]);
  }
  return is_sound;
}

}  // namespace

std::string percent_encode(std::string_view text, std::string_view plain) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (const char c : text) {
    if (is_unreserved(c) || plain.find(c) != std::string_view::npos) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  decode(text, &out);
  return out;
}

std::optional<std::string> percent_decode_strictly(std::string_view text) {
  std::string out;
  if (!decode(text, &out)) return std::nullopt;
  return out;
}

std::string decode_form_text(std::string_view text) {
  if (text.find('+') == std::string_view::npos) return percent_decode(text);
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

}  // namespace stator::aws
