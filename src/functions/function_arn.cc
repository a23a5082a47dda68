#include "functions/function_arn.h"

#include <fmt/format.h>

#include "aws/arn.h"

namespace stator::functions {
namespace {

constexpr std::string_view kFunction = "function:";

}  // namespace

std::string FunctionArn::text() const {
  return fmt::format("arn:aws:lambda:{}:{}:{}{}{}{}", scope.region, scope.account, kFunction, name,
                     qualifier.empty() ? "" : ":", qualifier);
}

std::optional<FunctionArn> parse_function_arn(std::string_view text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with(kFunction)) return std::nullopt;
  const std::string_view rest = arn->resource.substr(kFunction.size());
  const std::size_t colon = rest.find(':');
  FunctionArn out{
      {std::string(arn->account), std::string(arn->region)}, std::string(rest.substr(0, colon)), ""};
  if (colon != std::string_view::npos) out.qualifier = rest.substr(colon + 1);
  return out;
}

}  // namespace stator::functions
