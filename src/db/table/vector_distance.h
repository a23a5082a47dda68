// How far apart two vectors are. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "db/table/schema.h"

namespace stator::db::table {

// Computes the scores of many stored vectors against one that is searched for, in double precision.
// Immutable; thread-safe.
class VectorDistance {
 public:
  VectorDistance(DistanceFunction function, const std::vector<float>& wanted);

  // `stored`: as many little-endian floats as `wanted` has, not aligned. COSINE: 0 (same direction) to 2; 1
  // where either is zero (seen 2026-08, ExtendDB/extenddb#307). EUCLIDEAN: the distance. DOT_PRODUCT: the
  // product.
  double score(std::string_view stored) const;

  // Whether a score is nearer than another: the higher one of DOT_PRODUCT, else the lower one.
  bool nearer(double score, double other) const {
    return function_ == DistanceFunction::kDotProduct ? score > other : score < other;
  }

 private:
  DistanceFunction function_;
  std::vector<double> wanted_;
  double norm_ = 0;  // of wanted_
};

}  // namespace stator::db::table
