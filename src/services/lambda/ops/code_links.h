// Links by which the code of a function can be downloaded: GetFunction answers with them.
//
//   http://HOST/lambda-code/ACCOUNT/REGION/NAME/CODE?expires=SECONDS&signature=HEX
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/request_context.h"
#include "base/random.h"
#include "functions/function.h"

namespace stator::services::lambda {

inline constexpr std::string_view kCodePath = "/lambda-code/";
inline constexpr std::int64_t kLinkSeconds = 600;  // AWS's

// What a link leads to.
struct CodeReference {
  functions::Scope scope;
  std::string owner;
  std::int64_t code_id = 0;
};

// Who has a link needs no key. Links end with the server that made them. Thread-safe.
class CodeLinks {
 public:
  explicit CodeLinks(base::Random& random);

  // By the name and port by which the client calls this server.
  // `owner`: the name of a function, or "layer:NAME".
  std::string make(const aws::RequestContext& context, const functions::Scope& scope,
                   const std::string& owner, std::int64_t code_id) const;
  // Nothing if this is no link of ours, or none any more.
  std::optional<CodeReference> follow(std::string_view path, std::string_view query,
                                      std::int64_t now_seconds) const;

 private:
  std::string sign(std::string_view path, std::string_view expires) const;

  std::string secret_;
};

}  // namespace stator::services::lambda
