#include "telemetry/filter_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "telemetry/column_pattern.h"
#include "telemetry/json_pattern.h"
#include "telemetry/messages.h"
#include "telemetry/pattern_cursor.h"

namespace stator::telemetry {
namespace {

bool is_term_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool contains(std::string_view message, const std::string& text) {
  return message.find(text) != std::string_view::npos;
}

}  // namespace

base::Result<FilterPattern, std::string> FilterPattern::parse(std::string_view text) {
  FilterPattern pattern;
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  if (text.starts_with('{')) {
    STATOR_ASSIGN(JsonPattern json, JsonPattern::parse(text));
    pattern.json_ = std::make_shared<const JsonPattern>(std::move(json));
    return pattern;
  }
  if (text.starts_with('[')) {
    STATOR_ASSIGN(ColumnPattern columns, ColumnPattern::parse(text));
    pattern.columns_ = std::make_shared<const ColumnPattern>(std::move(columns));
    return pattern;
  }
  if (text.starts_with('%')) {
    if (text.size() < 2 || !text.ends_with('%')) return std::string(messages::kInvalid);
    STATOR_ASSIGN(pattern.regex_, Regex::parse(text.substr(1, text.size() - 2)));
    return pattern;
  }
  while (!text.empty()) {
    if (is_blank(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    std::vector<std::string>* kind = &pattern.wanted_;
    if (text.front() == '?') kind = &pattern.optional_;
    if (text.front() == '-') kind = &pattern.excluded_;
    if (kind != &pattern.wanted_) text.remove_prefix(1);
    if (!text.empty() && text.front() == '"') {
      auto quoted = take_quoted(&text);
      if (!quoted) return std::string(messages::kInvalid);
      kind->push_back(std::move(*quoted));
      continue;
    }
    const auto end = std::find_if(text.begin(), text.end(), is_blank);
    const std::string term(text.begin(), end);
    if (term.empty() || !std::all_of(term.begin(), term.end(), is_term_character))
      return fmt::format(messages::kBadTerm, term);
    kind->push_back(term);
    text.remove_prefix(term.size());
  }
  return pattern;
}

bool FilterPattern::matches(std::string_view message) const {
  if (json_) return json_->matches(message);
  if (columns_) return columns_->matches(message);
  if (regex_) return regex_->matches(message);
  const auto has = [&](const std::string& text) { return contains(message, text); };
  if (!std::all_of(wanted_.begin(), wanted_.end(), has)) return false;
  if (std::any_of(excluded_.begin(), excluded_.end(), has)) return false;
  return optional_.empty() || std::any_of(optional_.begin(), optional_.end(), has);
}

std::size_t FilterPattern::work_per_byte() const {
  if (json_) return json_->work_per_byte();
  if (columns_) return columns_->work_per_byte();
  if (regex_) return regex_->size();
  return 1 + wanted_.size() + optional_.size() + excluded_.size();
}

}  // namespace stator::telemetry
