#include "telemetry/regex.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "telemetry/messages.h"

namespace stator::telemetry {

namespace {

constexpr std::int64_t kMaxCompiledBytes = 1 << 20;
constexpr std::string_view kSymbols = ":_#=@/;,-";
constexpr std::string_view kOperators = "^$?[]{}|\\*+.";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_allowed(char c) {
  return is_alphanumeric(c) || kSymbols.find(c) != kSymbols.npos || kOperators.find(c) != kOperators.npos;
}

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// \d \D \s \S \w \W, \xHH, or a symbol or operator that stands for itself.
bool has_known_escapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') continue;
    if (++i == text.size()) return false;
    const char c = text[i];
    if (c == 'x') {
      if (i + 2 >= text.size() || !is_hexadecimal(text[i + 1]) || !is_hexadecimal(text[i + 2])) return false;
    } else if (is_alphanumeric(c) && std::string_view("dDsSwW").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// Whether the counts of {m,n} alone are too many: compiling only to refuse it would take long.
bool has_too_many_counts(std::string_view text) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;  // what follows stands for itself
      continue;
    }
    if (text[i] != '{') continue;
    std::size_t most = 0, count = 0;
    for (++i; i < text.size() && text[i] != '}' && most <= Regex::kMaxSize; ++i) {
      const bool is_digit = text[i] >= '0' && text[i] <= '9';
      count = is_digit ? count * 10 + static_cast<std::size_t>(text[i] - '0') : 0;
      most = std::max(most, count);
    }
    total += most;
    if (total > Regex::kMaxSize) return true;
  }
  return false;
}

}  // namespace

base::Result<Regex, std::string> Regex::parse(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_allowed) || !has_known_escapes(text))
    return fmt::format(messages::kBadTerm, fmt::format("%{}%", text));
  if (has_too_many_counts(text)) return std::string(messages::kInvalid);
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  options.set_max_mem(kMaxCompiledBytes);
  auto compiled = std::make_shared<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!compiled->ok() || static_cast<std::size_t>(compiled->ProgramSize()) > kMaxSize)
    return std::string(messages::kInvalid);
  return Regex(std::move(compiled));
}

std::size_t Regex::size() const { return static_cast<std::size_t>(compiled_->ProgramSize()); }

bool Regex::matches(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace stator::telemetry
