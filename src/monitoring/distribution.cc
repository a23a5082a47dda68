#include "monitoring/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace stator::monitoring {
namespace {

constexpr char kFormat = 1;
constexpr char kWithoutValues = 1;  // flags
constexpr char kOneValue = 2;       // all samples are of it: it and their number are all there is
constexpr int kMaxCoarseness = 24;  // one value for each sign, and zero

void put_double(double value, std::string* out) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(bits >> shift));
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  char byte() {
    if (rest_.empty()) return failed();
    const char value = rest_.front();
    rest_.remove_prefix(1);
    return value;
  }
  double number() {
    if (rest_.size() < 8) return failed();
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits = bits << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(8);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) return failed();
    return value;
  }
  // Everything was there, and nothing else.
  bool done() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  char failed() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

void Distribution::add_to_totals(double samples, double sum, double minimum, double maximum) {
  minimum_ = empty() ? minimum : std::min(minimum_, minimum);
  maximum_ = empty() ? maximum : std::max(maximum_, maximum);
  samples_ += samples;
  sum_ += sum;
}

void Distribution::add(double value, double count) {
  add_to_totals(count, value * count, value, value);
  if (has_values_) insert({rounded(value), count});
  if (values_.size() > kMaxValues) compress();
}

// One sample, or samples that are all alike, are as good as values (AWS's rule for percentiles of sets).
void Distribution::add_set(double samples, double sum, double minimum, double maximum) {
  if (samples <= 0) return;
  if (samples == 1 || minimum == maximum) {
    const double value = samples == 1 ? sum : minimum;
    add_to_totals(samples, sum, minimum, maximum);
    if (has_values_) insert({rounded(value), samples});
    if (values_.size() > kMaxValues) compress();
    return;
  }
  add_to_totals(samples, sum, minimum, maximum);
  has_values_ = false;
  values_.clear();
}

void Distribution::add(const Distribution& other) {
  if (other.empty()) return;
  add_to_totals(other.samples_, other.sum_, other.minimum_, other.maximum_);
  has_values_ = has_values_ && other.has_values_;
  if (!has_values_) {
    values_.clear();
    return;
  }
  std::vector<Value> mine = std::move(values_);
  values_.clear();
  values_.reserve(mine.size() + other.values_.size());
  const bool coarser = other.coarseness_ > coarseness_;
  coarseness_ = std::max(coarseness_, other.coarseness_);
  std::merge(mine.begin(), mine.end(), other.values_.begin(), other.values_.end(),
             std::back_inserter(values_), [](const Value& a, const Value& b) { return a.value < b.value; });
  std::vector<Value> merged;
  for (Value& next : values_) {
    if (coarser || other.coarseness_ < coarseness_) next.value = rounded(next.value);
    if (!merged.empty() && merged.back().value >= next.value) {
      merged.back().count += next.count;
    } else {
      merged.push_back(next);
    }
  }
  values_ = std::move(merged);
  if (values_.size() > kMaxValues) compress();
}

void Distribution::correct(double sum, double minimum, double maximum) {
  if (empty()) return;
  sum_ = sum;
  minimum_ = minimum;
  maximum_ = maximum;
}

void Distribution::insert(Value value) {
  const auto place = std::lower_bound(values_.begin(), values_.end(), value.value,
                                      [](const Value& kept, double wanted) { return kept.value < wanted; });
  if (place != values_.end() && place->value == value.value) {
    place->count += value.count;
  } else {
    values_.insert(place, value);
  }
}

void Distribution::compress() {
  while (values_.size() > kMaxValues && coarseness_ < kMaxCoarseness) {
    ++coarseness_;
    std::vector<Value> kept;
    for (const Value& value : values_) {
      const double place = rounded(value.value);
      if (!kept.empty() && kept.back().value >= place) {
        kept.back().count += value.count;
      } else {
        kept.push_back({place, value.count});
      }
    }
    values_ = std::move(kept);
  }
}

// The middle of the span of values that count as one.
double Distribution::rounded(double value) const {
  if (coarseness_ == 0 || value == 0) return value;
  if (coarseness_ == kMaxCoarseness) return value < 0 ? -1 : 1;
  const double width = std::log(1.01) * std::ldexp(1, coarseness_ - 1);
  const double place = std::floor(std::log(std::abs(value)) / width);
  return std::copysign(std::exp((place + 0.5) * width), value);
}

std::string Distribution::encode() const {
  std::string out(1, kFormat);
  const bool one = has_values_ && values_.size() == 1 && minimum_ == maximum_ &&
                   values_.front().value == minimum_ && sum_ == minimum_ * samples_;
  if (one) {
    out.push_back(kOneValue);
    put_double(minimum_, &out);
    put_double(samples_, &out);
    return out;
  }
  out.push_back(has_values_ ? 0 : kWithoutValues);
  for (const double number : {samples_, sum_, minimum_, maximum_}) put_double(number, &out);
  if (!has_values_) return out;
  out.push_back(static_cast<char>(coarseness_));
  out.push_back(static_cast<char>(values_.size()));
  for (const Value& value : values_) {
    put_double(value.value, &out);
    put_double(value.count, &out);
  }
  return out;
}

std::optional<Distribution> Distribution::decode(std::string_view bytes) {
  Reader reader(bytes);
  if (reader.byte() != kFormat) return std::nullopt;
  Distribution made;
  const char flags = reader.byte();
  if (flags == kOneValue) {
    const double value = reader.number(), count = reader.number();
    if (!reader.done() || count <= 0) return std::nullopt;
    made.add(value, count);
    return made;
  }
  if (flags != 0 && flags != kWithoutValues) return std::nullopt;
  made.samples_ = reader.number();
  made.sum_ = reader.number();
  made.minimum_ = reader.number();
  made.maximum_ = reader.number();
  made.has_values_ = flags == 0;
  if (made.has_values_) {
    made.coarseness_ = reader.byte();
    const auto count = static_cast<unsigned char>(reader.byte());
    if (!reader.ok() || made.coarseness_ < 0 || made.coarseness_ > kMaxCoarseness) return std::nullopt;
    for (unsigned i = 0; i < count && reader.ok(); ++i) {
      const double value = reader.number();
      made.values_.push_back({value, reader.number()});
    }
  }
  if (!reader.done()) return std::nullopt;
  return made;
}

}  // namespace stator::monitoring
