// The language of SEARCH: {AWS/Lambda,FunctionName} MetricName="Errors" OR (Invocations NOT test). Parsed
// once, matched against metrics. Values, not thread-safe; matching changes nothing. Pure. Source: CloudWatch
// user guide, search-expression-syntax and search-expression-examples.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

inline constexpr std::size_t kMaxSearchCharacters = 1024;
inline constexpr std::size_t kMaxSearchDepth = 64;  // of parentheses and NOT; our own

struct SearchedDimension {
  std::string_view name;
  std::string_view value;
};

struct SearchedMetric {
  std::string_view account_id;
  std::string_view namespace_name;
  std::string_view metric_name;
  std::span<const SearchedDimension> dimensions;  // each name once
};

class SearchExpression {
 public:
  static base::Result<SearchExpression, MathError> parse(std::string_view text);

  bool matches(const SearchedMetric& metric) const;

  // Of the metric schema, {Namespace, Dimension...}: the namespace, empty if there is no schema, and the
  // names of the dimensions, in order, each once. A metric that matches has exactly these: "removing the
  // dimension name
  // [...] results in a single line" (search-expression-examples).
  const std::string& schema_namespace() const { return namespace_; }
  const std::vector<std::string>& schema_dimensions() const { return dimensions_; }
  // How many terms each name of a metric is compared with.
  std::size_t term_count() const { return terms_.size(); }

 private:
  friend class SearchParser;

  enum class Where : std::uint8_t { kAnywhere, kMetricName, kNamespace, kAccount, kDimension };
  struct Term {
    Where where = Where::kAnywhere;
    std::string dimension;
    std::string text;
    bool exact = false;
  };
  // Work on a stack of truths.
  enum class Step : std::uint8_t { kTerm, kAnd, kOr, kNot };

  static bool term_matches(const Term& term, const SearchedMetric& metric);
  bool schema_matches(const SearchedMetric& metric) const;

  bool has_schema_ = false;
  std::string namespace_;
  std::vector<std::string> dimensions_;
  std::vector<Term> terms_;  // in the order of the kTerm steps
  std::vector<Step> steps_;  // empty: every metric of the schema
};

}  // namespace stator::monitoring::math
