#include "monitoring/math/search_expression.h"

#include <algorithm>

#include "base/check.h"
#include "monitoring/math/search_parser.h"
#include "monitoring/math/search_tokens.h"

namespace stator::monitoring::math {
namespace {

bool is_found(std::string_view name, std::string_view term, bool exact) {
  return exact ? name == term : TokenizedName(name).has(words_of(term));
}

// Of this account, or 'LOCAL', which is the account that asks.
bool is_account(std::string_view account, std::string_view wanted) {
  if (wanted.size() > 1 && wanted.front() == '\'' && wanted.back() == '\'')
    wanted = wanted.substr(1, wanted.size() - 2);
  return wanted == "LOCAL" || wanted == account;
}

}  // namespace

base::Result<SearchExpression, MathError> SearchExpression::parse(std::string_view text) {
  return SearchParser(text).parse();
}

bool SearchExpression::schema_matches(const SearchedMetric& metric) const {
  if (!has_schema_) return true;
  if (metric.namespace_name != namespace_ || metric.dimensions.size() != dimensions_.size()) return false;
  return std::all_of(metric.dimensions.begin(), metric.dimensions.end(),
                     [&](const SearchedDimension& dimension) {
                       return std::binary_search(dimensions_.begin(), dimensions_.end(), dimension.name);
                     });
}

bool SearchExpression::term_matches(const Term& term, const SearchedMetric& metric) {
  const auto found = [&](std::string_view name) { return is_found(name, term.text, term.exact); };
  switch (term.where) {
    case Where::kMetricName:
      return found(metric.metric_name);
    case Where::kNamespace:
      return found(metric.namespace_name);
    case Where::kAccount:
      return is_account(metric.account_id, term.text);
    case Where::kDimension:
      return std::any_of(metric.dimensions.begin(), metric.dimensions.end(),
                         [&](const SearchedDimension& dimension) {
                           return dimension.name == term.dimension && found(dimension.value);
                         });
    case Where::kAnywhere:
      break;
  }
  return found(metric.metric_name) || found(metric.namespace_name) ||
         std::any_of(metric.dimensions.begin(), metric.dimensions.end(),
                     [&](const SearchedDimension& dimension) {
                       return found(dimension.name) || found(dimension.value);
                     });
}

bool SearchExpression::matches(const SearchedMetric& metric) const {
  if (!schema_matches(metric)) return false;
  if (steps_.empty()) return true;
  std::vector<bool> stack;
  std::size_t next_term = 0;
  for (const Step step : steps_) {
    if (step == Step::kTerm) {
      stack.push_back(term_matches(terms_[next_term++], metric));
      continue;
    }
    const bool last = stack.back();
    if (step == Step::kNot) {
      stack.back() = !last;
      continue;
    }
    stack.pop_back();
    stack.back() = step == Step::kAnd ? stack.back() && last : stack.back() || last;
  }
  STATOR_CHECK(stack.size() == 1);
  return stack.back();
}

}  // namespace stator::monitoring::math
