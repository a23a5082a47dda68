#include "aws/arn.h"

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

bool is_within_reach(const Arn& arn, const RequestContext& context) {
  return context.shared_data || (arn.region == context.region && arn.account == context.account);
}

}  // namespace stator::aws
