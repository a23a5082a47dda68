#include "aws/arn.h"

#include <algorithm>

namespace stator::aws {

std::optional<Arn> parse_arn(std::string_view text) {
  if (!looks_like_arn(text)) return std::nullopt;
  std::string_view parts[5];
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (parts[1].empty() || parts[2].empty() || text.empty()) return std::nullopt;
  return Arn{parts[1], parts[2], parts[3], parts[4], text};
}

bool is_account_id(std::string_view text) {
  constexpr std::size_t kAccountDigits = 12;
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> foreign_account_of(std::string_view text, std::string_view service,
                                              const RequestContext& context) {
  const auto arn = parse_arn(text);
  if (!arn || arn->service != service || arn->region != context.region || arn->account == context.account ||
      !is_account_id(arn->account))
    return std::nullopt;
  return std::string(arn->account);
}

bool is_within_reach(const Arn& arn, const RequestContext& context) {
  return context.shared_data || (arn.region == context.region && arn.account == context.account);
}

}  // namespace stator::aws
