#include "db/table/vector_distance.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace stator::db::table {

namespace {

// Two doubles are what every 64-bit machine has in a register; two sums beside each other hide the latency of
// adding.
constexpr std::size_t kLanes = 2;
constexpr std::size_t kStep = 2 * kLanes;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
using Doubles = double __attribute__((vector_size(kLanes * sizeof(double))));

Doubles load_floats(const char* at) {
  Floats floats;
  std::memcpy(&floats, at, sizeof floats);
  return __builtin_convertvector(floats, Doubles);
}

Doubles load_doubles(const double* at) {
  Doubles doubles;
  std::memcpy(&doubles, at, sizeof doubles);
  return doubles;
}

double sum(Doubles a, Doubles b) {
  const Doubles lanes = a + b;
  return lanes[0] + lanes[1];
}

double load_float(const char* at) {
  float value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

struct Products {
  double dot = 0;
  double square = 0;  // of the stored one with itself
};

template <bool kWithSquare>
Products products(const char* stored, const double* wanted, std::size_t count) {
  Doubles dot[2]{}, square[2]{};
  std::size_t i = 0;
  for (; i + kStep <= count; i += kStep) {
    for (std::size_t half = 0; half < 2; ++half) {
      const std::size_t at = i + half * kLanes;
      const Doubles element = load_floats(stored + at * sizeof(float));
      dot[half] += element * load_doubles(wanted + at);
      if constexpr (kWithSquare) square[half] += element * element;
    }
  }
  Products out{sum(dot[0], dot[1]), sum(square[0], square[1])};
  for (; i < count; ++i) {
    const double element = load_float(stored + i * sizeof(float));
    out.dot += element * wanted[i];
    out.square += element * element;
  }
  return out;
}

double squared_distance(const char* stored, const double* wanted, std::size_t count) {
  Doubles total[2]{};
  std::size_t i = 0;
  for (; i + kStep <= count; i += kStep) {
    for (std::size_t half = 0; half < 2; ++half) {
      const std::size_t at = i + half * kLanes;
      const Doubles difference = load_floats(stored + at * sizeof(float)) - load_doubles(wanted + at);
      total[half] += difference * difference;
    }
  }
  double out = sum(total[0], total[1]);
  for (; i < count; ++i) {
    const double difference = load_float(stored + i * sizeof(float)) - wanted[i];
    out += difference * difference;
  }
  return out;
}

}  // namespace

VectorDistance::VectorDistance(DistanceFunction function, const std::vector<float>& wanted)
    : function_(function), wanted_(wanted.begin(), wanted.end()) {
  double square = 0;
  for (const double element : wanted_) square += element * element;
  norm_ = std::sqrt(square);
}

double VectorDistance::score(std::string_view stored) const {
  const std::size_t count = wanted_.size();
  switch (function_) {
    case DistanceFunction::kCosine: {
      const Products both = products<true>(stored.data(), wanted_.data(), count);
      const double norms = norm_ * std::sqrt(both.square);
      if (norms == 0) return 1;
      return std::clamp(1 - both.dot / norms, 0.0, 2.0);
    }
    case DistanceFunction::kEuclidean:
      return std::sqrt(squared_distance(stored.data(), wanted_.data(), count));
    case DistanceFunction::kDotProduct:
      return products<false>(stored.data(), wanted_.data(), count).dot;
  }
  return 0;
}

}  // namespace stator::db::table
