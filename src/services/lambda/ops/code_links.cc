#include "services/lambda/ops/code_links.h"

#include <fmt/format.h>

#include <charconv>

#include "aws/hmac.h"
#include "aws/percent.h"
#include "aws/protocol/uri.h"
#include "aws/sigv4.h"
#include "base/digest.h"

namespace stator::services::lambda {
namespace {

constexpr char kTemplate[] = "/lambda-code/{Account}/{Region}/{Name}/{Code}";

template <typename Number>
std::optional<Number> number(std::string_view text, int base = 10) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

CodeLinks::CodeLinks(base::Random& random) {
  for (int i = 0; i < 4; ++i) secret_ += fmt::format("{:016x}", random.next());
}

std::string CodeLinks::sign(std::string_view path, std::string_view expires) const {
  return base::to_hex(aws::hmac_sha256(secret_, fmt::format("{}\n{}", path, expires)));
}

std::string CodeLinks::make(const aws::RequestContext& context, const functions::Scope& scope,
                            const std::string& owner, std::int64_t code_id) const {
  const std::string path =
      fmt::format("{}{}/{}/{}/{:x}", kCodePath, scope.account, aws::percent_encode(scope.region),
                  aws::percent_encode(owner), code_id);
  const std::string expires = std::to_string(context.clock->unix_seconds() + kLinkSeconds);
  return fmt::format("{}://{}{}?expires={}&signature={}", context.scheme(), context.host, path, expires,
                     sign(path, expires));
}

std::optional<CodeReference> CodeLinks::follow(std::string_view path, std::string_view query,
                                               std::int64_t now_seconds) const {
  std::string expires, signature;
  for (const auto& [name, value] : aws::protocol::query_parameters(query)) {
    if (name == "expires") expires = value;
    if (name == "signature") signature = value;
  }
  if (!aws::equal_secrets(signature, sign(path, expires))) return std::nullopt;
  const auto end = number<std::int64_t>(expires);
  const auto labels = aws::protocol::match_path(kTemplate, path);
  if (!end || *end < now_seconds || !labels || labels->size() != 4) return std::nullopt;
  const auto code = number<std::int64_t>((*labels)[3].second, 16);
  if (!code) return std::nullopt;
  return CodeReference{{(*labels)[0].second, (*labels)[1].second}, (*labels)[2].second, *code};
}

}  // namespace stator::services::lambda
