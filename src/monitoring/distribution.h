// Values that were reported for one metric in one span of time, as far as statistics need them.
//
// Up to kMaxValues different values are kept as they are. Of more, values that are close to one another (1 %,
// or 2 %, 4 % and so on, until they fit) count as one: percentiles lose that much, while the number, the sum,
// the least and the greatest stay exact. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stator::monitoring {

class Distribution {
 public:
  static constexpr std::size_t kMaxValues = 160;  // more than one request can report of a metric (150)

  struct Value {
    double value = 0;
    double count = 0;
  };

  Distribution() = default;

  // `count` > 0; both finite.
  void add(double value, double count = 1);
  // A set of statistics, whose values are not known unless all of them are one value.
  void add_set(double samples, double sum, double minimum, double maximum);
  void add(const Distribution& other);

  // Sets what is known better than by the values, which are close to what was measured. The extremes are not
  // inside of the values.
  void correct(double sum, double minimum, double maximum);

  bool empty() const { return samples_ == 0; }
  double samples() const { return samples_; }
  double sum() const { return sum_; }
  double minimum() const { return minimum_; }  // 0 of an empty one
  double maximum() const { return maximum_; }

  // In ascending order; nothing where they are not known, since a set of statistics was added.
  const std::vector<Value>* values() const { return has_values_ ? &values_ : nullptr; }

  std::string encode() const;
  // Nothing for damaged bytes.
  static std::optional<Distribution> decode(std::string_view bytes);

 private:
  void add_to_totals(double samples, double sum, double minimum, double maximum);
  void insert(Value value);
  void compress();
  double rounded(double value) const;

  double samples_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
  bool has_values_ = true;
  int coarseness_ = 0;  // 0: exact; n: values within 2^(n-1) % count as one
  std::vector<Value> values_;
};

}  // namespace stator::monitoring
